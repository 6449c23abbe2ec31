"""What the page may say to the program: keys of marks, where the pen is, three words. No more."""

from PySide6.QtCore import QObject, Signal, Slot

_LONGEST = 80
_WORDS = frozenset({"add", "back", "done"})


class Bridge(QObject):
    """The page's one way back.

    Signals:
        was_ready: the page has loaded and listens.
        was_chosen: (key) a mark was clicked.
        was_opened: (key) a mark was double-clicked.
        was_put: (lat, lon) pin or cross-hair was put somewhere, in degrees.
        was_said: (word) `add` this spot, take the last one `back`, it is `done`.
    """

    was_ready = Signal()
    was_chosen = Signal(str)
    was_opened = Signal(str)
    was_put = Signal(float, float)
    was_said = Signal(str)

    @Slot()
    def came_up(self) -> None:
        """Say that the page listens."""
        self.was_ready.emit()

    @Slot(str)
    def chose(self, key: str) -> None:
        """Say which mark was clicked; an empty key is the bare ground."""
        if len(key) <= _LONGEST:
            self.was_chosen.emit(key)

    @Slot(str)
    def opened(self, key: str) -> None:
        """Say which mark was double-clicked."""
        if len(key) <= _LONGEST:
            self.was_opened.emit(key)

    @Slot(float, float)
    def pen_put(self, lat: float, lon: float) -> None:
        """Say where pin or cross-hair is now."""
        if -90 <= lat <= 90 and -180 <= lon <= 180:
            self.was_put.emit(lat, lon)

    @Slot(str)
    def pen_said(self, word: str) -> None:
        """Say one of the three words."""
        if word in _WORDS:
            self.was_said.emit(word)
