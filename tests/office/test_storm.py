"""A pulled plug: nothing acknowledged is lost, and the file and the trail stay whole."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills forked children: POSIX only")
def test_a_hundred_kills_of_a_booking_storm_lose_nothing(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.office.storm", str(tmp_path / "office"), "100"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    result = json.loads(done.stdout)
    assert result["kills"] == 100
    assert result["hot"] == 100, "every kill left a write-ahead log behind"
    assert result["acknowledged"] > 100
    assert result["lost"] == 0
    assert result["faults"] == []
    assert result["trail"] == []
    assert result["trips"] >= result["acknowledged"]
