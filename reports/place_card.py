"""The place card on paper: what waits at the door in a line or two, and places with a picture."""

from collections.abc import Iterator, Sequence
from typing import Final

from nemt_desk.runs.sheet_rows import SheetCard, SheetPlace
from reports.letters import Face, width
from reports.strip import GAP, SMALLEST, WIDTH, Strip

_LEAD: Final = 12.2
_PICTURE: Final = (216.0, 162.0)
"""Three inches across: a door is still a door on the copy of a copy."""
_BETWEEN: Final = 16.0


def card(told: SheetCard, room: float) -> Strip:
    """Return the card in as few lines as hold it; an empty strip for an empty card."""
    strip = Strip()
    x = 0.0
    for label, text, face in _pieces(told):
        indent = width(label, SMALLEST) + 5
        long = indent + width(text, SMALLEST, face)
        if x and x + long > room:
            strip.skip(_LEAD)
            x = 0.0
        if long > room:
            strip.labelled(label, text, room=room)
            continue
        strip.write(x, strip.height + SMALLEST, label)
        x = strip.write(x + indent, strip.height + SMALLEST, text, face=face) + GAP + 4
    if x:
        strip.skip(_LEAD)
    return strip


def _pieces(told: SheetCard) -> Iterator[tuple[str, str, Face]]:
    for label, text in told.lines:
        yield label, text, Face.BOLD
    if told.plus_code:
        yield "Plus Code", told.plus_code, Face.CODE
    if told.coordinates:
        yield "At", told.coordinates, Face.REGULAR
    if told.confirmed:
        yield "Confirmed", told.confirmed, Face.REGULAR


def pictured(places: Sequence[SheetPlace]) -> tuple[list[Strip], Strip]:
    """Return the part of the sheet with pictures, and what heads it again on another page."""
    heading, again = Strip(), Strip()
    heading.band("Places")
    heading.skip(4)
    again.band("Places, continued")
    again.skip(4)
    return [heading, *(_pictured(place) for place in places)], again


def _pictured(place: SheetPlace) -> Strip:
    strip = Strip()
    scale = min(_PICTURE[0] / place.width, _PICTURE[1] / place.height)
    room, high = place.width * scale, place.height * scale
    strip.picture(place.jpeg, x=0, down=1, room=room, high=high)
    left = _PICTURE[0] + _BETWEEN
    words = Strip()
    stops = ", ".join(str(seq) for seq in place.stops)
    words.para(place.name, room=WIDTH - left, size=13, face=Face.BOLD)
    words.para(place.address, room=WIDTH - left, size=11)
    words.labelled("Stop" if len(place.stops) == 1 else "Stops", stops, room=WIDTH - left)
    words.skip(2)
    words.join(card(place.card, WIDTH - left))
    words.labelled("Picture", _about(place), room=WIDTH - left)
    strip.join(words, x=left, down=0)
    strip.skip(12)
    return strip


def _about(place: SheetPlace) -> str:
    taken = f"taken {place.taken}" if place.taken else ""
    return ", ".join(part for part in (place.caption, taken) if part)
