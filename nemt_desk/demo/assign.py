"""Which demo volunteer takes which ride: one ride at a time, each reachable from the one before."""

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from nemt_desk.demo.demand import LOAD_MIN, Demand, Minutes
from nemt_desk.demo.homes import Home
from nemt_desk.demo.seeds import CompanionSeed, MemberSeed, RideSeed, TripSeed, VolunteerSeed
from nemt_desk.drivers.rows import RelationKind
from nemt_desk.members.rows import NEEDS_LIFT, Assistance
from nemt_desk.trips.rows import CompanionKind, ReturnKind

SLACK_MIN = 5
FIRST_RUN_MIN = 12
RELATED_BONUS = 60
OPEN_TODAY, OPEN_TOMORROW = 3, 6
VESTED = frozenset(RelationKind) - {RelationKind.REFUSED}


@dataclass
class Block:
    """Rides that one driver takes in one go: a single ride, or there, waiting, and back."""

    trip: TripSeed
    rides: tuple[RideSeed, ...]

    @property
    def start(self) -> int:
        """The minute of the first pick-up."""
        return self.rides[0].plan_min[0]

    @property
    def end(self) -> int:
        """The minute when the last rider is off."""
        return self.rides[-1].plan_min[1] + LOAD_MIN


def blocks_of(trip: TripSeed) -> list[Block]:
    """A driver who waits takes all rides; else every ride may have its own."""
    if trip.return_kind is ReturnKind.WAIT:
        return [Block(trip, trip.rides)]
    return [Block(trip, (ride,)) for ride in trip.rides]


@dataclass
class _Day:
    """What a driver has to do on one day, in order of time."""

    jobs: list[tuple[int, int, Home, Home]] = field(default_factory=list)


