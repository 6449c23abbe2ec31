"""The routing engine's own matters: its settings, and its tile builder in a process of its own.

Only this module and `engine_calls` know that the engine is Valhalla.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import valhalla

from nemt_desk.geo.native_paths import native
from nemt_desk.ground.errors import EnvironmentProblem, RefusedError
from nemt_desk.ground.progress import Progress

ENGINE = "Valhalla"
VERSION: str = str(valhalla.__version__)
_CONFIG = "valhalla.json"
_TICK_S = 0.2


def engine_config(tiles: Path) -> dict[str, Any]:
    """Return settings for tiles in the folder `tiles` (it must exist)."""
    config: dict[str, Any] = valhalla.get_config(tile_extract="", tile_dir=native(tiles))
    # Silence: whatever the engine logs would end up in the JSON on standard output.
    config["logging"] = {"type": "", "color": False}
    config["mjolnir"].update(
        tile_extract="",
        admin="",
        timezone="",
        traffic_extract="",
        landmarks="",
        transit_dir="",
        transit_feeds_dir="",
        concurrency=2,
        max_cache_size=200_000_000,
        # Paths on foot and by bicycle are no use to a car, and would only catch the pin.
        include_pedestrian=False,
        include_bicycle=False,
    )
    limits = config["service_limits"]
    # Without these two the engine prunes small roads far from both ends: no longer the shortest.
    limits["max_distance_disable_hierarchy_culling"] = 1_000_000
    limits["auto"].update(max_matrix_location_pairs=4_000_000, max_matrix_distance=1_000_000.0)
    # Ferries are shut off altogether where the office says so, not just disliked.
    limits["allow_hard_exclusions"] = True
    limits.update(max_exclude_locations=10_000, max_radius=10_000, max_reachability=10_000)
    limits["trace"].update(max_distance=1_000_000.0, max_shape=200_000)
    return config


def build_tiles(network: Path, folder: Path, progress: Progress) -> None:
    """Make routing tiles of `network` in `folder`; a failure or a stop leaves no process behind."""
    tiles = folder / "tiles"
    tiles.mkdir()
    config = folder / _CONFIG
    config.write_text(json.dumps(engine_config(tiles)), encoding="utf-8")
    log = folder / "build.log"
    with log.open("wb") as output:
        builder = _start([_executable(), "-c", native(config), native(network)], output)
        try:
            code = _wait(builder, progress)
        finally:
            if builder.poll() is None:
                builder.kill()
                builder.wait()
    config.unlink()
    if code != 0:
        raise _why(code, log)
    if not any(tiles.rglob("*.gph")):
        raise RefusedError(
            "The file has no roads that can be driven. Choose another file. The old map was kept."
        )
    log.unlink()


def _executable() -> str:
    name = "valhalla_build_tiles.exe" if sys.platform == "win32" else "valhalla_build_tiles"
    path = Path(valhalla.__file__).parent / "bin" / name
    if not path.is_file():
        raise EnvironmentProblem(
            "The part that makes routing tiles is missing from this installation. "
            "Install NEMT Desk again. The old map was kept."
        )
    return str(path)


def _start(command: list[str], output: Any) -> "subprocess.Popen[bytes]":  # noqa: ANN401
    environment = dict(os.environ)
    flags = 0
    if sys.platform == "win32":
        # The .exe finds its DLLs only on the path; and no black window may flash up.
        libraries = Path(valhalla.__file__).parent.parent / "pyvalhalla.libs"
        environment["PATH"] = f"{libraries}{os.pathsep}{environment.get('PATH', '')}"
        flags = subprocess.CREATE_NO_WINDOW
    try:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=environment,
            creationflags=flags,
        )
    except OSError as why:
        raise EnvironmentProblem(
            "The part that makes routing tiles could not be started "
            f"({why.strerror or 'no reason given'}). The old map was kept."
        ) from why


def _wait(builder: "subprocess.Popen[bytes]", progress: Progress) -> int:
    percent = 15
    while True:
        progress.step("Making the roads ready for routing", percent)
        try:
            return builder.wait(timeout=_TICK_S)
        except subprocess.TimeoutExpired:
            percent = min(54, percent + 1)


def _why(code: int, log: Path) -> EnvironmentProblem:
    text = log.read_text(encoding="utf-8", errors="replace")
    if "No space left" in text:
        return EnvironmentProblem(
            "The disk is full. Make room and build again. The old map was kept."
        )
    return EnvironmentProblem(
        f"The roads could not be made ready for routing (the builder ended with {code}). "
        "The map file is probably damaged; load it again. The old map was kept."
    )
