"""Beside the pin: its Plus Code, and the street point the look-up found, to go back to."""

import math

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from nemt_desk.geo import Point, plus_code
from nemt_desk.places.rows import PinSource
from nemt_desk.places.rules import Pin
from ui.theme.theme import GAP, target_height, theme
from ui.widgets.layout import column, plain_label, row
from ui.widgets.locate import PinField

_WINDS = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")
_FOOT_M = 0.3048
_FEET_PER_MILE = 5280
_NEAR_FEET = 15
type LatLon = tuple[float, float]


def away_words(pin: LatLon, street: LatLon) -> str:
    """Return how far and which way the pin stands from the street point: `430 ft north-east`."""
    metres = Point(*street).distance_m(Point(*pin))
    feet = metres / _FOOT_M
    if feet < _NEAR_FEET:
        return ""
    north = pin[0] - street[0]
    east = (pin[1] - street[1]) * math.cos(math.radians(street[0]))
    wind = _WINDS[round(math.degrees(math.atan2(east, north)) / 45) % len(_WINDS)]
    long = (
        f"{feet / _FEET_PER_MILE:.1f} mi"
        if feet >= _FEET_PER_MILE / 5
        else f"{max(10, round(feet, -1)):.0f} ft"
    )
    return f"{long} {wind}"


class StreetField(QWidget):
    """Where the look-up put the address; its value is (lat, lon) or None. Follows the pin.

    Signals:
        edited: the street point has changed.
    """

    edited = Signal()

    def __init__(self, pin: PinField) -> None:
        super().__init__()
        self._pin = pin
        self._last: Pin | None = None
        self._street: LatLon | None = None
        self.words = plain_label(name="Street point and Plus Code")
        self.copy_button = QPushButton("Copy the Plus Code")
        self.back_button = QPushButton("&Back to the street point")
        for button in (self.copy_button, self.back_button):
            button.setAutoDefault(False)
        self.copy_button.clicked.connect(self.copy_code)
        self.back_button.clicked.connect(self.go_back)
        buttons = row(self.copy_button, self.back_button, None, space=GAP)
        self.setLayout(column(self.words, buttons, space=GAP))
        self.setFocusProxy(self.copy_button)
        pin.edited.connect(self._on_pin_edited)
        theme().changed.connect(self._size)
        self._size()
        self._show()

    @property
    def code(self) -> str:
        """The Plus Code of the pin, empty without one."""
        return plus_code(Point(self._last.lat, self._last.lon)) if self._last else ""

    def value(self) -> object:
        """Return the street point, or None."""
        return self._street

    def set_value(self, value: object) -> None:
        """Show the street point as it is kept; the pin was filled in before."""
        self._last = self._pin_now()
        self._street = value if isinstance(value, tuple) else None
        self._show()

    def put(self, street: LatLon | None) -> None:
        """Take another street point, of another address."""
        if street != self._street:
            self._street = street
            self._show()
            self.edited.emit()

    def go_back(self) -> None:
        """Put the pin back to the street point."""
        if self._street is not None:
            self._pin.set_value(Pin(*self._street, PinSource.RANGE))
            self._pin.edited.emit()

    def copy_code(self) -> None:
        """Put the Plus Code onto the clipboard."""
        QApplication.clipboard().setText(self.code)

    def _pin_now(self) -> Pin | None:
        value = self._pin.value()
        return value if isinstance(value, Pin) else None

    def _on_pin_edited(self) -> None:
        before, self._last = self._last, self._pin_now()
        self._street = _street_after(before, self._last, self._street)
        self._show()
        self.edited.emit()

    def _show(self) -> None:
        pin, street = self._last, self._street
        lines = [f"Plus Code {self.code}"] if pin is not None else []
        away = away_words((pin.lat, pin.lon), street) if pin and street else ""
        if away:
            lines.append(f"The pin stands {away} of where the map has the address.")
        elif street is not None:
            lines.append("The pin stands where the map has the address.")
        self.words.setText("\n".join(lines))
        self.words.setVisible(bool(lines))
        self.copy_button.setVisible(pin is not None)
        self.back_button.setVisible(bool(away))

    def _size(self) -> None:
        for button in (self.copy_button, self.back_button):
            button.setMinimumHeight(target_height())


def _street_after(before: Pin | None, now: Pin | None, street: LatLon | None) -> LatLon | None:
    """Return the street point after the pin has changed: a looked-up pin is one itself."""
    if now is None:
        return None
    if now.source is not PinSource.PIN:
        return now.lat, now.lon
    if street is None and before is not None and before.source is not PinSource.PIN:
        return before.lat, before.lon
    return street
