"""Says in words what is at a spot on the map, a moment after it stopped moving."""

from PySide6.QtCore import QObject, QTimer, Signal

from nemt_desk.geo.shapes import LatLon, Point
from ui.shell.desk import Desk

_MOMENT_MS = 150


class Whereabouts(QObject):
    """Asks the map for the address or crossing near a spot.

    Signals:
        told: (str) what is there.
    """

    told = Signal(str)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._at: LatLon | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_MOMENT_MS)
        self._pause.timeout.connect(self._ask)

    def ask(self, at: LatLon | None) -> None:
        """Ask what is there; None: nothing is wanted any more."""
        self._at = at
        if at is None:
            self._pause.stop()
        else:
            self._pause.start()

    def _ask(self) -> None:
        at = self._at
        if at is None or self._desk.jobs.is_closed:
            return  # the office may be closed already: asking for its map would open it again
        known = self._desk.office.map
        if known is None:
            return
        spot = Point(*at)

        def tell(words: str) -> None:
            if self._at == at:
                self.told.emit(words)

        self._desk.jobs.read(
            lambda _progress: known.reverse(spot).words,
            tell,
            failed=lambda _error: tell(""),
            latest="map.where",
        )


def spot_words(at: LatLon, near: str) -> str:
    """Return `near 128 N Church St (36.18904, -76.46617)`."""
    degrees = f"{at[0]:.5f}, {at[1]:.5f}"
    return f"{near} ({degrees})" if near else degrees
