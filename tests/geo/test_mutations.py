"""Damaged files of each kind: a whole map or a sentence, never a crash, never half a map."""

from pathlib import Path

import pytest

from tests.geo.damage import KINDS
from tests.geo.mutate import prepare, run

# Most damage to a list of rows leaves a list of rows: those cases build a map, and take longer.
CASES = {"towns": 30, "points_csv": 30}
MANY = 60


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_damaged_files_never_leave_half_a_map(kind: str, tmp_path: Path) -> None:
    tally = run(prepare(kind, 7, tmp_path, is_quick=True), range(CASES.get(kind, MANY)))
    assert tally.failed == []
    assert tally.ended.total() == CASES.get(kind, MANY)
