"""Opens a list as an office keeps it: CSV of any make, or a workbook (XLSX). Nothing is run."""

import hashlib
from pathlib import Path

from nemt_desk.exchange.reading.grid import Source
from nemt_desk.exchange.reading.text import read_text
from nemt_desk.exchange.reading.workbook import read_workbook
from nemt_desk.ground.errors import EnvironmentProblem, RefusedError

MOST_BYTES = 64 * 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PASSWORD = "EncryptedPackage".encode("utf-16-le")
_OLD = (
    "This is a workbook of the old kind (.xls). Open it in the spreadsheet program and save it as"
    " .xlsx or CSV. Nothing was taken from it."
)
_LOCKED = (
    "This workbook is protected with a password. Open it, take the password off (or save a copy"
    " without it) and choose that file. Nothing was taken from it."
)
_HEADS = (
    (b"%PDF", "This is a PDF, not a list. Save the list itself as .xlsx or CSV."),
    (b"{\\rtf", "This is a text document (RTF), not a list. Save the list as .xlsx or CSV."),
    (b"\x1f\x8b", "This file is packed (gzip). Unpack it first."),
    (b"\xff\xd8\xff", "This is a picture, not a list."),
    (b"\x89PNG", "This is a picture, not a list."),
)
_WEB = (b"<html", b"<!doctype html", b"<table", b"<?xml")


def read_file(path: Path) -> Source:
    """Return what stands in a file.

    Raises:
        RefusedError: it is empty, too large, of another kind, protected or damaged.
        EnvironmentProblem: it can't be opened.
    """
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            most = MOST_BYTES // (1024 * 1024)
            raise RefusedError(
                f"This file is larger than {most} MB: too large for a list of an office. Split it,"
                " or delete what does not belong to the list. Nothing was taken from it."
            )
        raw = path.read_bytes()
    except FileNotFoundError as error:
        raise EnvironmentProblem(f"There is no file {path.name} there.") from error
    except OSError as error:
        raise EnvironmentProblem(
            f"{path.name} can't be opened: {error.strerror or 'the disk refused'}. Close it in the"
            " other program, or copy it to this computer first."
        ) from error
    return read_bytes(raw, path.name)


def read_bytes(raw: bytes, name: str) -> Source:
    """Return what stands in a file whose content is `raw`; what it is, is told by its content.

    Raises:
        RefusedError: it is empty, of another kind, protected or damaged.
    """
    if not raw.strip(b"\0 \r\n\t\xef\xbb\xbf"):
        raise RefusedError("This file is empty. Nothing was taken from it.")
    digest = hashlib.sha256(raw).hexdigest()
    if raw.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return read_workbook(raw, name, digest)
    _refuse_others(raw)
    return read_text(raw, name, digest)


def _refuse_others(raw: bytes) -> None:
    if raw.startswith(_OLE):
        raise RefusedError(_LOCKED if _PASSWORD in raw else _OLD)
    for head, sentence in _HEADS:
        if raw.startswith(head):
            raise RefusedError(f"{sentence} Nothing was taken from it.")
    begin = raw[:512].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if begin.startswith(_WEB):
        raise RefusedError(
            "This is a web page or XML, though it may be called .xls. Open it in the spreadsheet"
            " program and save it as .xlsx or CSV. Nothing was taken from it."
        )
