"""How far and how long it is between two places, in words; without a map, an honest estimate."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from nemt_desk.ground.words import miles_text, minutes_text
from nemt_desk.places.rows import PinSource, Place
from nemt_desk.planning.travel import StraightLine
from nemt_desk.trips.mileage_words import day_text, off_road_text
from nemt_desk.trips.routing import DIRECT, How, Roads, routed
from nemt_desk.trips.rows import Mileage
from ui.book.call.draft import Pair, PairKey

_ROUGH = frozenset({PinSource.STREET, PinSource.TOWN, PinSource.ZIP})


@dataclass(frozen=True, slots=True)
class Way:
    """The way between two places. `metres` is None if unknown, `mileage` set only when routed."""

    metres: float | None
    minutes: int | None
    words: str
    mileage: Mileage | None = None


HERE = Way(None, None, "")
LOOKING = Way(None, None, "looking for the way …")


def find_way(roads: Roads | None, pair: Pair, how: How = DIRECT) -> Way:
    """Return the way between two places: routed, else estimated with the reason why."""
    start, end = pair
    for place, what in ((start, "where the ride begins"), (end, "where it goes")):
        if place.point is None:
            return Way(None, None, f"No pin on the map for {what}: type the minutes.")
    if roads is None:
        return _estimate(pair, "no map is built")
    found = routed(roads, start, end, how)
    if found.mileage is None:
        return _estimate(pair, found.why_not)
    return routed_way(found.mileage, pair, how)


def routed_way(mileage: Mileage, pair: Pair, how: How = DIRECT) -> Way:
    """Return a way that was routed, saying what is special about the day and what is rough."""
    said = [
        miles_text(mileage.direct_m),
        f"{minutes_text(mileage.minutes)}, routed",
        off_road_text(mileage.off_road_m),
        day_text(how),
    ]
    if any(place.pin_source in _ROUGH for place in pair):
        said.append("rough: a pin is only the street or town")
    words = " · ".join(part for part in said if part)
    return Way(mileage.direct_m, mileage.minutes, words, mileage)


def _estimate(pair: Pair, why: str) -> Way:
    start, end = pair[0].point, pair[1].point
    if start is None or end is None:
        return HERE
    leg = StraightLine().leg(start, end)
    minutes = max(1, round(leg.minutes))
    words = f"about {miles_text(leg.distance_m)} · {minutes_text(minutes)}, an estimate: {why}"
    return Way(leg.distance_m, minutes, words)


type WayKey = tuple[PairKey, How]


class Ways:
    """The ways found so far in this call; the same pair is not asked twice.

    `how` says how miles of the call's day are counted; another day may be driven otherwise.
    """

    def __init__(self) -> None:
        self.how = DIRECT
        self._known: dict[WayKey, Way] = {}

    def learn(self, found: Mapping[WayKey, Way]) -> None:
        """Keep ways."""
        self._known.update(found)

    def forget(self) -> None:
        """Drop everything: the map or a pin has changed."""
        self._known.clear()

    def of(self, start: Place | None, end: Place | None) -> Way:
        """Return what is known of a way."""
        if start is None or end is None or start.id == end.id:
            return HERE
        return self._known.get(((start.id, end.id), self.how), LOOKING)

    def unknown(self, pairs: Iterable[Pair]) -> list[Pair]:
        """Return the pairs still to be routed."""
        return [pair for pair in pairs if ((pair[0].id, pair[1].id), self.how) not in self._known]
