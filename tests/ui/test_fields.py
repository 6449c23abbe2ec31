"""Fields, forms and the type-ahead: typed as a caller speaks, refused in words."""

from datetime import date, time
from enum import StrEnum

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from nemt_desk.ground.errors import InputError, Problem
from tests.ui.hands import press, type_in
from ui.widgets.fields import ChoiceBox, DayEdit, NoteEdit, PhoneEdit, TimeEdit, choices_of
from ui.widgets.form import FieldForm
from ui.widgets.typeahead import Suggestion, TypeAhead

TODAY = date(2026, 11, 24)


class Kind(StrEnum):
    WILL_CALL = "will_call"
    SCHEDULED = "scheduled"


@pytest.mark.parametrize("typed", ["905", "9:05", "9.05a", "0905"])
def test_times_are_read_as_typed_and_written_one_way(qtbot: QtBot, typed: str) -> None:
    edit = TimeEdit()
    qtbot.addWidget(edit)
    type_in(edit, typed)
    assert edit.time() == time(9, 5)
    edit.tidy()
    assert edit.text() == "9:05 a.m."
    press(edit, Qt.Key.Key_Up)
    assert edit.time() == time(9, 10)


def test_afternoon_and_nonsense(qtbot: QtBot) -> None:
    edit = TimeEdit()
    qtbot.addWidget(edit)
    type_in(edit, "1:30p")
    assert edit.time() == time(13, 30)
    edit.setText("25:99")
    with pytest.raises(InputError):
        edit.time()
    edit.tidy()
    assert edit.text() == "25:99"


def test_day_and_phone_are_tidied_when_left(qtbot: QtBot) -> None:
    day, phone = DayEdit(lambda: TODAY), PhoneEdit()
    for widget in (day, phone):
        qtbot.addWidget(widget)
    type_in(day, "+3")
    assert day.day() == date(2026, 11, 27)
    day.tidy()
    assert day.text() == "Fri 27 Nov 2026"
    press(day, Qt.Key.Key_Down)
    assert day.day() == date(2026, 11, 26)
    type_in(phone, "(218) 5550142")
    phone.tidy()
    assert (phone.text(), phone.digits()) == ("218-555-0142", "2185550142")


def test_choice_speaks_values_not_places(qtbot: QtBot) -> None:
    box = ChoiceBox(choices_of(Kind, {Kind.WILL_CALL: "Will-call"}))
    qtbot.addWidget(box)
    assert box.value() is Kind.WILL_CALL
    assert [box.itemText(at) for at in range(box.count())] == ["Will-call", "Scheduled"]
    box.set_value(Kind.SCHEDULED)
    box.set_choices([(Kind.SCHEDULED, "Scheduled"), (None, "Not said")])
    assert box.value() is Kind.SCHEDULED


def test_tab_leaves_a_note(qtbot: QtBot) -> None:
    note = NoteEdit()
    qtbot.addWidget(note)
    assert note.tabChangesFocus()


def _form() -> FieldForm:
    form = FieldForm()
    form.text("&Name", "name", help="As on the card")
    form.time("&Appointment", "appointment")
    form.phone("&Phone", "phone")
    form.note("Driver s&ees", "driver_note")
    return form


def test_form_collects_what_cannot_be_read_and_says_it_beside_the_field(qtbot: QtBot) -> None:
    form = _form()
    qtbot.addWidget(form)
    form.show()
    form.activateWindow()
    form.fill({"name": "Oja", "appointment": time(10, 30)})
    assert not form.is_changed()
    form.widget("appointment").setText("99:99")  # type: ignore[attr-defined]
    form.widget("phone").setText("12")  # type: ignore[attr-defined]
    assert form.is_changed()
    with pytest.raises(InputError) as refused:
        form.values()
    assert [problem.field for problem in refused.value.problems] == ["appointment", "phone"]
    form.show_problems(refused.value)
    assert form.problem_of("appointment").startswith("✖ ")
    assert "ten digits" in form.problem_of("phone")
    assert form.widget("phone").accessibleDescription() != ""
    qtbot.waitUntil(lambda: form.focusWidget() is form.widget("appointment"))
    form.clear_problems()
    assert form.problem_of("phone") == ""


def test_a_services_refusal_lands_beside_its_field(qtbot: QtBot) -> None:
    form = _form()
    qtbot.addWidget(form)
    error = InputError([Problem("name", "A name is needed.")])
    assert form.knows(error)
    form.show_problems(error)
    assert form.problem_of("name") == "✖ A name is needed."


def test_every_field_has_a_name_and_an_access_key(qtbot: QtBot) -> None:
    form = _form()
    qtbot.addWidget(form)
    for name in ("name", "appointment", "phone", "driver_note"):
        widget = form.widget(name)
        assert widget.accessibleName()
        labels = [label for label in form.findChildren(QLabel) if label.buddy() is widget]
        assert len(labels) == 1
        assert "&" in labels[0].text()


FOUND = [Suggestion(1, "Oja, Maija", "74 · Deer River"), Suggestion(2, "Oja, Paavo")]


def _find(text: str) -> list[Suggestion]:
    return [one for one in FOUND if text.lower() in one.text.lower()] * 9


def _ahead(qtbot: QtBot) -> tuple[QWidget, TypeAhead]:
    host = QWidget()
    who = TypeAhead(_find, name="Member")
    layout = QVBoxLayout(host)
    layout.addWidget(who)
    layout.addStretch(1)
    host.resize(500, 400)
    qtbot.addWidget(host)
    host.show()
    host.activateWindow()
    who.setFocus()
    qtbot.waitUntil(who.hasFocus)
    return host, who


def test_type_ahead_takes_by_enter_and_forgets_when_retyped(qtbot: QtBot) -> None:
    _host, who = _ahead(qtbot)
    type_in(who, "oja")
    assert len(who.suggestions()) == 12  # bounded
    press(who, Qt.Key.Key_Down)
    with qtbot.waitSignal(who.chosen) as heard:
        press(who, Qt.Key.Key_Return)
    assert heard.args == [who.key]
    assert not who.is_open()
    with qtbot.waitSignal(who.cleared):
        type_in(who, "x")
    assert who.key is None


def test_escape_closes_the_list_and_keeps_the_text(qtbot: QtBot) -> None:
    _host, who = _ahead(qtbot)
    type_in(who, "oja")
    press(who, Qt.Key.Key_Escape)
    assert (who.is_open(), who.text()) == (False, "oja")
    press(who, Qt.Key.Key_Down)
    assert who.is_open()


def test_leaving_the_field_closes_the_list(qtbot: QtBot, qapp: QApplication) -> None:
    _host, who = _ahead(qtbot)
    type_in(who, "oja")
    who.clearFocus()
    assert not who.is_open()
