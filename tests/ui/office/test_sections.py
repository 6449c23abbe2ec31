"""What a person does in Office, by keys and buttons, on a real encrypted office."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from nemt_desk.office import Office
from nemt_desk.security import keys
from nemt_desk.security.accounts import Role, accounts
from tests.ui.hands import ALT, CTRL, press, type_in
from tests.ui.office.conftest import Opener
from tests.ui.real import PASSWORD, settle
from ui.shell.recovery import RecoveryCode

NEW = "snow falls on the lake"


def _typed(page_form: object, **values: str) -> None:
    for name, text in values.items():
        field = page_form.widget(name)  # type: ignore[attr-defined]
        field.setFocus()
        field.clear()
        type_in(field, text)


def test_sections_are_reached_by_keys(opened: Opener) -> None:
    window, page = opened()
    for letter, section in (
        (Qt.Key.Key_M, page.map),
        (Qt.Key.Key_B, page.backups),
        (Qt.Key.Key_U, page.trail),
        (Qt.Key.Key_C, page.accounts),
        (Qt.Key.Key_E, page.figures),
        (Qt.Key.Key_D, page.calendar),
        (Qt.Key.Key_T, page.lists),
        (Qt.Key.Key_Y, page.agency),
    ):
        press(page.tabs.tabBar(), letter, ALT)
        assert page.section is section
    press(window, Qt.Key.Key_F6)
    assert page.section is page.figures


def test_no_access_key_is_given_twice(opened: Opener) -> None:
    _window, page = opened()
    tabs = [section.title for section in page.sections]
    for section in page.sections:
        labels = [
            label.text() for label in section.findChildren(QLabel) if label.buddy() is not None
        ]
        buttons = [button.text() for button in section.findChildren(QPushButton)]
        texts = [*tabs, *labels, *buttons]
        keys_given = [text[text.index("&") + 1].lower() for text in texts if "&" in text]
        assert len(keys_given) == len(set(keys_given)), (section.name, sorted(keys_given))


def test_the_agency_is_saved_and_undone_by_keys(opened: Opener, office: Office) -> None:
    window, page = opened()
    _typed(page.agency.form, phone="218 555 0142", load_min="8")
    assert page.has_unsaved()
    press(window, Qt.Key.Key_Return, CTRL)
    assert (office.settings.phone, office.settings.load_min) == ("2185550142", 8)
    assert not page.has_unsaved()
    page.tabs.tabBar().setFocus()
    press(window, Qt.Key.Key_Z, CTRL)
    assert office.settings.load_min == 5
    assert page.agency.form.values()["load_min"] == 5


def test_the_steps_of_a_no_show_are_the_agencys_own(opened: Opener, office: Office) -> None:
    window, page = opened()
    form = page.agency.form
    tick = form.widget("no_show_step_looked")
    tick.setFocus()
    press(tick, Qt.Key.Key_Space)
    _typed(form, no_show_wait_min="20")
    press(window, Qt.Key.Key_Return, CTRL)
    assert office.settings.no_show_steps == "waited called_member called_facility"
    assert office.settings.no_show_wait_min == 20
    assert not form.is_changed()


def test_a_wrong_figure_is_told_beside_its_field(opened: Opener, office: Office) -> None:
    window, page = opened()
    _typed(page.agency.form, npi="1234567890", lock_min="90", slack_min="")
    press(window, Qt.Key.Key_Return, CTRL)
    assert "minutes" in page.agency.form.problem_of("slack_min")
    _typed(page.agency.form, slack_min="5")
    press(window, Qt.Key.Key_Return, CTRL)
    assert "check digit" in page.agency.form.problem_of("npi")
    assert "1 to 20" in page.agency.form.problem_of("lock_min")
    assert office.settings.npi == ""


def test_a_backup_is_made_checked_and_counted(
    qtbot: QtBot, opened: Opener, office: Office, tmp_path: Path
) -> None:
    window, page = opened()
    page.show_record("backups", None)
    assert "Back up now" in page.backups.table.empty_text()
    page.backups.now.click()
    settle(qtbot, window)
    assert len(office.backups.list()) == 1
    assert "entries of the audit trail" in page.backups.found.text()
    page.backups.make_in(tmp_path / "stick")
    settle(qtbot, window)
    assert len(list((tmp_path / "stick").glob("*.db"))) == 1
    assert len(list((tmp_path / "stick").glob("*.keys"))) == 1
    assert len(page.backups.table.model.rows()) == 1
    assert "main.py restore" in page.backups.how.text()


def test_a_damaged_backup_fails_its_drill_in_words(
    qtbot: QtBot, opened: Opener, office: Office
) -> None:
    made = office.backups.make()
    damaged = bytearray(made.path.read_bytes())
    damaged[len(damaged) // 2] ^= 0xFF
    made.path.write_bytes(bytes(damaged))
    window, page = opened()
    page.show_record("backups", None)
    page.backups.table.focus_rows()
    press(page.backups.table.view, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert "did not pass its check" in page.backups.error.text()
    assert page.backups.found.text() == ""


def test_the_trail_is_found_by_words_and_checked(
    qtbot: QtBot, opened: Opener, office: Office
) -> None:
    office.save_settings(replace(office.settings, phone="2185550142"))
    window, page = opened()
    page.show_record("trail", None)
    settle(qtbot, window)
    type_in(page.trail.table.filter, "settings coordinator")
    settle(qtbot, window)
    assert {entry.kind for entry in page.trail.table.model.rows()} == {"agency"}
    told = {line.field: line.after for line in page.trail.detail.model.rows()}
    assert told == {"Phone": "218-555-0142"}
    page.trail.verify.click()
    settle(qtbot, window)
    assert "the chain is whole" in page.trail.found.text()


def test_a_tampered_trail_is_told_in_words(qtbot: QtBot, opened: Opener, office: Office) -> None:
    with office.store.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER audit_entry_no_UPDATE")
        connection.exec_driver_sql("UPDATE audit_entry SET act = 'Nothing' WHERE seq = 1")
    window, page = opened()
    page.show_record("trail", None)
    page.trail.check()
    settle(qtbot, window)
    assert "Entry 1 does not fit" in page.trail.error.text()
    assert page.trail.found.text() == ""


def test_an_account_is_added_and_can_sign_in(qtbot: QtBot, opened: Opener, office: Office) -> None:
    window, page = opened()
    page.show_record("accounts", None)
    _typed(page.accounts.adding, user_name="B. Scheduler", login="ben", password="too short")
    page.accounts.add.click()
    settle(qtbot, window)
    assert "at least 15" in page.accounts.adding.problem_of("password")
    _typed(page.accounts.adding, password=NEW)
    page.accounts.add.click()
    settle(qtbot, window)
    assert [known.login for known in page.accounts.table.model.rows()] == ["ann", "ben"]
    assert not page.has_unsaved()
    office.close()
    other = Office.open(office.files.data, "ben", NEW)
    assert other.actor.role is Role.DISPATCHER
    other.close()


def test_the_own_password_is_changed(qtbot: QtBot, opened: Opener, office: Office) -> None:
    window, page = opened()
    page.show_record("accounts", None)
    _typed(page.accounts.own, old="not the password", new=NEW, again=NEW + "!")
    page.accounts.change.click()
    assert "differ" in page.accounts.own.problem_of("again")
    _typed(page.accounts.own, again=NEW)
    page.accounts.change.click()
    settle(qtbot, window)
    assert "not your present password" in page.accounts.own.problem_of("old")
    _typed(page.accounts.own, old=PASSWORD, new="short", again="short")
    page.accounts.change.click()
    settle(qtbot, window)
    assert "at least 15" in page.accounts.own.problem_of("new")
    _typed(page.accounts.own, new=NEW, again=NEW)
    page.accounts.change.click()
    settle(qtbot, window)
    assert office.check_password(NEW) == office.actor


def test_a_new_recovery_code_stays_until_it_is_written_down(
    qtbot: QtBot, opened: Opener, office: Office
) -> None:
    window, page = opened()
    page.show_record("accounts", None)
    page.accounts.new_code.click()
    settle(qtbot, window)
    dialog = page.accounts.code
    assert dialog is not None
    view = dialog.findChild(RecoveryCode)
    assert view is not None
    press(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    code = view.shown.text().replace("\n", "-")
    assert keys.unlock_with_code(keys.load_keyring(office.files.keys), code)
    view.tick.setChecked(True)
    view.go_on.click()
    QApplication.processEvents()
    assert page.accounts.code is None


def test_who_may_not_is_told_who_may(qtbot: QtBot, opened: Opener, office: Office) -> None:
    office.add_user("R. Reader", "rea", Role.READER, NEW)
    with office.store.read() as session:
        reader = next(known for known in accounts(session) if known.login == "rea")
    office.actor = reader
    _window, page = opened()
    assert "A. Coordinator" in page.agency.bar.text()
    assert not page.agency.form.isEnabled()
    page.show_record("trail", None)
    assert page.trail.shown.isHidden()
    assert "A. Coordinator" in page.trail.bar.text()
    page.show_record("accounts", None)
    assert page.accounts.admin.isHidden()
    page.show_record("backups", None)
    assert not page.backups.now.isEnabled()
