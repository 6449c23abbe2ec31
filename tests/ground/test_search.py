"""The search index: kept with the record, the same answers on both engines."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from db.engine import postgres_engine
from db.upgrade import upgrade
from nemt_desk.ground import search
from nemt_desk.ground.clock import FixedClock
from nemt_desk.ground.session import Store
from nemt_desk.members import queries
from nemt_desk.security.trail import Trail
from tests.factories import ACTOR, NOW, TRAIL_KEY, Built, build_store, member_entry, place_entry


@pytest.fixture(params=["sqlite", "postgres"])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Built]:
    if request.param == "sqlite":
        office = build_store(tmp_path)
    else:
        engine = postgres_engine(request.getfixturevalue("postgres_url"))
        upgrade(engine)
        clock, trail = FixedClock(NOW), Trail(TRAIL_KEY)
        office = Built(Store(engine, clock, trail), trail, clock, engine)
    yield office
    office.engine.dispose()


def test_both_engines_find_alike(either: Built) -> None:
    key = either.members.add(ACTOR, member_entry(last_name="O'Neal-Ruíz", mhcp_id="01234567")).id
    either.places.add(ACTOR, place_entry(name="Oneal Clinic"))
    typed = ("one", "ruiz ann", "2/1/1950", "0142", "218-555-0142", "0123", "onael", "o'neal-ruiz")
    with either.store.read() as session:
        for text in typed:
            assert [found.id for found in queries.find_members(session, text)] == [key], text
            (hit,) = queries.suggest_members(session, text)
            assert (hit.id, hit.birth_date, hit.town) == (key, member_entry().birth_date, "Bovey")
            assert queries.member_list(session, text=text).count == 1
        assert queries.find_members(session, "clinic") == []
        assert queries.find_members(session, "'); --") == []
        assert queries.member_list(session, text="zzz").count == 0


def test_an_undone_member_is_found_no_more(either: Built) -> None:
    saved = either.members.add(ACTOR, member_entry())
    undone = either.store.undo(ACTOR, saved.changes)
    with either.store.read() as session:
        assert search.find(session, "member", "schroeder") == []
    either.store.undo(ACTOR, undone)
    with either.store.read() as session:
        assert search.find(session, "member", "schroeder") == [saved.id]


def test_a_record_keeps_its_place_when_its_words_stay(built: Built) -> None:
    first = built.places.add(ACTOR, place_entry(name="First Clinic")).id
    second = built.places.add(ACTOR, place_entry(name="Second Clinic")).id
    built.places.change(ACTOR, first, place_entry(name="First Clinic", phone=""))
    with built.store.read() as session:
        assert search.find(session, "place", "clinic") == [second, first]
        assert len(session.execute(select(search.entries)).all()) == 2


def test_words_learned_later_cure_misspelling_too(built: Built) -> None:
    built.places.add(ACTOR, place_entry())
    with built.store.read() as session:
        assert search.find(session, "place", "dialisys") == []
    key = built.places.add(ACTOR, place_entry(name="County Dialysis")).id
    with built.store.read() as session:
        assert search.find(session, "place", "dialisys") == [key]
        assert search.find(session, "place", "") == []
