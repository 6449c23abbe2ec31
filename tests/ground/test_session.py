"""One transaction: all or nothing, told once per row, and taken back whole."""

from dataclasses import asdict
from datetime import UTC, datetime

import pytest

from nemt_desk.ground.changes import Changes
from nemt_desk.ground.entry import put
from nemt_desk.ground.errors import EnvironmentProblem, RefusedError, StaleError
from nemt_desk.ground.ids import new_id
from nemt_desk.members.model import MemberRecord
from nemt_desk.places import queries
from nemt_desk.places.model import PlaceRecord
from nemt_desk.security.trail import history
from tests.factories import ACTOR, NOW, Built, member_entry, place_entry


def test_a_failed_act_leaves_nothing_behind(built: Built) -> None:
    def fail() -> None:
        with built.store.write(ACTOR, "Failed") as work:
            work.session.add(PlaceRecord(id=new_id(), **asdict(place_entry())))
            work.session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with built.store.read() as session:
        assert queries.place_list(session).count == 0
        assert queries.find_places(session, "lakeside") == []
        assert built.trail.verify(session).entries == 0


def test_reading_keeps_nothing(built: Built) -> None:
    with built.store.read() as session:
        session.add(PlaceRecord(id=new_id(), version=1, **asdict(place_entry())))
    with built.store.read() as session:
        assert queries.place_list(session).count == 0


def test_several_steps_on_one_row_are_told_once(built: Built) -> None:
    key = built.places.add(ACTOR, place_entry()).id
    with built.store.write(ACTOR, "Renamed twice") as work:
        row = work.fetch(PlaceRecord, key)
        for name in ("One", "Two"):
            put(row, {"name": name})
            work.session.flush()
    (step,) = work.changes.steps
    assert step.before is not None
    assert step.after is not None
    assert (step.before["name"], step.after["name"]) == ("Lakeside Clinic", "Two")
    with built.store.read() as session:
        assert [row.act for row in history(session, key)] == ["Renamed twice", "Added a place"]


def test_a_row_added_and_removed_in_one_act_leaves_no_step(built: Built) -> None:
    with built.store.write(ACTOR, "Nothing in the end") as work:
        row = PlaceRecord(id=new_id(), **asdict(place_entry()))
        work.session.add(row)
        work.session.flush()
        work.session.delete(row)
    assert not work.changes


def test_undo_brings_a_row_back_with_its_beginning(built: Built) -> None:
    saved = built.places.add(ACTOR, place_entry())
    undone = built.store.undo(ACTOR, saved.changes)
    built.clock.advance(days=3)
    built.store.undo(ACTOR, undone)
    with built.store.read() as session:
        row = session.get(PlaceRecord, saved.id)
        assert row is not None
        assert (row.created_at, row.changed_at) == (NOW, datetime(2026, 11, 27, 15, tzinfo=UTC))


def test_undo_twice_is_refused(built: Built) -> None:
    saved = built.places.add(ACTOR, place_entry())
    built.store.undo(ACTOR, saved.changes)
    with pytest.raises(StaleError):
        built.store.undo(ACTOR, saved.changes)
    assert not built.store.undo(ACTOR, Changes.none())


def test_undo_of_a_home_somebody_lives_in_by_now_is_refused_in_words(built: Built) -> None:
    place = built.places.add(ACTOR, place_entry())
    built.members.add(ACTOR, member_entry(home=None, home_id=place.id))
    with pytest.raises(RefusedError, match="Nothing was"):
        built.store.undo(ACTOR, place.changes)
    with built.store.read() as session:
        assert queries.place(session, place.id).name == "Lakeside Clinic"


def test_listeners_hear_what_was_written_after_it_was_written(built: Built) -> None:
    heard: list[int] = []

    def hear(changes: Changes) -> None:
        with built.store.read() as session:
            heard.append(queries.place_list(session).count)
        assert changes.kinds == {"place"}

    built.store.written.append(hear)
    built.places.add(ACTOR, place_entry())
    assert heard == [1]


def test_what_the_database_says_never_shows_the_data(built: Built) -> None:
    with pytest.raises(RefusedError) as refused, built.store.write(ACTOR, "Wrong") as work:
        work.session.add(MemberRecord(last_name="Secret", first_name="X", home_id=new_id()))
    assert "Secret" not in f"{refused.value} {refused.value.__cause__}"
    with (
        pytest.raises(EnvironmentProblem) as problem,
        built.store.read() as session,
    ):
        session.connection().exec_driver_sql("SELECT 'Secret' FROM nowhere")
    assert "Secret" not in str(problem.value)
