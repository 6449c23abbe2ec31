"""What leaves the figures room."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from nemt_desk.policy.figures import LocalFigure

UNVERIFIED = "unverified"


class FigureGroup(StrEnum):
    """Which figures these are: those an agency may lay its own over, and the pack's alone."""

    LOCAL = "local"
    PHONE = "phone"
    DATED = "dated"


@dataclass(frozen=True, slots=True)
class Laid:
    """What the agency laid over the pack: its words, and who did it, when and why.

    `at` is None where nobody noted it, as for figures that came with an import.
    """

    text: str
    by: str
    at: datetime | None
    why: str


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One figure: what the pack says, and what the agency laid over it.

    `key` is what `FigureService.lay` is told; a telephone's is `phone:` and its use. `local`
    says how a local figure is typed; it is None for the others.
    """

    key: str
    group: FigureGroup
    label: str
    pack_text: str
    rule: str
    source: str
    confidence: str
    since: date | None = None
    until: date | None = None
    is_in_force: bool = True
    laid: Laid | None = None
    local: LocalFigure | None = None

    @property
    def can_be_laid(self) -> bool:
        """Whether the agency may lay its own over it."""
        return self.group is not FigureGroup.DATED and self.is_in_force

    @property
    def text(self) -> str:
        """What counts for this agency."""
        return self.laid.text if self.laid is not None else self.pack_text
