"""Shut roads: what is refused, on which days they count, and that every step can be undone."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from nemt_desk.closures import queries
from nemt_desk.closures.rows import Closure, ClosureEntry
from nemt_desk.closures.service import ClosureService
from nemt_desk.ground.errors import InputError, RefusedError, StaleError
from nemt_desk.ground.ids import Id
from nemt_desk.ground.settings import Settings
from tests.factories import ACTOR, READER, TODAY, Built, build_store
from tests.runs.world import FlatRoads

ENTRY = ClosureEntry(
    name=" Bridge on  County Road 12 ",
    reason="washed out",
    line=((47.21, -93.53), (47.21, -93.53), (47.22, -93.53)),
    from_on=TODAY,
    until_on=TODAY + timedelta(days=7),
)


@pytest.fixture
def built(tmp_path: Path) -> Iterator[Built]:
    made = build_store(tmp_path)
    yield made
    made.engine.dispose()


@pytest.fixture
def closures(built: Built) -> ClosureService:
    return ClosureService(built.store)


def read(built: Built, key: Id) -> Closure:
    with built.store.read() as session:
        return queries.closure(session, key)


def shut_on(built: Built, day: date) -> list[str]:
    with built.store.read() as session:
        return [one.name for one in queries.in_force(session, day)]


def test_a_road_is_shut_from_its_first_to_its_last_day(
    built: Built, closures: ClosureService
) -> None:
    saved = closures.add(ACTOR, ENTRY)
    kept = read(built, saved.id)
    assert kept.name == "Bridge on County Road 12"
    assert kept.line == ((47.21, -93.53), (47.22, -93.53))  # a click that came twice counts once
    first, last = TODAY, TODAY + timedelta(days=7)
    assert shut_on(built, first - timedelta(days=1)) == []
    assert shut_on(built, first) == shut_on(built, last) == [kept.name]
    assert shut_on(built, last + timedelta(days=1)) == []
    assert [kept.covers(day) for day in (first, last, last + timedelta(days=1))] == [
        True,
        True,
        False,
    ]
    with built.store.read() as session:
        assert queries.listed(session, on_or_after=last + timedelta(days=1)) == ()
        assert [one.id for one in queries.listed(session)] == [saved.id]


def test_until_further_notice_is_ended_and_the_end_undone(
    built: Built, closures: ClosureService
) -> None:
    saved = closures.add(ACTOR, replace(ENTRY, until_on=None))
    assert "until further notice" in read(built, saved.id).period_text
    far = TODAY + timedelta(days=900)
    assert shut_on(built, far)
    changes = closures.end(ACTOR, saved.id, TODAY + timedelta(days=2))
    assert "Shut until Thu 26 Nov 2026" in changes.text
    assert not shut_on(built, far)
    built.store.undo(ACTOR, changes)
    assert shut_on(built, far)
    with pytest.raises(InputError, match="open again before it was shut"):
        closures.end(ACTOR, saved.id, TODAY - timedelta(days=1))


def test_a_closure_taken_back_counts_on_no_day(built: Built, closures: ClosureService) -> None:
    saved = closures.add(ACTOR, ENTRY)
    changes = closures.archive(ACTOR, saved.id)
    assert shut_on(built, TODAY) == []
    assert not read(built, saved.id).covers(TODAY)
    built.store.undo(ACTOR, changes)
    assert shut_on(built, TODAY)


def test_everything_wrong_is_told_at_once(closures: ClosureService) -> None:
    with pytest.raises(InputError) as refused:
        closures.add(ACTOR, ClosureEntry())
    assert {problem.field for problem in refused.value.problems} == {"name", "line", "from_on"}
    wrong = replace(ENTRY, line=((97.0, float("nan")),), until_on=TODAY - timedelta(days=1))
    with pytest.raises(InputError) as refused:
        closures.add(ACTOR, wrong)
    assert {problem.field for problem in refused.value.problems} == {"line", "until_on"}
    with pytest.raises(RefusedError):
        closures.add(READER, ENTRY)


def test_a_point_on_no_road_is_refused_but_an_old_one_may_stay(built: Built) -> None:
    nowhere = replace(ENTRY, line=((61.0, -93.5),))
    key = ClosureService(built.store).add(ACTOR, nowhere).id
    with_map = ClosureService(built.store, FlatRoads)
    with pytest.raises(InputError, match="on no road") as refused:
        with_map.add(ACTOR, nowhere)
    assert refused.value.field == "line"
    # Marked on the map before: its dates can still be changed.
    with_map.change(ACTOR, key, replace(nowhere, until_on=None))
    with pytest.raises(InputError, match="on no road"):
        with_map.change(ACTOR, key, replace(nowhere, line=((62.0, -93.5),)))
    assert read(built, key).until_on is None


def test_what_somebody_else_changed_is_not_overwritten(
    built: Built, closures: ClosureService
) -> None:
    saved = closures.add(ACTOR, ENTRY)
    seen = read(built, saved.id)
    closures.change(ACTOR, seen.id, replace(ClosureEntry.of(seen), reason="ice"))
    with pytest.raises(StaleError):
        closures.end(ACTOR, seen.id, TODAY, version=seen.version)


def test_how_cars_drive_on_a_day(built: Built, closures: ClosureService) -> None:
    closures.add(ACTOR, ENTRY)
    settings = Settings(name="Perch", avoid_ferries=True, winter_percent=25)
    with built.store.read() as session:
        winter = queries.driving_on(session, TODAY, settings)
        summer = queries.driving_on(session, date(2027, 7, 1), settings)
    assert (winter.avoid_ferries, len(winter.closed), winter.speed_factor) == (True, 1, 0.8)
    assert (summer.avoid_ferries, summer.closed, summer.speed_factor) == (True, (), 1.0)
