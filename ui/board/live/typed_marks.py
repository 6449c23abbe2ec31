"""A mark with another time, as it is typed: `B 9:05`, `v905`, `off 2:40p`. No widgets."""

import datetime as dt
import re
from dataclasses import dataclass

from nemt_desk.ground.errors import InputError, Problem
from nemt_desk.ground.words import parse_time
from nemt_desk.trips.rows import RideState

_MARKS = {
    "v": RideState.ARRIVED,
    "arrived": RideState.ARRIVED,
    "b": RideState.ABOARD,
    "aboard": RideState.ABOARD,
    "d": RideState.DONE,
    "done": RideState.DONE,
    "o": RideState.DONE,
    "off": RideState.DONE,
    "r": RideState.WILL_CALL,
    "ready": RideState.WILL_CALL,
}
_TYPED = re.compile(r"\s*([a-z]+)[\s,:]*(\d.*)", re.IGNORECASE)
HELP = "R ready, V arrived, B aboard or D got out (done), then the time: B 9:05"


@dataclass(frozen=True, slots=True)
class TypedMark:
    """Which mark, and when by the agency's clock; DONE means got out then."""

    state: RideState
    at: dt.time


def read_mark(text: str) -> TypedMark:
    """Read a mark with its time.

    Raises:
        InputError: it is none, or the time can't be read.
    """
    found = _TYPED.fullmatch(text)
    state = _MARKS.get(found[1].lower()) if found else None
    if found is None or state is None:
        sentence = f"\N{LEFT DOUBLE QUOTATION MARK}{text.strip()}\N{RIGHT DOUBLE QUOTATION MARK}"
        raise InputError([Problem("at", f"{sentence} is no mark with a time. Type {HELP}.")])
    return TypedMark(state, parse_time(found[2], "at"))
