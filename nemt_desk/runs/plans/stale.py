"""Whether a proposal still holds: the day may have changed since the plan was asked for."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from nemt_desk.ground.ids import Id
from nemt_desk.ground.settings import Settings
from nemt_desk.planning.fits import fits
from nemt_desk.planning.proposal.rows import Hold, PlanRide, Proposal, ProposalKind, Question
from nemt_desk.planning.proposal.ways import KnownWays
from nemt_desk.planning.rows import DriverDay, RideTask, Travel, Violation
from nemt_desk.runs.board_rows import BoardRide
from nemt_desk.runs.plans.classify import UNDER_WAY
from nemt_desk.runs.plans.reading import DayFacts
from nemt_desk.runs.plans.suits import suits
from nemt_desk.runs.plans.windows import begin_of

DRIVEN = frozenset({ProposalKind.ADD, ProposalKind.MOVE, ProposalKind.RETIME})


@dataclass(slots=True)
class Fresh:
    """The day as it is now, beside the question the plan answered."""

    question: Question
    facts: DayFacts
    settings: Settings
    rides: Mapping[Id, BoardRide] = field(init=False)
    asked: Mapping[Id, PlanRide] = field(init=False)
    days: Mapping[Id, DriverDay] = field(init=False)
    days_asked: Mapping[Id, DriverDay] = field(init=False)

    def __post_init__(self) -> None:
        self.rides = {ride.id: ride for ride in self.facts.rides}
        self.asked = {ride.ride_id: ride for ride in self.question.rides}
        self.days = {day.driver_id: day for day in self.facts.days}
        self.days_asked = {
            one.driver_id: one.day for one in self.question.drivers if one.day is not None
        }

    def why_not(self, one: Proposal) -> str:
        """Return what changed so that a proposal no longer holds; empty if nothing did."""
        ride, asked = self.rides.get(one.ride_id), self.asked.get(one.ride_id)
        if ride is None or asked is None:
            return "This ride is not on this day any more."
        if one.kind is ProposalKind.CARRIER:
            return "A carrier is asked by telephone; put the ride on his run once he said yes."
        return self._changed(ride, asked, one) or self._driver_changed(ride, one)

    def _changed(self, ride: BoardRide, asked: PlanRide, one: Proposal) -> str:
        if not ride.is_open:
            return f"The ride is {ride.state.value.replace('_', ' ')} by now."
        if self._booked(ride) != _asked_booked(asked):
            return "Times or places of the ride were changed meanwhile."
        was = None if asked.driver is None else self.question.drivers[asked.driver].driver_id
        now = self.driver_of(ride)
        if was != now:
            return self._moved_meanwhile(now)
        if asked.hold is not Hold.ABOARD and ride.state in UNDER_WAY:
            return "The driver is on the way to the member by now."
        is_kept = one.kind in (ProposalKind.MOVE, ProposalKind.TAKE_OFF)
        if ride.is_pinned and is_kept and asked.hold is Hold.NONE:
            return "Somebody held the ride on its run meanwhile."
        if (ride.task.begin_min, ride.task.end_min) != (asked.pickup_min, asked.dropoff_min):
            return "Its planned times were changed meanwhile."
        return ""

    def _moved_meanwhile(self, now: Id | None) -> str:
        if now is None:
            return "Somebody took the ride off its run meanwhile."
        name = self.days[now].name if now in self.days else "another driver"
        return f"Somebody put the ride on {name}'s run meanwhile."

    def _driver_changed(self, ride: BoardRide, one: Proposal) -> str:
        if one.to_driver is None or one.kind not in DRIVEN:
            return ""
        if one.to_driver not in self.days:
            return "This driver is not there any more."
        if one.kind is ProposalKind.RETIME:
            return ""
        day = self.days[one.to_driver]
        return suits(ride, [day], replace(self.question.ask, refused=frozenset())).why_not.get(
            0, ""
        )

    def driver_of(self, ride: BoardRide) -> Id | None:
        """Return whose run the ride is on."""
        run = self.facts.runs.get(ride.run_id) if ride.run_id is not None else None
        return None if run is None else run.driver_id

    @staticmethod
    def _booked(ride: BoardRide) -> tuple[object, ...]:
        return (
            begin_of(ride), ride.booked_dropoff_min, ride.appointment_min,
            ride.from_name, ride.to_name,
        )  # fmt: skip

    def misfits(self, proposals: Sequence[Proposal]) -> dict[Id, str]:
        """Return which proposals do not fit the runs as they would be, and why.

        A run that comes out just as the plan has it is not judged again.
        """
        travel = KnownWays(self.question)
        accepted = list(proposals)
        found: dict[Id, str] = {}
        while True:
            wrong = self._first_misfit(accepted, travel)
            if wrong is None:
                return found
            found[wrong[0].ride_id] = wrong[1]
            accepted.remove(wrong[0])

    def _first_misfit(
        self, accepted: Sequence[Proposal], travel: Travel
    ) -> tuple[Proposal, str] | None:
        moved = {one.ride_id for one in accepted}
        driven = sorted(
            (one for one in accepted if one.kind in DRIVEN), key=lambda one: one.pickup_min or 0
        )
        for driver in dict.fromkeys(one.to_driver for one in driven):
            if driver is None:
                continue
            own = [one for one in driven if one.to_driver == driver]
            day = self.days[driver]
            tasks = tuple(task for task in day.tasks if task.ride_id not in moved)
            ids = {task.ride_id for task in tasks if self._counts(task.ride_id)}
            free = replace(day, tasks=tasks)
            is_as_planned = ids | {one.ride_id for one in own} == own[0].beside
            if is_as_planned and not self._is_changed(day, own):
                continue
            before = self._before(free, own, travel) if is_as_planned else frozenset()
            wrong = self._misfit_on(free, own, travel, before)
            if wrong is not None:
                return wrong
        return None

    def _is_changed(self, day: DriverDay, own: Iterable[Proposal]) -> bool:
        """Tell whether the driver, or how much room a ride needs, is not as it was asked with."""
        if replace(day, tasks=()) != self.days_asked.get(day.driver_id):
            return True
        loads = {ride.key: ride.load for ride in self.question.problem.rides}
        now = (self.rides[one.ride_id] for one in own)
        return any((ride.seats, ride.wheelchair_places) != loads[str(ride.id)] for ride in now)

    def _before(
        self, day: DriverDay, own: Iterable[Proposal], travel: Travel
    ) -> frozenset[tuple[Id, str]]:
        """Return what these checks said of the run when the plan was asked for: the plan knew."""
        asked = self.days_asked.get(day.driver_id)
        if asked is None:
            return frozenset()
        loads = {ride.key: ride.load for ride in self.question.problem.rides}
        tasks = {}
        for one in own:
            seats, places = loads[str(one.ride_id)]
            task = planned_task(self.rides[one.ride_id], one)
            tasks[one.ride_id] = replace(task, seats=seats, wheelchair_places=places)
        found = self._blocks(replace(asked, tasks=day.tasks), tasks.values(), travel)
        return frozenset((ride_id, block.code) for ride_id, block in found)

    def _counts(self, ride_id: Id) -> bool:
        """Tell whether the plan knew of a ride or it came since: not over, not left out."""
        ride = self.rides.get(ride_id)
        left_out = {one.ride_id for one in self.question.left_out}
        return ride is not None and ride.is_open and ride_id not in left_out

    def _misfit_on(
        self,
        day: DriverDay,
        own: Iterable[Proposal],
        travel: Travel,
        before: frozenset[tuple[Id, str]],
    ) -> tuple[Proposal, str] | None:
        by_ride = {one.ride_id: one for one in own}
        tasks = [planned_task(self.rides[key], one) for key, one in by_ride.items()]
        for ride_id, block in self._blocks(day, tasks, travel):
            if (ride_id, block.code) not in before:
                words = f"With what is on {day.name}'s run now: {block.sentence}"
                return by_ride[ride_id], words
        return None

    def _blocks(
        self, day: DriverDay, tasks: Iterable[RideTask], travel: Travel
    ) -> Iterator[tuple[Id, Violation]]:
        """Yield what the ranking's checks hold against rides that come to a day one by one.

        Whose hours are others by now is not planned beyond them, though a person might ask him.
        """
        asked = self.days_asked.get(day.driver_id, day)
        codes = {"home_hours"} if asked.hours != self.days[day.driver_id].hours else set()
        for task in tasks:
            for found in fits(day, task, travel, self.settings):
                if found.is_blocking or found.code in codes:
                    yield task.ride_id, found
            day = day.plus(task)


def _asked_booked(asked: PlanRide) -> tuple[object, ...]:
    return (
        asked.booked_pickup_min, asked.booked_dropoff_min, asked.appointment_min,
        asked.from_name, asked.to_name,
    )  # fmt: skip


def planned_task(ride: BoardRide, one: Proposal) -> RideTask:
    """Return the ride at the times a proposal gives it."""
    return replace(ride.task, pickup_min=one.pickup_min, dropoff_min=one.dropoff_min)
