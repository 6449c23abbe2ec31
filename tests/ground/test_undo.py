"""Undo goes back the way the act came, whatever was added, changed and removed in between."""

from dataclasses import asdict

import pytest
from sqlalchemy import text

from db import engine as db_engine
from db.engine import sqlite_engine
from nemt_desk.cases.model import CaseRecord, CaseStepRecord
from nemt_desk.cases.rows import CaseKind, CaseMethod
from nemt_desk.ground.changes import Changes
from nemt_desk.ground.errors import EnvironmentProblem, RefusedError
from nemt_desk.ground.ids import Id, new_id
from nemt_desk.ground.session import Store
from nemt_desk.ground.tables import Record
from nemt_desk.members.model import MemberRecord
from nemt_desk.places import queries
from nemt_desk.places.model import PlaceRecord
from nemt_desk.places.service import PlaceService
from nemt_desk.security.trail import history, latest
from tests.factories import ACTOR, KEY, NOW, TODAY, Built, home_entry, member_entry, place_entry


def _place(**changes: object) -> PlaceRecord:
    return PlaceRecord(id=new_id(), **asdict(place_entry(**changes)))


def _member(home_id: Id | None) -> MemberRecord:
    return MemberRecord(id=new_id(), last_name="Berg", first_name="Ann", home_id=home_id)


def _case(number: str) -> CaseRecord:
    return CaseRecord(
        id=new_id(),
        number=number,
        kind=CaseKind.COMPLAINT,
        method=CaseMethod.PHONE,
        received_on=TODAY,
        due_on=TODAY,
        summary="Late",
    )


def _rows(built: Built) -> dict[str, int]:
    tables = ("place", "member", "case_file", "case_step", "search_entry")
    with built.engine.connect() as connection:
        return {
            name: connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one()  # noqa: S608
            for name in tables
        }


def _there_and_back(built: Built, changes: Changes, before: dict[str, int]) -> None:
    after = _rows(built)
    undone = built.store.undo(ACTOR, changes)
    assert _rows(built) == before
    redone = built.store.undo(ACTOR, undone)
    assert _rows(built) == after
    built.store.undo(ACTOR, redone)
    assert _rows(built) == before
    with built.store.read() as session:
        assert built.trail.verify(session).is_whole


def test_a_child_put_in_before_its_parent(built: Built) -> None:
    before = _rows(built)
    with built.store.write(ACTOR, "Added both") as work:
        case = _case("C26-0001")
        step = CaseStepRecord(id=new_id(), case_id=case.id, at=NOW, who="Ann", text="Called")
        work.session.add_all([step, case])
    _there_and_back(built, work.changes, before)


def test_a_row_that_came_to_point_to_a_newer_one(built: Built) -> None:
    member_id = built.members.add(ACTOR, member_entry()).id
    before = _rows(built)
    with built.store.write(ACTOR, "Moved house") as work:
        member = work.fetch(MemberRecord, member_id)
        old, member.phone = member.home_id, "2185550100"
        work.session.flush()
        home = _place()
        work.session.add(home)
        work.session.flush()
        member.home_id = home.id
    _there_and_back(built, work.changes, before)
    with built.store.read() as session:
        kept = session.get_one(MemberRecord, member_id)
        assert (kept.home_id, kept.phone) == (old, "2185550142")


def test_a_new_row_that_came_to_point_to_a_newer_one(built: Built) -> None:
    before = _rows(built)
    with built.store.write(ACTOR, "Added a member, then a home") as work:
        member = _member(None)
        work.session.add(member)
        work.session.flush()
        home = _place(**asdict(home_entry()))
        work.session.add(home)
        work.session.flush()
        member.home_id = home.id
    _there_and_back(built, work.changes, before)


def test_rows_removed_together(built: Built) -> None:
    with built.store.write(ACTOR, "Recorded") as work:
        case = _case("C26-0001")
        step = CaseStepRecord(id=new_id(), case_id=case.id, at=NOW, who="Ann", text="Called")
        work.session.add_all([step, case])
    before = _rows(built)
    with built.store.write(ACTOR, "Removed") as work:
        for kept in (work.fetch(CaseRecord, case.id), work.fetch(CaseStepRecord, step.id)):
            work.session.delete(kept)
    _there_and_back(built, work.changes, before)


def test_a_row_that_took_the_place_of_another(built: Built) -> None:
    with built.store.write(ACTOR, "Recorded") as work:
        case = _case("C26-0001")
        work.session.add(case)
    before = _rows(built)
    with built.store.write(ACTOR, "Recorded anew") as work:
        work.session.delete(work.fetch(CaseRecord, case.id))
        work.session.flush()
        work.session.add(_case("C26-0001"))
    _there_and_back(built, work.changes, before)
    with built.store.read() as session:
        assert session.get(CaseRecord, case.id) is not None


def test_a_row_is_told_of_once_whatever_is_undone(built: Built) -> None:
    with built.store.write(ACTOR, "Added a member, then a home") as work:
        member = _member(None)
        work.session.add(member)
        work.session.flush()
        home = _place()
        work.session.add(home)
        work.session.flush()
        member.home_id = home.id
    with built.store.read() as session:
        (entry,) = history(session, member.id)
    assert (entry.after or {})["home_id"] == str(home.id)


def test_a_removed_row_leaves_its_whole_self_in_the_trail(built: Built) -> None:
    key = built.places.add(ACTOR, place_entry()).id
    with built.store.write(ACTOR, "Removed") as work:
        work.session.delete(work.fetch(PlaceRecord, key))
    with built.store.read() as session:
        entry = latest(session)[0]
        assert queries.find_places(session, "lakeside") == []
    assert (entry.before or {})["name"] == "Lakeside Clinic"
    assert entry.after is None


def test_a_second_writer_is_told_and_loses_nothing_of_the_first(
    built: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(db_engine.PRAGMAS, "busy_timeout", 50)
    path = built.engine.raw_connection().execute("PRAGMA database_list").fetchone()[2]
    other = Store(sqlite_engine(path, KEY), built.clock, built.trail)
    with built.store.write(ACTOR, "First") as work:
        work.session.add(_place())
        work.session.flush()
        with pytest.raises(EnvironmentProblem, match="Another program") as told:
            PlaceService(other).add(ACTOR, place_entry())
    assert told.value.__cause__ is None
    other.engine.dispose()
    assert _rows(built)["place"] == 1


def test_values_that_cannot_be_kept_are_in_no_error(built: Built) -> None:
    naive = NOW.replace(tzinfo=None)
    step = CaseStepRecord(case_id=new_id(), at=naive, who="Secret", text="Secret")
    with pytest.raises(Exception, match="must be aware") as bug:
        _add(built, step)
    assert "Secret" not in str(bug.value)
    assert _rows(built)["case_step"] == 0


def _add(built: Built, *rows: Record) -> Changes:
    with built.store.write(ACTOR, "Added") as work:
        work.session.add_all(rows)
    return work.changes


def test_the_listener_of_a_refused_act_is_not_called(built: Built) -> None:
    heard: list[Changes] = []
    built.store.written.append(heard.append)
    with pytest.raises(RefusedError):
        _add(built, _case("C26-0001"), _case("C26-0001"))
    assert heard == []
    assert _rows(built)["case_file"] == 0
