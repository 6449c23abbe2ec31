"""The chip that shows a status: icon, word and border on its own ground; in tables and alone."""

from typing import override

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.theme.icons import pixmap
from ui.theme.status import Look, look
from ui.theme.theme import GAP, theme
from ui.widgets.rows import STATUS_ROLE, Index

_ROUND = 4


def chip_size(metrics: QFontMetrics, shown: Look) -> QSize:
    """Return the room a chip needs."""
    width = metrics.height() + metrics.horizontalAdvance(shown.word) + 5 * GAP
    return QSize(width, metrics.height() + GAP)


def paint_chip(painter: QPainter, place: QRect, shown: Look) -> None:
    """Draw a chip at the left of `place`, in its middle."""
    metrics = painter.fontMetrics()
    size = chip_size(metrics, shown)
    height = min(size.height(), place.height())
    top = place.top() + (place.height() - height) // 2
    chip = QRect(place.left(), top, min(size.width(), place.width()), height)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(QColor(shown.border), 1.2)
    if shown.dashed:
        pen.setStyle(Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.setBrush(QColor(shown.fill))
    painter.drawRoundedRect(QRectF(chip).adjusted(0.5, 0.5, -0.5, -0.5), _ROUND, _ROUND)
    side = metrics.height() - 2
    at = chip.left() + 2 * GAP - 2
    painter.drawPixmap(
        at, chip.top() + (chip.height() - side) // 2, pixmap(shown.icon, shown.text, side)
    )
    painter.setPen(QColor(shown.text))
    words = QRect(chip)
    words.setLeft(at + side + GAP)
    shown_word = metrics.elidedText(shown.word, Qt.TextElideMode.ElideRight, words.width())
    painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), shown_word)
    painter.restore()


class StatusDelegate(QStyledItemDelegate):
    """Paints cells that hold a status as chips, all others as the style does."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        key = index.data(STATUS_ROLE)
        if not key:
            super().paint(painter, option, index)
            return
        self.initStyleOption(option, index)
        option.text = ""
        widget: QWidget = option.widget
        widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, widget)
        place: QRect = option.rect
        painter.setFont(option.font)
        paint_chip(painter, place.adjusted(GAP, 0, -GAP, 0), look(str(key)))


class StatusLabel(QWidget):
    """A status beside other words."""

    def __init__(self, key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_status(key)
        theme().changed.connect(self._on_theme_changed)

    def status(self) -> str:
        """Return the key shown."""
        return self._key

    def set_status(self, key: str) -> None:
        """Show another status; an empty key shows nothing."""
        self._key = key
        self.setAccessibleName(look(key).word if key else "")
        self._on_theme_changed()

    def _on_theme_changed(self) -> None:
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return chip_size(self.fontMetrics(), look(self._key)) if self._key else QSize(0, 0)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._key:
            painter = QPainter(self)
            paint_chip(painter, self.rect(), look(self._key))
