"""The look of the moment: scheme and text size, put on the application in one place."""

import sys
from enum import StrEnum
from functools import cache

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from ui.theme.outline import OutlinedFusion
from ui.theme.palette import Scheme, edge_of, palette_of


class TextSize(StrEnum):
    """How large the text is."""

    S = "S"
    M = "M"
    L = "L"
    XL = "XL"
    XXL = "XXL"


# Points. XXL is the 200 % of product.md's promise 9.
POINTS = {TextSize.S: 9, TextSize.M: 10, TextSize.L: 12, TextSize.XL: 15, TextSize.XXL: 20}
BODY_POINTS = POINTS[TextSize.M]

GAP, SPACE, BLOCK, WIDE = 4, 8, 16, 24  # px between things, as ui.md says
_ROW_PX = 28
_TARGET_PX = 24
_MARK_PX = 14


class Theme(QObject):
    """What the window looks like now.

    Signals:
        changed: scheme or text size has changed; painters drop what they have cached.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.scheme = Scheme.LIGHT
        self.points: int = BODY_POINTS

    def apply(self, app: QApplication, wanted: Scheme, points: int) -> None:
        """Put scheme and text size on the application; raises nothing, keeps native styles."""
        self.scheme, self.points = _resolved(wanted), points
        _ask_the_platform(self.scheme, wanted)
        font = QFont(app.font())
        font.setPointSize(points)
        if is_native():
            own = self.scheme is Scheme.CONTRAST is wanted
            app.setPalette(palette_of(self.scheme) if own else QPalette())
        else:
            app.setStyle(self._fusion(QFontMetrics(font).height()))
            app.setPalette(palette_of(self.scheme))
        app.setFont(font)
        # Qt posts the news of a font; whoever hears `changed` measures text and needs it now.
        app.sendPostedEvents(None, QEvent.Type.ApplicationFontChange.value)
        self.changed.emit()

    def _fusion(self, text_px: int) -> OutlinedFusion:
        """Return a fresh style: the application owns and deletes the one before."""
        style = OutlinedFusion()
        palette = palette_of(self.scheme)
        style.edge = QColor(edge_of(self.scheme))
        style.focus = palette.color(QPalette.ColorRole.Accent)
        style.mark_px = max(_MARK_PX, text_px - 2)
        return style


@cache
def theme() -> Theme:
    """Return the one theme."""
    return Theme()


def is_native() -> bool:
    """Tell whether the platform's own style is used (Windows)."""
    return sys.platform == "win32"


def row_height() -> int:
    """Return the height of a table row in px: 28 at 100 % text."""
    return max(_ROW_PX, text_height() + 2 * GAP)


def target_height() -> int:
    """Return the least height in px of anything that is clicked."""
    return max(_TARGET_PX, text_height() + GAP)


def text_height() -> int:
    """Return the height of a line of body text in px."""
    return QFontMetrics(QApplication.font()).height()


def larger(font: QFont, *, factor: float, bold: bool = True) -> QFont:
    """Return `font` made larger: for heads and big figures."""
    grown = QFont(font)
    grown.setPointSizeF(font.pointSizeF() * factor)
    grown.setBold(bold)
    return grown


def _resolved(wanted: Scheme) -> Scheme:
    hints = QGuiApplication.styleHints()
    if wanted is not Scheme.SYSTEM:
        return wanted
    if hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast:
        return Scheme.CONTRAST
    return Scheme.DARK if hints.colorScheme() is Qt.ColorScheme.Dark else Scheme.LIGHT


def _ask_the_platform(scheme: Scheme, wanted: Scheme) -> None:
    hints = QGuiApplication.styleHints()
    if wanted is Scheme.SYSTEM:
        hints.unsetColorScheme()
    elif scheme is Scheme.LIGHT:
        hints.setColorScheme(Qt.ColorScheme.Light)
    else:
        hints.setColorScheme(Qt.ColorScheme.Dark)
