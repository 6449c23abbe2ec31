"""Marks of the unmet need: requests that were turned down, counted by the town of the home."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from nemt_desk.geo.shapes import LatLon
from nemt_desk.ground.ids import Id
from nemt_desk.places.rows import Place
from nemt_desk.trips.rows import Unmet
from ui.map.marks import DOT, Layer, Mark

SPANS = {30: "30 days", 90: "90 days", 365: "12 months"}
"""How far back requests are counted, in days, and how that is called."""
NO_TOWN = "Town not known"
_MOST_REASONS = 3


@dataclass(frozen=True, slots=True)
class Need:
    """What was asked for in vain: requests, whose home they began at, and the places."""

    requests: Sequence[Unmet]
    homes: Mapping[Id, Id | None]
    places: Mapping[Id, Place]

    def place_of(self, request: Unmet) -> Place | None:
        """Return where the ride would have begun: at the member's home, else where it led to."""
        home = self.homes.get(request.member_id) if request.member_id else None
        for place_id in (home, request.place_id):
            found = self.places.get(place_id) if place_id else None
            if found is not None and found.city:
                return found
        return None


def unmet_marks(
    need: Need, span: str, town_at: Callable[[str, str], LatLon | None]
) -> Iterator[Mark]:
    """Go through the towns, most requests first; `town_at` finds a town and state on the map."""
    towns: defaultdict[str, list[Unmet]] = defaultdict(list)
    pins: defaultdict[str, list[Place]] = defaultdict(list)
    for request in need.requests:
        place = need.place_of(request)
        town = place.city.strip() if place is not None else NO_TOWN
        towns[town].append(request)
        if place is not None:
            pins[town].append(place)
    for town, requests in sorted(towns.items(), key=lambda item: (-len(item[1]), item[0])):
        point = _point(town, pins[town], town_at)
        yield Mark(
            key=f"unmet:{town.casefold()}"[:80],
            layer=Layer.UNMET,
            shape="unmet",
            title=town,
            detail=_words(requests, span),
            line=(point,) if point is not None else (),
            count=len(requests),
        )


def _words(requests: Sequence[Unmet], span: str) -> str:
    count = len(requests)
    reasons = Counter(request.reason or "no reason kept" for request in requests)
    told = [f"{name} {number}" for name, number in reasons.most_common(_MOST_REASONS)]
    rest = count - sum(number for _name, number in reasons.most_common(_MOST_REASONS))
    told += [f"other {rest}"] if rest else []
    head = f"{count} request{'s' if count != 1 else ''} turned down in {span}"
    return f"{head}{DOT}{', '.join(told)}"


def _point(
    town: str, places: Sequence[Place], town_at: Callable[[str, str], LatLon | None]
) -> LatLon | None:
    """Return the town's place on the map, else the middle of the pins that are known there."""
    found = town_at(town, places[0].state) if places else None
    if found is not None:
        return found
    pins = [place.point for place in places if place.point is not None]
    if not pins:
        return None
    return sum(lat for lat, _ in pins) / len(pins), sum(lon for _, lon in pins) / len(pins)
