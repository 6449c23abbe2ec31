"""The first window must not wait for what only the office needs."""

import subprocess
import sys
from pathlib import Path

from bench.first_window import environment
from tests.conftest import ROOT


def test_the_first_window_is_painted_before_anything_heavy_is_loaded(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "bench" / "painted.py"), "desk", "--data", str(tmp_path / "o")],
        env=environment(tmp_path),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout == "painted\n"
