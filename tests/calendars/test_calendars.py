"""Days on which something is shut: what is refused, what counts on which day, undo."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

from nemt_desk.calendars import queries
from nemt_desk.calendars.rows import ShutDays, ShutEntry, ShutKind
from nemt_desk.calendars.service import CalendarService
from nemt_desk.ground.errors import InputError, RefusedError, StaleError
from nemt_desk.ground.ids import Id, new_id
from nemt_desk.ground.settings import Settings
from tests.factories import ACTOR, READER, TODAY, Built, build_store, place_entry

MINE = Settings(name="Perch County Rides", pack="mn")
THANKSGIVING = date(2026, 11, 26)
FRIDAY = THANKSGIVING + timedelta(days=1)
SHUT = ShutEntry(ShutKind.OFFICE, " Day after   Thanksgiving ", FRIDAY)
BREAK = ShutEntry(
    ShutKind.SCHOOL, "Winter break", date(2026, 12, 24), date(2027, 1, 1), town="Bovey"
)


@pytest.fixture
def built(tmp_path: Path) -> Iterator[Built]:
    made = build_store(tmp_path)
    yield made
    made.engine.dispose()


@pytest.fixture
def calendar(built: Built) -> CalendarService:
    return CalendarService(built.store)


def read(built: Built, key: Id) -> ShutDays:
    with built.store.read() as session:
        return queries.shut_days(session, key)


def test_own_days_stand_among_the_packs_holidays(built: Built, calendar: CalendarService) -> None:
    saved = calendar.add(ACTOR, SHUT)
    assert read(built, saved.id).text == "Our office: Day after Thanksgiving"
    local = replace(MINE, local={"holidays": ["2026-11-30", "2027-01-04"]})
    with built.store.read() as session:
        found = queries.holidays(session, local, TODAY, date(2026, 12, 1))
        alone = queries.holidays(session, MINE, FRIDAY, FRIDAY)
        laid = queries.local_for(session, local, TODAY, date(2026, 12, 1))
    assert list(found) == [THANKSGIVING, FRIDAY, date(2026, 11, 30)]
    assert found[THANKSGIVING] == "Thanksgiving Day"
    assert alone == {FRIDAY: "Day after Thanksgiving"}
    assert laid["holidays"] == ["2026-11-27", "2026-11-30", "2027-01-04"]


def test_a_pack_holiday_keeps_its_name_when_the_office_notes_it_too(
    built: Built, calendar: CalendarService
) -> None:
    calendar.add(ACTOR, replace(SHUT, name="Long weekend", from_day=THANKSGIVING, until_day=FRIDAY))
    with built.store.read() as session:
        found = queries.holidays(session, MINE, THANKSGIVING, FRIDAY)
    assert found == {THANKSGIVING: "Thanksgiving Day", FRIDAY: "Long weekend"}


def test_without_own_days_the_local_figures_stay_as_they_are(built: Built) -> None:
    kept = replace(MINE, local={"far_miles": 45})
    with built.store.read() as session:
        assert queries.local_for(session, kept, TODAY, TODAY) == {"far_miles": 45}


def test_the_years_holidays_say_how_sure_they_are() -> None:
    days = queries.year_days(MINE, 2026)
    assert days[0].day == date(2026, 1, 1)
    assert {one.day.year for one in days} == {2026}
    assert {(bool(one.source), one.confidence) for one in days} == {(True, "unverified")}
    assert queries.year_days(MINE, 1990) == ()


def test_schools_are_closed_town_by_town(built: Built, calendar: CalendarService) -> None:
    calendar.add(ACTOR, BREAK)
    calendar.add(ACTOR, replace(BREAK, name="Snow day", town="bovey", until_day=None))
    calendar.add(ACTOR, replace(BREAK, town="Aitkin", until_day=date(2026, 12, 24)))
    with built.store.read() as session:
        assert queries.schools_closed(session, date(2026, 12, 24)) == ("Aitkin", "Bovey")
        assert queries.schools_closed(session, date(2027, 1, 1)) == ("Bovey",)
        assert queries.schools_closed(session, date(2027, 1, 2)) == ()
        between = queries.schools_closed_between(session, date(2026, 12, 30), date(2027, 1, 9))
    assert sorted(between) == [date(2026, 12, 30), date(2026, 12, 31), date(2027, 1, 1)]


def test_a_shut_facility_is_told_by_its_place(built: Built, calendar: CalendarService) -> None:
    clinic = built.places.add(ACTOR, place_entry()).id
    other = built.places.add(ACTOR, place_entry(name="Hill Clinic")).id
    entry = ShutEntry(ShutKind.FACILITY, "Inventory", FRIDAY, place_id=clinic, town="Bovey")
    saved = calendar.add(ACTOR, entry)
    assert read(built, saved.id).text == "Lakeside Clinic: Inventory"
    assert read(built, saved.id).town == ""  # belongs to schools only
    with built.store.read() as session:
        found = queries.facility_shut(session, [clinic, other], TODAY, FRIDAY)
        assert queries.facility_shut(session, [other], TODAY, FRIDAY) == {}
        assert queries.facility_shut(session, [], TODAY, FRIDAY) == {}
        assert queries.facility_shut(session, [clinic], TODAY, THANKSGIVING) == {}
    assert [one.name for one in found[clinic]] == ["Inventory"]
    assert list(found) == [clinic]


def test_what_can_not_be_kept_is_told_all_at_once(built: Built, calendar: CalendarService) -> None:
    with pytest.raises(InputError) as told:
        calendar.add(ACTOR, ShutEntry(ShutKind.SCHOOL))
    assert [problem.field for problem in told.value.problems] == ["name", "town", "from_day"]
    for entry, field in (
        (ShutEntry(ShutKind.FACILITY, "Inventory", FRIDAY), "place_id"),
        (ShutEntry(ShutKind.FACILITY, "Inventory", FRIDAY, place_id=new_id()), "place_id"),
        (replace(SHUT, until_day=TODAY), "until_day"),
        (replace(SHUT, until_day=FRIDAY + timedelta(days=366)), "until_day"),
    ):
        with pytest.raises(InputError) as why:
            calendar.add(ACTOR, entry)
        assert [problem.field for problem in why.value.problems] == [field]
    with pytest.raises(RefusedError, match="no right"):
        calendar.add(READER, SHUT)
    with built.store.read() as session:
        assert queries.listed(session) == ()


def test_an_entry_is_changed_taken_out_and_brought_back(
    built: Built, calendar: CalendarService
) -> None:
    saved = calendar.add(ACTOR, SHUT)
    kept = read(built, saved.id)
    longer = replace(ShutEntry.of(kept), until_day=FRIDAY + timedelta(days=3))
    calendar.change(ACTOR, saved.id, longer, version=kept.version)
    assert read(built, saved.id).period_text == "Fri 27 Nov 2026 to Mon 30 Nov 2026"
    with pytest.raises(StaleError):
        calendar.change(ACTOR, saved.id, longer, version=kept.version)
    gone = calendar.remove(ACTOR, saved.id)
    assert "Day after Thanksgiving" in gone.text
    assert not read(built, saved.id).covers(FRIDAY)
    with built.store.read() as session:
        assert queries.holidays(session, MINE, FRIDAY, FRIDAY) == {}
    with pytest.raises(RefusedError, match="not in the calendar"):
        calendar.remove(ACTOR, saved.id)
    built.store.undo(ACTOR, gone)
    with built.store.read() as session:
        assert queries.holidays(session, MINE, FRIDAY, FRIDAY) == {FRIDAY: kept.name}
        assert [one.id for one in queries.listed(session, on_or_after=FRIDAY)] == [saved.id]
        assert queries.listed(session, kind=ShutKind.SCHOOL) == ()


def test_the_number_of_statements_does_not_grow(built: Built, calendar: CalendarService) -> None:
    def statements() -> int:
        ran: list[str] = []

        def count(_c: object, _x: object, text: str, *_rest: object) -> None:
            ran.append(text)

        event.listen(built.engine, "before_cursor_execute", count)
        with built.store.read() as session:
            queries.listed(session)
            queries.schools_closed_between(session, TODAY, date(2027, 3, 1))
        event.remove(built.engine, "before_cursor_execute", count)
        return sum(text.lstrip().upper().startswith("SELECT") for text in ran)

    def add(number: int) -> None:
        clinic = built.places.add(ACTOR, place_entry(name=f"Clinic {number}")).id
        calendar.add(ACTOR, ShutEntry(ShutKind.FACILITY, "Inventory", FRIDAY, place_id=clinic))
        calendar.add(ACTOR, replace(BREAK, town=f"Town {number}"))

    add(0)
    first = statements()
    for number in range(1, 6):
        add(number)
    assert statements() == first
