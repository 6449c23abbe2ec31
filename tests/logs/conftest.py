"""An office of its own for each test of trip logs."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.runs.world import World, build_world


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Return an office with a clinic and settings."""
    made = build_world(tmp_path)
    yield made
    made.built.engine.dispose()
