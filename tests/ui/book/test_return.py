"""The way home: its access key leads to what is ticked and clicks nothing."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from nemt_desk.trips.rows import ReturnKind
from tests.ui.book.conftest import Hands

KEY = Qt.Key


def test_the_return_key_leads_to_what_is_ticked_and_changes_nothing(
    hands: Hands, qtbot: QtBot
) -> None:
    hands.type("schro")
    hands.key(KEY.Key_Return)
    hands.settle(qtbot)
    returns = hands.page.form.returns
    hands.alt("u")
    hands.key(KEY.Key_Right)
    hands.page.who.setFocus()
    hands.alt("u")
    assert hands.focus is returns[ReturnKind.WILL_CALL]
    # A button that was pressed by the shortcut would click itself a little later.
    assert not any(button.isDown() for button in returns.values())
