"""What leaves the standing orders' part of the trips room."""

from enum import StrEnum


class HolidayRule(StrEnum):
    """What a standing order does on a holiday."""

    SKIP = "skip"
    MOVE = "move"
    KEEP = "keep"


class DayChoice(StrEnum):
    """How one day of a standing order was settled."""

    SKIP = "skip"
    MOVE = "move"
    KEEP = "keep"
