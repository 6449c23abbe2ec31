"""Rows of a text file: which encoding, what parts the columns, on which line each row begins."""

import codecs
import csv
import io
from collections import Counter

from nemt_desk.exchange.reading.grid import MOST_COLUMNS, MOST_ROWS, GridRow, Sheet, Source
from nemt_desk.ground.errors import RefusedError

_DELIMITERS = (",", ";", "\t", "|")
_TRIED_ROWS = 60
_TRIED_CHARS = 60_000
_WORDS = {"utf-8": "UTF-8", "utf-16": "UTF-16", "cp1252": "Windows-1252"}
_NO_TEXT = (
    "This is neither a text file nor a workbook that can be read. Save the list as .xlsx or CSV"
    " (UTF-8). Nothing was taken from it."
)
_ERRORS = "desk-exchange-windows"


def _windows(error: UnicodeError) -> tuple[str, int]:
    """Five bytes mean nothing in Windows-1252: they are kept as what they were."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error(_ERRORS, _windows)


def read_text(raw: bytes, name: str, sha256: str) -> Source:
    """Return a text file's one sheet.

    Raises:
        RefusedError: it is no text, a quotation does not end, or it has too many rows.
    """
    text, encoding = decode(raw)
    text, told = _without_hint(text)
    delimiter = told or delimiter_of(text)
    rows = _rows(text, delimiter, first=2 if told else 1)
    notes = []
    if encoding == "cp1252" and not raw.isascii():
        notes.append("The file was read as Windows-1252: look whether accents came out right.")
    return Source(name, sha256, (Sheet("", rows),), _WORDS[encoding], delimiter, tuple(notes))


def decode(raw: bytes) -> tuple[str, str]:
    """Return the words of a text file and how they were encoded.

    Raises:
        RefusedError: it is no text.
    """
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return raw.decode("utf-16", "replace"), "utf-16"
    head = raw[:4000]
    if b"\0" in head:
        for wide in ("utf-16-le", "utf-16-be"):
            zeros = head[1 if wide == "utf-16-le" else 0 :: 2].count(0)
            if zeros > len(head) * 0.4:
                return raw.decode(wide, "replace"), "utf-16"
        raise RefusedError(_NO_TEXT)
    try:
        return raw.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        return raw.decode("cp1252", _ERRORS), "cp1252"


def _without_hint(text: str) -> tuple[str, str]:
    """Take off Excel's first line `sep=;`, which says what parts the columns."""
    if text[:4].lower() == "sep=" and text[5:6] in {"\r", "\n"}:
        return text[5:].removeprefix("\r").removeprefix("\n"), text[4]
    return text, ""


def delimiter_of(text: str) -> str:
    """Return what parts the columns: what gives most rows the same, largest number of cells."""
    scores = {mark: _score(text, mark) for mark in _DELIMITERS}
    return max(_DELIMITERS, key=lambda mark: scores[mark])


def _score(text: str, delimiter: str) -> tuple[int, int]:
    reader = csv.reader(io.StringIO(text[:_TRIED_CHARS], newline=""), delimiter=delimiter)
    widths: Counter[int] = Counter()
    try:
        for _number, cells in zip(range(_TRIED_ROWS), reader, strict=False):
            widths[len(cells)] += 1
    except csv.Error:
        return 0, 0
    widths.pop(0, None)
    best = max(((width - 1) * count for width, count in widths.items()), default=0)
    return best, max(widths, default=0)


def _rows(text: str, delimiter: str, *, first: int) -> tuple[GridRow, ...]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[GridRow] = []
    number, before = first, first
    try:
        for cells in reader:
            rows.append(GridRow(number, before, tuple(cells)))
            before = reader.line_num + first
            number += 1
            if number > MOST_ROWS + first:
                raise RefusedError(
                    f"This list has more than {MOST_ROWS:,} rows. Split it into several files."
                    " Nothing was taken from it."
                )
    except csv.Error as error:
        raise RefusedError(
            f"Line {before} can't be read: a quoted text does not end, or a cell is far too long."
            " Mend that line, or save the file again as CSV. Nothing was taken from it."
        ) from error
    _refuse_open_quote(rows, text)
    while rows and rows[-1].is_blank and not rows[-1].cells:
        rows.pop()
    return tuple(row if len(row.cells) <= MOST_COLUMNS else _narrowed(row) for row in rows)


def _refuse_open_quote(rows: list[GridRow], text: str) -> None:
    """A quotation that never ends swallows the rest of the file: that must not pass unseen."""
    if rows and text.count('"') % 2 and any("\n" in cell for cell in rows[-1].cells[-1:]):
        raise RefusedError(
            f"A quotation mark on line {rows[-1].line} is never closed, so everything after it"
            " would run together. Mend that line. Nothing was taken from the file."
        )


def _narrowed(row: GridRow) -> GridRow:
    return GridRow(row.row, row.line, row.cells[:MOST_COLUMNS])
