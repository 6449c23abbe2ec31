"""What a closure must be like before it is kept. Pure; the map is asked by the service."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from nemt_desk.closures.rows import ClosureEntry
from nemt_desk.geo.shapes import LatLon
from nemt_desk.ground.entry import Checker

_MAX_LAT, _MAX_LON = 90.0, 180.0
_MOST_POINTS = 500
ENDS_BEFORE = "The road would be open again before it was shut. Correct one of the two days."


@dataclass(frozen=True, slots=True)
class Checked:
    """A closure that can be kept."""

    name: str
    reason: str
    note: str
    line: tuple[LatLon, ...]
    from_on: date
    until_on: date | None


def checked(entry: ClosureEntry) -> Checked:
    """Return the entry cleaned.

    Raises:
        InputError: with everything that can't be taken.
    """
    check = Checker()
    needed = "Give the closure a name, like “Bridge on County Road 12”."
    name = check.line("name", entry.name, needed=needed)
    reason = check.line("reason", entry.reason)
    note = check.note("note", entry.note)
    line = _line(check, entry.line)
    if entry.from_on is None:
        check.say("from_on", "From which day is the road shut?")
    elif entry.until_on is not None and entry.until_on < entry.from_on:
        check.say("until_on", ENDS_BEFORE)
    check.raise_if_any()
    assert entry.from_on is not None  # noqa: S101 - just checked
    return Checked(name, reason, note, line, entry.from_on, entry.until_on)


def _line(check: Checker, line: Sequence[LatLon]) -> tuple[LatLon, ...]:
    points: list[LatLon] = []
    for lat, lon in line:
        point = (float(lat), float(lon))
        if point not in points[-1:]:
            points.append(point)
    if not points:
        check.say("line", "Mark on the map where the road is shut: one point at least.")
    if len(points) > _MOST_POINTS:
        check.say("line", f"A closure has at most {_MOST_POINTS} points. Mark fewer.")
    # Written so that NaN is refused as well.
    if not all(abs(lat) <= _MAX_LAT and abs(lon) <= _MAX_LON for lat, lon in points):
        check.say("line", "A point does not lie on the earth: latitude first, then longitude.")
    return tuple(points)
