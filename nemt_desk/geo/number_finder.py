"""Where on a known street a house number is: its own point, its range, its neighbours, nowhere."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from nemt_desk.geo.address_book import AddressBook, House, Segment, Span
from nemt_desk.geo.answers import Precision
from nemt_desk.geo.house_numbers import HouseNumber
from nemt_desk.geo.shapes import LatLon, along, beside, distance_m, length_m

# A house stands about this far from the middle of its road, and this far from the corner.
SET_BACK_M = 9.0
_CORNER_M = 12.0
_NEIGHBOUR_NUMBERS = 60
_NEIGHBOUR_M = 500.0
_BEYOND_NUMBERS = 100
_SHORT_STREET_M = 1600.0
_LONG_STREET_M = 5000.0
# Pieces of one street this far apart are two streets of the same name.
_APART_M = 1500.0


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on a street, its worth 0..100 and what keeps it from being better."""

    at: LatLon
    precision: Precision
    worth: float
    zip_codes: frozenset[str]
    town: str = ""
    doubt: str = ""
    number: str = ""
    length_m: float = 0.0


def spots_at(book: AddressBook, street: int, number: HouseNumber) -> list[Spot]:
    """Return where the number is on the street, best kind only."""
    found = _at_house(book, street, number)
    if not found:
        spans = book.spans(street, number.prefix)
        found = _in_span(spans, number) or _between_houses(book, street, number)
        found = found or _beyond_span(spans, number)
    if found:
        return found
    return [
        replace(
            spot,
            # The middle of a short street may do, that of a long road is a question.
            worth=58.0 if spot.length_m <= _SHORT_STREET_M else 45.0,
            doubt=f"The map does not know this house number on this street. {spot.doubt}",
        )
        for spot in spots_on(book, street)
    ]


def spots_on(book: AddressBook, street: int) -> list[Spot]:
    """Return the middle of the street, or of each street of that name."""
    spots = []
    for group in _groups(book.segments(street)):
        total = sum(piece.length_m for piece in group) or 1.0
        lat = sum(piece.at[0] * piece.length_m for piece in group) / total
        lon = sum(piece.at[1] * piece.length_m for piece in group) / total
        nearest = min(group, key=lambda piece: distance_m(piece.at, (lat, lon)))
        zips = frozenset(zip_code for piece in group for zip_code in piece.zips)
        doubt = f"Only the middle of the street ({total / 1609.344:.1f} miles of it)."
        worth = 80.0 if total <= _LONG_STREET_M else 62.0
        spots.append(Spot(nearest.at, Precision.STREET, worth, zips, "", doubt, length_m=total))
    if not spots:
        spots = _middle_house(book, street)
    return spots


