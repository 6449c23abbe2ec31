"""Actions as records: no two of one id or key where both could answer."""

import pytest
from pytestqt.qtbot import QtBot

from ui.actions.action import EVERYWHERE, Action, ActionRegistry
from ui.actions.button import ActionButton


def _do_nothing() -> None:
    return None


def _action(name: str, key: str = "", *, fallback: bool = False) -> Action:
    return Action(name, name, _do_nothing, key, fallback=fallback)


def test_a_second_id_is_refused() -> None:
    registry = ActionRegistry()
    registry.add("board", [_action("board.assign")])
    with pytest.raises(ValueError, match=r"board\.assign"):
        registry.add("book", [_action("board.assign")])


@pytest.mark.parametrize("second", ["Ctrl+S", "ctrl+s"])
def test_a_second_key_on_one_page_is_refused(second: str) -> None:
    registry = ActionRegistry()
    registry.add("board", [_action("board.one", "Ctrl+S")])
    with pytest.raises(ValueError, match="both want"):
        registry.add("board", [_action("board.two", second)])


def test_a_page_may_not_take_the_shells_key_but_may_answer_a_common_one() -> None:
    registry = ActionRegistry()
    registry.add(
        EVERYWHERE, [_action("shell.lock", "Ctrl+L"), _action("shell.find", "F3", fallback=True)]
    )
    with pytest.raises(ValueError, match="both want"):
        registry.add("board", [_action("board.lock", "Ctrl+L")])
    registry.add("book", [_action("book.find", "F3")])
    assert [action.id for action in registry.of("book")] == ["book.find", "shell.lock"]
    assert [action.id for action in registry.of("map")] == ["shell.lock", "shell.find"]


def test_two_pages_may_use_one_key() -> None:
    registry = ActionRegistry()
    registry.add("board", [_action("board.print", "Ctrl+P")])
    registry.add("book", [_action("book.print", "Ctrl+P")])
    assert [action.id for action in registry] == ["board.print", "book.print"]


def test_a_button_says_words_and_key_and_asks_whether_it_may(qtbot: QtBot) -> None:
    done: list[str] = []
    may = [False]
    action = Action(
        "a.b", "&Save and next", lambda: done.append("x"), "Ctrl+Return", enabled=lambda: may[0]
    )
    button = ActionButton(action)
    qtbot.addWidget(button)
    assert button.text() == "&Save and next  Ctrl+Enter"
    assert button.accessibleName() == "Save and next"
    button.click()
    may[0] = True
    button.refresh()
    button.click()
    assert done == ["x"]
