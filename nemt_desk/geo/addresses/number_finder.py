"""Where on a known street a house number is: its own point, its range, its neighbours, nowhere."""

from collections.abc import Sequence
from dataclasses import replace

from nemt_desk.geo.addresses.answers import Precision, Source
from nemt_desk.geo.addresses.book import AddressBook, House, Span
from nemt_desk.geo.addresses.house_numbers import HouseNumber
from nemt_desk.geo.addresses.street_middle import NO_ZIPS, Spot, spots_on
from nemt_desk.geo.shapes import LatLon, along, beside, distance_m, length_m

# A house stands about this far from the middle of its road, and this far from the corner.
SET_BACK_M = 9.0
_CORNER_M = 12.0
_NEIGHBOUR_NUMBERS = 60
_NEIGHBOUR_M = 500.0
_CLOSE_NEIGHBOUR_M = 150.0
_NEXT_DOOR = 10
_BEYOND_NUMBERS = 100
# Below SURE_ENOUGH: a house somewhere on a street is a question.
_STREET_ONLY = 45.0
_SAME_HOUSE_M = 60.0
# Doors of one number this near are one site; farther off it is a street of the same name.
_ONE_SITE_M = 250.0
_SAME_SPAN_M = 150.0
# Overlapping ranges of neighbouring pieces this near are one place, to be said.
_OVERLAP_M = 450.0
_SOURCES = {"points": Source.POINTS, "osm": Source.OSM, "census": Source.CENSUS}


def spots_at(book: AddressBook, street: int, number: HouseNumber, unit: str = "") -> list[Spot]:
    """Return where the number is on the street, best kind only; also under its other names."""
    found = _known(book, street, number, unit)
    if found:
        return found
    for other in book.other_names(street):
        found = _known(book, other, number, unit)
        if found:
            doubt = f"The map has this number on {book.name_of(other)}, another name of that road."
            return [
                replace(spot, worth=spot.worth - 6, doubt=f"{doubt} {spot.doubt}".strip())
                for spot in found
            ]
    return _near_number(book, street, number) or _only_street(book, street)


def _known(book: AddressBook, street: int, number: HouseNumber, unit: str) -> list[Spot]:
    """Return the spots of a number the map knows, at a house or within a range."""
    found = _at_house(book, street, number, unit)
    if found:
        return found
    between = _between_houses(book, street, number)
    if between and between[1] <= _CLOSE_NEIGHBOUR_M:
        return [between[0]]
    for written in (number, number.with_hyphen(), number.without_hyphen()):
        if written is not None:
            spans = book.spans_near(street, written.prefix, written.number, 0)
            found = _in_span(spans, written)
            if found:
                return found
    return [between[0]] if between else []


def _at_house(book: AddressBook, street: int, number: HouseNumber, unit: str) -> list[Spot]:
    houses = book.houses(street, (number.number, number.number))
    same = [house for house in houses if house.prefix == number.prefix]
    if not same:
        same = book.houses_flat(street, number.flat)
    exact = [house for house in same if house.tail == number.tail] or same
    if unit and len(exact) > 1:
        exact = [house for house in exact if _same_unit(house.unit, unit)] or exact
    return [_house_spot(group, number) for group in _standing_together(exact)]


def _standing_together(houses: Sequence[House]) -> list[list[House]]:
    """Put houses of one number into groups: flats, doors of one building, or another street's."""
    groups: list[list[House]] = []
    for house in houses:
        near = [
            group
            for group in groups
            if any(distance_m(house.at, other.at) < _ONE_SITE_M for other in group)
        ]
        groups = [group for group in groups if group not in near]
        groups.append([*(other for group in near for other in group), house])
    return groups


def _house_spot(group: Sequence[House], number: HouseNumber) -> Spot:
    house = group[0]
    if len(group) > 1:
        house = min(group, key=lambda one: sum(distance_m(one.at, other.at) for other in group))
    worth, doubt = 100.0, ""
    if house.tail != number.tail:
        worth, doubt = 97.0, f"The map has this house as {_written(house)}."
    apart = max(distance_m(house.at, other.at) for other in group)
    if apart > _SAME_HOUSE_M:
        doubt = (
            f"{doubt} The map has this number {len(group)} times, up to {apart:.0f} m apart;"
            " the middle one was taken."
        ).strip()
    zips = frozenset((house.zip_code,)) if house.zip_code else NO_ZIPS
    return Spot(
        house.at, Precision.POINT, worth, zips, house.town, doubt, _written(house),
        source=_SOURCES[house.source],
    )  # fmt: skip


def _same_unit(known: str, asked: str) -> bool:
    return bool(known) and _unit_id(known) == _unit_id(asked)


def _unit_id(unit: str) -> str:
    return unit.rsplit(maxsplit=1)[-1].strip("#.")


def _written(house: House) -> str:
    return HouseNumber(house.prefix, house.number, house.tail).text


