"""From a point to words: the nearest address, and which way and how far the nearest crossing is."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from nemt_desk.geo.addresses.agreement import area_of
from nemt_desk.geo.addresses.answers import Match, Precision, Source
from nemt_desk.geo.addresses.book import AddressBook, House, Span
from nemt_desk.geo.addresses.house_numbers import HouseNumber
from nemt_desk.geo.addresses.number_finder import interpolated
from nemt_desk.geo.addresses.street_middle import NO_ZIPS, Spot
from nemt_desk.geo.addresses.tables import unpack_line
from nemt_desk.geo.shapes import BBox, LatLon, Point, distance_m, length_m

_REACHES_M = (120.0, 500.0, 2000.0, 8000.0)
_AT_HOUSE_M = 60.0
_NEAR_M = 150.0
_METRES_A_MILE = 1609.344
_METRES_A_FOOT = 0.3048
_WINDS = (
    "north", "northeast", "east", "southeast", "south", "southwest", "west", "northwest",
)  # fmt: skip
_SOURCES = {"points": Source.POINTS, "osm": Source.OSM, "census": Source.CENSUS}
_MOST = 400
_BOX = "south <= ? AND north >= ? AND west <= ? AND east >= ?"


@dataclass(frozen=True, slots=True)
class Near:
    """What lies near a point. `distance_m` is to the address, else to the road; inf for neither."""

    address: Match | None
    crossing: Match | None
    distance_m: float
    road: str
    words: str


@dataclass(frozen=True, slots=True)
class _Foot:
    """Where a point meets a line: how far off, how far along, on which side (-1 left, 1 right)."""

    off_m: float
    along_m: float
    side: int


class Reverse:
    """Finds what lies near a point on one map."""

    def __init__(self, book: AddressBook) -> None:
        self._book = book

    def near(self, point: Point) -> Near:
        """Return the nearest address, road and crossing, and all that in words."""
        road = self._road(point)
        address = self._address(point)
        crossing = self._crossing(point, road[0] if road else None)
        name = self._book.name_of(road[0]) if road else ""
        if address is not None:
            far = distance_m(point.pair, (address.lat, address.lon))
        else:
            far = road[1] if road else math.inf
        return Near(address, crossing, far, name, _words(point, address, crossing, road, name))

    def _address(self, point: Point) -> Match | None:
        for reach in _REACHES_M[:3]:
            house = self._house(point, reach)
            if house is not None and house[1] <= _AT_HOUSE_M:
                return house[0]
            span = self._span(point, reach)
            found = [pair for pair in (house, span) if pair is not None]
            if found:
                return min(found, key=lambda pair: pair[1])[0]
        return None

    def _house(self, point: Point, reach: float) -> tuple[Match, float] | None:
        rows = self._book.rows(
            "SELECT h.street, prefix, number, tail, lat, lon, zip, town, unit, source "  # noqa: S608 - own words
            f"FROM near_house n JOIN house h ON h.id = n.id WHERE {_BOX} LIMIT {10 * _MOST}",
            *_around(point, reach),
        )
        best = min(rows, key=lambda row: distance_m(point.pair, (row[4], row[5])), default=None)
        if best is None:
            return None
        street, house = best[0], House(*best[1:])
        number = HouseNumber(house.prefix, house.number, house.tail).text
        zips = frozenset((house.zip_code,)) if house.zip_code else NO_ZIPS
        spot = Spot(house.at, Precision.POINT, 100.0, zips, house.town, "", number,
                    source=_SOURCES[house.source])  # fmt: skip
        return self._match(street, spot), distance_m(point.pair, house.at)

    def _span(self, point: Point, reach: float) -> tuple[Match, float] | None:
        """Return the number that stands about here, on this side of the nearest numbered road."""
        rows = self._book.rows(
            "SELECT s.street, low, high, first, last, parity, side, zip, line, source, prefix "  # noqa: S608 - own words
            f"FROM near_span n JOIN span s ON s.id = n.id WHERE {_BOX} LIMIT {_MOST}",
            *_around(point, reach),
        )
        found = []
        for street, *rest in rows:
            span = Span(*rest)
            foot = _foot(span.line, point)
            # The right side of the same road first.
            found.append((foot.off_m + (3.0 if span.side not in (0, foot.side) else 0.0),
                          street, span, foot))  # fmt: skip
        if not found:
            return None
        _, street, span, foot = min(found, key=lambda one: one[0])
        number = _number_at(span, foot)
        at = interpolated(span, number)
        zips = frozenset((span.zip_code,)) if span.zip_code else NO_ZIPS
        text = HouseNumber(span.prefix, number, "").text
        doubt = f"Estimated from the range {span.low}\u2013{span.high} of this side of the road."
        spot = Spot(at, Precision.RANGE, 95.0, zips, "", doubt, text, source=_SOURCES[span.source])
        return self._match(street, spot), distance_m(point.pair, at)

    def _match(self, street: int, spot: Spot) -> Match:
        area = area_of(self._book, spot)
        text = f"{spot.number} {self._book.name_of(street)}"
        if area:
            text = f"{text}, {area}"
        return Match(*spot.at, text, spot.precision, spot.worth, spot.doubt, spot.source)

    def _road(self, point: Point) -> tuple[int, float] | None:
        """Return the nearest named road and how far off it is."""
        for reach in _REACHES_M:
            rows = self._book.rows(
                "SELECT s.street, s.line FROM near_road n JOIN segment s ON s.id = n.id "  # noqa: S608 - own words
                f"WHERE {_BOX} LIMIT {_MOST}",
                *_around(point, reach),
            )
            near = [(_foot(unpack_line(line), point).off_m, street) for street, line in rows]
            if near and min(near)[0] <= reach:
                off, street = min(near)
                return street, off
        return None

    def _crossing(self, point: Point, road: int | None) -> Match | None:
        """Return the nearest crossing, one of the point's own road if there is any near."""
        for reach in _REACHES_M[1:]:
            rows = self._book.rows(
                "SELECT c.a, c.b, c.lat, c.lon FROM near_crossing n "  # noqa: S608 - own words
                f"JOIN crossing c ON c.rowid = n.id WHERE {_BOX} LIMIT {_MOST}",
                *_around(point, reach),
            )
            own = [row for row in rows if road in row[:2]] or rows
            if own:
                a, b, lat, lon = min(own, key=lambda row: distance_m(point.pair, (row[2], row[3])))
                first, second = (b, a) if b == road else (a, b)
                text = f"{self._book.name_of(first)} & {self._book.name_of(second)}"
                return Match(lat, lon, text, Precision.INTERSECTION, 100.0, "", Source.ROAD)
        return None


