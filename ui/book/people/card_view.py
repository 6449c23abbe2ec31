"""The member's card: who calls, how he or she rides, what runs out, the last rides."""

from PySide6.QtWidgets import QFrame

from ui.book.call.card import Card
from ui.theme.status import alarm_colour
from ui.theme.theme import GAP, SPACE, larger, theme
from ui.widgets.layout import QuietLabel, column, plain_label, tint

_LINES = 7
_EMPTY = "Type a part of the name, the birth date, the phone number or the member ID."


class CardView(QFrame):
    """Shows a card, or what to type while there is none."""

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAccessibleName("Member's card")
        self._name = plain_label()
        self._facts = plain_label()
        self._rides = plain_label()
        self._alerts = plain_label()
        self._notes = plain_label()
        self._last = QuietLabel()
        self._labels = (
            self._name, self._facts, self._rides, self._alerts, self._notes, self._last
        )  # fmt: skip
        self.setLayout(column(*self._labels, None, space=GAP // 2, margin=SPACE))
        theme().changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self.show_card(None)

    def show_card(self, card: Card | None) -> None:
        """Show a card; None says what to type."""
        if card is None:
            said = ["", _EMPTY, "", "", "", ""]
        else:
            alerts = f"⚠ Attention: {' · '.join(card.alerts)}" if card.alerts else ""
            last = "\n".join(card.last) or "No rides yet."
            notes = " · ".join(card.notes)
            said = [card.name, card.facts, card.rides, alerts, notes, last]
        for label, words in zip(self._labels, said, strict=True):
            label.setText(words)
            label.setVisible(bool(words))
        self.setAccessibleDescription(" ".join(words for words in said if words))

    def text(self) -> str:
        """Return everything the card says."""
        return "\n".join(label.text() for label in self._labels if label.text())

    def _on_theme_changed(self) -> None:
        font = self.font()
        font.setPointSize(theme().points)
        self._name.setFont(larger(font, factor=1.1))
        tint(self._alerts, alarm_colour())
        # A fuller card must not push the form down while somebody types into it.
        self.setMinimumHeight(self.fontMetrics().lineSpacing() * _LINES + 2 * SPACE)
