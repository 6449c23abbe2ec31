"""Addresses offered while one is typed: house number first or street first, real ones only.

Office's own places come first, then houses with a point, then numbers in a range of their road,
then streets, crossings, places and towns. A misspelling is mended only where nothing else fits.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Protocol, Self

from nemt_desk.geo.addresses.answers import Precision
from nemt_desk.geo.addresses.house_numbers import HouseNumber
from nemt_desk.geo.addresses.suggest_build import prepare
from nemt_desk.geo.addresses.suggest_read import AheadTables, Piece, Standing
from nemt_desk.geo.addresses.suggest_words import (
    Typed,
    crossing,
    is_mendable,
    number_behind,
    typed,
)
from nemt_desk.geo.shapes import LatLon, Point
from nemt_desk.ground.words import fold

__all__ = ["AddressAhead", "OwnPlace", "Suggested", "prepare"]

_SIDES = frozenset("n s e w ne nw se sw north south east west old new".split())  # noqa: SIM905
_STREETS_TRIED = 12
_MOST_OTHERS = 3
_PLACES = {"place": Precision.PLACE, "town": Precision.TOWN}


class _Spot(Protocol):
    @property
    def at(self) -> LatLon: ...
    @property
    def precision(self) -> Precision: ...
    @property
    def zip_codes(self) -> frozenset[str]: ...


type SpotsAt = Callable[[int, HouseNumber], Sequence[_Spot]]


@dataclass(frozen=True, slots=True)
class Suggested:
    """One way to go on: `text` is the whole line, `street` what belongs into the address line."""

    text: str
    point: Point
    precision: Precision
    street: str = ""
    unit: str = ""
    town: str = ""
    zip_code: str = ""
    name: str = ""
    state: str = ""
    number_is_unknown: bool = False


@dataclass(frozen=True, slots=True)
class OwnPlace:
    """A place of the office's own, ready to be found while typing."""

    shown: Suggested
    words: str

    @classmethod
    def of(cls, shown: Suggested) -> Self:
        """Return the place with the words it is found by."""
        return cls(shown, " " + fold(f"{shown.text} {shown.unit} {shown.town} {shown.zip_code}"))


