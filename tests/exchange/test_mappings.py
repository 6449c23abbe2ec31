"""Remembered columns: next year's file with the same headers maps itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from nemt_desk.exchange.queries import choices
from nemt_desk.exchange.rows import ADDRESS_POINTS, ColumnChoice
from nemt_desk.exchange.service import MappingService
from nemt_desk.ground.errors import RefusedError
from tests.factories import ACTOR, Built, build_store

HEADERS = ("NO", "ROAD", "Y", "X")
CHOICE = ColumnChoice(
    ADDRESS_POINTS, HEADERS, {"number": "NO", "street": "ROAD", "lat": "Y", "lon": "X"}
)


@pytest.fixture
def built(tmp_path: Path) -> Iterator[Built]:
    made = build_store(tmp_path)
    yield made
    made.engine.dispose()


@pytest.fixture
def mappings(built: Built) -> MappingService:
    return MappingService(built.store)


def test_a_choice_comes_back_for_the_same_headers_in_any_order(mappings: MappingService) -> None:
    assert mappings.remembered(ADDRESS_POINTS, HEADERS) is None
    mappings.remember(ACTOR, CHOICE)
    assert mappings.remembered(ADDRESS_POINTS, HEADERS) == CHOICE.mapping
    assert mappings.remembered(ADDRESS_POINTS, HEADERS[::-1]) == CHOICE.mapping
    assert mappings.remembered(ADDRESS_POINTS, (*HEADERS, "NEW")) is None
    assert mappings.remembered("billing", HEADERS) is None


def test_another_choice_takes_its_place(built: Built, mappings: MappingService) -> None:
    mappings.remember(ACTOR, CHOICE)
    other = ColumnChoice(ADDRESS_POINTS, HEADERS, {"full": "ROAD", "lat": "Y", "lon": "", "x": "X"})
    mappings.remember(ACTOR, other)
    assert mappings.remembered(ADDRESS_POINTS, HEADERS) == {"full": "ROAD", "lat": "Y", "x": "X"}
    with built.store.read() as session:
        assert len(choices(session, ADDRESS_POINTS)) == 1


def test_it_can_be_undone_and_forgotten(built: Built, mappings: MappingService) -> None:
    made = mappings.remember(ACTOR, CHOICE)
    built.store.undo(ACTOR, made)
    assert mappings.remembered(ADDRESS_POINTS, HEADERS) is None
    mappings.remember(ACTOR, CHOICE)
    mappings.forget(ACTOR, ADDRESS_POINTS, HEADERS)
    assert mappings.remembered(ADDRESS_POINTS, HEADERS) is None
    with pytest.raises(RefusedError, match="Nothing is remembered"):
        mappings.forget(ACTOR, ADDRESS_POINTS, HEADERS)


@pytest.mark.parametrize("mapping", [{}, {"number": ""}, {"number": "GONE"}])
def test_columns_that_are_not_there_are_refused(
    mappings: MappingService, mapping: dict[str, str]
) -> None:
    with pytest.raises(RefusedError, match="not in the file"):
        mappings.remember(ACTOR, ColumnChoice(ADDRESS_POINTS, HEADERS, mapping))
