"""Pure: which files may be kept with a paper, told by what they hold, not by their name."""

from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath

from nemt_desk.ground.entry import Checker
from nemt_desk.ground.errors import InputError, Problem

MOST_BYTES = 10_000_000
"""A ten-page scan at 200 dots an inch is 2 to 5 MB; the office file and its backups hold it."""
_LONGEST_NAME = 120
_RIFF, _WEBP = b"RIFF", b"WEBP"
_STARTS: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", "application/pdf", ".pdf"),
    (b"\xff\xd8\xff", "image/jpeg", ".jpg"),
    (b"\x89PNG\r\n\x1a\n", "image/png", ".png"),
    (b"II*\x00", "image/tiff", ".tif"),
    (b"MM\x00*", "image/tiff", ".tif"),
    (b"GIF87a", "image/gif", ".gif"),
    (b"GIF89a", "image/gif", ".gif"),
    (b"BM", "image/bmp", ".bmp"),
)
SUFFIXES = (".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp", ".bmp", ".gif")
SHOWN_KINDS = "PDF, JPEG, PNG, TIFF, WebP, BMP or GIF"


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A file as it is given."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that can be kept: a bare name with the suffix that fits what it holds."""

    name: str
    media_type: str
    content: bytes


def checked_file(entry: FileEntry) -> CheckedFile:
    """Return the file to keep.

    Raises:
        InputError: it is empty, too large, or holds nothing that can be looked at.
    """
    if not entry.content:
        raise _refuse("This file is empty. Choose another.")
    if len(entry.content) > MOST_BYTES:
        most = MOST_BYTES // 1_000_000
        raise _refuse(
            f"This file has more than {most} MB, which is the most. Scan it in black and white or"
            " with fewer dots an inch, then choose it again."
        )
    media_type, suffix = kind_of(entry.content)
    if not media_type:
        raise _refuse(f"This file can't be kept as a paper: it is no {SHOWN_KINDS}.")
    return CheckedFile(_name(entry.name, suffix), media_type, entry.content)


def kind_of(content: bytes) -> tuple[str, str]:
    """Return media type and suffix by the first bytes; empty if they are no known kind."""
    for start, media_type, suffix in _STARTS:
        if content.startswith(start):
            return media_type, suffix
    if content[:4] == _RIFF and content[8:12] == _WEBP:
        return "image/webp", ".webp"
    return "", ""


def _name(typed: str, suffix: str) -> str:
    """Return the name without its folders, with a suffix that fits."""
    check = Checker()
    bare = check.line("file", PureWindowsPath(PurePosixPath(typed).name).name)
    path = PurePosixPath(bare or "paper")
    stem = path.stem if path.suffix.lower() in SUFFIXES else path.name
    known = {".jpg": {".jpg", ".jpeg"}, ".tif": {".tif", ".tiff"}}.get(suffix, {suffix})
    end = path.suffix.lower() if path.suffix.lower() in known else suffix
    safe = "".join("_" if char in '<>:"/\\|?*' else char for char in stem).strip(" .") or "paper"
    return safe[:_LONGEST_NAME] + end


def _refuse(sentence: str) -> InputError:
    return InputError([Problem("file", sentence)])
