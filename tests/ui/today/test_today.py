"""Today names what needs a hand, and Enter goes to its cure."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from nemt_desk.cases.entry import CaseEntry
from nemt_desk.cases.rows import Priority
from nemt_desk.drivers.rows import CredentialEntry, CredentialKind
from nemt_desk.members import queries as members
from nemt_desk.members.rows import MemberEntry, PaperEntry, PaperKind
from nemt_desk.office import Office
from nemt_desk.runs import queries as runs
from nemt_desk.runs.rows import TellResult, TellWho
from nemt_desk.runs.telling.rows import Target
from nemt_desk.trips.rows import ReturnKind, RideState
from nemt_desk.weather.rows import Decided, Told, WeatherChoice, WeatherEntry
from tests.factories import TODAY
from tests.ui.hands import press, type_in
from tests.ui.real import TOMORROW, asked_of, book, fill, make_office, open_window, settle
from ui.today.facts import read_facts
from ui.today.lines import Group, Line, headed
from ui.today.page import TodayPage, needing_a_hand
from ui.today.summary import day_words, next_words

TODAY_PAGE = "today=ui.today.page:TodayPage"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path)
    made.backups.make()
    yield made
    made.close()


def _lines(office: Office, group: Group) -> list[Line]:
    return [line for line in needing_a_hand(read_facts(office)) if line.group is group]


def _whys(office: Office, group: Group) -> list[str]:
    return [line.why for line in _lines(office, group)]


def test_a_ride_without_a_driver_is_named_until_somebody_drives_it(office: Office) -> None:
    people = fill(office)
    (ride,) = book(office, people, TOMORROW, time(10))
    (line,) = _lines(office, Group.NO_DRIVER)
    assert (line.who, line.when) == ("Schroeder, Ann M., there", "tomorrow, 9:20 a.m.")
    assert (line.page, line.kind, line.record) == ("board", "ride", ride)
    office.runs.assign(office.actor, [ride], driver_id=people.driver, day=TOMORROW)
    assert _lines(office, Group.NO_DRIVER) == []
    assert _whys(office, Group.RUNS) == ["not published yet"]


def test_rides_of_the_coming_days_stand_together(office: Office) -> None:
    people = fill(office)
    day = TODAY + timedelta(days=3)
    book(office, people, day, time(10))
    book(office, people, day, time(15))
    book(office, people, TODAY + timedelta(days=20), time(10))
    (line,) = _lines(office, Group.NO_DRIVER)
    assert (line.who, line.count) == ("2 rides", 2)


def test_a_run_changed_after_publishing_is_told(office: Office) -> None:
    people = fill(office)
    (ride,) = book(office, people, TOMORROW, time(10))
    office.runs.assign(office.actor, [ride], driver_id=people.driver, day=TOMORROW)
    with office.store.read() as session:
        (run,) = runs.runs_on(session, TOMORROW)
    office.runs.publish(office.actor, [run.id])
    assert _lines(office, Group.RUNS) == []
    (more,) = book(office, people, TOMORROW, time(14))
    office.runs.assign(office.actor, [more], driver_id=people.driver, day=TOMORROW)
    assert [line.status for line in _lines(office, Group.RUNS)] == ["changed"]


def test_late_will_call_and_no_show_each_have_their_line(office: Office) -> None:
    people = fill(office)
    there, back = book(office, people, TODAY, time(9, 30), ReturnKind.WILL_CALL)
    office.runs.assign(office.actor, [there], driver_id=people.driver, day=TODAY)
    assert _whys(office, Group.WILL_CALL) == ["will phone when ready; no driver yet"]
    assert _lines(office, Group.LATE) == []
    office.clock.advance(minutes=30)  # type: ignore[attr-defined]  # a FixedClock
    (late,) = _lines(office, Group.LATE)
    assert (late.status, late.record) == ("late", there)
    assert "Call the driver, then the member" in late.why
    office.clock.advance(hours=1)  # type: ignore[attr-defined]  # a FixedClock
    (silent,) = _lines(office, Group.LATE)
    assert silent.status == "not_marked"
    office.trips.mark(office.actor, there, RideState.LATE)
    (late,) = _lines(office, Group.LATE)
    assert (late.status, late.record) == ("late", there)
    office.trips.mark(office.actor, there, RideState.NO_SHOW, "Nobody opened")
    undecided, missed = _lines(office, Group.NO_SHOW)
    assert (undecided.record, missed.record) == (there, back)
    office.live.decide_no_show(office.actor, there, counts=True)
    assert [line.record for line in _lines(office, Group.NO_SHOW)] == [back]
    office.live.ready(office.actor, back)
    (why,) = _whys(office, Group.WILL_CALL)
    assert why.endswith("60 of 60 min left; no driver yet. Send the nearest car")
    assert _lines(office, Group.NO_DRIVER) == []


def test_who_is_to_be_told_stands_in_one_line_until_told(office: Office) -> None:
    people = fill(office)
    (ride,) = book(office, people, TODAY, time(14))
    office.runs.assign(office.actor, [ride], driver_id=people.driver, day=TODAY)
    assert _lines(office, Group.TELL) == []
    with office.store.read() as session:
        (run,) = runs.runs_on(session, TODAY)
    office.runs.publish(office.actor, [run.id])
    (line,) = _lines(office, Group.TELL)
    assert (line.who, line.status, line.record) == ("1 driver and 1 member", "to_tell", run.id)
    targets = [Target(TellWho.DRIVER, run.id), Target(TellWho.MEMBER, ride)]
    office.telling.tell(office.actor, targets, TellResult.TOLD)
    assert _lines(office, Group.TELL) == []
    office.runs.unassign(office.actor, [ride])
    (line,) = _lines(office, Group.TELL)
    assert line.status == "to_tell_again"


def test_rides_left_open_are_told_the_next_day(office: Office) -> None:
    people = fill(office)
    (ride,) = book(office, people, TODAY, time(10))
    office.clock.advance(days=1)  # type: ignore[attr-defined]  # a FixedClock
    (line,) = _lines(office, Group.BEFORE)
    assert (line.who, line.record) == ("1 ride", ride)


def _credential(until: date) -> tuple[CredentialEntry, ...]:
    kinds = (
        CredentialKind.LICENCE,
        CredentialKind.INSURANCE,
        CredentialKind.EXCLUSION_CHECK,
        CredentialKind.DRIVING_RECORD,
    )
    ends = {CredentialKind.INSURANCE: until}
    return tuple(
        CredentialEntry(kind=kind, until_day=ends.get(kind, TODAY + timedelta(days=400)))
        for kind in kinds
    )


def test_a_credential_that_ends_before_a_planned_run_comes_first(office: Office) -> None:
    people = fill(office, credentials=_credential(TODAY + timedelta(days=2)))
    assert _whys(office, Group.CREDENTIALS) == ["Car insurance ends; no run after it"]
    day = TODAY + timedelta(days=6)
    (ride,) = book(office, people, day, time(10))
    office.runs.assign(
        office.actor, [ride], driver_id=people.driver, day=day, override_reason="Renews tomorrow"
    )
    (line,) = _lines(office, Group.CREDENTIALS)
    assert line.why == "Car insurance ends Thu 26 Nov, before the run of Mon 30 Nov"
    assert (line.page, line.record) == ("drivers", people.driver)


def test_a_members_paper_that_ends_before_a_ride_is_told(office: Office) -> None:
    people = fill(office)
    book(office, people, TODAY + timedelta(days=5), time(10))
    assert _lines(office, Group.MEMBERS) == []
    with office.store.read() as session:
        known = members.member(session, people.member)
        home = members.home_of(session, known)
    entry = MemberEntry.of(known, home)
    ends = TODAY + timedelta(days=1)
    old = PaperEntry(PaperKind.DISTANCE, "A-1", TODAY - timedelta(days=90), ends)
    changed = replace(entry, eligible_until=ends, papers=(old,))
    office.members.change(office.actor, people.member, changed)
    assert [line.why.split(" ends ")[0] for line in _lines(office, Group.MEMBERS)] == [
        "Eligibility",
        "Paper “Over 30 or 60 miles”",
    ]


def test_complaints_stand_by_due_date_the_overdue_first(office: Office) -> None:
    for days, summary in ((2, "Cold car"), (-1, "Late twice"), (20, "Thanks")):
        due = TODAY + timedelta(days=days)
        entry = CaseEntry(
            summary=summary,
            received_on=TODAY - timedelta(days=5),
            priority=Priority.URGENT,
            due_on=due,
        )
        office.cases.record(office.actor, entry, office.time)
    found = [(line.why, line.status) for line in _lines(office, Group.CASES)]
    assert found == [("Late twice", "overdue"), ("Cold car", "due")]


def test_the_office_says_what_it_lacks(office: Office) -> None:
    assert {line.kind for line in _lines(office, Group.OFFICE)} == {"map", "agency"}
    office.clock.advance(days=2)  # type: ignore[attr-defined]  # a FixedClock
    assert {line.kind for line in _lines(office, Group.OFFICE)} == {"map", "agency", "backups"}


def test_a_weather_day_stays_until_every_ride_is_decided_and_told(office: Office) -> None:
    people = fill(office)
    ride_ids = book(office, people, TODAY, time(15))
    key = office.weather.open(office.actor, WeatherEntry(day=TODAY, name="Snow")).id
    assert _whys(office, Group.WEATHER) == ["1 ride to decide"]
    cancel = Decided(WeatherChoice.CANCEL)
    office.weather.decide(office.actor, key, dict.fromkeys(ride_ids, cancel))
    assert _whys(office, Group.WEATHER) == ["1 member to tell"]
    office.weather.mark_told(office.actor, key, people.member, Told.TOLD)
    assert _whys(office, Group.WEATHER) == []


def test_groups_are_headed_once_and_counted() -> None:
    lines = [
        Line(Group.CASES, "due", "", "C1", "", "complaints", "case_file"),
        Line(Group.NO_DRIVER, "unassigned", "", "3 rides", "", "board", "ride", None, 3),
        Line(Group.NO_DRIVER, "unassigned", "", "a ride", "", "board", "ride"),
    ]
    assert [(shown.heading, shown.line.who) for shown in headed(lines)] == [
        ("Without a driver  4", "3 rides"),
        ("", "a ride"),
        ("Complaints  1", "C1"),
    ]


def test_the_day_in_one_line(office: Office) -> None:
    assert day_words(read_facts(office)) == "No rides today."
    assert "F2" in next_words(read_facts(office))
    people = fill(office)
    (ride,) = book(office, people, TODAY, time(10))
    facts = read_facts(office)
    assert day_words(facts) == "1 ride · 0 done · 0 under way · 1 to go · 0 drivers driving"
    assert next_words(facts) == "Next: 9:20 a.m. Schroeder, Ann M., no driver yet."
    office.runs.assign(office.actor, [ride], driver_id=people.driver, day=TODAY)
    assert "1 driver driving" in day_words(read_facts(office))


# --- the page ---------------------------------------------------------------------------------


def test_enter_goes_to_the_cure(qtbot: QtBot, office: Office) -> None:
    people = fill(office)
    (ride,) = book(office, people, TOMORROW, time(10))
    window = open_window(qtbot, office, TODAY_PAGE)
    assert window.frame is not None
    page = window.frame.page
    assert isinstance(page, TodayPage)
    assert page.table.view.hasFocus()
    assert "Show it on the Board" in page.cure.text()
    press(page.table.view, Qt.Key.Key_Return)
    assert asked_of(window, "board") == [("ride", ride)]


def test_the_list_follows_changes_and_the_filter(qtbot: QtBot, office: Office) -> None:
    people = fill(office)
    (ride,) = book(office, people, TOMORROW, time(10))
    window = open_window(qtbot, office, TODAY_PAGE)
    assert window.frame is not None
    assert window.desk is not None
    page = window.frame.page
    assert isinstance(page, TodayPage)
    press(window, Qt.Key.Key_F3)
    type_in(page.table.filter, "schroeder")
    assert [shown.heading for shown in page.table.model.rows()] == [
        "Without a driver  1",
        "Eligibility to check  1",
    ]
    press(window, Qt.Key.Key_Escape)
    window.desk.did(office.trips.cancel(office.actor, ride, "Is better"))
    settle(qtbot, window)
    assert all(s.line.group is Group.OFFICE for s in page.table.model.rows())


def test_an_office_in_order_says_so_and_what_is_next(
    qtbot: QtBot, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.today.page.needing_a_hand", lambda _facts: [])
    window = open_window(qtbot, office, TODAY_PAGE)
    assert window.frame is not None
    page = window.frame.page
    assert isinstance(page, TodayPage)
    assert "All is in order" in page.table.empty_text()
    assert page.head_text() == "all in order"
