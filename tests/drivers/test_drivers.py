"""Drivers: kept with everything that belongs to them, changed row by row, undone, listed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import event

from nemt_desk.drivers import queries
from nemt_desk.drivers.rows import (
    CarEntry,
    CredentialEntry,
    CredentialKind,
    DayOffEntry,
    Driver,
    DriverEntry,
    DriverKind,
    Hours,
    RelationEntry,
    RelationKind,
)
from nemt_desk.ground.errors import InputError, RefusedError, StaleError
from nemt_desk.ground.ids import Id
from tests.factories import ACTOR, READER, TODAY, Built, driver_entry, home_entry, member_entry


def kept(built: Built, key: Id) -> Driver:
    with built.store.read() as session:
        return queries.driver(session, key)


def entry_of(built: Built, key: Id) -> DriverEntry:
    with built.store.read() as session:
        found = queries.driver(session, key)
        return DriverEntry.of(found, queries.home_of(session, found))


def without_ids(entry: DriverEntry) -> DriverEntry:
    return replace(
        entry,
        home_id=None,
        cars=tuple(replace(car, id=None) for car in entry.cars),
        credentials=tuple(replace(item, id=None) for item in entry.credentials),
        days_off=tuple(replace(off, id=None) for off in entry.days_off),
        relations=tuple(replace(relation, id=None) for relation in entry.relations),
    )


@pytest.fixture
def member_id(built: Built) -> Id:
    return built.members.add(ACTOR, member_entry()).id


@pytest.fixture
def full(member_id: Id) -> DriverEntry:
    return driver_entry(
        kind=DriverKind.VOLUNTEER,
        phone2="2185550112",
        email="lars@example.org",
        umpi="A123456789",
        max_miles=120,
        door_through=True,
        driver_note="call, no text",
        office_note="likes long runs",
        cars=(
            CarEntry("grey Toyota Sienna", "ABC 123", 5, 1, has_lift=True),
            CarEntry("red Ford", "XYZ 9", 3),
        ),
        credentials=(
            CredentialEntry(CredentialKind.INSURANCE, "P-1", date(2027, 3, 1)),
            CredentialEntry(CredentialKind.LICENCE, "L-1", date(2028, 3, 1)),
            CredentialEntry(CredentialKind.TRAINING, until_day=None, is_blocking=False),
        ),
        days_off=(DayOffEntry(date(2026, 12, 24), date(2027, 1, 2), "holiday"),),
        relations=(RelationEntry(member_id, RelationKind.NEIGHBOR, "next door"),),
    )


def test_a_driver_comes_back_as_typed(built: Built, full: DriverEntry) -> None:
    key = built.drivers.add(ACTOR, full).id
    assert without_ids(entry_of(built, key)) == full
    assert not built.drivers.change(ACTOR, key, entry_of(built, key), version=1)


def test_undo_and_redo_of_everything_that_belongs_to_a_driver(
    built: Built, full: DriverEntry
) -> None:
    saved = built.drivers.add(ACTOR, full)
    first = entry_of(built, saved.id)
    other = replace(
        first,
        last_name="Aas",
        cars=(first.cars[1],),
        credentials=(replace(first.credentials[0], until_day=date(2029, 1, 1)),),
        hours=(Hours(0, 480, 720), Hours(0, 780, 900)),
        days_off=(DayOffEntry(date(2027, 5, 1), date(2027, 5, 1)),),
        relations=(),
        home=home_entry(entrance="back"),
    )
    changed = built.drivers.change(ACTOR, saved.id, other)
    second = entry_of(built, saved.id)
    assert without_ids(second) == without_ids(other)
    redone = built.store.undo(ACTOR, undone := built.store.undo(ACTOR, changed))
    assert undone
    assert entry_of(built, saved.id) == second
    built.store.undo(ACTOR, redone)
    assert entry_of(built, saved.id) == first
    gone = built.store.undo(ACTOR, saved.changes)
    with built.store.read() as session:
        assert queries.drivers_by_ids(session, [saved.id]) == {}
    built.store.undo(ACTOR, gone)
    assert entry_of(built, saved.id) == first
    with built.store.read() as session:
        assert built.trail.verify(session).is_whole


def test_a_car_given_up_is_still_known_to_old_runs(built: Built, full: DriverEntry) -> None:
    key = built.drivers.add(ACTOR, full).id
    entry = entry_of(built, key)
    old = entry.cars[0]
    assert old.id is not None
    built.drivers.change(ACTOR, key, replace(entry, cars=entry.cars[1:]))
    assert [car.plate for car in kept(built, key).cars] == ["XYZ 9"]
    with built.store.read() as session:
        assert queries.cars_by_ids(session, [old.id])[old.id].plate == "ABC 123"


def test_hours_left_alone_are_not_written_again(built: Built, full: DriverEntry) -> None:
    key = built.drivers.add(ACTOR, full).id
    entry = entry_of(built, key)
    changes = built.drivers.change(ACTOR, key, replace(entry, hours=entry.hours[1:]))
    assert [(step.kind, step.after) for step in changes.steps] == [("driver_hours", None)]


def test_two_people_editing_one_driver(built: Built, full: DriverEntry) -> None:
    key = built.drivers.add(ACTOR, full).id
    built.drivers.change(ACTOR, key, replace(entry_of(built, key), umpi=""), version=1)
    with pytest.raises(StaleError):
        built.drivers.change(ACTOR, key, full, version=1)
    with pytest.raises(RefusedError, match="no right"):
        built.drivers.add(READER, full)


def test_all_problems_are_told_at_once_by_field(built: Built, member_id: Id) -> None:
    relation = RelationEntry(member_id, RelationKind.FRIEND)
    wrong = driver_entry(
        last_name="",
        phone="1",
        email="lars",
        umpi="12",
        recognized_until=date(2020, 1, 1),
        max_miles=0,
        cars=(CarEntry(seats=-1), CarEntry(wheelchair_places=1)),
        hours=(Hours(0, 600, 600), Hours(7, 0, 1), Hours(1, 480, 720), Hours(1, 700, 800)),
        days_off=(DayOffEntry(date(2026, 5, 2), date(2026, 5, 1)),),
        relations=(relation, relation),
    )
    with pytest.raises(InputError) as refused:
        built.drivers.add(ACTOR, wrong)
    assert {problem.field for problem in refused.value.problems} == {
        "last_name",
        "phone",
        "email",
        "umpi",
        "recognized_until",
        "max_miles",
        "cars.0.seats",
        "cars.1.has_lift",
        "hours.0.end_min",
        "hours.1.weekday",
        "hours.3.start_min",
        "days_off.0.until_day",
        "relations.1.kind",
    }


def test_plates_are_kept_in_capitals(built: Built) -> None:
    key = built.drivers.add(ACTOR, driver_entry(cars=(CarEntry(plate=" abc\u00a0 123 "),))).id
    assert kept(built, key).cars[0].plate == "ABC 123"


def test_a_day_needs_six_statements_however_many_drive(built: Built, full: DriverEntry) -> None:
    for number in range(7):
        built.drivers.add(ACTOR, replace(full, last_name=f"Berg {number}"))
    statements: list[str] = []
    with built.store.read() as session:
        event.listen(
            built.engine, "before_cursor_execute", lambda *args: statements.append(args[2])
        )
        found = queries.drivers_on(session, TODAY)
    assert [driver.last_name for driver in found] == [f"Berg {number}" for number in range(7)]
    assert all(driver.cars and driver.relations and driver.credentials for driver in found)
    assert len([one for one in statements if one.startswith("SELECT")]) == 6


def test_who_left_is_still_there_on_the_days_before(built: Built) -> None:
    key = built.drivers.add(ACTOR, driver_entry()).id
    changes = built.drivers.archive(ACTOR, key)
    with built.store.read() as session:
        assert [d.id for d in queries.drivers_on(session, TODAY - timedelta(days=1))] == [key]
        assert queries.drivers_on(session, TODAY + timedelta(days=1)) == []
        assert queries.find_drivers(session, "berg") == []
        assert queries.driver_list(session, archived=True, text="lar ber").count == 1
    built.store.undo(ACTOR, changes)
    built.drivers.archive(ACTOR, key)
    built.drivers.unarchive(ACTOR, key)
    with built.store.read() as session:
        assert [d.id for d in queries.find_drivers(session, "0111")] == [key]


def test_the_list_says_what_a_coordinator_asks(built: Built, full: DriverEntry) -> None:
    built.drivers.add(ACTOR, full)
    built.drivers.add(ACTOR, driver_entry(last_name="Aas", cars=(), credentials=(), home=None))
    with built.store.read() as session:
        first, second = queries.driver_list(session).rows
        assert (first.name, first.plate, first.town, first.next_end) == (
            "Aas, Lars H.",
            "",
            "",
            None,
        )
        assert (second.plate, second.seats, second.has_lift) == ("ABC 123", 5, True)
        assert (second.town, second.next_end) == ("Grand Rapids", date(2027, 3, 1))
        page = queries.driver_list(session, limit=1, offset=1)
        assert (page.rows, page.count) == ((second,), 2)
        assert queries.driver_list(session, text="brg").count == 1


def test_relations_to_a_member(built: Built, full: DriverEntry, member_id: Id) -> None:
    first = built.drivers.add(ACTOR, full).id
    both = (
        RelationEntry(member_id, RelationKind.REFUSED),
        RelationEntry(member_id, RelationKind.FRIEND),
    )
    second = built.drivers.add(ACTOR, driver_entry(last_name="Two", relations=both)).id
    with built.store.read() as session:
        assert queries.relations_to(session, member_id) == {
            first: RelationKind.NEIGHBOR,
            second: RelationKind.REFUSED,
        }
        # driver, home, 2 cars, 3 credentials, 5 hours, 1 day off, 1 relation
        assert len(queries.record_ids(session, first)) == 14


def test_possible_duplicates(built: Built, full: DriverEntry) -> None:
    key = built.drivers.add(ACTOR, full).id

    def reasons(**changes: object) -> tuple[str, ...]:
        with built.store.read() as session:
            doubles = queries.possible_duplicates(session, driver_entry(**changes))
            assert queries.possible_duplicates(session, driver_entry(**changes), but=key) == []
        return doubles[0].reasons if doubles else ()

    assert reasons() == (
        "the same telephone number and a similar name",
        "a car with the same plate",
    )
    assert reasons(phone="", cars=()) == ("a very similar name",)
    assert reasons(last_name="Aas", phone="", cars=(CarEntry(plate="abc123x"),)) == ()
    assert reasons(last_name="Aas", cars=()) == ()