class Dispatcher:
    """Gives rides to drivers, nearest first, and leaves some for the person at the desk."""

    def __init__(
        self,
        members: Sequence[MemberSeed],
        volunteers: Sequence[VolunteerSeed],
        points: Mapping[str, Home],
        *,
        minutes: Minutes,
        rng: random.Random,
    ) -> None:
        self.members = {member.key: member for member in members}
        self.volunteers = volunteers
        self.points = points
        self.minutes = minutes
        self.rng = rng
        self._days: dict[tuple[str, date], _Day] = defaultdict(_Day)
        self._taken: dict[str, tuple[str, int]] = {}

    def assign(self, demand: Demand, today: date, now: int) -> list[TripSeed]:
        """Give out what can be given; the special trips first, so that they do have a driver."""
        blocks = [block for trip in demand.trips for block in blocks_of(trip)]
        special = {demand.late_key, demand.waiting_key}
        first = [block for block in blocks if block.trip.key in special]
        for block in first:
            if block.trip.key == demand.late_key or block.rides[0].pickup is not None:
                self._give(block, strict=False)
        rest = [block for block in blocks if block.trip.key not in special]
        rest.sort(key=lambda block: (block.trip.day, block.start, block.trip.key))
        left = self._left_open(rest, today, now)
        for block in rest:
            if block.rides[0].key not in left:
                self._give(block)
        return [self._with_drivers(trip) for trip in demand.trips]

    def _left_open(self, blocks: list[Block], today: date, now: int) -> set[str]:
        """First rides of the blocks that nobody has planned yet: few today, more later on."""
        todays = [block for block in blocks if block.trip.day == today and block.start > now + 45]
        single = [block for block in todays if block.trip.standing_key is None] or todays
        chosen = self.rng.sample(single, min(OPEN_TODAY, len(single)))
        coming = sorted({block.trip.day for block in blocks if block.trip.day > today})
        for ahead, day in enumerate(coming, 1):
            that_day = [block for block in blocks if block.trip.day == day]
            single = [block for block in that_day if block.trip.standing_key is None]
            share = min(0.9, 0.15 + 0.09 * ahead)
            count = OPEN_TOMORROW if ahead == 1 else round(share * len(single))
            chosen += self.rng.sample(single, min(count, len(single)))
            if ahead > OPEN_TODAY:
                standing = [block for block in that_day if block.trip.standing_key]
                chosen += self.rng.sample(standing, min(ahead, len(standing)))
        return {block.rides[0].key for block in chosen}

    def _give(self, block: Block, *, strict: bool = True) -> None:
        best: tuple[float, VolunteerSeed] | None = None
        for volunteer in self.volunteers:
            cost = self._cost(volunteer, block, strict=strict)
            if cost is not None and (best is None or cost < best[0]):
                best = cost, volunteer
        if best is None:
            return
        volunteer = best[1]
        start, end = self._ends(block)
        day = self._days[volunteer.key, block.trip.day]
        day.jobs.append((block.start, block.end, start, end))
        day.jobs.sort(key=lambda job: job[:2])
        mode = 1 if self._is_vested(volunteer, block.trip.member_key) else block.rides[0].mode
        for ride in block.rides:
            self._taken[ride.key] = volunteer.key, mode

    def _cost(self, volunteer: VolunteerSeed, block: Block, *, strict: bool) -> float | None:
        """Unloaded minutes this block adds to the driver's day; None if it does not fit."""
        member = self.members[block.trip.member_key]
        if not self._may(volunteer, member, block):
            return None
        span = volunteer.span_on(block.trip.day)
        if strict and (span is None or block.start < span[0] or block.end > span[1]):
            return None
        start, end = self._ends(block)
        jobs = self._days[volunteer.key, block.trip.day].jobs
        before = [job for job in jobs if job[0] <= block.start]
        after = [job for job in jobs if job[0] > block.start]
        come = self.minutes(before[-1][3] if before else volunteer.home, start)
        if before and before[-1][1] + come + SLACK_MIN > block.start:
            return None
        if after and block.end + self.minutes(end, after[0][2]) + SLACK_MIN > after[0][0]:
            return None
        cost = float(come) + (0 if jobs else FIRST_RUN_MIN) + 1.5 * len(jobs)
        return cost - RELATED_BONUS if self._is_vested(volunteer, member.key) else cost

    def _may(self, volunteer: VolunteerSeed, member: MemberSeed, block: Block) -> bool:
        """Say whether rules allow the pair on that day."""
        day = block.trip.day
        if volunteer.recognized_on > day:
            return False
        if any(paper.is_blocking and paper.until_day < day for paper in volunteer.credentials):
            return False
        related = {kind for key, kind, _ in volunteer.relations if key == member.key}
        if RelationKind.REFUSED in related or not (volunteer.open_to_all or related):
            return False
        if member.needs & NEEDS_LIFT and not volunteer.car.has_lift:
            return False
        if member.assistance is Assistance.DOOR_THROUGH and not volunteer.door_through:
            return False
        return 1 + _riders_beside(block.trip.companions) <= volunteer.car.seats

    def _is_vested(self, volunteer: VolunteerSeed, member_key: str) -> bool:
        return any(key == member_key and kind in VESTED for key, kind, _ in volunteer.relations)

    def _ends(self, block: Block) -> tuple[Home, Home]:
        home = self.members[block.trip.member_key].home
        first, last = block.rides[0].from_key, block.rides[-1].to_key
        return self.points.get(first, home), self.points.get(last, home)

    def _with_drivers(self, trip: TripSeed) -> TripSeed:
        rides = []
        for ride in trip.rides:
            driver_key, mode = self._taken.get(ride.key, (None, ride.mode))
            rides.append(replace(ride, driver_key=driver_key, mode=mode))
        return replace(trip, rides=tuple(rides))


def _riders_beside(companions: Sequence[CompanionSeed]) -> int:
    """How many companions need a seat; a service animal does not."""
    return sum(companion.kind is not CompanionKind.SERVICE_ANIMAL for companion in companions)
