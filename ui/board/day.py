"""The day on the board as one value, and what is chosen on it. No widgets."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from nemt_desk.ground.ids import Id
from nemt_desk.planning.rows import DriverDay
from nemt_desk.runs import queries
from nemt_desk.runs.board_rows import Board, BoardDriver, BoardRide, BoardRun
from nemt_desk.runs.rows import RunState
from nemt_desk.trips.rows import RideState
from ui.board.fit import Question
from ui.board.words import count

if TYPE_CHECKING:
    from nemt_desk.office import Office


@dataclass(frozen=True)
class BoardDay:
    """What was read: the board for the eye, the drivers' days for planning."""

    board: Board
    days: tuple[DriverDay, ...]
    rides: dict[Id, BoardRide] = field(init=False, repr=False)
    runs: dict[Id, BoardRun] = field(init=False, repr=False)
    drivers: dict[Id, BoardDriver] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Make the indexes."""
        board = self.board
        rides = [*board.unassigned, *(ride for run in board.runs for ride in run.rides)]
        object.__setattr__(self, "rides", {ride.id: ride for ride in rides})
        object.__setattr__(self, "runs", {run.id: run for run in board.runs})
        object.__setattr__(self, "drivers", {driver.id: driver for driver in board.drivers})

    @property
    def day(self) -> date:
        """Which day it is."""
        return self.board.day

    def run_of(self, ride: BoardRide | None) -> BoardRun | None:
        """Return the run a ride is on."""
        return self.runs.get(ride.run_id) if ride and ride.run_id else None

    def run_of_driver(self, driver_id: Id | None) -> BoardRun | None:
        """Return a driver's run."""
        return next((run for run in self.board.runs if run.driver_id == driver_id), None)

    def driver_name(self, ride: BoardRide) -> str:
        """Return who drives a ride, nothing if nobody does."""
        run = self.run_of(ride)
        return run.driver_name if run else ""

    def other_legs(self, ride_ids: tuple[Id, ...]) -> tuple[BoardRide, ...]:
        """Return the other open rides of the same trips that are on no run yet."""
        trips = {self.rides[ride_id].trip_id for ride_id in ride_ids if ride_id in self.rides}
        return tuple(
            ride
            for ride in self.board.unassigned
            if ride.trip_id in trips and ride.id not in ride_ids
        )

    def question(self, ride_ids: tuple[Id, ...]) -> Question:
        """Return what planning is asked about these rides."""
        chosen = [self.rides[ride_id] for ride_id in ride_ids if ride_id in self.rides]
        chosen.sort(key=lambda ride: (ride.task.begin_min is None, ride.task.begin_min or 0))
        legs = self.other_legs(ride_ids)
        return Question(tuple(r.booked_task for r in chosen), tuple(r.booked_task for r in legs))

    def head_text(self) -> str:
        """Return `4 unassigned · 1 late · 2 will-call · 3 draft`."""
        rides, runs = self.rides.values(), self.board.runs
        waiting = [r for r in rides if r.state is RideState.WILL_CALL or (r.is_open and r.is_loose)]
        late = sum(ride.state is RideState.LATE for ride in rides)
        changed = sum(run.is_changed for run in runs)
        drafts = sum(run.state is RunState.DRAFT for run in runs) - changed
        parts = [f"{len(self.board.unassigned)} unassigned"]
        parts += [f"{late} late"] if late else []
        parts += [f"{len(waiting)} will-call"] if waiting else []
        parts += [count(drafts, "draft run")] if drafts else []
        parts += [f"{changed} changed since published"] if changed else []
        if runs and not drafts and not changed:
            parts.append("all published")
        return " \N{MIDDLE DOT} ".join(parts)


def read_day(office: "Office", day: date) -> BoardDay:
    """Read a day for the board."""
    with office.store.read() as session:
        board = queries.board(session, day, office.time)
        days = queries.driver_days(session, day, office.time)
    return BoardDay(board, days)


@dataclass(frozen=True, slots=True)
class Choice:
    """What is chosen: rides in order, the current one, and the driver whose row is current."""

    rides: tuple[Id, ...] = ()
    current: Id | None = None
    driver: Id | None = None

    def only(self, ride: Id | None, driver: Id | None = None) -> "Choice":
        """Choose one ride, or none and a driver's row."""
        return Choice((ride,) if ride else (), ride, driver)

    def toggled(self, ride: Id, driver: Id | None) -> "Choice":
        """Choose one more ride, or one less."""
        if ride in self.rides:
            rest = tuple(one for one in self.rides if one != ride)
            return Choice(rest, rest[-1] if rest else None, driver)
        return Choice((*self.rides, ride), ride, driver)

    def still(self, known: BoardDay) -> "Choice":
        """Return what is left of the choice on a day that was read anew."""
        rides = tuple(ride for ride in self.rides if ride in known.rides)
        current = self.current if self.current in rides else (rides[-1] if rides else None)
        driver = self.driver if self.driver in known.drivers else None
        run = known.run_of(known.rides.get(current)) if current else None
        return replace(self, rides=rides, current=current, driver=run.driver_id if run else driver)


def next_choice(
    choice: Choice, before: BoardDay | None, known: BoardDay, place: int | None
) -> Choice:
    """Return what is chosen on a day that was read anew.

    At the first look it is the first unassigned ride; once a ride was given away from `place` in
    the list it is the one that follows; else nothing moves.
    """
    free = known.board.unassigned
    is_first_look = before is None or before.day != known.day
    if is_first_look and free and not choice.rides:
        return choice.only(free[0].id)
    still_free = {ride.id for ride in free}
    if place is None or not free or any(ride in still_free for ride in choice.rides):
        return choice.still(known)
    return choice.only(free[min(place, len(free) - 1)].id)
