"""The Drivers page: hours as typed, credentials that end, tables by keys, relations."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from nemt_desk.drivers import queries
from nemt_desk.drivers.rows import (
    CarEntry,
    CredentialEntry,
    CredentialKind,
    DriverListRow,
    Hours,
    RelationKind,
)
from nemt_desk.ground.errors import InputError
from tests.factories import ACTOR, TODAY, driver_entry, member_entry
from tests.ui.hands import CTRL, press, type_in
from tests.ui.people.conftest import People, type_over
from ui.drivers.hours import HoursEdit, day_hours_text, hours_text, parse_hours, read_hours
from ui.drivers.page import end_status
from ui.drivers.room import driver_facts
from ui.widgets.rowsedit import RowsEdit

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.mark.parametrize(
    ("typed", "spans"),
    [
        ("8-4:30", ((480, 990),)),
        ("7-11, 1-5", ((420, 660), (780, 1020))),
        ("8 to 12", ((480, 720),)),
        ("9-9", ((540, 1260),)),
        ("5-2", ((300, 840),)),
        ("0530-1400", ((330, 840),)),
        ("6a-6p", ((360, 1080),)),
        ("8:00 a.m. to 4:30 p.m.", ((480, 990),)),
        ("1p-12a", ((780, 1440),)),
        ("off", ()),
        ("", ()),
    ],
)
def test_hours_are_read_as_they_are_said(typed: str, spans: tuple[tuple[int, int], ...]) -> None:
    assert parse_hours(typed) == spans
    assert parse_hours(hours_text(spans)) == spans


@pytest.mark.parametrize(
    ("typed", "minutes", "window"),
    [
        ("8-4:30 break 30 11-1", 30, (660, 780)),
        ("8-4:30, Break 45 min 11:30-1:30", 45, (690, 810)),
        ("8-4:30 break 20", 20, (None, None)),
    ],
)
def test_a_break_is_typed_behind_its_hours(
    typed: str, minutes: int, window: tuple[int | None, int | None]
) -> None:
    (hours,) = read_hours(typed, 2)
    assert hours == Hours(2, 480, 990, minutes, *window)
    assert read_hours(day_hours_text([hours]), 2) == (hours,)
    assert len(read_hours(f"5-7, {typed}, 6p-8p", 2)) == 3


def test_breaks_come_back_out_of_the_week_as_they_were_kept(qtbot: QtBot) -> None:
    edit = HoursEdit()
    qtbot.addWidget(edit)
    week = (Hours(0, 480, 720), Hours(0, 780, 990, 30, 840, 900), Hours(3, 480, 990, 20))
    edit.set_value(week)
    assert edit.value() == week


@pytest.mark.parametrize("typed", ["mornings", "8", "8-9-10", "8p-7a", "8-x"])
def test_other_hours_are_asked_back(typed: str) -> None:
    with pytest.raises(InputError, match="8-4:30"):
        parse_hours(typed)


def _row(until: date | None) -> DriverListRow:
    return DriverListRow(
        id=ACTOR.id,
        name="Berg, Lars",
        kind=driver_entry().kind,
        phone="",
        town="",
        plate="",
        seats=3,
        has_lift=False,
        recognized_on=None,
        recognized_until=None,
        open_to_all=False,
        next_end=until,
        is_archived=False,
    )


def test_what_ends_is_shown_by_word() -> None:
    assert end_status(_row(None), TODAY) == ""
    assert end_status(_row(date(2026, 11, 23)), TODAY) == "lapsed"
    assert end_status(_row(date(2026, 11, 24)), TODAY) == "ends_soon"
    assert end_status(_row(date(2027, 6, 1)), TODAY) == ""


def test_the_record_says_what_speaks_against_the_driver(people: People) -> None:
    kinds = CredentialKind
    key = people.built.drivers.add(
        ACTOR,
        driver_entry(
            credentials=(
                CredentialEntry(kinds.LICENCE, until_day=date(2026, 10, 1)),
                CredentialEntry(kinds.INSURANCE, until_day=date(2026, 12, 1)),
                CredentialEntry(kinds.EXCLUSION_CHECK),
            )
        ),
    ).id
    page = people.page("drivers")
    assert [row.next_end for row in page.table.model.rows()] == [date(2026, 10, 1)]
    page.open_record(key)

    facts = people.pane().facts.facts()
    assert [look for look, _words in facts] == ["lapsed", "missing", "ends_soon"]
    with people.built.store.read() as session:
        assert list(facts) == driver_facts(queries.driver(session, key), TODAY)


def test_a_driver_is_entered_by_keys_with_car_hours_and_relation(people: People) -> None:
    member = people.built.members.add(ACTOR, member_entry(last_name="Koski")).id
    people.page("drivers")
    people.press(Qt.Key.Key_Insert)
    people.fill("last_name", "Berg")
    people.fill("first_name", "Lena")
    people.fill("max_miles", "60 miles")
    parts = people.pane().fields.parts
    hours, cars, relations = parts["hours"], parts["cars"], parts["relations"]
    assert isinstance(hours, HoursEdit)
    assert isinstance(cars, RowsEdit)
    assert isinstance(relations, RowsEdit)
    type_over(hours.days[0], "8-4:30")
    people.press(Qt.Key.Key_Tab)
    for _day in range(4):
        focus = people.window.focusWidget()
        assert focus is not None
        type_over(focus, "=")
        people.press(Qt.Key.Key_Tab)
    first = cars.add_row()
    for text in ("blue Subaru", "kab 123", "4"):
        focus = people.window.focusWidget()
        assert focus is not None
        type_in(focus, text)
        people.press(Qt.Key.Key_Tab)
    assert first.accessibleName() == "Color and make, car 1"
    type_over(relations.add_row(), "kosk")
    people.press(Qt.Key.Key_Return)
    relations.cell(0, "kind").set_value(RelationKind.NEIGHBOR)  # type: ignore[attr-defined]
    people.save()

    key = people.pane().key
    assert key is not None
    with people.built.store.read() as session:
        kept = queries.driver(session, key)
    assert kept.hours == tuple(Hours(day, 480, 990) for day in range(5))
    assert [(car.text, car.plate, car.seats) for car in kept.cars] == [
        ("blue Subaru", "KAB 123", 4)
    ]
    assert [(one.member_id, one.kind) for one in kept.relations] == [
        (member, RelationKind.NEIGHBOR)
    ]
    assert kept.max_miles == 60
    assert relations.cell(0, "member_id").text() == "Koski, Ann M."  # type: ignore[attr-defined]


def test_a_problem_of_the_second_car_stands_under_it(people: People) -> None:
    key = people.built.drivers.add(
        ACTOR, driver_entry(cars=(CarEntry(plate="ABC 1"), CarEntry(plate="ABC 2")))
    ).id
    people.page("drivers").open_record(key)
    cars = people.pane().fields.parts["cars"]
    assert isinstance(cars, RowsEdit)
    type_over(cars.cell(1, "seats"), "many")
    people.save()
    told = [label.text() for label in cars.findChildren(QLabel) if "✖" in label.text()]
    assert told == ["✖ “many” is no whole number. Type it like 3."]
    assert people.window.focusWidget() is cars.cell(1, "seats")

    type_over(cars.cell(1, "seats"), "2")
    type_over(cars.cell(1, "wheelchair_places"), "1")
    people.save()
    told = [label.text() for label in cars.findChildren(QLabel) if "✖" in label.text()]
    assert len(told) == 1
    assert "lift" in told[0]


def test_a_row_is_taken_away_by_keys(people: People) -> None:
    key = people.built.drivers.add(ACTOR, driver_entry()).id
    people.page("drivers").open_record(key)
    table = people.pane().fields.parts["credentials"]
    assert isinstance(table, RowsEdit)
    before = table.count()
    table.cell(0, "number").setFocus()
    press(table.cell(0, "number"), Qt.Key.Key_Delete, CTRL | SHIFT)
    assert table.count() == before - 1
    assert people.pane().is_changed()
    people.save()

    with people.built.store.read() as session:
        assert len(queries.driver(session, key).credentials) == before - 1
    people.press(Qt.Key.Key_Z, CTRL)
    assert table.count() == before
