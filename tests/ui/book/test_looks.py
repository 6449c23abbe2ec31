"""How the page looks: names for screen readers, nothing cut at any text size."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.book.conftest import Hands, call_ann
from ui.theme.palette import Scheme
from ui.theme.theme import theme

KEY = Qt.Key
DAY = date(2026, 12, 1)


def test_every_field_has_an_accessible_name(hands: Hands) -> None:
    hands.key(KEY.Key_Insert)
    reachable = [
        widget
        for widget in hands.page.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisibleTo(hands.page)
    ]
    silent = [
        widget
        for widget in reachable
        if not widget.accessibleName() and not getattr(widget, "text", str)()
    ]
    assert [type(widget).__name__ for widget in silent] == []


@pytest.mark.parametrize("points", [10, 20])
def test_a_normal_booking_fits_and_large_text_is_never_cut(
    hands: Hands, qtbot: QtBot, qapp: QApplication, points: int
) -> None:
    theme().apply(qapp, Scheme.LIGHT, points)
    call_ann(hands, qtbot)
    for _ in range(3):  # what wraps asks for its height once its width is known
        QApplication.processEvents()
    area = hands.page.parts.area
    assert area.horizontalScrollBar().maximum() == 0
    if points == 10:
        assert area.verticalScrollBar().maximum() == 0
    for label in hands.page.findChildren(QLabel):
        if not label.isVisible() or not label.text():
            continue
        wanted = (
            label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
        )
        assert label.height() >= wanted - 1, label.text()
        if not label.wordWrap():
            assert label.width() >= label.sizeHint().width() - 1, label.text()
    for button in hands.page.findChildren(QAbstractButton):
        if button.isVisible() and button.text():
            assert button.width() >= button.minimumSizeHint().width(), button.text()
