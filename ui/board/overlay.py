"""What may be laid over the timeline, as values: proposed bars, signs, words, hatched hours. No Qt.

Minutes are after midnight, agency time.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from nemt_desk.ground.ids import Id


@dataclass(frozen=True, slots=True)
class Ghost:
    """A bar that is not so yet: this ride in this driver's lane. A click chooses the ride."""

    ride_id: Id
    driver_id: Id
    start: int
    end: int
    words: str
    status: str = "proposed"


@dataclass(frozen=True, slots=True)
class Sign:
    """A small picture (`mdi6.…`) and the word it stands for."""

    icon: str
    word: str


@dataclass(frozen=True, slots=True)
class Span:
    """Hours in their own hatching, over one driver's lane or over all of them."""

    start: int
    end: int
    words: str
    icon: str = ""
    driver_id: Id | None = None


@dataclass(frozen=True, slots=True)
class Overlay:
    """Everything one guest lays over the day."""

    ghosts: tuple[Ghost, ...] = ()
    ride_signs: Mapping[Id, tuple[Sign, ...]] = field(default_factory=dict)
    driver_signs: Mapping[Id, tuple[Sign, ...]] = field(default_factory=dict)
    driver_words: Mapping[Id, str] = field(default_factory=dict)
    spans: tuple[Span, ...] = ()

    def ride_text(self, ride: Id) -> str:
        """Return in words what is laid over a ride: proposals and signs."""
        ghosts = [ghost.words for ghost in self.ghosts if ghost.ride_id == ride]
        return ", ".join([*ghosts, *(sign.word for sign in self.ride_signs.get(ride, ()))])


def merged(overlays: Iterable[Overlay]) -> Overlay:
    """Return several overlays as one, in their order."""
    ghosts: list[Ghost] = []
    spans: list[Span] = []
    rides: dict[Id, tuple[Sign, ...]] = {}
    drivers: dict[Id, tuple[Sign, ...]] = {}
    words: dict[Id, str] = {}
    for one in overlays:
        ghosts += one.ghosts
        spans += one.spans
        for signs, mine in ((rides, one.ride_signs), (drivers, one.driver_signs)):
            for key, more in mine.items():
                signs[key] = (*signs.get(key, ()), *more)
        for key, said in one.driver_words.items():
            words[key] = " \N{MIDDLE DOT} ".join(part for part in (words.get(key), said) if part)
    return Overlay(tuple(ghosts), rides, drivers, words, tuple(spans))