def _in_span(spans: Sequence[Span], number: HouseNumber) -> list[Spot]:
    right = [span for span in spans if span.holds(number.number)]
    worth, side = 95.0, "this side"
    if not right:
        right = [span for span in spans if span.low <= number.number <= span.high]
        worth, side = 82.0, "the other side (even or odd)"
    spots: list[Spot] = []
    # The shortest first: where ranges overlap, it tells most.
    for span in sorted(right, key=lambda span: span.high - span.low):
        at = interpolated(span, number.number)
        twice = next((n for n, spot in enumerate(spots) if _overlap(spot.at, at)), None)
        if twice is not None:
            apart = distance_m(spots[twice].at, at)
            if apart > _SAME_SPAN_M and spots[twice].worth == worth:
                said = f"{spots[twice].doubt} Ranges overlap here: it may be {apart:.0f} m off."
                spots[twice] = replace(spots[twice], worth=worth - 6, doubt=said)
        else:
            zips = frozenset((span.zip_code,)) if span.zip_code else NO_ZIPS
            ends = f"{span.prefix}{span.low}\u2013{span.prefix}{span.high}"
            doubt = f"Estimated from the range {ends} of {side} of the road."
            spots.append(
                Spot(at, Precision.RANGE, worth, zips, "", doubt, number.text,
                     source=_SOURCES[span.source])
            )  # fmt: skip
    return spots


def _overlap(one: LatLon, other: LatLon) -> bool:
    return distance_m(one, other) < _OVERLAP_M


def interpolated(span: Span, number: int) -> LatLon:
    """Return where a number of the range stands, beside the road."""
    line = span.line
    total = length_m(line)
    share = 0.5
    if span.last != span.first:
        share = (number - span.first) / (span.last - span.first)
    inset = min(_CORNER_M, total / 4)
    at, heading = along(line, min(max(share * total, inset), total - inset))
    return beside(at, heading, span.side * SET_BACK_M)


def _neighbours(book: AddressBook, street: int, number: HouseNumber) -> list[House]:
    wide = (number.number - _NEIGHBOUR_NUMBERS, number.number + _NEIGHBOUR_NUMBERS)
    near = [
        house
        for house in book.houses(street, wide)
        if house.prefix == number.prefix and house.number % 2 == number.number % 2
    ]
    hyphened = number.with_hyphen() if not near else None
    return _neighbours(book, street, hyphened) if hyphened is not None else near


def _between_houses(
    book: AddressBook, street: int, number: HouseNumber
) -> tuple[Spot, float] | None:
    """Return the spot between the nearest numbers below and above, and how far those are apart."""
    near = _neighbours(book, street, number)
    if near and near[0].prefix != number.prefix:
        number = number.with_hyphen() or number
    below = [house for house in near if house.number < number.number]
    above = [house for house in near if house.number > number.number]
    if not below or not above:
        return None
    # The pair that lies closest together: streets of the same name are told apart so.
    pairs = [(low, high) for low in below[-4:] for high in above[:4]]
    low, high = min(pairs, key=lambda pair: distance_m(pair[0].at, pair[1].at))
    apart = distance_m(low.at, high.at)
    if apart > _NEIGHBOUR_M:
        return None
    share = (number.number - low.number) / (high.number - low.number)
    at = (low.lat + (high.lat - low.lat) * share, low.lon + (high.lon - low.lon) * share)
    doubt = f"Estimated between numbers {_written(low)} and {_written(high)}."
    return _spot_near(low, at, 85.0, doubt, number), apart


def _near_number(book: AddressBook, street: int, number: HouseNumber) -> list[Spot]:
    """Return next door, or the end of the range that stops shortly before the number."""
    near = _neighbours(book, street, number)
    nearest = min(near, key=lambda house: abs(house.number - number.number), default=None)
    is_alike = nearest is not None and nearest.prefix == number.prefix
    if nearest is not None and is_alike and abs(nearest.number - number.number) <= _NEXT_DOOR:
        doubt = f"The map has no such number; number {_written(nearest)} next to it was taken."
        return [_spot_near(nearest, nearest.at, 74.0, doubt, number)]
    return _beyond_span(book, street, number)


def _spot_near(house: House, at: LatLon, worth: float, doubt: str, number: HouseNumber) -> Spot:
    zips = frozenset((house.zip_code,)) if house.zip_code else NO_ZIPS
    return Spot(at, Precision.RANGE, worth, zips, house.town, doubt, number.text,
                source=_SOURCES[house.source])  # fmt: skip


def _beyond_span(book: AddressBook, street: int, number: HouseNumber) -> list[Spot]:
    spans = book.spans_near(street, number.prefix, number.number, _BEYOND_NUMBERS)

    def gap(span: Span) -> int:
        return max(span.low - number.number, number.number - span.high)

    nearest = min(spans, key=gap, default=None)
    if nearest is None:
        return []
    end = nearest.low if number.number < nearest.low else nearest.high
    doubt = f"The map has no such number; the nearest range ends at {nearest.prefix}{end}."
    zips = frozenset((nearest.zip_code,)) if nearest.zip_code else NO_ZIPS
    at = interpolated(nearest, end)
    return [Spot(at, Precision.STREET, 66.0, zips, "", doubt, number.text,
                 source=_SOURCES[nearest.source])]  # fmt: skip


def _only_street(book: AddressBook, street: int) -> list[Spot]:
    """Return the middle of the street, to be offered: never taken for a house unasked."""
    said = (
        "The map does not know this house number on this street."
        if book.has_numbers(street)
        else "The map knows no house numbers on this street."
    )
    return [
        replace(spot, worth=_STREET_ONLY, doubt=f"{said} {spot.doubt}")
        for spot in spots_on(book, street)
    ]
