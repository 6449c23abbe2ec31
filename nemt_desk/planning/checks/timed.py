"""Whether the times of one run can be driven, and keep what was promised."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import inf

from nemt_desk.planning.checks.faults import Fault, FaultKind, is_less, is_near
from nemt_desk.planning.checks.orders import Gap, gaps, place_of, service_min
from nemt_desk.planning.optimiser.plan import Pause, Run
from nemt_desk.planning.optimiser.problem import Break, Driver, Problem, Shift


@dataclass(frozen=True, slots=True)
class Way:
    """A gap with its times: free to drive at `free_min`, at the next place at `reach_min`."""

    gap: Gap
    free_min: float
    reach_min: float
    stays: tuple[Pause, ...]

    @property
    def legs(self) -> list[tuple[int, int]]:
        """The drives from place to place, by way of home if there is a stay."""
        places = [self.gap.from_place, *(stay.place for stay in self.stays), self.gap.to_place]
        return list(pairwise(places))


@dataclass(frozen=True, slots=True)
class Still:
    """A stretch in which the car stands at one place with nobody aboard."""

    place: int
    begin_min: float
    end_min: float


class TimedRun:
    """One run of a plan, looked at with the problem's rows beside it."""

    def __init__(self, problem: Problem, run: Run) -> None:
        self.problem, self.run = problem, run
        self.driver: Driver = problem.drivers[run.driver]
        self.shift: Shift = self.driver.shifts[run.shift]
        self.stops = tuple(visit.stop for visit in run.visits)
        self.ways = self._ways()

    def _ways(self) -> list[Way]:
        run = self.run
        free = [run.leave_min, *(visit.leave_min for visit in run.visits)]
        reach = [*(visit.arrive_min for visit in run.visits), run.home_min]
        homes = [pause for pause in run.pauses if pause.is_home]
        return [
            Way(gap, begin, end, tuple(stay for stay in homes if stay.after == gap.after))
            for gap, begin, end in zip(
                gaps(self.problem, self.shift, self.stops), free, reach, strict=True
            )
        ]

    # --- figures ---

    @property
    def duty_min(self) -> float:
        """Minutes on duty, reckoned from the times."""
        begin = self.shift.open_min if self.shift.is_out else self.run.leave_min
        stays = (stay for way in self.ways for stay in way.stays)
        return self.run.home_min - begin - sum(s.end_min - s.begin_min for s in stays)

    def metres(self) -> tuple[float, float]:
        """Return metres with somebody aboard, and without."""
        found = [0.0, 0.0]
        for way in self.ways:
            found[not way.gap.aboard] += sum(self.problem.metres[a][b] for a, b in way.legs)
        return found[0], found[1]

    # --- faults ---

    def faults(self) -> Iterator[Fault]:
        """Yield what is wrong with the times and figures of the run."""
        yield from self._hours()
        for way in self.ways:
            yield from self._speed(way)
        yield from self._visits()
        yield from self._aboard()
        yield from self._pauses()
        yield from self._breaks()
        loaded, unloaded = self.metres()
        for name, said, found in (
            ("metres with somebody aboard", self.run.loaded_m, loaded),
            ("metres without", self.run.unloaded_m, unloaded),
            ("minutes on duty", self.run.on_duty_min, self.duty_min),
        ):
            if not is_near(said, found):
                text = f"The run says {said} {name}; they are {found}."
                yield self._fault(FaultKind.FIGURES, text, amount=said - found)

    def _fault(
        self, kind: FaultKind, text: str, *, ride: int | None = None, amount: float = 0.0
    ) -> Fault:
        return Fault(kind, text, self.run.driver, self.run.shift, ride, amount)

    def _hours(self) -> Iterator[Fault]:
        early = self.shift.open_min - self.run.leave_min
        if early > 0 and is_less(self.run.leave_min, self.shift.open_min):
            yield self._fault(FaultKind.HOURS, "Leaves before the hours begin.", amount=early)
        late = self.run.home_min - self.shift.close_min
        if late > 0 and is_less(self.shift.close_min, self.run.home_min):
            yield self._fault(FaultKind.HOURS, "Is back after the hours end.", amount=late)

    def _speed(self, way: Way) -> Iterator[Fault]:
        """Yield drives that take less than the road does."""
        marks = [way.free_min]
        for stay in way.stays:
            marks += [stay.begin_min, stay.end_min]
        marks.append(way.reach_min)
        for number, (a, b) in enumerate(way.legs):
            took = marks[2 * number + 1] - marks[2 * number]
            if is_less(took, self.problem.minutes[a][b]):
                text = f"Drives {self.problem.minutes[a][b]} minutes in {took}."
                yield self._fault(FaultKind.SPEED, text, amount=self.problem.minutes[a][b] - took)

    def _visits(self) -> Iterator[Fault]:
        for visit in self.run.visits:
            ride = visit.stop >> 1
            row = self.problem.rides[ride]
            window = row.dropoff if visit.stop & 1 else row.pickup
            if visit.place != place_of(self.problem, visit.stop):
                yield self._fault(FaultKind.PLACE, "Stops at another place.", ride=ride)
            if is_less(visit.begin_min, visit.arrive_min):
                yield self._fault(FaultKind.SPEED, "Begins before it is there.", ride=ride)
            if is_less(visit.leave_min, visit.begin_min + service_min(self.problem, visit.stop)):
                yield self._fault(FaultKind.SPEED, "Leaves before all are in or out.", ride=ride)
            early, late = window.open_min - visit.begin_min, visit.begin_min - window.close_min
            if is_less(0.0, max(early, late)):
                words = "after" if late > early else "before"
                text = f"Begins {words} the window."
                yield self._fault(FaultKind.WINDOW, text, ride=ride, amount=max(early, late))

    def _aboard(self) -> Iterator[Fault]:
        loaded = {one.ride: one.loaded_min for one in self.shift.aboard}
        for visit in self.run.visits:
            ride = visit.stop >> 1
            if not visit.stop & 1:
                loaded[ride] = visit.begin_min + self.problem.rides[ride].load_min
            elif ride in loaded:
                over = visit.begin_min - loaded[ride] - self.problem.rides[ride].most_aboard_min
                if is_less(0.0, over):
                    text = f"Is aboard {over} minutes too long."
                    yield self._fault(FaultKind.ABOARD, text, ride=ride, amount=over)

    def _pauses(self) -> Iterator[Fault]:
        """Yield stays at home that may not be, and pauses while the car drives or is full."""
        still = self.still()
        for way in self.ways:
            for stay in way.stays:
                if wrong := self._wrong_stay(way, stay):
                    yield self._fault(FaultKind.PAUSE, wrong)
        for pause in self.run.pauses:
            if not -1 <= pause.after < len(self.stops):
                yield self._fault(FaultKind.PAUSE, "The pause is after no stop of the run.")
            inside = any(
                self._is_same(one.place, pause.place)
                and not is_less(pause.begin_min, one.begin_min)
                and not is_less(one.end_min, pause.end_min)
                for one in still
            )
            if is_less(pause.end_min, pause.begin_min) or not inside:
                text = "The car does not stand empty at this place all the time."
                yield self._fault(FaultKind.PAUSE, text)

    def _wrong_stay(self, way: Way, stay: Pause) -> str:
        after = way.gap.after
        if not self.driver.goes_home:
            return "The driver does not go home in between."
        if len(way.stays) > 1 or stay.place != self.shift.end:
            return "One stay at a time, at the shift's own end."
        if way.gap.aboard or after >= len(self.stops) - 1 or (after < 0 and not self.shift.is_out):
            return "He cannot go home here."
        if after >= 0 and self._is_waiting(after):
            return "He must stay with who comes back with him."
        return ""

    def _is_waiting(self, after: int) -> bool:
        before, following = self.stops[after], self.stops[after + 1]
        back = self.problem.rides[following >> 1]
        return not following & 1 and back.waits_for == before >> 1 and bool(before & 1)

    def _is_same(self, one: int, other: int) -> bool:
        return one == other or self.problem.minutes[one][other] == 0.0

    # --- breaks ---

    def still(self) -> list[Still]:
        """Return the stretches in which the driver stands still with nobody aboard."""
        begin = self.shift.open_min if self.shift.is_out else -inf
        found = [Still(self.shift.start, begin, self.run.leave_min)]
        if self.shift.aboard:
            found = []
        for way, visit in zip(self.ways, [*self.run.visits, None], strict=True):
            if way.gap.aboard:
                continue
            found += self._still_on(way)
            if visit is not None:
                found.append(Still(visit.place, visit.arrive_min, visit.begin_min))
        if not self.ways[-1].gap.aboard:
            found.append(Still(self.shift.end, self.run.home_min, inf))
        return self._joined(found)

    def _still_on(self, way: Way) -> Iterator[Still]:
        legs, free = way.legs, way.free_min
        for (here, there), stay in zip(legs, [*way.stays, None], strict=True):
            reach = way.reach_min if stay is None else stay.begin_min
            yield Still(here, free, reach - self.problem.minutes[here][there])
            if stay is not None:
                yield Still(there, stay.begin_min, stay.end_min)
                free = stay.end_min

    def _joined(self, found: list[Still]) -> list[Still]:
        """Put together what follows at one place (or next door) without a moment between."""
        joined: list[Still] = []
        for one in found:
            last = joined[-1] if joined else None
            if (
                last is not None
                and self._is_same(last.place, one.place)
                and abs(last.end_min - one.begin_min) <= 1e-6
            ):
                joined[-1] = Still(last.place, last.begin_min, one.end_min)
            else:
                joined.append(one)
        return joined

    def _breaks(self) -> Iterator[Fault]:
        if not self.stops:
            return
        still = self.still()
        for pause in self.driver.breaks:
            if not is_asked(self.shift, pause) or any(_holds(one, pause) for one in still):
                continue
            text = f"There is no break of {pause.minutes} minutes in its time."
            yield self._fault(FaultKind.BREAK, text, amount=pause.minutes)


def is_asked(shift: Shift, pause: Break) -> bool:
    """Tell whether a shift lasts beyond both times of a break, so that it must be taken."""
    return shift.open_min <= pause.from_min and shift.close_min >= pause.until_min


def _holds(one: Still, pause: Break) -> bool:
    begin = max(one.begin_min, pause.from_min)
    return not is_less(pause.until_min, begin) and not is_less(one.end_min - begin, pause.minutes)
