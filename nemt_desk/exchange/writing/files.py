"""Lists as CSV and as workbooks: every cell is text, guarded so that none starts a formula."""

import csv
import io
from collections.abc import Sequence
from enum import StrEnum

from nemt_desk.exchange.guard import guarded

_WIDEST, _NARROWEST = 48, 8
_MOST_CELL = 32_000


class FileKind(StrEnum):
    """What a list is written as."""

    CSV = "csv"
    XLSX = "xlsx"


def written(kind: FileKind, name: str, rows: Sequence[Sequence[str]]) -> bytes:
    """Return a file with these rows; the first are the column names."""
    safe = [[guarded(cell) for cell in row] for row in rows]
    return _csv(safe) if kind is FileKind.CSV else _xlsx(name, safe)


def _csv(rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n").writerows(rows)
    # With the mark that tells Excel it is UTF-8.
    return text.getvalue().encode("utf-8-sig")


def _xlsx(name: str, rows: Sequence[Sequence[str]]) -> bytes:
    import xlsxwriter  # noqa: PLC0415 - seldom needed, slow to load

    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    sheet = book.add_worksheet(name[:31])
    text = book.add_format({"num_format": "@", "valign": "top"})
    bold = book.add_format({"num_format": "@", "bold": True})
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write_string(at, column, cell[:_MOST_CELL], text if at else bold)
    for column in range(max(map(len, rows), default=0)):
        longest = max((len(row[column]) for row in rows if column < len(row)), default=0)
        sheet.set_column(column, column, min(_WIDEST, max(_NARROWEST, longest + 2)), text)
    sheet.freeze_panes(1, 0)
    book.close()
    return target.getvalue()
