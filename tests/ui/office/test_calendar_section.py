"""Shut days put in, changed and taken out by keys, on a real office."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from nemt_desk.calendars import queries
from nemt_desk.calendars.rows import ShutDays, ShutEntry, ShutKind
from nemt_desk.office import Office
from tests.ui.hands import CTRL, press, type_in
from tests.ui.office.conftest import Opener
from tests.ui.real import fill

FRIDAY = date(2026, 11, 27)


def kept(office: Office) -> list[ShutDays]:
    with office.store.read() as session:
        return list(queries.listed(session))


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def test_the_years_holidays_stand_there_with_how_sure_they_are(opened: Opener) -> None:
    _window, page = opened()
    page.show_record("calendar", None)
    lines = page.calendar.table.model.rows()
    assert [line.name for line in lines if line.first.month == 11] == [
        "Veterans Day",
        "Thanksgiving Day",
    ]
    assert {line.status for line in lines} == {"unverified"}
    page.calendar.table.select(lines[-1].key)
    assert "not verified" in page.calendar.about.text()
    assert not page.calendar.form.isVisible()  # the pack's own day is not changed here


def test_closed_schools_are_put_in_by_keys_and_undone(opened: Opener, office: Office) -> None:
    window, page = opened()
    page.show_record("calendar", None)
    section = page.calendar
    press(window, Qt.Key.Key_Insert)
    section.form.widget("kind").setFocus()
    press(section.form.widget("kind"), Qt.Key.Key_Down)
    assert section.form.widget("town").isVisible()
    assert not section.form.widget("place_id").isVisible()
    for name, text in (("name", "Winter break"), ("from_day", "12/24"), ("until_day", "1/1")):
        section.form.widget(name).setFocus()
        type_in(focused(), text)
    assert page.has_unsaved()
    press(window, Qt.Key.Key_Return, CTRL)  # the town is missing
    assert "which town" in section.form.problem_of("town")
    assert focused() is section.form.widget("town")
    assert kept(office) == []
    type_in(focused(), "Bovey")
    press(window, Qt.Key.Key_Return, CTRL)
    assert [one.text for one in kept(office)] == ["Schools in Bovey: Winter break"]
    assert kept(office)[0].until_day == date(2027, 1, 1)
    assert not page.has_unsaved()
    current = section.table.current()
    assert current is not None
    assert current.when == "Thu 24 Dec to Fri 1 Jan"
    section.table.focus_rows()
    press(window, Qt.Key.Key_Z, CTRL)
    assert kept(office) == []
    assert section.shown is None


def test_what_is_typed_survives_a_look_at_another_line(opened: Opener, office: Office) -> None:
    entry = ShutEntry(ShutKind.OFFICE, "Day after Thanksgiving", FRIDAY)
    key = office.calendar.add(office.actor, entry).id
    _window, page = opened()
    page.show_record("calendar", None)
    section = page.calendar
    section.table.select(key)
    assert section.shown is not None
    section.form.widget("note").setFocus()
    type_in(focused(), "ask the county")
    section.table.select(section.table.model.rows()[0].key)
    assert section.shown.id == key
    assert page.has_unsaved()
    section.drop()
    assert not page.has_unsaved()


def test_an_own_day_is_changed_and_taken_out(opened: Opener, office: Office) -> None:
    people = fill(office)
    entry = ShutEntry(ShutKind.FACILITY, "Inventory", FRIDAY, place_id=people.clinic)
    key = office.calendar.add(office.actor, entry).id
    window, page = opened()
    page.show_record("calendar", None)
    section = page.calendar
    section.table.select(key)
    assert section.head.text() == "Lakeside Clinic: Inventory"
    section.form.widget("until_day").setFocus()
    type_in(focused(), "11/30")
    press(window, Qt.Key.Key_Return, CTRL)
    assert kept(office)[0].until_day == date(2026, 11, 30)
    assert kept(office)[0].place_id == people.clinic
    section.table.focus_rows()
    press(window, Qt.Key.Key_Delete)
    assert kept(office) == []
    press(window, Qt.Key.Key_Z, CTRL)
    assert [one.id for one in kept(office)] == [key]


def test_a_change_somewhere_else_is_not_overwritten(opened: Opener, office: Office) -> None:
    entry = ShutEntry(ShutKind.OFFICE, "Day after Thanksgiving", FRIDAY)
    key = office.calendar.add(office.actor, entry).id
    window, page = opened()
    page.show_record("calendar", None)
    section = page.calendar
    section.table.select(key)
    section.form.widget("name").setFocus()
    type_in(focused(), "Long ")
    office.calendar.change(office.actor, key, ShutEntry(ShutKind.OFFICE, "Inventory", FRIDAY))
    press(window, Qt.Key.Key_Return, CTRL)
    assert kept(office)[0].name == "Inventory"
    assert section.form.values()["name"] == "Long Day after Thanksgiving"


def test_another_year_is_shown(opened: Opener) -> None:
    _window, page = opened()
    page.show_record("calendar", None)
    section = page.calendar
    section.year.setFocus()
    press(section.year, Qt.Key.Key_Down)
    years = {line.first.year for line in section.table.model.rows()}
    assert years == {2027}
