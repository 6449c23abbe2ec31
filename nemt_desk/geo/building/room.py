"""Room on the disk: is there enough, and was it the lack of it that broke something?"""

import errno
import shutil
import sqlite3
from pathlib import Path

from nemt_desk.ground.errors import EnvironmentProblem

_FULL = ("No space left", "disk is full", "not enough space")
FULL = "The disk is full. Make room and build again. The old map was kept."
_GB = 1_000_000_000
_MB = 1_000_000
# Made of one byte of clipped `.osm.pbf`: tiles, their scratch files, addresses, picture.
_PER_BYTE = 40
_LEAST = 60 * _MB
_AS_GOOD_AS_NONE = 4 * _MB


def needed_bytes(network_bytes: int) -> int:
    """Return how much room building takes at most, for a `.osm.pbf` of this size."""
    return _LEAST + _PER_BYTE * network_bytes


def size_text(size: int) -> str:
    """Return a size as a person says it."""
    if size >= _GB:
        return f"{size / _GB:.1f} GB"
    if size >= _MB:
        return f"{max(1, round(size / _MB)):,} MB"
    return f"{max(1, round(size / 1000)):,} KB"


def disk_is_full(folder: Path) -> bool:
    """Say whether there is as good as nothing free where `folder` lies."""
    try:
        return shutil.disk_usage(folder).free < _AS_GOOD_AS_NONE
    except OSError:
        return False


def check_room(folder: Path, needed: int) -> None:
    """Refuse to begin what the disk has no room for."""
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise EnvironmentProblem(
            f"There are {size_text(free)} free where the map lies, and building it takes about "
            f"{size_text(needed)}. Make room and build again. The old map was kept."
        )


def check_disk(why: BaseException) -> None:
    """Raise the sentence for a full disk if that is what `why` says."""
    is_full = isinstance(why, OSError) and why.errno in (errno.ENOSPC, errno.EDQUOT)
    if is_full or any(words in str(why) for words in _FULL):
        raise EnvironmentProblem(FULL) from why
    if isinstance(why, sqlite3.OperationalError):
        raise EnvironmentProblem(
            f"The map could not be written ({why}). The old map was kept."
        ) from why
