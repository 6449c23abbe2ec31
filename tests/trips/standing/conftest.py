"""The office of the standing orders' tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.trips.standing.world import Office, build_office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    found = build_office(tmp_path)
    yield found
    found.built.engine.dispose()
