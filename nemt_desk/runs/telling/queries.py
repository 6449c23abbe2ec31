"""Reads who is still to be told of a day's runs and rides; the same statements however many."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from nemt_desk.drivers.queries import drivers_by_ids
from nemt_desk.drivers.rows import Driver
from nemt_desk.ground.ids import Id
from nemt_desk.ground.settings import Settings
from nemt_desk.members.queries import members_by_ids
from nemt_desk.runs.board import board as read_board
from nemt_desk.runs.board_rows import BoardRide, BoardRun
from nemt_desk.runs.model import RunRecord, ToldRecord
from nemt_desk.runs.rides import rides_by_ids
from nemt_desk.runs.rows import TellResult, TellWho
from nemt_desk.runs.telling import words
from nemt_desk.runs.telling.facts import (
    is_over,
    over_keys,
    ride_changes,
    ride_facts,
    run_changes,
    run_facts,
)
from nemt_desk.runs.telling.rows import Facts, Target, TellingList, TellLine, TellState, Told
from nemt_desk.trips.live_figures import LiveFigures, live_figures
from nemt_desk.trips.model import RideRecord
from nemt_desk.trips.rows import RideState

_ORDER = list(TellState)


def telling_list(session: Session, day: date, settings: Settings) -> TellingList:
    """Return who is to be told of a day, who is not told yet on top, drivers before members.

    It is about runs that were published once and whatever somebody was told of before.
    """
    reader = _Reader(session, day, settings)
    lines = [*reader.driver_lines(), *reader.member_lines()]
    return TellingList(day, tuple(sorted(lines, key=_rank)))


def _rank(line: TellLine) -> tuple[bool, bool, int, int, str]:
    at = line.at_min if line.at_min is not None else 24 * 60
    return not line.is_open, not line.is_driver, _ORDER.index(line.state), at, line.name


@dataclass(slots=True)
class _Last:
    """What is kept of one target, newest first."""

    told: Sequence[Told]

    def newest(self, *results: TellResult) -> Told | None:
        return next((one for one in self.told if one.result in results), None)

    @property
    def tries(self) -> int:
        """How many calls in vain since somebody was reached."""
        count = 0
        for one in self.told:
            if one.result is not TellResult.NO_ANSWER:
                break
            count += 1
        return count


class _Reader:
    """Reads the day once and makes the lines from it."""

    def __init__(self, session: Session, day: date, settings: Settings) -> None:
        self.day, self.settings = day, settings
        self.figures: LiveFigures = live_figures(settings, day)
        board = read_board(session, day, settings.time)
        self.runs = board.runs
        self.run_of: dict[Id, BoardRun] = {r.id: run for run in board.runs for r in run.rides}
        self.rides: dict[Id, BoardRide] = {r.id: r for run in board.runs for r in run.rides}
        self.rides |= {ride.id: ride for ride in board.unassigned}
        self.told = _told_on(session, day)
        self.rides |= self._others(session)
        self.drivers = self._drivers(session)
        self.members = members_by_ids(session, {ride.member_id for ride in self.rides.values()})

    def _others(self, session: Session) -> Mapping[Id, BoardRide]:
        """Return the rides somebody was told of that stand on the day's board no more."""
        named = {key for who, key in self.told if who is TellWho.MEMBER}
        for (who, _), told in self.told.items():
            if who is TellWho.DRIVER:
                named |= {UUID(key) for one in told for key in one.facts.get("rides", {})}
        gone = named - self.rides.keys()
        if not gone:
            return {}
        return {ride.id: ride for ride in rides_by_ids(session, gone, self.settings.time)}

    def _drivers(self, session: Session) -> Mapping[Id, Driver]:
        named = {run.driver_id for run in self.runs}
        for (who, _), told in self.told.items():
            if who is TellWho.MEMBER:
                named |= {UUID(one.facts["driver"]) for one in told if one.facts.get("driver")}
        return drivers_by_ids(session, named) if named else {}

    # --- drivers -----------------------------------------------------------------------------

    def driver_lines(self) -> Iterator[TellLine]:
        for run in self.runs:
            kept = self.told.get((TellWho.DRIVER, run.id), [])
            if run.published_at is None and not kept:
                continue
            if not run.rides and not kept:
                continue
            yield self._driver_line(run, _Last(kept))

    def _driver_line(self, run: BoardRun, last: _Last) -> TellLine:
        now, over = run_facts(run), over_keys(self.rides)
        told = last.newest(TellResult.TOLD)
        base = told or last.newest(TellResult.MESSAGE)
        changes = run_changes(base.facts if base else {}, now, over)
        state = _state(last, lambda facts: not run_changes(facts, now, over))
        driver = self.drivers[run.driver_id]
        if base is None and not changes:
            state = TellState.TOLD  # nothing left to tell: all of it was driven
        said = tuple(self._ride_words(key, what) for key, what in changes.items())
        return TellLine(
            target=Target(TellWho.DRIVER, run.id),
            person_id=driver.id,
            name=driver.name,
            phone=driver.phone,
            phone2=driver.phone2,
            remark="",
            at_min=run.first_min,
            run_code=run.code,
            run_id=run.id,
            driver_id=driver.id,
            state=state,
            facts=now,
            last=last.told[0] if last.told else None,
            tries=last.tries,
            say=words.to_driver(run, self.day),
            changes=said if base is not None and state is not TellState.TOLD else (),
            rides=frozenset(map(UUID, changes)) if state is not TellState.TOLD else frozenset(),
        )

    def _ride_words(self, key: str, what: str) -> str:
        ride = self.rides.get(UUID(key))
        return f"{ride.member_name}: {what}" if ride is not None else what

    # --- members -----------------------------------------------------------------------------

    def member_lines(self) -> Iterator[TellLine]:
        for ride in self.rides.values():
            kept = self.told.get((TellWho.MEMBER, ride.id), [])
            run = self.run_of.get(ride.id)
            is_published = run is not None and run.published_at is not None
            if is_published or kept:
                yield self._member_line(ride, run, _Last(kept))

    def _member_line(self, ride: BoardRide, run: BoardRun | None, last: _Last) -> TellLine:
        now = ride_facts(ride, run)
        member = self.members[ride.member_id]
        base = last.newest(TellResult.TOLD, TellResult.MESSAGE)
        names = {str(key): driver.name for key, driver in self.drivers.items()}
        state = _state(last, lambda facts: facts == now)
        never = base is None and ride.state is RideState.CANCELLED
        if is_over(ride) or never:
            state = TellState.TOLD
        changes = ride_changes(base.facts, now, names) if base is not None else ()
        driver = self.drivers.get(run.driver_id) if run is not None else None
        is_open = state is not TellState.TOLD
        return TellLine(
            target=Target(TellWho.MEMBER, ride.id),
            person_id=member.id,
            name=member.name,
            phone=member.phone,
            phone2=member.phone2,
            remark=words.remark(member),
            at_min=ride.task.begin_min,
            run_code=run.code if run is not None else "",
            run_id=run.id if run is not None else None,
            driver_id=run.driver_id if run is not None else None,
            state=state,
            facts=now,
            last=last.told[0] if last.told else None,
            tries=last.tries,
            say=words.to_member(ride, driver, self.figures),
            changes=changes if is_open else (),
            rides=frozenset({ride.id}) if is_open else frozenset(),
            why_not_yet="no driver yet" if run is None and not now.get("gone") else "",
        )


