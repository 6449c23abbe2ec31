"""Who rides along: one line each with kind, name and reason. The service animal is no companion."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nemt_desk.trips.rows import Companion, CompanionKind, CompanionReason
from ui.book.form.fields import WideLine
from ui.book.words import COMPANIONS, REASONS
from ui.theme.theme import GAP
from ui.widgets.buttons import plain_button
from ui.widgets.fields import ChoiceBox
from ui.widgets.flow import flow


class _One(QWidget):
    edited = Signal()
    removed = Signal(object)

    def __init__(self, number: int, companion: Companion) -> None:
        super().__init__()
        self.kind = ChoiceBox([*COMPANIONS.items()])
        self.name = WideLine(f"Name of companion {number}", chars=16, hint="name")
        self.reason = ChoiceBox([*REASONS.items()])
        self.kind.setAccessibleName(f"Kind of companion {number}")
        self.reason.setAccessibleName(f"Why companion {number} rides along")
        self.remove = plain_button("Remove", f"Remove companion {number}")
        self.kind.set_value(companion.kind)
        self.name.set_value(companion.name)
        self.reason.set_value(companion.reason)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(flow(self.kind, self.name, self.reason, self.remove))
        for field in (self.kind, self.name, self.reason):
            field.edited.connect(self.edited)
        self.remove.clicked.connect(lambda: self.removed.emit(self))

    def companion(self) -> Companion:
        kind, reason = self.kind.value(), self.reason.value()
        return Companion(
            kind if isinstance(kind, CompanionKind) else CompanionKind.ADULT,
            self.name.text().strip(),
            reason if isinstance(reason, CompanionReason) else None,
        )


class CompanionList(QWidget):
    """The companions of a call.

    Signals:
        edited: the person has changed them.
    """

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._ones: list[_One] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(GAP)
        self.hide()

    def companions(self) -> tuple[Companion, ...]:
        """Return the companions in order."""
        return tuple(one.companion() for one in self._ones)

    def unexplained(self) -> QWidget | None:
        """Return the reason's field of the first companion that has none yet."""
        open_ones = (one.reason for one in self._ones if one.companion().reason is None)
        return next(open_ones, None)

    def names(self) -> str:
        """Return everything typed here."""
        return "\n".join(one.name.text() for one in self._ones)

    def show_companions(self, companions: tuple[Companion, ...]) -> None:
        """Show these companions."""
        if companions == self.companions():
            return
        while self._ones:
            self._drop(self._ones[-1])
        for companion in companions:
            self._append(companion)

    def add(self) -> None:
        """Add one, ready to be typed."""
        one = self._append(Companion(CompanionKind.RESPONSIBLE_PERSON))
        one.kind.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()

    def _append(self, companion: Companion) -> _One:
        one = _One(len(self._ones) + 1, companion)
        one.edited.connect(self.edited)
        one.removed.connect(self._on_removed)
        self._ones.append(one)
        self._layout.addWidget(one)
        self.show()
        return one

    def _drop(self, one: _One) -> None:
        self._ones.remove(one)
        self._layout.removeWidget(one)
        one.hide()
        one.deleteLater()
        self.setVisible(bool(self._ones))

    def _on_removed(self, one: _One) -> None:
        self._drop(one)
        self.edited.emit()
