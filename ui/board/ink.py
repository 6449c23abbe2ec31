"""What the timeline paints with: fonts, pens and colours of the moment, made once for all lanes."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QPalette, QPen

from ui.theme.palette import Scheme
from ui.theme.status import look, quiet_colour
from ui.theme.theme import theme

_SMALL = 0.85
_STROKES = "#707070"


@dataclass(frozen=True, slots=True)
class BarInk:
    """How a bar of one status is drawn."""

    icon: str
    text: QColor
    fill: QBrush
    edge: QPen
    dashed: QPen


class Ink:
    """Fonts and colours; a new one when theme, palette or font change."""

    def __init__(self, font: QFont, palette: QPalette) -> None:
        self.plain = QFont(font)
        self.bold = QFont(font)
        self.bold.setBold(True)
        self.small = QFont(font)
        self.small.setPointSizeF(font.pointSizeF() * _SMALL)
        self.metrics = QFontMetrics(self.plain)
        self.bold_metrics = QFontMetrics(self.bold)
        self.small_metrics = QFontMetrics(self.small)
        self.side = self.metrics.height() - 2
        self.small_side = self.small_metrics.height() - 2
        self.quiet = QColor(quiet_colour())
        role = QPalette.ColorRole
        self.window = palette.color(role.Window)
        self.base = palette.color(role.Base)
        self.closed = palette.color(role.Midlight)
        self.mid = palette.color(role.Mid)
        self.text = palette.color(role.Text)
        self.head_text = palette.color(role.WindowText)
        self.accent = palette.color(role.Accent)
        self.strokes = QBrush(QColor(_STROKES), Qt.BrushStyle.BDiagPattern)
        self.is_contrast = theme().scheme is Scheme.CONTRAST
        self._bars: dict[str, BarInk] = {}
        self._widths: dict[str, int] = {}
        self._small_widths: dict[str, int] = {}

    def width(self, text: str) -> int:
        """Return how wide a text is; measured once."""
        found = self._widths.get(text)
        if found is None:
            found = self._widths[text] = self.metrics.horizontalAdvance(text)
        return found

    def small_width(self, text: str) -> int:
        """Return how wide a text is in the small font; measured once."""
        found = self._small_widths.get(text)
        if found is None:
            found = self._small_widths[text] = self.small_metrics.horizontalAdvance(text)
        return found

    def fitted(self, text: str, width: int) -> str:
        """Return a text, ending in an ellipsis where it has no room."""
        if self.width(text) <= width:
            return text
        return self.metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, width))

    def bar(self, status: str) -> BarInk:
        """Return how a bar of that status is drawn."""
        found = self._bars.get(status)
        if found is None:
            shown = look(status)
            edge = QPen(QColor(shown.border), 1.4)
            dashed = QPen(edge)
            dashed.setStyle(Qt.PenStyle.DashLine)
            fill = QBrush(QColor(shown.fill))
            found = BarInk(
                shown.icon, QColor(shown.text), fill, dashed if shown.dashed else edge, dashed
            )
            self._bars[status] = found
        return found
