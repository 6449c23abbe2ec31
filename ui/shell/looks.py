"""Text size and scheme as the person chose them, kept in the prefs."""

from typing import cast

from PySide6.QtWidgets import QApplication

from ui.theme.palette import Scheme
from ui.theme.theme import POINTS, TextSize, theme
from ui.widgets.prefs import Prefs

_SIZE, _SCHEME = "text_size", "scheme"


def apply_looks(prefs: Prefs) -> None:
    """Put the chosen looks on the application."""
    app = cast("QApplication", QApplication.instance())
    theme().apply(app, chosen_scheme(prefs), POINTS[chosen_size(prefs)])


def chosen_scheme(prefs: Prefs) -> Scheme:
    """Return the scheme chosen, the desktop's own at first."""
    name = prefs.text(_SCHEME, Scheme.SYSTEM)
    return Scheme(name) if name in set(Scheme) else Scheme.SYSTEM


def chosen_size(prefs: Prefs) -> TextSize:
    """Return the text size chosen, M at first."""
    name = prefs.text(_SIZE, TextSize.M)
    return TextSize(name) if name in set(TextSize) else TextSize.M


def choose_scheme(prefs: Prefs, scheme: Scheme) -> None:
    """Take another scheme and keep it."""
    prefs.keep(_SCHEME, str(scheme))
    apply_looks(prefs)


def choose_size(prefs: Prefs, size: TextSize) -> None:
    """Take another text size and keep it."""
    prefs.keep(_SIZE, str(size))
    apply_looks(prefs)


def text_larger(prefs: Prefs) -> None:
    """Take the next larger text."""
    _step(prefs, 1)


def text_smaller(prefs: Prefs) -> None:
    """Take the next smaller text."""
    _step(prefs, -1)


def next_scheme(prefs: Prefs) -> None:
    """Go round: system, light, dark, high contrast."""
    order = list(Scheme)
    choose_scheme(prefs, order[(order.index(chosen_scheme(prefs)) + 1) % len(order)])


def _step(prefs: Prefs, by: int) -> None:
    order = list(TextSize)
    at = order.index(chosen_size(prefs)) + by
    choose_size(prefs, order[max(0, min(at, len(order) - 1))])
