"""Addresses to points by the office's own map, with words for how sure the answer is. No Qt."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nemt_desk.ground.errors import DeskError
from nemt_desk.places.rows import PinSource, PlaceEntry
from nemt_desk.places.rules import Pin, pin_from

if TYPE_CHECKING:
    from nemt_desk.geo import Answer, Match

type Find = Callable[[str], "Answer | None"]

_ROUGH = frozenset({PinSource.STREET, PinSource.TOWN, PinSource.ZIP})
_TAIL = re.compile(r"(?:[,\s]+(?P<state>[A-Za-z]{2}))?(?:[,\s]+(?P<zip>\d{5}(?:-\d{4})?))?\s*$")

_ROADS = (
    r"street|st|avenue|ave|road|rd|drive|dr|lane|ln|boulevard|blvd|highway|hwy|way|court|ct|trail"
    r"|trl|circle|cir|place|pl|route|rte|township|twp"
)
_AFTER = r"\d+\w?|[nsew]|[ns][ew]|north|south|east|west"
_ON_A_ROAD = re.compile(rf"(?:^|\s)(?:{_ROADS})\.?(?:\s+(?:{_AFTER}))*$", re.I)


@dataclass(frozen=True, slots=True)
class Found:
    """What the map says of an address; `pin` is None if nothing may be taken."""

    pin: Pin | None
    words: str


def find_pin(find: Find, entry: PlaceEntry) -> Found:
    """Return the point of an entry's address, or in words why there is none."""
    line = one_line(entry)
    if not entry.address.strip():
        return Found(None, "Type the address; without one, describe the place in a few words.")
    try:
        answer = find(line)
    except DeskError as error:
        return Found(None, error.sentence)
    if answer is None:
        return Found(None, "No map is built: the place is kept without a pin.")
    best = answer.best
    if best is None and answer.matches:
        return _doubtful(answer.matches[0], answer.question)
    if best is None:
        return Found(None, answer.question or "The map does not know this address.")
    return Found(_pin(best), _said(best))


def _pin(match: "Match") -> Pin:
    return pin_from(match.lat, match.lon, str(match.precision))


def _said(match: "Match") -> str:
    rough = " (rough: move the pin on the Map page)" if match.precision.is_rough else ""
    doubt = f" {match.why_not_better}" if match.why_not_better else ""
    return f"Found on the map: {match.text}{rough}.{doubt}"


def _doubtful(match: "Match", question: str) -> Found:
    return Found(
        None, f"{question} Nearest: {match.text}. Kept without a pin unless you correct it."
    )


def one_line(entry: PlaceEntry) -> str:
    """Return the address as it is asked of the map; the unit is left out."""
    town = " ".join(part for part in (entry.state, entry.zip) if part)
    return ", ".join(part for part in (entry.address, entry.city, town) if part)


def is_address(typed: str) -> bool:
    """Tell whether a line is an address rather than a name: `County Road 5, Bovey`."""
    street = typed.strip().partition(",")[0].strip()
    return street[:1].isdigit() or _ON_A_ROAD.search(street) is not None


def split_address(typed: str, state: str = "") -> PlaceEntry:
    """Return an entry from one typed line: `12 Oak St, Bovey MN 55709`."""
    tail = _TAIL.search(typed)
    found_zip = (tail["zip"] or "") if tail else ""
    found_state = (tail["state"] or "").upper() if tail and (found_zip or "," in typed) else ""
    body = typed[: tail.start()] if tail and (found_zip or found_state) else typed
    street, _, city = body.rpartition(",") if "," in body else (body, "", "")
    return PlaceEntry(
        address=street.strip(), city=city.strip(), state=found_state or state, zip=found_zip
    )
