"""Many new rows at once are like any others: stamped, found, told, undone; on both engines."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from db.engine import postgres_engine
from db.upgrade import upgrade
from nemt_desk import metadata
from nemt_desk.ground import search
from nemt_desk.ground.bulk import insert_rows
from nemt_desk.ground.changes import Changes
from nemt_desk.ground.clock import FixedClock
from nemt_desk.ground.ids import Id
from nemt_desk.ground.session import Store
from nemt_desk.members.model import MemberRecord
from nemt_desk.members.queries import member_list, members_by_ids
from nemt_desk.members.rows import Need, Program
from nemt_desk.places.model import PlaceRecord
from nemt_desk.places.rows import PlaceKind
from nemt_desk.security.trail import Trail, history
from tests.factories import ACTOR, NOW, TRAIL_KEY, build_store

if TYPE_CHECKING:
    from sqlalchemy import Engine

COUNT = 600


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Store, Trail]]:
    trail = Trail(TRAIL_KEY)
    engine: Engine
    if request.param == "sqlite":
        built = build_store(tmp_path)
        engine = built.engine
    else:
        assert metadata.ROOMS
        engine = postgres_engine(request.getfixturevalue("postgres_url"))
        upgrade(engine)
    yield Store(engine, FixedClock(NOW), trail), trail
    engine.dispose()


def bring_in(store: Store) -> tuple[list[Id], Changes]:
    with store.write(ACTOR, "Brought in members") as work:
        homes = insert_rows(
            work,
            PlaceRecord,
            [{"kind": PlaceKind.HOME, "address": f"{n} Main St"} for n in range(COUNT)],
        )
        people = [
            {"last_name": f"Berg{n}", "first_name": "Lena", "home_id": home, "needs": ["walker"],
             "program": Program.MA}
            for n, home in enumerate(homes)
        ]  # fmt: skip
        keys = insert_rows(work, MemberRecord, people)
    return keys, work.changes


def test_rows_are_whole_found_and_told(store: tuple[Store, Trail]) -> None:
    office, trail = store
    keys, _changes = bring_in(office)
    with office.read() as session:
        found = members_by_ids(session, keys[:1])[keys[0]]
        assert (found.version, found.needs, found.program) == (
            1,
            frozenset({Need.WALKER}),
            Program.MA,
        )
        assert search.find(session, "member", "berg599") == [keys[599]]
        assert trail.verify(session).is_whole
        (entry,) = history(session, keys[7])
        assert entry.after is not None
        assert entry.after["last_name"] == "Berg7"


def test_undo_takes_them_all_away_and_redo_brings_them_back(store: tuple[Store, Trail]) -> None:
    office, trail = store
    keys, changes = bring_in(office)
    undone = office.undo(ACTOR, changes)
    with office.read() as session:
        assert member_list(session).count == 0
        assert search.find(session, "member", "lena") == []
    office.undo(ACTOR, undone)
    with office.read() as session:
        assert member_list(session).count == COUNT
        assert search.find(session, "member", "berg7 lena")[0] == keys[7]
        assert trail.verify(session).is_whole


def test_a_column_that_is_none_is_a_mistake(store: tuple[Store, Trail]) -> None:
    office, _trail = store
    with pytest.raises(TypeError, match="no column"), office.write(ACTOR, "x") as work:
        insert_rows(work, PlaceRecord, [{"adress": "1 Main St"}])
