"""How far and how long it is between two places, in words; without a map, an honest estimate."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.words import miles_text, minutes_text
from nemt_desk.places.rows import PinSource, Place
from nemt_desk.planning.travel import StraightLine
from nemt_desk.trips.routing import Roads, mileage
from nemt_desk.trips.rows import Mileage
from ui.book.draft import Pair, PairKey

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


def find_way(roads: Roads | None, pair: Pair) -> Way:
    """Return the way between two places: routed, else estimated, else words why not."""
    start, end = pair
    for place, what in ((start, "where the ride begins"), (end, "where it goes")):
        if place.point is None:
            return Way(None, None, f"No pin on the map for {what}: type the minutes.")
    if roads is None:
        return _estimate(pair, "no map is built")
    try:
        routed = mileage(roads, start, end)
    except RefusedError as error:
        return _estimate(pair, error.sentence)
    if routed is None:
        return _estimate(pair, "the map has no way by road; check both pins")
    return routed_way(routed, pair)


def routed_way(routed: Mileage, pair: Pair) -> Way:
    """Return a way that was routed, saying so when a pin is rough."""
    words = f"{miles_text(routed.direct_m)} · {minutes_text(routed.minutes)}, routed"
    if any(place.pin_source in _ROUGH for place in pair):
        words += " · rough: a pin is only the street or town"
    return Way(routed.direct_m, routed.minutes, words, routed)


def _estimate(pair: Pair, why: str) -> Way:
    start, end = pair[0].point, pair[1].point
    if start is None or end is None:
        return HERE
    leg = StraightLine().leg(start, end)
    minutes = max(1, round(leg.minutes))
    words = f"about {miles_text(leg.distance_m)} · {minutes_text(minutes)}, an estimate: {why}"
    return Way(leg.distance_m, minutes, words)


class Ways:
    """The ways found so far in this call; the same pair is not asked twice."""

    def __init__(self) -> None:
        self._known: dict[PairKey, Way] = {}

    def learn(self, found: Mapping[PairKey, Way]) -> None:
        """Keep ways."""
        self._known.update(found)

    def forget(self) -> None:
        """Drop everything: the map or a pin has changed."""
        self._known.clear()

    def of(self, start: Place | None, end: Place | None) -> Way:
        """Return what is known of a way."""
        if start is None or end is None or start.id == end.id:
            return HERE
        return self._known.get((start.id, end.id), LOOKING)

    def unknown(self, pairs: Iterable[Pair]) -> list[Pair]:
        """Return the pairs still to be routed."""
        return [pair for pair in pairs if (pair[0].id, pair[1].id) not in self._known]