def _around(point: Point, metres: float) -> tuple[float, float, float, float]:
    box = BBox(point.lon, point.lat, point.lon, point.lat).grown(metres)
    return box.north, box.south, box.east, box.west


def _number_at(span: Span, foot: _Foot) -> int:
    total = length_m(span.line) or 1.0
    share = min(1.0, max(0.0, foot.along_m / total))
    number = span.first + (span.last - span.first) * share
    if span.parity == 2:
        return round(number)
    nearest = 2 * round((number - span.parity) / 2) + span.parity
    return min(max(nearest, span.low), span.high)


def _foot(line: Sequence[LatLon], point: Point) -> _Foot:
    """Drop the point on the line, on a flat piece of ground."""
    east = math.cos(math.radians(point.lat))
    best, gone = _Foot(math.inf, 0.0, 1), 0.0
    for a, b in pairwise(line):
        piece = distance_m(a, b)
        dx, dy = (b[1] - a[1]) * east, b[0] - a[0]
        px, py = (point.lon - a[1]) * east, point.lat - a[0]
        size = dx * dx + dy * dy
        share = 0.0 if size == 0 else min(1.0, max(0.0, (px * dx + py * dy) / size))
        foot = (a[0] + dy * share, a[1] + (b[1] - a[1]) * share)
        off = distance_m(point.pair, foot)
        if off < best.off_m:
            best = _Foot(off, gone + piece * share, -1 if dx * py - dy * px > 0 else 1)
        gone += piece
    return best


def _words(
    point: Point,
    address: Match | None,
    crossing: Match | None,
    road: tuple[int, float] | None,
    name: str,
) -> str:
    parts = []
    if address is not None:
        parts.append(_beside(point, replace(address, text=_without_zip(address.text))))
    elif road is not None:
        parts.append(f"on {name}" if road[1] <= _AT_HOUSE_M else f"{_far(road[1])} from {name}")
    if crossing is not None:
        far = distance_m(point.pair, (crossing.lat, crossing.lon))
        if far <= _METRES_A_FOOT * 100:
            parts.append(f"at {crossing.text}")
        else:
            parts.append(f"{_far(far)} {_wind(crossing, point)} of {crossing.text}")
    return "; ".join(parts) or "no road of this map is near"


def _beside(point: Point, address: Match) -> str:
    far = distance_m(point.pair, (address.lat, address.lon))
    if far <= _NEAR_M:
        return f"near {address.text}"
    return f"{_far(far)} {_wind(address, point)} of {address.text}"


def _without_zip(text: str) -> str:
    head, _, last = text.rpartition(" ")
    return head.rstrip(",") if last.isdigit() and len(last) == 5 and "," in text else text


def _far(metres: float) -> str:
    """Return `300 ft`, `0.2 mile`, `1.3 miles`."""
    miles = metres / _METRES_A_MILE
    if miles < 0.1:
        return f"{max(10, round(metres / _METRES_A_FOOT / 10) * 10)} ft"
    return f"{miles:.1f} {'mile' if round(miles, 1) <= 1 else 'miles'}"


def _wind(origin: Match, point: Point) -> str:
    """Return which way one goes from `origin` to the point."""
    north = point.lat - origin.lat
    east = (point.lon - origin.lon) * math.cos(math.radians(point.lat))
    return _WINDS[round(math.degrees(math.atan2(east, north)) / 45) % len(_WINDS)]
