"""Works out ride by ride what a place that moves or closes means; changes nothing."""

from dataclasses import asdict, dataclass

from nemt_desk.ground.errors import InputError, Problem
from nemt_desk.ground.ids import Id, new_id
from nemt_desk.ground.progress import Progress, Quiet
from nemt_desk.ground.settings import Settings
from nemt_desk.places.rows import Place, PlaceEntry
from nemt_desk.places.rules import checked
from nemt_desk.runs.move_rows import (
    MoveKind,
    MovePlan,
    PlaceMove,
    RideChange,
    Ripple,
    TouchedRide,
)
from nemt_desk.trips.day_roads import DayRoads
from nemt_desk.trips.moving import minutes_short, times_for
from nemt_desk.trips.rows import Mileage

UNDER_WAY = "The ride is under way."
TO_DECIDE = "To be decided."


def plan(
    ripple: Ripple,
    move: PlaceMove,
    *,
    roads: DayRoads,
    settings: Settings,
    progress: Progress | None = None,
) -> MovePlan:
    """Return what would become of every ride, with the miles of the new way.

    Raises:
        InputError: the new address can't be taken.
    """
    after = _after(ripple.place, move)
    if move.kind is MoveKind.CLOSED:
        changes = tuple(_closed(one, move) for one in ripple.rides)
        return MovePlan(move, ripple, after, changes)
    planner = _Planner(ripple.place, after, move, roads, settings)
    progress = progress or Quiet()
    found = []
    for number, one in enumerate(ripple.rides):
        progress.step("Measuring the new ways", 100 * number // len(ripple.rides))
        found.append(planner.change(one))
    return MovePlan(move, ripple, after, tuple(found))


def _after(place: Place, move: PlaceMove) -> Place:
    if move.kind is MoveKind.CLOSED:
        return place
    if move.entry is None:
        raise InputError([Problem("address", "Say where the place is now.")])
    cleaned = checked(move.entry)
    key = place.id if move.kind is MoveKind.CORRECTED else new_id()
    return place_of(cleaned, key)


def place_of(entry: PlaceEntry, key: Id) -> Place:
    """Return the place an entry will be, under this key."""
    return Place(id=key, version=0, **asdict(entry))


def _closed(one: TouchedRide, move: PlaceMove) -> RideChange:
    why_not = "" if one.id in move.cancel else TO_DECIDE
    if not one.is_movable:
        why_not = UNDER_WAY
    ends = (one.from_place, one.to_place)
    return RideChange(one, *ends, mileage=one.ride.mileage, is_cancelled=True, why_not=why_not)


@dataclass(slots=True)
class _Planner:
    """Measures the new way of each ride."""

    before: Place
    after: Place
    move: PlaceMove
    roads: DayRoads
    settings: Settings

    def change(self, one: TouchedRide) -> RideChange:
        """Return what becomes of a ride."""
        start, end = (
            self.after if end.id == self.before.id else end
            for end in (one.from_place, one.to_place)
        )
        if not one.is_movable:
            return RideChange(one, one.from_place, one.to_place, why_not=UNDER_WAY)
        found = self.roads.routed(start, end, one.ride.day)
        if found.mileage is not None:
            return self._timed(one, start, end, found.mileage)
        if self.move.without_miles:
            return RideChange(one, start, end, note=f"Miles are not known: {found.why_not}")
        return RideChange(one, start, end, why_not=found.why_not)

    def _timed(self, one: TouchedRide, start: Place, end: Place, miles: Mileage) -> RideChange:
        times = times_for(one.ride, miles.minutes, self.settings) if self.move.new_times else None
        short = minutes_short(one.ride, miles.minutes, self.settings) if times is None else 0
        note = f"{short} min late for the appointment as planned." if short else ""
        return RideChange(one, start, end, miles, times, note=note)