def _state(last: _Last, is_same: Callable[[Facts], bool]) -> TellState:
    told = last.newest(TellResult.TOLD)
    if told is not None and is_same(told.facts):
        return TellState.TOLD
    left = last.newest(TellResult.MESSAGE)
    if left is not None and is_same(left.facts):
        return TellState.MESSAGE
    return TellState.NEW if told is None and left is None else TellState.CHANGED


def _told_on(session: Session, day: date) -> Mapping[tuple[TellWho, Id], list[Told]]:
    rides = select(RideRecord.id).where(RideRecord.day == day)
    runs = select(RunRecord.id).where(RunRecord.day == day)
    wanted = (
        select(ToldRecord)
        .where(or_(ToldRecord.run_id.in_(runs), ToldRecord.ride_id.in_(rides)))
        .order_by(ToldRecord.told_at.desc(), ToldRecord.id.desc())
    )
    found: dict[tuple[TellWho, Id], list[Told]] = defaultdict(list)
    for row in session.scalars(wanted):
        key = row.run_id if row.who is TellWho.DRIVER else row.ride_id
        if key is not None:
            told = Told(row.result, row.facts, row.told_at, row.told_by, row.note)
            found[row.who, key].append(told)
    return found


def lines_of(found: TellingList, targets: Iterable[Target]) -> list[TellLine]:
    """Return the lines of these targets; those without a line are left out."""
    return [line for one in targets if (line := found.line(one)) is not None]
