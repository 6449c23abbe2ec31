"""Planned rides measured again: by another map, or around roads that were shut or opened since.

Only lists. What is over stays as it is on paper: its lines say so (`is_kept`) and can't be chosen.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from nemt_desk.ground.ids import Id
from nemt_desk.ground.progress import Progress, Quiet
from nemt_desk.ground.settings import Settings
from nemt_desk.ground.units import metres
from nemt_desk.trips.day_roads import DayRoads
from nemt_desk.trips.queries import ride_lines_between
from nemt_desk.trips.routing import How, Roads, Routed, how_on
from nemt_desk.trips.rows import OPEN_STATES, Mileage, RideLine, RideState

THRESHOLD_M = metres(0.1)
THRESHOLD_MIN = 2
_UNDER_WAY = frozenset({RideState.EN_ROUTE, RideState.ARRIVED, RideState.ABOARD, RideState.LATE})
_LAST_DAY = date(2199, 12, 31)
KEPT = "kept: this ride is over or under way"


@dataclass(frozen=True, slots=True)
class RecheckLine:
    """A ride whose miles or minutes are others now than on paper.

    `now` is None when it has no way any more; then `why_not` is the router's sentence. `paper` is
    None when it was never routed.
    """

    ride_id: Id
    version: int
    day: date
    member_name: str
    from_label: str
    to_label: str
    paper: Mileage | None
    now: Mileage | None
    why_not: str = ""
    is_kept: bool = False

    @property
    def more_m(self) -> float | None:
        """Metres more than on paper, less if negative."""
        if self.paper is None or self.now is None:
            return None
        return self.now.direct_m - self.paper.direct_m

    @property
    def more_min(self) -> int | None:
        """Minutes more than on paper, less if negative."""
        if self.paper is None or self.now is None:
            return None
        return self.now.minutes - self.paper.minutes

    @property
    def can_take(self) -> bool:
        """Tell whether the new miles may be taken over."""
        return self.now is not None and not self.is_kept


@dataclass(frozen=True, slots=True)
class Recheck:
    """What was found: lines that differ, those without a way first; how many rides were asked."""

    lines: tuple[RecheckLine, ...]
    checked: int

    @property
    def can_take(self) -> tuple[RecheckLine, ...]:
        """The lines whose miles may be taken over."""
        return tuple(line for line in self.lines if line.can_take)


@dataclass(frozen=True, slots=True)
class Planned:
    """The rides to measure again, and how miles are counted on each of their days."""

    rides: tuple[RideLine, ...]
    hows: Mapping[date, How]


def planned(session: Session, settings: Settings, first: date, last: date | None = None) -> Planned:
    """Return the rides from `first` until `last` (default all), cancelled ones left out."""
    lines = ride_lines_between(session, first, last or _LAST_DAY)
    rides = tuple(line for line in lines if line.ride.state is not RideState.CANCELLED)
    days = {line.ride.day for line in rides}
    return Planned(rides, {day: how_on(session, day, settings) for day in days})


def recheck(
    asked: Planned, roads: Roads, *, today: date, progress: Progress | None = None
) -> Recheck:
    """Measure rides once more; a difference is told from 0.1 mile or two minutes on."""
    ways = DayRoads(roads, asked.hows.__getitem__)
    progress = progress or Quiet()
    found = []
    for number, line in enumerate(asked.rides):
        step = f"Measuring ride {number + 1} of {len(asked.rides)}"
        progress.step(step, 100 * number // len(asked.rides))
        now = ways.routed(line.from_place, line.to_place, line.ride.day)
        if _differs(line.ride.mileage, now.mileage):
            found.append(_line(line, now, today))
    return Recheck(tuple(sorted(found, key=_most_urgent)), len(asked.rides))


def _line(line: RideLine, now: Routed, today: date) -> RecheckLine:
    ride = line.ride
    return RecheckLine(
        ride_id=ride.id,
        version=ride.version,
        day=ride.day,
        member_name=line.member_name,
        from_label=line.from_label,
        to_label=line.to_label,
        paper=ride.mileage,
        now=now.mileage,
        why_not=now.why_not,
        is_kept=is_kept(ride.day, ride.state, today),
    )


def is_kept(day: date, state: RideState, today: date) -> bool:
    """Tell whether a ride's miles stay whatever the map says: it is past, over or under way."""
    return day < today or state not in OPEN_STATES or state in _UNDER_WAY


def _differs(paper: Mileage | None, now: Mileage | None) -> bool:
    if paper is None or now is None:
        # A place without a pin was never on the map: nothing has changed for it.
        return paper is not now
    return (
        abs(now.direct_m - paper.direct_m) >= THRESHOLD_M
        or abs(now.minutes - paper.minutes) >= THRESHOLD_MIN
        or now.kind != paper.kind
    )


def _most_urgent(line: RecheckLine) -> tuple[bool, bool, date, str]:
    return line.is_kept, line.now is not None, line.day, line.member_name
