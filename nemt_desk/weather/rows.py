"""What leaves the weather room."""

from enum import StrEnum


class WeatherChoice(StrEnum):
    """What was decided about one ride of a weather day."""

    OPEN = "open"
    GO = "go"
    CANCEL = "cancel"
    MOVE = "move"


class Told(StrEnum):
    """Whether the member has been told."""

    NOT_YET = "not_yet"
    TOLD = "told"
    MESSAGE = "message"
    NO_ANSWER = "no_answer"
