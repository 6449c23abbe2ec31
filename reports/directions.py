"""Turn-by-turn directions on paper: numbered steps in two columns, with miles."""

from collections.abc import Iterator, Sequence
from typing import Final

from nemt_desk.ground.words import miles_text, minutes_text, road_text
from nemt_desk.runs.sheet_rows import SheetStep
from reports.letters import Face, width
from reports.strip import SMALLEST, WIDTH, Strip

INDENT: Final = 34.0
"""Where the words of a stop begin, right of its number."""
_GAP: Final = 18.0
_STEPS_HIGH: Final = 540.0


def way_title(words: str, distance_m: float | None, minutes: int | None) -> str:
    """Return `words` with how far and how long the way is, as far as known."""
    length = "" if distance_m is None else f": {miles_text(distance_m)}"
    return words + length + ("" if minutes is None else f", about {minutes_text(minutes)}")


def way(title: str, steps: Sequence[SheetStep]) -> Iterator[Strip]:
    """Set directions in two columns, each read from top to bottom; long ones in several lots."""
    heading = Strip()
    heading.rule(INDENT, WIDTH - INDENT)
    heading.skip(2)
    heading.para(title, x=INDENT, room=WIDTH - INDENT)
    room = (WIDTH - INDENT - _GAP) / 2
    strips = [_step(number, step, room) for number, step in enumerate(steps, 1)]
    for number, (left, right) in enumerate(_columns(strips)):
        lot = heading if number == 0 else Strip()
        top = lot.height
        for x, column in ((INDENT, left), (INDENT + room + _GAP, right)):
            down = top
            for strip in column:
                lot.join(strip, x=x, down=down)
                down += strip.height
        yield lot
    if not strips:
        yield heading


def _step(number: int, step: SheetStep, room: float) -> Strip:
    strip = Strip()
    length = road_text(step.distance_m) if step.distance_m > 0 else ""
    strip.write(0, SMALLEST, str(number), face=Face.BOLD)
    strip.para(step.text, x=24, room=room - 24 - 46)
    if length:
        strip.write(room - width(length, SMALLEST), SMALLEST, length)
    return strip


def _columns(strips: Sequence[Strip]) -> Iterator[tuple[list[Strip], list[Strip]]]:
    """Deal strips into pairs of columns of about the same height, none over a good page."""
    rest = list(strips)
    while rest:
        half = min(sum(strip.height for strip in rest) / 2, _STEPS_HIGH)
        left, rest = _up_to(rest, half)
        right, rest = _up_to(rest, sum(strip.height for strip in left) if rest else 0)
        yield left, right


def _up_to(strips: list[Strip], high: float) -> tuple[list[Strip], list[Strip]]:
    total, count = 0.0, 0
    while count < len(strips) and (total < high or count == 0):
        total += strips[count].height
        count += 1
    return strips[:count], strips[count:]
