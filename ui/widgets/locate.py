"""From an address to a point: found on the map as it is typed, asked back when it is a question.

Where there is no address a description will do; a pin may be typed as latitude, longitude.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import override

from PySide6.QtCore import QModelIndex, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QPushButton, QWidget

from nemt_desk.geo import Answer, Match, Point, Precision
from nemt_desk.geo.addresses.answers import Source
from nemt_desk.ground.errors import InputError, Problem
from nemt_desk.ground.words import fold
from nemt_desk.places.rows import PinSource
from nemt_desk.places.rules import Pin
from ui.theme.theme import GAP, SPACE, target_height, theme
from ui.widgets.fields import LineField
from ui.widgets.layout import QuietLabel, column, plain_label, row
from ui.widgets.people_words import PINS, ROUGH_PINS

_SOURCES: dict[Precision, PinSource] = {
    Precision.PIN: PinSource.PIN,
    Precision.POINT: PinSource.POINT,
    Precision.PLACE: PinSource.POINT,
    Precision.RANGE: PinSource.RANGE,
    Precision.INTERSECTION: PinSource.RANGE,
    Precision.STREET: PinSource.STREET,
    Precision.ZIP: PinSource.ZIP,
    Precision.TOWN: PinSource.TOWN,
}
_MATCHES: dict[Precision, str] = {
    Precision.INTERSECTION: "street crossing",
    Precision.PLACE: "named place",
}
_NO_MAP = "There is no map yet: the address is kept and can be found later, or type a pin."
_NO_PIN = "No pin yet: miles can't be counted to it."
_KEPT = "The pin was set by hand and stays. Press “Find on the map” to use the new address."
_ROUGH = "The map knows only roughly where this is. Choose one of these, or set a pin on the map."
_BAD_PIN = "Type a pin as latitude, longitude, like 47.2372, -93.5302."
_MOST_LINES = 6

type Geocode = Callable[[str], Answer | None]


@dataclass(frozen=True, slots=True)
class Address:
    """What is looked up."""

    street: str
    town: str = ""
    state: str = ""
    zip: str = ""

    @property
    def text(self) -> str:
        """The address in one line."""
        area = " ".join(part for part in (self.state, self.zip) if part)
        return ", ".join(part for part in (self.street, self.town, area) if part)


def match_words(match: Match) -> str:
    """Return a candidate in words: what it is, how exact, what is doubtful."""
    how = _MATCHES.get(match.precision) or PINS[_SOURCES[match.precision]]
    doubt = f" · {match.why_not_better}" if match.why_not_better else ""
    return f"{match.text} · {how}{doubt}"


def source_of(precision: Precision) -> PinSource:
    """Return what a found point is kept as.

    Another place's pin is this one's house point: it must not stay when the address changes.
    """
    return PinSource.POINT if precision is Precision.PIN else _SOURCES[precision]


def pin_words(pin: Pin | None) -> str:
    """Return where a pin comes from and where it is."""
    if pin is None:
        return _NO_PIN
    rough = " (miles will be rough)" if pin.source in ROUGH_PINS else ""
    return f"On the map: {PINS[pin.source]}{rough} · {pin.lat:.5f}, {pin.lon:.5f}"


def typed_pin(text: str) -> Pin | None:
    """Read `47.2372, -93.5302`; nothing is no pin.

    Raises:
        InputError: it is no point on the earth.
    """
    if not text.strip():
        return None
    parts = text.replace(",", " ").split()
    try:
        lat, lon = (float(part) for part in parts)
    except ValueError:
        raise InputError([Problem("pin", _BAD_PIN)]) from None
    if not (abs(lat) <= 90 and abs(lon) <= 180):
        raise InputError([Problem("pin", _BAD_PIN)])
    return Pin(lat, lon, PinSource.PIN)


class _Candidates(QListView):
    """Matches to choose from: arrows and Enter, or a click."""

    taken = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._words = QStringListModel(self)
        self.setModel(self._words)
        self.setAccessibleName("Places this address may mean")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setWordWrap(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._on_clicked)

    def show_lines(self, lines: list[str]) -> None:
        """Show lines; none hides the list."""
        self._words.setStringList(lines)
        self.setVisible(bool(lines))
        if lines:
            height = max(self.sizeHintForRow(0), self.fontMetrics().height() + GAP)
            self.setFixedHeight(height * min(len(lines), _MOST_LINES) + 2 * self.frameWidth() + GAP)
            self.setCurrentIndex(self._words.index(0, 0))

    def lines(self) -> list[str]:
        """Return what can be chosen."""
        return self._words.stringList()

    def _on_clicked(self, index: QModelIndex) -> None:
        self.taken.emit(index.row())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.taken.emit(self.currentIndex().row())
            return
        super().keyPressEvent(event)


class PinField(QWidget):
    """The point of an address; its value is a Pin or None.

    Signals:
        edited: the pin has changed.
        map_asked: somebody wants to set the pin on the map.
    """

    edited = Signal()
    map_asked = Signal()

    def __init__(self, find: Geocode, address: Callable[[], Address]) -> None:
        super().__init__()
        self._find = find
        self._address = address
        self._pin: Pin | None = None
        self._found_for = ""
        self._matches: tuple[Match, ...] = ()
        self._asks = False
        self.words = plain_label(_NO_PIN, name="Where it is on the map")
        self.doubt = QuietLabel()
        self.candidates = _Candidates()
        self.candidates.taken.connect(self._on_taken)
        self.typed = LineField(chars=22)
        self.typed.setPlaceholderText("47.2372, -93.5302")
        self.typed.setAccessibleName("Pin as latitude, longitude")
        self.typed.edited.connect(self._on_pin_typed)
        self.find_button = QPushButton("&Find on the map")
        self.map_button = QPushButton("Se&t on the map")
        self.clear_button = QPushButton("No pin")
        self.find_button.setAccessibleName("Find the address on the map")
        self.map_button.setAccessibleName("Set the pin on the map")
        self.clear_button.setAccessibleName("Remove the pin")
        self.find_button.clicked.connect(self.look_up)
        self.map_button.clicked.connect(self.map_asked)
        self.clear_button.clicked.connect(self._on_cleared)
        buttons = (self.find_button, self.map_button, self.clear_button)
        for button in buttons:
            button.setAutoDefault(False)
        line = row(*buttons, None, space=GAP)
        own = row(QuietLabel("or a pin", wraps=False), self.typed, None)
        self.setLayout(column(self.words, self.doubt, self.candidates, line, own, space=GAP))
        theme().changed.connect(self._size)
        self._size()
        self._say("", [])
        self.setFocusProxy(self.find_button)

    def value(self) -> object:
        """Return the pin; raises InputError if the typed one can't be read."""
        typed_pin(self.typed.text())
        return self._pin

    def set_value(self, value: object) -> None:
        """Show a pin as kept for the address of the moment."""
        self._pin = value if isinstance(value, Pin) else None
        self._found_for = self._folded()
        self._matches = ()
        self._asks = False
        self.typed.set_value("")
        self._say("", [])

    @property
    def question(self) -> str:
        """What the map still asks about the address, in words; nothing if all is clear."""
        return self.doubt.text() if self._asks and self._pin is None else ""

    def asked(self) -> QWidget:
        """Return where its question is answered."""
        return self.candidates if self.candidates.lines() else self.find_button

    def on_address_left(self) -> None:
        """Look the address up if it is another one than before; a pin set by hand stays."""
        now = self._folded()
        if now == self._found_for or not self._address().street:
            return
        if self._pin is not None and self._pin.source is PinSource.PIN:
            self._found_for = now
            self._say(_KEPT, [])
            return
        self.look_up()

    def look_up(self) -> None:
        """Find the address and take the pin, or ask which one is meant."""
        self._found_for = self._folded()
        answer = self._find(self._address().text)
        best = answer.best if answer is not None else None
        if best is not None and best.precision.is_rough:
            # Miles to the middle of a street or town are wrong: a person decides.
            best = None
        self._asks = answer is not None and best is None
        if best is not None:
            self._take(best)
            return
        # The pin of another address would count wrong miles: none is better.
        self._put(None)
        if answer is None:
            self._say(_NO_MAP, [])
            return
        self._matches = answer.matches
        self._say(answer.question or _ROUGH, [match_words(match) for match in answer.matches])

    def take_known(self, at: Point, precision: Precision) -> None:
        """Take the point of an address that was chosen while typing it; a rough one is asked."""
        self.typed.set_value("")
        self._matches = ()
        self._asks = False
        if precision.is_rough:
            self._put(None)
            self._found_for = ""
        else:
            self._found_for = self._folded()
            self._put(Pin(at.lat, at.lon, source_of(precision)))
        self._say("", [])

    def _folded(self) -> str:
        return fold(self._address().text)

    def _take(self, match: Match) -> None:
        self._matches = ()
        self.typed.set_value("")
        is_own = match.precision is Precision.PIN and match.source == Source.PIN
        source = source_of(match.precision) if is_own else _SOURCES[match.precision]
        self._put(Pin(match.lat, match.lon, source))
        self._say(f"{match.text}. {match.why_not_better}" if match.why_not_better else "", [])

    def _put(self, pin: Pin | None) -> None:
        if pin != self._pin:
            self._pin = pin
            self.edited.emit()

    def _say(self, doubt: str, lines: list[str]) -> None:
        self.words.setText(pin_words(self._pin))
        self.clear_button.setEnabled(self._pin is not None)
        self.doubt.setText(doubt)
        self.doubt.setVisible(bool(doubt))
        self.candidates.show_lines(lines)

    def _size(self) -> None:
        for button in (self.find_button, self.map_button, self.clear_button):
            button.setMinimumHeight(target_height())
        self.typed.setMinimumWidth(self.fontMetrics().averageCharWidth() * 22 + 2 * SPACE)

    def _on_taken(self, at: int) -> None:
        if 0 <= at < len(self._matches):
            self._take(self._matches[at])
            self.find_button.setFocus()

    def _on_pin_typed(self) -> None:
        try:
            pin = typed_pin(self.typed.text())
        except InputError as error:
            self._say(error.sentence, [])
            self.edited.emit()
            return
        if pin is not None:
            self._put(pin)
        self._say("", [])

    def _on_cleared(self) -> None:
        self.typed.set_value("")
        self._matches = ()
        self._put(None)
        self._say("", [])
