"""What a file holds before anybody knows what it means: sheets of rows of text."""

from dataclasses import dataclass, field

MOST_ROWS = 100_000
MOST_COLUMNS = 500


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row; `row` counts as a spreadsheet does, `line` as the text file (0 in a workbook).

    `formulas` are the cells (from 0) that hold a live formula: their text is what was typed,
    never a result.
    """

    row: int
    line: int
    cells: tuple[str, ...]
    formulas: frozenset[int] = frozenset()

    @property
    def is_blank(self) -> bool:
        """Tell whether nothing stands in it."""
        return not any(cell and not cell.isspace() for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a file; a text file has one, without a name."""

    name: str
    rows: tuple[GridRow, ...]
    is_hidden: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was read; `notes` are sentences about it as a whole."""

    file_name: str
    sha256: str
    sheets: tuple[Sheet, ...]
    encoding: str = ""
    delimiter: str = ""
    notes: tuple[str, ...] = field(default=())

    @property
    def visible(self) -> tuple[Sheet, ...]:
        """The sheets that are not hidden and not empty."""
        return tuple(sheet for sheet in self.sheets if not sheet.is_hidden and sheet.rows)
