"""Where a map lies: `<target>/<hash>/…` and `current.json` saying which one counts.

A new map is made beside the old one and the pointer is swapped in one step, so that a failed build,
a power cut or (on Windows) a still open file leaves the old map as it was.
"""

import json
import os
import shutil
import time
from pathlib import Path

from nemt_desk.ground.errors import EnvironmentProblem
from nemt_desk.ground.files import sync_folder

WORK = ".building-"
_POINTER = "current.json"
_DAY_S = 86_400
_NO_MAP = "There is no map yet. Build one from a .osm.pbf or a TIGER/Line EDGES .zip."


def current_folder(target: Path) -> Path:
    """Return the folder of the map that counts."""
    try:
        name = str(json.loads((target / _POINTER).read_text(encoding="utf-8"))["folder"])
    except FileNotFoundError as why:
        raise EnvironmentProblem(_NO_MAP) from why
    except (OSError, ValueError, KeyError, TypeError) as why:
        raise EnvironmentProblem("The map is damaged. Build it again.") from why
    place = target / name
    if place.parent != target or not place.is_dir():
        raise EnvironmentProblem("The map is damaged. Build it again.")
    return place


def has_map(target: Path) -> bool:
    """Say whether a map has been built there."""
    return (target / _POINTER).is_file()


def make_current(target: Path, fresh: Path, name: str) -> Path:
    """Move the finished map `fresh` to `target/name` and point to it; power may fail any time."""
    _sync(fresh)
    place = target / name
    number = 1
    while place.exists():
        # The same sources built again while the first is open: a name of its own.
        number += 1
        place = target / f"{name}-{number}"
    fresh.replace(place)
    pointer = target / f"{_POINTER}.new"
    try:
        with pointer.open("w", encoding="utf-8") as file:
            json.dump({"folder": place.name}, file)
            file.flush()
            os.fsync(file.fileno())
        sync_folder(target)
        pointer.replace(target / _POINTER)
    except OSError:
        pointer.unlink(missing_ok=True)
        shutil.rmtree(place, ignore_errors=True)
        raise
    sync_folder(target)
    return place


def sweep(target: Path, *keep: Path) -> None:
    """Remove maps that no longer count, and what killed builds left behind."""
    for folder in target.iterdir():
        finished = (folder / "info.json").is_file()
        if folder.is_dir() and folder not in keep and (finished or _is_left_over(folder)):
            shutil.rmtree(folder, ignore_errors=True)


def _sync(folder: Path) -> None:
    """Bring every file to the disk: the pointer may not arrive before what it points to."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("r+b") as file:
                os.fsync(file.fileno())
        elif path.is_dir():
            sync_folder(path)
    sync_folder(folder)


def _is_left_over(folder: Path) -> bool:
    return folder.name.startswith(WORK) and time.time() - folder.stat().st_mtime > _DAY_S