def _middle_house(book: AddressBook, street: int) -> list[Spot]:
    """A street known only by its houses, its road being elsewhere or nameless."""
    houses = book.houses(street, (0, 9_999_999))
    if not houses:
        return []
    house = houses[len(houses) // 2]
    return [
        Spot(house.at, Precision.STREET, 78.0, frozenset(filter(None, [house.zip_code])),
             house.town, "Only the middle of the street.")
    ]  # fmt: skip


def _at_house(book: AddressBook, street: int, number: HouseNumber) -> list[Spot]:
    same = [
        house
        for house in book.houses(street, (number.number, number.number))
        if house.prefix == number.prefix
    ]
    if not same:
        same = book.houses_flat(street, number.flat)
    exact = [house for house in same if house.tail == number.tail] or same
    spots: list[Spot] = []
    for house in exact:
        if any(distance_m(house.at, spot.at) < 60 for spot in spots):
            continue  # flats of one house, or the house drawn twice
        worth, doubt = 100.0, ""
        if house.tail != number.tail:
            worth, doubt = 97.0, "The map has the house without this letter or fraction."
        spots.append(
            Spot(house.at, Precision.POINT, worth, frozenset(filter(None, [house.zip_code])),
                 house.town, doubt, _written(house))
        )  # fmt: skip
    return spots


def _written(house: House) -> str:
    return HouseNumber(house.prefix, house.number, house.tail).text


def _in_span(spans: Sequence[Span], number: HouseNumber) -> list[Spot]:
    right = [span for span in spans if span.holds(number.number)]
    doubt = "Estimated from the range of numbers on this side of the road."
    worth = 95.0
    if not right:
        right = [span for span in spans if span.low <= number.number <= span.high]
        worth, doubt = 82.0, "The map has only the other side's numbers (even or odd) there."
    spots: list[Spot] = []
    for span in right:
        at = _interpolated(span, number.number)
        if not any(distance_m(at, spot.at) < 150 for spot in spots):
            zips = frozenset(filter(None, [span.zip_code]))
            spots.append(Spot(at, Precision.RANGE, worth, zips, "", doubt, number.text))
    return spots


def _interpolated(span: Span, number: int) -> LatLon:
    line = span.line
    total = length_m(line)
    share = 0.5
    if span.last != span.first:
        share = (number - span.first) / (span.last - span.first)
    inset = min(_CORNER_M, total / 4)
    at, heading = along(line, min(max(share * total, inset), total - inset))
    return beside(at, heading, span.side * SET_BACK_M)


def _between_houses(book: AddressBook, street: int, number: HouseNumber) -> list[Spot]:
    wide = (number.number - _NEIGHBOUR_NUMBERS, number.number + _NEIGHBOUR_NUMBERS)
    near = [
        house
        for house in book.houses(street, wide)
        if house.prefix == number.prefix and house.number % 2 == number.number % 2
    ]
    below = [house for house in near if house.number < number.number]
    above = [house for house in near if house.number > number.number]
    if below and above:
        # The pair that lies closest together: streets of the same name are told apart so.
        pairs = [(low, high) for low in below[-4:] for high in above[:4]]
        low, high = min(pairs, key=lambda pair: distance_m(pair[0].at, pair[1].at))
        if distance_m(low.at, high.at) <= _NEIGHBOUR_M:
            share = (number.number - low.number) / (high.number - low.number)
            at = (
                low.at[0] + (high.at[0] - low.at[0]) * share,
                low.at[1] + (high.at[1] - low.at[1]) * share,
            )
            doubt = f"Estimated between numbers {_written(low)} and {_written(high)}."
            return [_spot_near(low, at, 85.0, doubt, number)]
    nearest = min(near, key=lambda house: abs(house.number - number.number), default=None)
    if nearest is None or abs(nearest.number - number.number) > 10:
        return []
    doubt = f"The map has no such number; number {_written(nearest)} next to it was taken."
    return [_spot_near(nearest, nearest.at, 74.0, doubt, number)]


def _spot_near(house: House, at: LatLon, worth: float, doubt: str, number: HouseNumber) -> Spot:
    zips = frozenset(filter(None, [house.zip_code]))
    return Spot(at, Precision.RANGE, worth, zips, house.town, doubt, number.text)


def _beyond_span(spans: Sequence[Span], number: HouseNumber) -> list[Spot]:
    def gap(span: Span) -> int:
        return max(span.low - number.number, number.number - span.high)

    nearest = min(spans, key=gap, default=None)
    if nearest is None or gap(nearest) > _BEYOND_NUMBERS:
        return []
    end = nearest.low if number.number < nearest.low else nearest.high
    doubt = f"The map has no such number; the nearest range ends at {end}."
    zips = frozenset(filter(None, [nearest.zip_code]))
    at = _interpolated(nearest, end)
    return [Spot(at, Precision.STREET, 66.0, zips, "", doubt, number.text)]


def _groups(pieces: Sequence[Segment]) -> list[list[Segment]]:
    """Join pieces that lie near each other."""
    groups: list[list[Segment]] = []
    for piece in pieces:
        near = [
            group
            for group in groups
            if any(
                distance_m(piece.at, other.at) < _APART_M + (piece.length_m + other.length_m) / 2
                for other in group
            )
        ]
        for group in near:
            groups.remove(group)
        groups.append([piece, *(other for group in near for other in group)])
    return groups
