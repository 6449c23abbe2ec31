"""A complaint gets a number, a due date, steps and an outcome; nothing of it is lost."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from nemt_desk.cases import queries
from nemt_desk.cases.entry import CaseEntry
from nemt_desk.cases.rows import Case, CaseKind, CaseState, Priority
from nemt_desk.cases.service import CaseService
from nemt_desk.ground.clock import AgencyTime
from nemt_desk.ground.errors import InputError, RefusedError, StaleError
from nemt_desk.ground.ids import Id
from nemt_desk.ground.session import Store
from tests.factories import ACTOR, build_store

TIME = AgencyTime("America/Chicago")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return build_store(tmp_path).store


@pytest.fixture
def today(store: Store) -> date:
    return TIME.day(store.clock.now())


@pytest.fixture
def entry(today: date) -> CaseEntry:
    return CaseEntry(summary="Driver came 40 minutes late", received_on=today)


def _case(store: Store, case_id: Id) -> Case:
    with store.read() as session:
        return queries.case(session, case_id)


def test_numbers_count_by_kind_and_year(store: Store, entry: CaseEntry) -> None:
    service = CaseService(store)
    ids = [service.record(ACTOR, entry, TIME).id for _time in range(2)]
    praise = replace(entry, kind=CaseKind.COMMENDATION)
    ids.append(service.record(ACTOR, praise, TIME).id)
    year = f"{entry.received_on:%y}"
    assert [_case(store, key).number for key in ids] == [
        f"C{year}-0001",
        f"C{year}-0002",
        f"T{year}-0001",
    ]


def test_priority_sets_the_due_date_unless_one_is_given(store: Store, entry: CaseEntry) -> None:
    service = CaseService(store)
    urgent = service.record(ACTOR, replace(entry, priority=Priority.SAFETY), TIME).id
    chosen = service.record(ACTOR, replace(entry, due_on=entry.received_on), TIME).id
    assert (_case(store, urgent).due_on - entry.received_on).days == 1
    assert _case(store, chosen).due_on == entry.received_on


def test_all_that_is_wrong_is_told_at_once(store: Store, today: date) -> None:
    bad = CaseEntry(summary=" ", received_on=today.replace(year=today.year + 1), from_phone="12")
    with pytest.raises(InputError) as refused:
        CaseService(store).record(ACTOR, bad, TIME)
    assert {problem.field for problem in refused.value.problems} == {
        "summary",
        "received_on",
        "from_phone",
    }
    with store.read() as session:
        assert queries.cases(session) == []


def test_steps_outcome_and_reopening(store: Store, entry: CaseEntry, today: date) -> None:
    service = CaseService(store)
    key = service.record(ACTOR, entry, TIME).id
    service.add_step(ACTOR, key, "Called the driver")
    with pytest.raises(InputError):
        service.close(ACTOR, key, " ", today)
    service.close(ACTOR, key, "Apologized; new pick-up rule", today)
    with pytest.raises(RefusedError):
        service.close(ACTOR, key, "Twice", today)
    closed = _case(store, key)
    assert (closed.state, closed.closed_on) == (CaseState.CLOSED, today)
    assert [step.text for step in closed.steps] == ["Called the driver"]
    assert closed.steps[0].who == ACTOR.name
    service.reopen(ACTOR, key)
    assert _case(store, key).state is CaseState.OPEN


def test_open_cases_stand_by_due_date(store: Store, entry: CaseEntry, today: date) -> None:
    service = CaseService(store)
    for priority in (Priority.ROUTINE, Priority.SAFETY, Priority.URGENT):
        service.record(ACTOR, replace(entry, priority=priority), TIME)
    with store.read() as session:
        found = queries.cases(session)
        assert queries.due_by(session, today) == 0
    assert [case.priority for case in found] == [
        Priority.SAFETY,
        Priority.URGENT,
        Priority.ROUTINE,
    ]


def test_two_people_change_the_same_case(store: Store, entry: CaseEntry) -> None:
    service = CaseService(store)
    key = service.record(ACTOR, entry, TIME).id
    service.change(ACTOR, key, replace(entry, summary="First"), version=1, time=TIME)
    with pytest.raises(StaleError):
        service.change(ACTOR, key, replace(entry, summary="Second"), version=1, time=TIME)
    assert _case(store, key).summary == "First"


def test_undo_takes_a_case_back_and_redo_brings_it_again(store: Store, entry: CaseEntry) -> None:
    service = CaseService(store)
    saved = service.record(ACTOR, entry, TIME)
    step = service.add_step(ACTOR, saved.id, "Called")
    undone = [store.undo(ACTOR, step), store.undo(ACTOR, saved.changes)]
    with store.read() as session:
        assert queries.cases(session) == []
    for changes in reversed(undone):
        store.undo(ACTOR, changes)
    assert [found.text for found in _case(store, saved.id).steps] == ["Called"]
