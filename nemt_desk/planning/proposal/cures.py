"""What would serve a ride that nobody drives: each remedy is tried out in the plan as it is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import inf

from nemt_desk.ground.ids import Id
from nemt_desk.planning.optimiser.duty import Desk
from nemt_desk.planning.optimiser.evaluate import Outcome, cheapest, evaluate
from nemt_desk.planning.optimiser.model import Model
from nemt_desk.planning.optimiser.plan import Solution
from nemt_desk.planning.optimiser.problem import Driver, Problem, Ride, Shift, Stops, Window
from nemt_desk.planning.proposal.rows import Cure, CureKind, PlanRide, Question
from nemt_desk.planning.proposal.solved import Solved
from nemt_desk.planning.proposal.words import cents_text, span_text
from nemt_desk.planning.words import clock_text, ended

_SHIFTS_MIN = (-15, 15, -30, 30)
_LONGER_MIN = 120.0
_STEP_MIN = 15
_DAY_MIN = 24 * 60.0
_PLACES = frozenset({"lift", "wheelchair_places"})
_ASKED = frozenset({"no_hours_on_file"})
_MOST_HOURS = 2


def cures(question: Question, solution: Solution, ride_id: Id) -> tuple[Cure, ...]:
    """Return what would serve an unserved ride, least trouble first."""
    index = next(at for at, ride in enumerate(question.rides) if ride.ride_id == ride_id)
    trial = _Trial(Solved(question, solution), index)
    return (
        *trial.other_times(),
        *trial.longer_hours(),
        *trial.asked(),
        *trial.places(),
        *trial.volunteer(),
        *trial.carrier(),
    )


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a ride would go: whose day, its new stops, the times of that."""

    driver: int
    cost: float
    outcome: Outcome

    @property
    def span(self) -> tuple[float, float]:
        """From leaving to coming home, of the shift that has it."""
        runs = self.outcome.runs
        return min(run.leave_min for run in runs), max(run.home_min for run in runs)


