"""An office of its own for each test of the ground floor."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.factories import Built, build_store


@pytest.fixture
def built(tmp_path: Path) -> Iterator[Built]:
    office = build_store(tmp_path)
    yield office
    office.engine.dispose()
