"""Small hands for building layouts in code: spacing, plain labels, scrolling."""

from typing import override

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.theme.status import quiet_colour
from ui.theme.theme import BLOCK, SPACE, larger, theme


def row(*widgets: QWidget | QLayout | None, space: int = SPACE, margin: int = 0) -> QHBoxLayout:
    """Return a line of widgets; None stretches."""
    return _filled(QHBoxLayout(), widgets, space, margin)


def column(*widgets: QWidget | QLayout | None, space: int = SPACE, margin: int = 0) -> QVBoxLayout:
    """Return a column of widgets; None stretches."""
    return _filled(QVBoxLayout(), widgets, space, margin)


def _filled[L: QBoxLayout](
    box: L, widgets: tuple[QWidget | QLayout | None, ...], space: int, margin: int
) -> L:
    box.setSpacing(space)
    box.setContentsMargins(margin, margin, margin, margin)
    for item in widgets:
        if item is None:
            box.addStretch(1)
        elif isinstance(item, QWidget):
            box.addWidget(item)
        else:
            box.addLayout(item)
    return box


def panel(content: QLayout) -> QWidget:
    """Return a widget around a layout."""
    widget = QWidget()
    widget.setLayout(content)
    return widget


def plain_label(text: str = "", *, name: str = "") -> QLabel:
    """Return a label that shows text as typed, never as markup; it wraps and can be copied."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if name:
        label.setAccessibleName(name)
    return label


class Heading(QLabel):
    """A plain heading that grows with the text size."""

    def __init__(self, text: str, factor: float = 1.2) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)
        self._factor = factor
        self._grow()
        theme().changed.connect(self._grow)

    def _grow(self) -> None:
        font = self.font()
        font.setPointSize(theme().points)
        self.setFont(larger(font, factor=self._factor))


def heading(text: str) -> Heading:
    """Return a section heading."""
    return Heading(text)


class QuietLabel(QLabel):
    """Help and counts: plain, in the quieter text colour of the scheme."""

    def __init__(self, text: str = "", *, wraps: bool = True) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)
        self.setWordWrap(wraps)
        self._tint()
        theme().changed.connect(self._tint)

    def _tint(self) -> None:
        tint(self, quiet_colour())


class ElidedLabel(QWidget):
    """One plain line that ends in … where there is no room; the tooltip holds all of it."""

    def __init__(self, text: str = "", *, right: bool = False) -> None:
        super().__init__()
        self._text = text
        self._side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def text(self) -> str:
        """Return the whole text."""
        return self._text

    def set_text(self, text: str) -> None:
        """Show another text."""
        if text == self._text:
            return
        self._text = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self._text) + SPACE, metrics.height() + SPACE)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        shown = self.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip("" if shown == self._text else self._text)
        painter = QPainter(self)
        painter.drawText(self.rect(), int(self._side | Qt.AlignmentFlag.AlignVCenter), shown)


def tint(widget: QWidget, colour: str) -> None:
    """Give a widget another text colour."""
    palette = QPalette(widget.palette())
    palette.setColor(QPalette.ColorRole.WindowText, QColor(colour))
    widget.setPalette(palette)


class Line(QFrame):
    """A thin line between two parts."""

    def __init__(self, *, upright: bool = False) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.VLine if upright else QFrame.Shape.HLine)
        self.setFrameShadow(QFrame.Shadow.Plain)
        self._tint()
        theme().changed.connect(self._tint)

    def _tint(self) -> None:
        tint(self, QApplication.palette().color(QPalette.ColorRole.Mid).name())


def line() -> Line:
    """Return a thin line across."""
    return Line()


class _FollowingArea(QScrollArea):
    """Scrolls to whatever inside gets the focus; Qt itself does so for Tab alone."""

    def __init__(self) -> None:
        super().__init__()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)

    def _on_focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        content = self.widget()
        if now is not None and content is not None and content.isAncestorOf(now):
            self.ensureWidgetVisible(now)


def scrolling(content: QWidget, *, margin: int = BLOCK, to_top: bool = True) -> QScrollArea:
    """Return an area that scrolls `content`, so that large text is never cut off.

    With `to_top` what is left of the height stays empty below it.
    """
    area = _FollowingArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setAccessibleName("Scrolls with the arrow keys")
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
    inner = column(content, None, margin=margin) if to_top else column(content, margin=margin)
    area.setWidget(panel(inner))
    return area


def centred(card: QWidget) -> QWidget:
    """Return a widget that keeps a card in the middle, a little above it."""
    middle = row(None, card, None, space=SPACE)
    middle.setStretch(1, 100)
    holder = column(None, middle, None)
    holder.setStretch(0, 1)
    holder.setStretch(2, 2)
    return panel(holder)
