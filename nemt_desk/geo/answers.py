"""What an address look-up answers: points with words, how exact they are, and what is doubtful."""

from dataclasses import dataclass
from enum import StrEnum

from nemt_desk.geo.shapes import Point

# Below this an answer is a question.
SURE_ENOUGH = 50.0


class Precision(StrEnum):
    """How exact a match is, best first."""

    PIN = "pin"
    POINT = "point"
    RANGE = "range"
    INTERSECTION = "intersection"
    PLACE = "place"
    STREET = "street"
    ZIP = "zip"
    TOWN = "town"

    @property
    def is_rough(self) -> bool:
        """Say whether it is only the middle of something big."""
        return self in (Precision.STREET, Precision.ZIP, Precision.TOWN)


@dataclass(frozen=True, slots=True)
class Match:
    """One place an address may mean. `why_not_better` is empty for a match without doubt."""

    lat: float
    lon: float
    text: str
    precision: Precision
    score: float
    why_not_better: str = ""

    @property
    def point(self) -> Point:
        """Return where it is."""
        return Point(self.lat, self.lon)


@dataclass(frozen=True, slots=True)
class Answer:
    """All matches, best first. `question` is set when no match may be taken unasked."""

    matches: tuple[Match, ...]
    question: str = ""

    @property
    def best(self) -> Match | None:
        """Return the match that may be taken unasked, if there is one."""
        return self.matches[0] if self.matches and not self.question else None
