"""Marks of closed roads: in force on the day shown, or coming."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Protocol

from nemt_desk.closures.rows import Closure
from nemt_desk.geo.roads.driving import ClosedRoad
from nemt_desk.geo.shapes import LatLon, distance_m
from nemt_desk.ground.errors import DeskError
from nemt_desk.ground.words import day_text
from ui.map.marks import DOT, Layer, Mark


class Piece(Protocol):
    """A piece of road that a closure really shuts."""

    @property
    def line(self) -> tuple[LatLon, ...]:
        """Where it runs."""
        ...

    @property
    def name(self) -> str:
        """How the road is called."""
        ...

    @property
    def length_m(self) -> float:
        """How long it is, in metres."""
        ...


class ClosableRoads(Protocol):
    """As much of the county map as is asked here."""

    def closed_pieces(self, road: ClosedRoad) -> tuple[Piece, ...]:
        """Return what a closure shuts; refuses with a sentence what is not on a road."""
        ...


def shut_line(line: tuple[LatLon, ...], roads: ClosableRoads | None) -> tuple[LatLon, ...]:
    """Return the line along the road that is shut, else the line as it was marked."""
    if roads is None:
        return line
    try:
        pieces = roads.closed_pieces(ClosedRoad(line))
    except DeskError:
        return line  # another map than the one it was marked on
    return joined([piece.line for piece in pieces]) or line


def joined(lines: Sequence[tuple[LatLon, ...]]) -> tuple[LatLon, ...]:
    """Return pieces of one road as one line; each is turned so that it goes on from the last."""
    whole: list[LatLon] = []
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else ()
        if whole:
            is_turned = distance_m(whole[-1], line[-1]) < distance_m(whole[-1], line[0])
        elif following:
            ends = (following[0], following[-1])
            is_turned = min(distance_m(line[0], end) for end in ends) < min(
                distance_m(line[-1], end) for end in ends
            )
        else:
            is_turned = False
        whole += reversed(line) if is_turned else line
    return tuple(dict.fromkeys(whole)) if len(lines) > 1 else tuple(whole)


def closure_marks(
    closures: Iterable[Closure], day: date, roads: ClosableRoads | None
) -> Iterator[Mark]:
    """Go through closed roads."""
    for closure in closures:
        is_now = closure.covers(day)
        words = [closure.reason, closure.period_text, closure.note]
        words.insert(0, "" if is_now else "not yet on this day")
        yield Mark(
            key=f"closed:{closure.id}",
            layer=Layer.CLOSED,
            shape="closed",
            title=closure.name,
            detail=DOT.join(word for word in words if word),
            line=shut_line(closure.line, roads),
            is_faint=not is_now,
            brief=_brief(closure, day),
            closure_id=closure.id,
        )


def _brief(closure: Closure, day: date) -> str:
    """Return the days as they stand on the map: `until Tue 1 Dec`, `from Mon 30 Nov`."""
    if not closure.covers(day):
        return f"from {day_text(closure.from_on)}"
    if closure.until_on is None:
        return "until further notice"
    return f"until {day_text(closure.until_on)}"
