"""What the office knows that helps to read a list: the day, its area code, its state. Pure."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from nemt_desk.ground.entry import NOTE_LIMIT


@dataclass(frozen=True, slots=True)
class MapAnswer:
    """What the map says to an address; "" where it agrees or has nothing to say."""

    problem: str = ""
    town: str = ""
    zip: str = ""


type AskMap = Callable[[str, str, str, str], MapAnswer | None]
"""Street, town, state and ZIP; None if the map does not know."""


@dataclass(frozen=True, slots=True)
class Sense:
    """How cells are read in this office on this day."""

    today: date
    area_code: str = ""
    state: str = ""
    is_eight_digits: bool = True
    towns: tuple[tuple[str, str], ...] = ()
    note_limit: int = NOTE_LIMIT
    before_min: int = 15
    """Minutes from getting out of the car to the appointment, with loading."""
    ask_map: AskMap | None = field(default=None, compare=False)
