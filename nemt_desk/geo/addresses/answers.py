"""What an address look-up answers: points with words, how exact they are, and what is doubtful."""

from dataclasses import dataclass
from enum import StrEnum

from nemt_desk.geo.shapes import Point

# Below this an answer is a question.
SURE_ENOUGH = 50.0
# Matches this near in score are rivals; if they are also apart on the ground, it is a question.
CLOSE_CALL = 4.0


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


class Source(StrEnum):
    """Who says so, in words for people; best first."""

    PIN = "the office's own pin"
    TYPED = "the point as typed"
    PLUS = "Plus Code"
    POINTS = "county address points"
    OSM = "OpenStreetMap"
    CENSUS = "Census range"
    ROAD = "the road on the map"
    LIST = "the list of ZIPs and towns"


@dataclass(frozen=True, slots=True)
class KnownPin:
    """A point the office itself confirmed for an address, or for a place with a name."""

    text: str
    lat: float
    lon: float
    name: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """One place an address may mean. `why_not_better` is empty for a match without doubt."""

    lat: float
    lon: float
    text: str
    precision: Precision
    score: float
    why_not_better: str = ""
    source: str = ""

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
