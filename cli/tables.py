"""CSV files in and out for the map commands: other columns and their order are kept."""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from cli.session import tell
from nemt_desk.ground.errors import DeskError, EnvironmentProblem, RefusedError
from nemt_desk.ground.files import decoded

type Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Done:
    """The cells one row gets, and what is told about it beside them."""

    cells: Row
    note: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """What is done with each row: columns it needs, columns it adds, and the work."""

    needs: tuple[str, ...]
    adds: tuple[str, ...]
    work: Callable[[Row], Done]


def run_table(source: Path, target: Path, job: Job) -> int:
    """Do the job for every row; return how many failed (their cells stay empty)."""
    failed = done = 0
    lines = _lines(_text_of(source))
    columns = next((cells for _, cells in lines if _is_filled(cells)), [])
    places = _columns(columns, job.needs)
    added = [name for name in job.adds if name not in _lowered(columns)]
    at = {name: index for index, name in enumerate(_lowered([*columns, *added]))}
    with _written(target) as file:
        writer = csv.writer(file)
        writer.writerow([*columns, *added])
        for number, cells in lines:
            row = cells + [""] * (len(columns) + len(added) - len(cells))
            if not _is_filled(cells):
                if cells:  # a row of empty cells keeps its place, a line without any is none
                    writer.writerow(row)
                continue
            asked = {name: row[place].strip() for name, place in places.items()}
            for name in job.adds:
                row[at[name]] = ""
            done += 1
            try:
                result = job.work(asked)
            except DeskError as why:
                failed += 1
                tell(f"row {number}: {why.sentence}")
            else:
                for name, value in result.cells.items():
                    row[at[name]] = value
                if result.note:
                    tell(f"row {number}: {result.note}")
            writer.writerow(row)
    tell(f"{done - failed} of {done} rows done.")
    return failed


def number_in(row: Row, name: str) -> float:
    """Return a number from a cell."""
    try:
        return float(row[name])
    except ValueError:
        raise RefusedError(f"{name} is no number.") from None


def _text_of(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as why:
        raise EnvironmentProblem(
            f"{path.name} can't be read ({why.strerror or 'no reason given'}). Nothing was written."
        ) from why
    return decoded(raw)


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Give the rows with their numbers as a spreadsheet counts them."""
    head = next((line for line in text.splitlines() if line.strip(" ,;\t")), "")
    mark = max(",;\t", key=head.count)
    rows = enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=mark), 1)
    number = 0
    try:
        for number, cells in rows:
            yield number, cells
    except csv.Error as why:
        raise RefusedError(
            f"The file can't be read from row {number + 1} on; a quotation mark seems to be left"
            " open there. Nothing was written."
        ) from why


def _is_filled(cells: Sequence[str]) -> bool:
    return any(cell.strip() for cell in cells)


def _lowered(columns: Sequence[str]) -> list[str]:
    return [column.strip().lower() for column in columns]


def _columns(columns: Sequence[str], needs: tuple[str, ...]) -> dict[str, int]:
    known = _lowered(columns)
    missing = [name for name in needs if name not in known]
    if missing:
        raise RefusedError(
            f"The file has no column {' or '.join(missing)}; its first row must name the columns. "
            "Nothing was written."
        )
    return {name: known.index(name) for name in needs}


@contextmanager
def _written(target: Path) -> Iterator[TextIO]:
    """Write beside the target and swap at the end: never half a file."""
    fresh = target.with_name(f".{target.name}.new")
    try:
        with fresh.open("w", encoding="utf-8", newline="") as file:
            yield file
        fresh.replace(target)
    except OSError as why:
        raise EnvironmentProblem(
            f"{target.name} can't be written ({why.strerror or 'no reason given'})."
        ) from why
    finally:
        fresh.unlink(missing_ok=True)
