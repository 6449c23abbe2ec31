"""What is chosen on the board and on the map alike: one ride, run or driver of one day."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from nemt_desk.ground.ids import Id


class ChosenKind(StrEnum):
    """What can be chosen on both."""

    RIDE = "ride"
    RUN = "run"
    DRIVER = "driver"


@dataclass(frozen=True, slots=True)
class Chosen:
    """One thing somebody has chosen, and the day he looked at."""

    kind: ChosenKind
    id: Id
    day: date


class Selection(QObject):
    """Holds the one choice. A page tells what a person chose, and takes it over when it is shown.

    Signals:
        changed: (Chosen) somebody has chosen something else.
    """

    changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.current: Chosen | None = None

    def choose(self, kind: ChosenKind, id: Id, day: date) -> None:  # noqa: A002 - the record's id
        """Remember what a person has chosen."""
        chosen = Chosen(kind, id, day)
        if chosen != self.current:
            self.current = chosen
            self.changed.emit(chosen)


class SelectionEar:
    """A page's ear: hears of each choice once, and not of those the page made itself."""

    def __init__(self, selection: Selection) -> None:
        self._selection = selection
        self._heard: Chosen | None = None

    def tell(self, kind: ChosenKind, id: Id, day: date) -> None:  # noqa: A002 - the record's id
        """Tell what was chosen on this page."""
        self._selection.choose(kind, id, day)
        self._heard = self._selection.current

    def news(self, day: date) -> Chosen | None:
        """Return what was chosen elsewhere on that day and not taken over yet."""
        current = self._selection.current
        return current if current != self._heard and current and current.day == day else None

    def hear(self) -> None:
        """Remember that the present choice was taken over."""
        self._heard = self._selection.current
