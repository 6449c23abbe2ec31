"""Further stops after the appointment: a place and how long; times and miles are shown beside."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nemt_desk.ground.errors import InputError, Problem
from ui.book.call.draft import Stop
from ui.book.form.fields import MinutesEdit, fixed_chars
from ui.book.form.lines import labelled
from ui.book.form.place_field import PlaceField, PlaceFinder
from ui.theme.theme import GAP
from ui.widgets.buttons import plain_button
from ui.widgets.flow import flow
from ui.widgets.layout import QuietLabel


class StopLine(QWidget):
    """One further stop."""

    edited = Signal()
    removed = Signal(object)

    def __init__(self, number: int, find: PlaceFinder, stop: Stop) -> None:
        super().__init__()
        self.place = PlaceField(find, f"Stop {number}")
        self.stay = MinutesEdit(f"Stay at stop {number}")
        fixed_chars(self.stay, 11)
        self.stay.show_usual(Stop().stay_min)
        self.words = QuietLabel(wraps=False)
        self.remove = plain_button("Remove", f"Remove stop {number}")
        self.place.show_place(stop.place)
        if stop.stay_min != Stop().stay_min:
            self.stay.set_value(stop.stay_min)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(
            flow(
                labelled(f"then {number}", self.place),
                labelled("stay", self.stay),
                self.words,
                self.remove,
            )
        )
        self.place.picked.connect(self.edited)
        self.place.edited.connect(self.edited)
        self.stay.edited.connect(self.edited)
        self.remove.clicked.connect(lambda: self.removed.emit(self))


class StopList(QWidget):
    """The further stops of a call.

    Signals:
        edited: the person has changed them.
        new_place_asked: (PlaceField, str) a place is to be made for a stop.
    """

    edited = Signal()
    new_place_asked = Signal(object, str)

    def __init__(self, find: PlaceFinder) -> None:
        super().__init__()
        self._find = find
        self.lines: list[StopLine] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(GAP)
        self.hide()

    def stops(self) -> tuple[Stop, ...]:
        """Return the stops; raises InputError for one that can't be read."""
        stops = []
        for line in self.lines:
            if line.place.is_unknown:
                words = "No place is chosen for this stop: pick one of the list, or remove it."
                raise InputError([Problem("stops", words)])
            minutes = line.stay.minutes()
            stops.append(Stop(line.place.place, Stop().stay_min if minutes is None else minutes))
        return tuple(stops)

    def words(self) -> str:
        """Return everything typed here."""
        return "\n".join(line.place.text() for line in self.lines)

    def show_stops(self, stops: Sequence[Stop]) -> None:
        """Show these stops."""
        if [(line.place.place) for line in self.lines] == [stop.place for stop in stops]:
            return
        while self.lines:
            self._drop(self.lines[-1])
        for stop in stops:
            self._append(stop)

    def show_words(self, words: Sequence[str]) -> None:
        """Show times and miles beside the stops."""
        for line, said in zip(self.lines, words, strict=False):
            line.words.setText(said)

    def add(self) -> None:
        """Add one, ready to be typed."""
        line = self._append(Stop())
        line.place.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()

    def _append(self, stop: Stop) -> StopLine:
        line = StopLine(len(self.lines) + 1, self._find, stop)
        line.edited.connect(self.edited)
        line.removed.connect(self._on_removed)
        line.place.new_asked.connect(self._asker(line.place))
        self.lines.append(line)
        self._layout.addWidget(line)
        self.show()
        return line

    def _asker(self, field: PlaceField) -> Callable[[str], None]:
        return lambda typed: self.new_place_asked.emit(field, typed)

    def _drop(self, line: StopLine) -> None:
        self.lines.remove(line)
        self._layout.removeWidget(line)
        line.hide()
        line.deleteLater()
        self.setVisible(bool(self.lines))

    def _on_removed(self, line: StopLine) -> None:
        self._drop(line)
        self.edited.emit()
