"""Fusion draws the edges of fields and boxes too pale for WCAG 1.4.11: this draws them at 3:1.

Used only where Fusion is; the Windows styles have their own. Adds lines, changes no layout but
the size of tick boxes, which grow with the text.
"""

from typing import override

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import (
    QPlainTextEdit,
    QProxyStyle,
    QStyle,
    QStyleOption,
    QTextEdit,
    QWidget,
)

_BOXES = {
    QStyle.PrimitiveElement.PE_FrameLineEdit,
    QStyle.PrimitiveElement.PE_IndicatorCheckBox,
}
_ROUND_ONE = QStyle.PrimitiveElement.PE_IndicatorRadioButton
_MARKS = {
    QStyle.PixelMetric.PM_IndicatorWidth,
    QStyle.PixelMetric.PM_IndicatorHeight,
    QStyle.PixelMetric.PM_ExclusiveIndicatorWidth,
    QStyle.PixelMetric.PM_ExclusiveIndicatorHeight,
}
_FRAME = QStyle.PrimitiveElement.PE_Frame
_CORNER = 2.0
_ROOM = {  # px beside the text of cells and headers, so that columns do not touch
    QStyle.PixelMetric.PM_FocusFrameHMargin: 6,
    QStyle.PixelMetric.PM_HeaderMargin: 6,
}


class OutlinedFusion(QProxyStyle):
    """Fusion with edges that can be seen."""

    def __init__(self) -> None:
        super().__init__("Fusion")
        self.edge = QColor("#767F87")
        self.focus = QColor("#0B5CAD")
        self.mark_px = 14

    @override
    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        super().drawPrimitive(element, option, painter, widget)
        is_note = element is _FRAME and isinstance(widget, QPlainTextEdit | QTextEdit)
        if element not in _BOXES and element is not _ROUND_ONE and not is_note:
            return
        has_focus = bool(option.state & QStyle.StateFlag.State_HasFocus)
        is_on = bool(option.state & QStyle.StateFlag.State_Enabled)
        pen = QPen(self.focus if has_focus else self.edge, 2.0 if has_focus and is_on else 1.0)
        inset = pen.widthF() / 2
        place = QRectF(option.rect).adjusted(inset, inset, -inset, -inset)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(pen)
        if element is _ROUND_ONE:
            painter.drawEllipse(place)
        else:
            painter.drawRoundedRect(place, _CORNER, _CORNER)
        painter.restore()

    @override
    def pixelMetric(
        self,
        metric: QStyle.PixelMetric,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
    ) -> int:
        if metric in _MARKS:
            return self.mark_px
        if metric in _ROOM:
            return _ROOM[metric]
        return super().pixelMetric(metric, option, widget)