@dataclass(frozen=True, slots=True)
class _Trial:
    solved: Solved
    index: int

    @property
    def question(self) -> Question:
        """The day."""
        return self.solved.question

    @property
    def unit(self) -> frozenset[int]:
        """The ride with its wait."""
        return self.solved.unit_of(self.index)

    def other_times(self) -> Iterator[Cure]:
        """Yield the least shift of the pick-up that finds a driver, each way."""
        found: set[bool] = set()
        for minutes in _SHIFTS_MIN:
            if (minutes > 0) in found:
                continue
            place = self._best(self._moved(minutes), self._free())
            if place is None:
                continue
            found.add(minutes > 0)
            yield self._time_cure(minutes, place)

    def _time_cure(self, minutes: int, place: _Place) -> Cure:
        ride, driver = self.question.rides[self.index], self.question.drivers[place.driver]
        at = clock_text(ride.pickup_min + minutes)
        word = "later" if minutes > 0 else "earlier"
        sentence = f"{abs(minutes)} minutes {word}, at {at}: {driver.name} could take it."
        if minutes > 0 and ride.appointment_min is not None:
            asked = clock_text(ride.appointment_min + minutes)
            sentence = ended(f"{sentence[:-1]}, if the appointment can be at {asked}")
        return Cure(
            ride.ride_id, CureKind.TIME, sentence, minutes=minutes, driver_id=driver.driver_id
        )

    def longer_hours(self) -> Iterator[Cure]:
        """Yield drivers who could with longer hours that day, the shortest way over first."""
        problem = self.question.problem
        drivers = tuple(
            driver if at not in self._free() else replace(driver, shifts=_longer(driver.shifts))
            for at, driver in enumerate(problem.drivers)
        )
        found = []
        for place in self._all(replace(problem, drivers=drivers), self._free()):
            begin, end = place.span
            over = _over(problem.drivers[place.driver].shifts, begin, end)
            if over:
                found.append((over, place))
        found.sort(key=lambda one: (one[0], one[1].driver))
        for _, place in found[:_MOST_HOURS]:
            begin, end = place.span
            driver = self.question.drivers[place.driver]
            sentence = f"{driver.name} could, driving {span_text(begin, end)} that day."
            yield self._cure(CureKind.HOURS, sentence, (begin, end), driver.driver_id)

    def asked(self) -> Iterator[Cure]:
        """Yield a driver whose hours are not on file, if he is free and nothing else is wrong."""
        codes = self.question.rides[self.index].codes
        who = {at for at, found in codes.items() if found == _ASKED}
        place = self._best(self._open_to(who), who)
        if place is not None:
            begin, end = place.span
            driver = self.question.drivers[place.driver]
            hours = span_text(begin, end)
            sentence = ended(f"Ask {driver.name}, whose hours are not on file: {hours}")
            yield self._cure(CureKind.HOURS, sentence, (begin, end), driver.driver_id)

    def places(self) -> Iterator[Cure]:
        """Yield a driver who could with a wheelchair place or a lift."""
        codes = self.question.rides[self.index].codes
        who = {at for at, found in codes.items() if found and found <= _PLACES}
        problem = self._open_to(who)
        drivers = tuple(
            replace(one, capacity=tuple(max(1, room) for room in one.capacity))
            if at in who
            else one
            for at, one in enumerate(problem.drivers)
        )
        place = self._best(replace(problem, drivers=drivers), who)
        if place is not None:
            driver = self.question.drivers[place.driver]
            sentence = f"{driver.name} could, with a car that takes the wheelchair."
            yield self._cure(CureKind.WHEELCHAIR, sentence, None, driver.driver_id)

    def volunteer(self) -> Iterator[Cure]:
        """Yield the hours of one more volunteer who lives where the ride begins or ends."""
        problem = self.question.problem
        rides = [problem.rides[at] for at in self._in_order()]
        told = self.question.rides[self._in_order()[0]]
        home = rides[0].destination if told.is_return else rides[0].origin
        seats = tuple(
            max(4 if not at else 1, *(ride.load[at] for ride in rides), 0)
            for at in range(len(rides[0].load))
        )
        begin, end = float(self.question.ask.now_min or 0), 2 * _DAY_MIN
        new = Driver("new", seats, (Shift(begin, end, home, home),))
        number = len(problem.drivers)
        wanted = replace(
            _with_drivers(problem, self.unit, frozenset({number})),
            drivers=(*problem.drivers, new),
        )
        outcome = evaluate(Desk(Model(wanted)), number, (self._alone_stops(),))
        if outcome.breaches:
            return
        run = outcome.runs[0]
        where = told.to_name if told.is_return else told.from_name
        wheels = ", with a wheelchair place" if any(r.load[1:] > (0,) for r in rides) else ""
        hours = span_text(run.leave_min, run.home_min)
        sentence = ended(f"One more volunteer near {where} from {hours}{wheels}")
        yield self._cure(CureKind.VOLUNTEER, sentence, (run.leave_min, run.home_min))

    def carrier(self) -> Iterator[Cure]:
        """Yield what a carrier would cost by the pack's rates."""
        cents = [self.question.rides[at].carrier_cents for at in sorted(self.unit)]
        known = [one for one in cents if one is not None]
        if known and len(known) == len(cents):
            both = "both ways" if len(known) > 1 else "this ride"
            sentence = f"A carrier would cost about {cents_text(sum(known))} for {both}."
            yield self._cure(CureKind.CARRIER, sentence)

    @property
    def _told(self) -> PlanRide:
        return self.question.rides[self.index]

    def _cure(
        self,
        kind: CureKind,
        sentence: str,
        span: tuple[float, float] | None = None,
        driver_id: Id | None = None,
    ) -> Cure:
        begin, end = span if span is not None else (None, None)
        return Cure(
            self._told.ride_id,
            kind,
            sentence,
            from_min=None if begin is None else int(begin // _STEP_MIN * _STEP_MIN),
            until_min=None if end is None else int(-(-end // _STEP_MIN) * _STEP_MIN),
            driver_id=driver_id,
        )

    def _free(self) -> set[int]:
        """Return who may take the ride but for the clock."""
        refused = self._told.why_not
        return {at for at in range(len(self.question.drivers)) if at not in refused}

    def _moved(self, minutes: int) -> Problem:
        """Return the day with this ride (and its wait) at another time."""
        problem = self.question.problem
        rides = list(problem.rides)
        for at in self.unit:
            ride = rides[at]
            dropoff = _shifted(ride.dropoff, max(0, minutes))
            rides[at] = replace(ride, pickup=_shifted(ride.pickup, minutes), dropoff=dropoff)
        return replace(problem, rides=tuple(rides))

    def _open_to(self, who: set[int]) -> Problem:
        """Return the day with some drivers allowed for the ride, at any hour."""
        problem = _with_drivers(self.question.problem, self.unit, frozenset(who))
        drivers = tuple(
            one if at not in who or one.shifts[0].fixed else _at_any_hour(one)
            for at, one in enumerate(problem.drivers)
        )
        return replace(problem, drivers=drivers)

    def _best(self, problem: Problem, who: set[int]) -> _Place | None:
        return min(self._all(problem, who), key=lambda one: one.cost, default=None)

    def _all(self, problem: Problem, who: set[int]) -> list[_Place]:
        if not who:
            return []
        desk = Desk(Model(problem))
        found = []
        for driver in sorted(who):
            shifts: tuple[Stops, ...] = self.solved.without(driver, self.unit)
            if len(shifts) != len(problem.drivers[driver].shifts):
                shifts = ((*(stop for part in shifts for stop in part),),)
            place = cheapest(desk, driver, shifts, self.index)
            if place is not None:
                outcome = evaluate(desk, driver, place.route.shifts)
                found.append(_Place(driver, place.cost_more, outcome))
        return found

    def _alone_stops(self) -> Stops:
        return tuple(stop for at in self._in_order() for stop in (2 * at, 2 * at + 1))

    def _in_order(self) -> list[int]:
        """Return the ride with its wait, the way there first."""
        rides = self.question.problem.rides
        return sorted(self.unit, key=lambda at: (rides[at].waits_for is not None, at))


def _shifted(window: Window, minutes: int) -> Window:
    return Window(window.open_min + minutes, window.close_min + minutes)


def _with_drivers(problem: Problem, rides: frozenset[int], who: frozenset[int]) -> Problem:
    changed: Mapping[int, Ride] = {at: replace(problem.rides[at], drivers=who) for at in rides}
    return replace(
        problem, rides=tuple(changed.get(at, ride) for at, ride in enumerate(problem.rides))
    )


def _longer(shifts: tuple[Shift, ...]) -> tuple[Shift, ...]:
    """Return a driver's hours, begun earlier and ended later where nothing is in the way."""
    found = []
    for number, one in enumerate(shifts):
        after = shifts[number + 1].open_min if number + 1 < len(shifts) else inf
        is_first = not number and not one.is_out
        begin = max(0.0, one.open_min - _LONGER_MIN) if is_first else one.open_min
        found.append(
            replace(one, open_min=begin, close_min=min(after, one.close_min + _LONGER_MIN))
        )
    return tuple(found)


def _at_any_hour(driver: Driver) -> Driver:
    first = driver.shifts[0]
    return replace(driver, shifts=(replace(first, open_min=0.0, close_min=2 * _DAY_MIN),))


def _over(shifts: tuple[Shift, ...], begin: float, end: float) -> float:
    """Return by how many minutes a day goes beyond its hours."""
    early = min(one.open_min for one in shifts) - begin
    late = end - max(one.close_min for one in shifts)
    return max(0.0, early) + max(0.0, late)
