"""A day under way: a clinic, two drivers, a member on a published run and one who will call."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.runs.live.day import LiveDay, live_day


@pytest.fixture
def day(tmp_path: Path) -> Iterator[LiveDay]:
    made = live_day(tmp_path)
    yield made
    made.world.built.engine.dispose()
