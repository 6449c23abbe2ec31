"""Writing a file so that it is whole or not there at all; reading a text file of any make."""

import codecs
import contextlib
import os
import secrets
from pathlib import Path

from nemt_desk.ground.errors import EnvironmentProblem

_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decoded(raw: bytes) -> str:
    """Return a text file's words, as Windows and spreadsheets write them."""
    if raw.startswith(_WIDE):
        return raw.decode("utf-16", "replace")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` survive a power cut, where the system can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def replace_file(path: Path, data: bytes, *, durable: bool = True) -> None:
    """Write `data` to `path` by way of a temporary file beside it.

    Raises:
        EnvironmentProblem: it can't be written; the old file is untouched.
    """
    # A name of its own: two windows or two jobs may write the same file.
    scratch = path.with_name(f"{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        with scratch.open("wb") as file:
            file.write(data)
            file.flush()
            if durable:
                os.fsync(file.fileno())
        scratch.replace(path)
        if durable:
            sync_folder(path.parent)
    except OSError as error:
        with contextlib.suppress(OSError):
            scratch.unlink(missing_ok=True)
        raise EnvironmentProblem(_unwritten(path, error)) from error


def _unwritten(path: Path, error: OSError) -> str:
    if not path.parent.is_dir():
        return f"{path.name} could not be written: there is no such folder. Choose one that exists."
    old = " The old file is still there." if path.exists() else ""
    return (
        f"{path.name} could not be written: {error.strerror or 'the disk refused'}.{old} Make room"
        " or check the folder's permissions, then try again."
    )


def overwrite_file(path: Path, data: bytes) -> None:
    """Write `data` over a small file of the same length, at its place.

    Up to a disk's sector this is old or new after a power cut, never empty and never half; and
    it takes no time worth telling.

    Raises:
        OSError: it can't be written.
        EnvironmentProblem: there was no file and none can be made.
    """
    try:
        with path.open("r+b", buffering=0) as file:
            file.write(data)
            file.truncate(len(data))
    except FileNotFoundError:
        replace_file(path, data)
