"""Coming in: signing in, the first start, the lock."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QScrollArea
from pytestqt.qtbot import QtBot

from nemt_desk.ground.errors import EnvironmentProblem
from tests.ui.conftest import LOGIN, PASSWORD, Door, FakePage
from tests.ui.hands import ALT, CTRL, press, type_in
from ui.shell.entrance import WRONG
from ui.shell.first_start import FirstStart
from ui.shell.idle import IdleWatch
from ui.shell.recovery import RecoveryCode
from ui.shell.signin import SignIn
from ui.shell.window import MainWindow
from ui.theme.palette import Scheme
from ui.theme.theme import theme


def _cover[T](window: MainWindow, kind: type[T]) -> T:
    cover = window.cover
    assert isinstance(cover, kind)
    return cover


def _sign_in(qtbot: QtBot, window: MainWindow, login: str, password: str) -> SignIn:
    view = _cover(window, SignIn)
    if not view.login.isReadOnly():
        view.login.setText(login)
    type_in(view.password, password)
    press(view.password, Qt.Key.Key_Return)
    return view


def test_the_right_password_opens_the_first_page(qtbot: QtBot, bare_window: MainWindow) -> None:
    bare_window.begin()
    bare_window.show()
    with qtbot.waitSignal(bare_window.entered):
        _sign_in(qtbot, bare_window, LOGIN, PASSWORD)
    assert bare_window.frame is not None
    assert isinstance(bare_window.frame.page, FakePage)


@pytest.mark.parametrize(("login", "password"), [("ann", "wrong"), ("nobody", PASSWORD)])
def test_anything_wrong_gets_one_answer(
    qtbot: QtBot, bare_window: MainWindow, login: str, password: str
) -> None:
    bare_window.begin()
    bare_window.show()
    view = _sign_in(qtbot, bare_window, login, password)
    assert view.password.text() == ""  # not kept while the key is made
    qtbot.waitUntil(view.button.isEnabled)
    assert view.error.text() == f"✖ {WRONG}"
    assert view.login.text() == login
    assert view.focusWidget() is view.password


def test_the_machines_trouble_is_said_as_it_is(qtbot: QtBot) -> None:
    view = SignIn(title="x", hint="y")
    qtbot.addWidget(view)
    view.refuse(EnvironmentProblem("The disk is full."))
    assert view.error.text() == "✖ The disk is full."


def test_passwords_are_dots() -> None:
    view = SignIn(title="x", hint="y")
    assert view.password.echoMode() is QLineEdit.EchoMode.Password


def _fill(view: FirstStart, **more: str) -> None:
    values = {
        "agency_name": "Itasca Rides",
        "user_name": "Ann Koski",
        "login": LOGIN,
        "password": PASSWORD,
        "again": PASSWORD,
        **more,
    }
    view.form.fill(values)


def test_first_start_makes_the_office_and_shows_the_code_until_ticked(
    qtbot: QtBot, bare_window: MainWindow, door: Door
) -> None:
    door.exists = False
    bare_window.begin()
    bare_window.show()
    view = _cover(bare_window, FirstStart)
    assert view.zone.value() == "America/New_York"  # the first pack's own
    _fill(view)
    view.pack.set_value("mn")
    view.pack.edited.emit()
    view.button.click()
    qtbot.waitUntil(lambda: isinstance(bare_window.cover, RecoveryCode))
    assert door.setups[0].zone == "America/Chicago"
    assert PASSWORD not in repr(door.setups[0])
    code = _cover(bare_window, RecoveryCode)
    assert code.shown.text().count("\n") == 1
    code.go_on.click()
    assert "tick" in code.error.text()
    bare_window.close()
    assert bare_window.isVisible()  # asks before the code is lost
    code.tick.setChecked(True)
    with qtbot.waitSignal(bare_window.entered):
        code.go_on.click()


def test_first_start_says_what_is_missing_beside_the_field(
    qtbot: QtBot, bare_window: MainWindow, door: Door
) -> None:
    door.exists = False
    bare_window.begin()
    view = _cover(bare_window, FirstStart)
    _fill(view, agency_name=" ", password="short", again="short")
    view.button.click()
    assert "agency" in view.form.problem_of("agency_name")
    assert "15" in view.form.problem_of("password")
    assert door.setups == []
    _fill(view, again="something else here")
    view.button.click()
    assert "differ" in view.form.problem_of("again")


def test_the_password_hint_counts_as_one_types(qtbot: QtBot) -> None:
    view = FirstStart([])
    qtbot.addWidget(view)
    view.password.setText("ten letter")
    assert "5 to go" in view.form.help_of("password")
    view.password.setText(PASSWORD)
    view.again.setText(PASSWORD)
    assert "the same" in view.form.help_of("password")


def test_the_lock_keeps_what_was_typed_and_stops_the_keys(
    qtbot: QtBot, window: MainWindow, page: Callable[[], FakePage]
) -> None:
    type_in(page().line, "half a sentence")
    press(window, Qt.Key.Key_L, CTRL)
    assert window.is_locked
    assert not page().isVisible()
    press(window, Qt.Key.Key_2, ALT)
    view = _cover(window, SignIn)
    assert view.login.isReadOnly()
    _sign_in(qtbot, window, "", "wrong")
    qtbot.waitUntil(view.button.isEnabled)
    assert window.is_locked
    assert view.error.text() == f"✖ {WRONG}"
    _sign_in(qtbot, window, "", PASSWORD)
    qtbot.waitUntil(lambda: not window.is_locked)
    assert page().page_id == "first"
    assert page().line.text() == "half a sentence"


def test_nobody_there_locks(qtbot: QtBot, window: MainWindow) -> None:
    watch = window.findChild(IdleWatch)
    assert isinstance(watch, IdleWatch)
    assert watch.is_counting
    watch.slept.emit()
    assert window.is_locked
    assert not watch.is_counting


def test_a_key_starts_the_count_anew(qtbot: QtBot, window: MainWindow) -> None:
    watch = IdleWatch(window, minutes=1)
    watch.start()
    was = watch.left_ms()
    qtbot.waitUntil(lambda: watch.left_ms() < was)
    low = watch.left_ms()
    press(window.windowHandle(), Qt.Key.Key_X)
    assert watch.left_ms() > low


@pytest.mark.parametrize("points", [10, 20])
def test_signing_in_is_not_cut_off_at_200_percent(
    qtbot: QtBot, qapp: QApplication, points: int
) -> None:
    theme().apply(qapp, Scheme.LIGHT, points)
    view = SignIn(title="NEMT Desk", hint="Sign in to open the office on this computer.")
    qtbot.addWidget(view)
    view.resize(1366, 768)
    view.show()
    view.error.show_problem(WRONG)
    area = view.findChild(QScrollArea)
    assert isinstance(area, QScrollArea)
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() == 0)
    assert area.horizontalScrollBar().maximum() == 0
    for button in (child for child in view.findChildren(QPushButton) if child.isVisible()):
        assert button.width() >= button.sizeHint().width()
        assert button.height() >= button.sizeHint().height()
    assert view.error.height() >= view.error.heightForWidth(view.error.width())
