"""The middle of a street, where no number is told or known; of each street of that name."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nemt_desk.geo.addresses.answers import Precision, Source
from nemt_desk.geo.addresses.book import AddressBook, Segment
from nemt_desk.geo.shapes import LatLon, distance_m

NO_ZIPS: frozenset[str] = frozenset()
_LONG_STREET_M = 5000.0
_METRES_A_MILE = 1609.344
# Pieces of one street that share no such square, nor neighbouring ones, are two streets of the
# same name: 0.015 degrees are about a mile.
_SQUARE = 0.015


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
    source: Source = Source.ROAD


def spots_on(book: AddressBook, street: int) -> list[Spot]:
    """Return the middle of the street, or of each street of that name."""
    spots = [_middle(group) for group in _groups(book.segments(street))]
    return spots or _middle_house(book, street)


def _middle(group: Sequence[Segment]) -> Spot:
    total = sum(piece.length_m for piece in group) or 1.0
    lat = sum(piece.at[0] * piece.length_m for piece in group) / total
    lon = sum(piece.at[1] * piece.length_m for piece in group) / total
    nearest = min(group, key=lambda piece: distance_m(piece.at, (lat, lon)))
    zips = frozenset(zip_code for piece in group for zip_code in piece.zips)
    doubt = f"Only the middle of the street ({total / _METRES_A_MILE:.1f} miles of it)."
    worth = 80.0 if total <= _LONG_STREET_M else 62.0
    return Spot(nearest.at, Precision.STREET, worth, zips, "", doubt, length_m=total)


def _middle_house(book: AddressBook, street: int) -> list[Spot]:
    """A street known only by its houses, its road being elsewhere or nameless."""
    houses = book.houses(street, (0, 9_999_999))
    if not houses:
        return []
    house = houses[len(houses) // 2]
    zips = frozenset((house.zip_code,)) if house.zip_code else NO_ZIPS
    doubt = "Only the middle of the street."
    return [Spot(house.at, Precision.STREET, 78.0, zips, house.town, doubt)]


def _groups(pieces: Sequence[Segment]) -> list[list[Segment]]:
    """Join pieces whose squares touch."""
    squares: dict[tuple[int, int], list[int]] = defaultdict(list)
    for place, piece in enumerate(pieces):
        for square in _squares(piece.line):
            squares[square].append(place)
    groups: list[list[Segment]] = []
    seen: set[tuple[int, int]] = set()
    for start in list(squares):
        if start in seen:
            continue
        seen.add(start)
        waiting, members = [start], dict.fromkeys(squares[start])
        while waiting:
            row, column = waiting.pop()
            for near in ((row + i, column + j) for i in (-1, 0, 1) for j in (-1, 0, 1)):
                if near in squares and near not in seen:
                    seen.add(near)
                    waiting.append(near)
                    members.update(dict.fromkeys(squares[near]))
        groups.append([pieces[place] for place in members])
    return groups


def _squares(line: Iterable[LatLon]) -> set[tuple[int, int]]:
    return {(round(lat / _SQUARE), round(lon / _SQUARE)) for lat, lon in line}
