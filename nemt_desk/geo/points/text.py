"""Rows of a text file with columns (CSV): comma, semicolon, tab or bar; UTF-8 or Windows' own."""

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from nemt_desk.geo.points.rows import RawRow, Reason
from nemt_desk.ground.errors import RefusedError

_DELIMITERS = ",;\t|"
_HEAD = 1 << 16
_ERRORS = "desk-windows"
_BROKEN = (
    "{where} can't be read: a quoted text does not end, or it is no table. Save the file again as"
    " CSV (UTF-8). Nothing was taken from it."
)


def _windows(error: UnicodeError) -> tuple[str, int]:
    """Read bytes that are no UTF-8 as Windows writes them: files hold both."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(_ERRORS, _windows)


class TextRows:
    """Headers, and the rows one by one; memory does not grow with the file."""

    def __init__(self, file: BinaryIO) -> None:
        head = file.read(_HEAD)
        file.seek(0)
        coding = "utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
        text = io.TextIOWrapper(file, coding, errors=_ERRORS, newline="")
        self._reader = csv.reader(text, delimiter=_delimiter(head.decode(coding, _ERRORS)))
        self._text = text  # kept open as long as the rows
        self.headers = unique(self._next() or [])
        if not any(self.headers):
            raise RefusedError("The file has no row of column names. Nothing was taken from it.")

    def __iter__(self) -> Iterator[RawRow]:
        number = 0
        width = len(self.headers)
        while (cells := self._next()) is not None:
            if not any(cell.strip() for cell in cells):
                continue
            number += 1
            if len(cells) > width and any(cell.strip() for cell in cells[width:]):
                yield RawRow(number, {}, problem=Reason.CELLS)
                continue
            values = {
                header: " ".join(cell.replace("\0", "").split())
                for header, cell in zip(self.headers, cells, strict=False)
            }
            yield RawRow(number, values)

    def _next(self) -> list[str] | None:
        try:
            return next(self._reader, None)
        except (csv.Error, UnicodeError) as why:
            where = f"Line {self._reader.line_num}"
            raise RefusedError(_BROKEN.format(where=where)) from why


def unique(headers: Sequence[str]) -> list[str]:
    """Return headers in which no name stands twice: the second `NAME` is `NAME (2)`."""
    seen: dict[str, int] = {}
    named = []
    for header in headers:
        name = " ".join(header.replace("\0", "").split())
        seen[name] = seen.get(name, 0) + 1
        named.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return named


def _delimiter(head: str) -> str:
    """Return what parts the columns of the first line, outside quotes."""
    outside = "".join(head.split("\n", 1)[0].split('"')[::2])
    return max(_DELIMITERS, key=outside.count)
