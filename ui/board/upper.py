"""What stands above the day: as high as it needs, but never most of the page; then it scrolls."""

from typing import override

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget

_MOST = 0.3


class Upper(QScrollArea):
    """Holds buttons and strips; `of` is the page whose height it shares."""

    def __init__(self, content: QWidget, of: QWidget) -> None:
        super().__init__()
        self._content = content
        self._of = of
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName("Buttons and strips above the day")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(content)
        content.installEventFilter(self)
        of.installEventFilter(self)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)

    def wanted(self) -> int:
        """Return how high all of it would be."""
        layout = self._content.layout()
        if layout is None or not layout.hasHeightForWidth():
            return self._content.sizeHint().height()
        return layout.heightForWidth(self.viewport().width())

    def _fit(self) -> None:
        high = min(self.wanted(), round(self._of.height() * _MOST))
        if high != self.height():
            self.setFixedHeight(high)

    def _on_focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self._content.isAncestorOf(now):
            self.ensureWidgetVisible(now)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.LayoutRequest, QEvent.Type.Resize, QEvent.Type.Show}:
            self._fit()
        return False

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
