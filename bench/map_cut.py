"""Cutting one county out of states of three sizes: seconds for each point read, and peak memory.

The IDs lie as far apart as OpenStreetMap's own do; memory must not grow with the state.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.measure import Result
from bench.memory import peak_mb
from tests.geo.state import write_state

AIM = 1.3
# Counties each way; each has 40 x 40 blocks.
SIZES = {1: 5, 4: 10, 16: 20}
_BLOCKS = 40


def _cut_here(source: Path, target: Path) -> dict[str, float]:
    from nemt_desk.geo.building.area import Area  # noqa: PLC0415 - the other process only
    from nemt_desk.geo.building.clip import clip  # noqa: PLC0415
    from nemt_desk.geo.building.counties import named_counties, read_extract  # noqa: PLC0415
    from nemt_desk.ground.progress import Quiet  # noqa: PLC0415

    begun = time.perf_counter()
    found = read_extract(source, Quiet())
    looked = time.perf_counter()
    area = Area.of_counties(named_counties(found.counties, ["County11"]), 5)
    ways = clip(source, target, area, Quiet())
    ended = time.perf_counter()
    return {
        "points": found.points,
        "looking, s": looked - begun,
        "cutting, s": ended - looked,
        "ways kept": ways,
        "peak, MB": peak_mb(),
    }


def measure() -> Result:
    """Cut at each size and compare."""
    per_point: dict[int, float] = {}
    details: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as name:
        for times, counties in SIZES.items():
            source = Path(name) / f"{times}.osm.pbf"
            write_state(source, counties, _BLOCKS)
            done = subprocess.run(
                [sys.executable, "-m", "bench.map_cut", str(source), f"{name}/{times}.cut.osm.pbf"],
                check=True,
                capture_output=True,
                text=True,
            )
            found: dict[str, float] = json.loads(done.stdout)
            seconds = found["looking, s"] + found["cutting, s"]
            per_point[times] = seconds / found["points"] * 1000
            details |= {f"{times}x: {what}": value for what, value in found.items()}
    return Result(
        name="map cut",
        aim=AIM,
        ours_ms=per_point[16],
        baseline_ms=per_point[4],
        ours="looking and cutting at 16x, for each point of the state",
        baseline="the same at 4x",
        details=details,
    )


if __name__ == "__main__":
    print(json.dumps(_cut_here(Path(sys.argv[1]), Path(sys.argv[2]))))