class AddressAhead:
    """Offers the addresses of one map. `spots_at` tells where a number in a range is."""

    def __init__(self, path: Path, spots_at: SpotsAt) -> None:
        self._tables = AheadTables(path)
        self._spots_at = spots_at

    def close(self) -> None:
        """Close the file."""
        self._tables.close()

    def suggest(
        self, text: str, limit: int = 8, *, own: Sequence[OwnPlace] = ()
    ) -> tuple[Suggested, ...]:
        """Return at most `limit` addresses, streets and places the text may become."""
        asked = typed(text)
        if not self._tables.is_there or not (asked.words or asked.number):
            return ()
        found: dict[tuple[str, str], Suggested] = {}
        for one in islice(self._all(text, asked, limit, own), limit * 3):
            found.setdefault((one.text, one.unit), one)
            if len(found) == limit:
                break
        return tuple(found.values())

    def _all(
        self, text: str, asked: Typed, limit: int, own: Sequence[OwnPlace]
    ) -> Iterator[Suggested]:
        yield from _known(text, own)
        roads = crossing(text)
        if roads is not None:
            yield from self._crossings(*roads, limit)
        is_found = False
        for one in self._read(asked, limit):
            is_found = True
            yield one
        if not is_found and roads is None:
            for mended in self._mended(asked):
                yield from self._read(mended, limit)

    def _read(self, asked: Typed, limit: int) -> Iterator[Suggested]:
        if asked.number is not None:
            # A number alone may still become the name of a road.
            most = limit if asked.words else limit // 2
            houses = list(self._numbered(asked, asked.number, most))
            yield from houses
            if asked.words and any(not one.number_is_unknown for one in houses):
                return
        words = asked.words
        if asked.number is not None:
            words = (*fold(asked.number.text).split(), *words)
        streets = _ranked(self._tables.streets(words), words)
        # "co rd 2" is a road before it is a house; "church st 12" is a house on a street.
        is_road = bool(streets) and _are_in(words, streets[0].words)
        behind = number_behind(asked)
        named = [self._street(piece) for piece in streets if _are_in(words, piece.words)]
        if behind is not None and not is_road:
            yield from self._behind(behind, limit)
        others = [_other(piece) for piece in self._tables.others(words, _MOST_OTHERS)]
        yield from named[: limit - len(others)]
        yield from others
        yield from named[limit - len(others) :]
        # Last the streets of a town or ZIP that is all that was typed.
        yield from (self._street(piece) for piece in streets if not _are_in(words, piece.words))
        if behind is not None and is_road:
            yield from self._behind(behind, limit)

    def _numbered(self, asked: Typed, number: HouseNumber, limit: int) -> Iterator[Suggested]:
        standing = self._tables.standing(asked.words, number)
        best = sorted(
            standing,
            key=lambda one: (one.number.tail != number.tail, _rank(one.piece, asked.words)),
        )
        count = 0
        for one in best[:limit]:
            count += 1
            yield self._house(one, asked.unit)
        if count == limit or not asked.words:
            return
        for between in self._ranged(asked, number, limit - count):
            count += 1
            yield between
        if not count:
            # The number is not known on any of them; the street's right name still helps.
            for piece in _ranked(self._tables.streets(asked.words), asked.words)[:limit]:
                only = _numbered(piece, number, piece.at, Precision.STREET)
                yield replace(only, number_is_unknown=True)

    def _ranged(self, asked: Typed, number: HouseNumber, limit: int) -> Iterator[Suggested]:
        pieces = _ranked(self._tables.ranged(asked.words, number, 3 * limit), asked.words)[:limit]
        if not pieces:
            pieces = _ranked(self._tables.streets(asked.words), asked.words)[:3]
        for piece in pieces:
            spots = [
                spot
                for spot in self._spots_at(piece.ref, number)
                if spot.precision in (Precision.POINT, Precision.RANGE)
            ]
            here = [spot for spot in spots if piece.zip_code in spot.zip_codes] or spots
            if here:
                yield _numbered(piece, number, here[0].at, Precision.RANGE)

    def _behind(self, asked: Typed, limit: int) -> Iterator[Suggested]:
        """Give houses on streets of these words whose numbers begin so."""
        number = asked.number
        if number is None:
            return
        streets = _ranked(self._tables.streets(asked.words), asked.words)[:_STREETS_TRIED]
        for piece in streets:
            for one in self._tables.beginning(piece, number, limit):
                yield self._house(one, "")
        yield from self._ranged(asked, number, limit // 2)

    def _house(self, one: Standing, unit: str) -> Suggested:
        made = _numbered(one.piece, one.number, one.at, Precision.POINT)
        at = self._tables.house_unit(one, unit) if unit else None
        return replace(made, point=Point(*at), unit=unit) if at is not None else made

    def _street(self, piece: Piece) -> Suggested:
        return Suggested(
            _line(piece.label, piece), Point(*piece.at), Precision.STREET, piece.label, "",
            piece.town, piece.zip_code,
        )  # fmt: skip

    def _crossings(
        self, first: Sequence[str], second: Sequence[str], limit: int
    ) -> Iterator[Suggested]:
        seen: set[int] = set()
        for piece in _ranked(self._tables.streets(first), first)[:_STREETS_TRIED]:
            if piece.ref in seen:
                continue
            seen.add(piece.ref)
            found = self._tables.crossings(piece, second, limit)
            for other, at in sorted(found, key=lambda hit: _rank(hit[0], second)):
                label = f"{piece.label} & {other.label}"
                town = piece.town or other.town
                shown = f"{label}, {town}" if town else label
                yield Suggested(shown, Point(*at), Precision.INTERSECTION, label, "", town)

    def _mended(self, asked: Typed) -> Iterator[Typed]:
        """Give what was typed with its misspelt words mended, the likeliest first."""
        wrong = [
            at
            for at, word in enumerate(asked.words)
            if is_mendable(word) and not self._tables.is_known(word)
        ]
        if not wrong or len(wrong) > 2:
            return
        likely = [self._tables.words_like(asked.words[at]) for at in wrong]
        for choice in range(max(map(len, likely), default=0)):
            if any(not found for found in likely):
                return
            words = list(asked.words)
            for at, found in zip(wrong, likely, strict=True):
                words[at] = found[min(choice, len(found) - 1)]
            yield replace(asked, words=tuple(words), line=" ".join(words))


def _known(text: str, own: Sequence[OwnPlace]) -> Iterator[Suggested]:
    """Give the office's own places whose name or address has words that begin so."""
    begins = [f" {word}" for word in fold(text).split()]
    for place in own:
        if all(begin in place.words for begin in begins):
            yield place.shown


def _numbered(piece: Piece, number: HouseNumber, at: LatLon, precision: Precision) -> Suggested:
    street = f"{number.text} {piece.label}"
    return Suggested(
        _line(street, piece), Point(*at), precision, street, "", piece.town, piece.zip_code
    )


def _other(piece: Piece) -> Suggested:
    street = piece.street if piece.kind == "place" else ""
    return Suggested(
        _line(piece.label, piece), Point(*piece.at), _PLACES[piece.kind], street, "",
        piece.town or (piece.label if piece.kind == "town" else ""), piece.zip_code, piece.label,
    )  # fmt: skip


def _line(first: str, piece: Piece) -> str:
    area = f"{piece.town} {piece.zip_code}".strip()
    return f"{first}, {area}" if area else first


def _ranked(pieces: Sequence[Piece], words: Sequence[str]) -> list[Piece]:
    return sorted(pieces, key=lambda piece: _rank(piece, words))


def _rank(piece: Piece, words: Sequence[str]) -> tuple[bool, int, bool, int]:
    """Streets that hold all the words before towns that do; whole words before beginnings."""
    own = piece.words.split()
    whole = sum(word in own for word in words)
    first = next((word for word in own if word not in _SIDES), "")
    starts = bool(words) and first.startswith(words[0])
    return not _are_in(words, piece.words), -whole, not starts, piece.id


def _are_in(words: Sequence[str], text: str) -> bool:
    own = text.split()
    return all(any(mine.startswith(word) for mine in own) for word in words)
