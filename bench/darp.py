"""Reads dial-a-ride files (Cordeau's format, see the README of ../shared/data/darp), liberally.

Blank lines, comments (#, //, %, !), tabs, commas or semicolons between figures, lines in any order
and a missing last depot are taken; what cannot be understood is refused with file and line.
"""

import csv
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from nemt_desk.ground.errors import RefusedError

_COMMENT = re.compile(r"#|//|%|!")
_BETWEEN = re.compile(r"[\s,;]+")
_HEADER = "vehicles requests max_route_duration vehicle_capacity max_ride_time"
_COLUMNS = "id x y service_time load tw_start tw_end"
_SUFFIXES = frozenset({".txt", ".dat", ".darp", ""})
BEST_KNOWN = "best_known.csv"


@dataclass(frozen=True, slots=True)
class Stop:
    """One line: a place, minutes of service, the load taken up (negative: let off), a window."""

    x: float
    y: float
    service: float
    load: int
    begin: float
    end: float


@dataclass(frozen=True, slots=True)
class Darp:
    """A day as the file tells it; `stops` are depot, pick-ups, drop-offs in their order, depot."""

    name: str
    vehicles: int
    most_duration: float
    capacity: int
    most_ride: float
    stops: tuple[Stop, ...]

    @property
    def riders(self) -> int:
        return len(self.stops) // 2 - 1

    def distance(self, one: int, other: int) -> float:
        """Return the straight way between two stops: also its minutes and its cost."""
        a, b = self.stops[one], self.stops[other]
        return math.hypot(a.x - b.x, a.y - b.y)


def read_darp(path: Path) -> Darp:
    """Read one file.

    Raises:
        RefusedError: the file can't be read or isn't such a file; the sentence says where.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig", errors="replace")
    except OSError as problem:
        raise RefusedError(f"{path.name} can't be read: {problem.strerror}.") from None
    return parse_darp(text, path.stem, file=path.name)


def parse_darp(text: str, name: str, *, file: str = "") -> Darp:
    """Read the text of a file; `file` is how it is called in a refusal."""
    rows = _rows(text, file or name)
    if not rows:
        raise RefusedError(f"{file or name} is empty.")
    head = _Line(file or name, *rows[0])
    figures = head.figures(5, _HEADER)
    vehicles, told = head.whole(figures[0], "vehicles"), head.whole(figures[1], "requests")
    stops = _stops([_Line(file or name, *row) for row in rows[1:]], told)
    head.check(vehicles >= 1, "there is no vehicle")
    head.check(min(figures[2:5]) >= 0, "a limit is negative")
    return Darp(
        name=name,
        vehicles=vehicles,
        most_duration=figures[2],
        capacity=head.whole(figures[3], "vehicle_capacity"),
        most_ride=figures[4],
        stops=stops,
    )


def best_known(folder: Path) -> dict[str, float]:
    """Return the best known costs by lower-case name, of the `best_known.csv` in `folder`.

    A row that cannot be understood is left out: the file without it is measured all the same.
    """
    path = folder / BEST_KNOWN
    if not path.is_file():
        return {}
    found: dict[str, float] = {}
    with path.open(encoding="utf-8-sig", newline="", errors="replace") as lines:
        for row in csv.DictReader(lines, skipinitialspace=True):
            cells = {(key or "").strip().lower(): value for key, value in row.items()}
            name = Path(str(cells.get("instance") or "").strip()).name.lower()
            try:
                best = float(str(cells.get("best") or ""))
            except ValueError:
                continue
            if name and math.isfinite(best) and best > 0:
                found[name.removesuffix(".txt")] = best
    return found


def files_of(arguments: Sequence[str]) -> tuple[list[Path], list[str]]:
    """Return the files that are named by files, folders and patterns, and what was not found."""
    found: dict[Path, None] = {}
    missing: list[str] = []
    for argument in arguments:
        paths = _files_of(Path(argument))
        if not paths:
            missing.append(argument)
        found.update(dict.fromkeys(paths))
    return list(found), missing


def _files_of(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    if path.is_dir():
        inside = sorted(path.iterdir(), key=_natural)
        return [one for one in inside if one.is_file() and _is_darp(one)]
    folder = Path(path.anchor) if path.is_absolute() else Path()
    try:
        found = folder.glob(str(path.relative_to(folder)))
        return sorted((one for one in found if one.is_file()), key=_natural)
    except (ValueError, NotImplementedError):
        return []


def _is_darp(path: Path) -> bool:
    """Leave out, in a folder, what is no instance by its name (README, tables)."""
    is_hidden = path.name.startswith(".")
    return not is_hidden and path.suffix.lower() in _SUFFIXES and path.stem.lower() != "readme"


def _natural(path: Path) -> list[tuple[int, str]]:
    """Sort a2-16 before a10-16."""
    return [
        (int(part), "") if part.isdigit() else (-1, part)
        for part in re.split(r"(\d+)", path.name.lower())
    ]


def _rows(text: str, file: str) -> list[tuple[int, list[float]]]:
    """Return the figures of each line that has any, with the line's number."""
    rows: list[tuple[int, list[float]]] = []
    for number, line in enumerate(text.splitlines(), 1):
        told = _COMMENT.split(line, maxsplit=1)[0].strip()
        cells = [cell for cell in _BETWEEN.split(told) if cell]
        if not cells:
            continue
        try:
            figures = [float(cell) for cell in cells]
        except ValueError:
            raise RefusedError(f"{file}, line {number}: not all of it is figures.") from None
        if not all(math.isfinite(figure) for figure in figures):
            raise RefusedError(f"{file}, line {number}: a figure is not finite.")
        rows.append((number, figures))
    return rows


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of figures, with what is needed to say what is wrong with it."""

    file: str
    number: int
    found: list[float]

    def check(self, is_right: bool, sentence: str) -> None:
        if not is_right:
            raise RefusedError(f"{self.file}, line {self.number}: {sentence}.")

    def figures(self, count: int, columns: str) -> list[float]:
        self.check(
            len(self.found) >= count, f"{len(self.found)} figures instead of {count} ({columns})"
        )
        return self.found

    def whole(self, figure: float, what: str) -> int:
        self.check(figure == int(figure), f"{what} is not a whole number")
        return int(figure)


def _stops(lines: list[_Line], told: int) -> tuple[Stop, ...]:
    """Put the lines in the order of their ids; the header may count riders or stops."""
    by_id: dict[int, tuple[_Line, Stop]] = {}
    for line in lines:
        key, stop = _stop(line)
        line.check(key not in by_id, f"{key} is there twice")
        by_id[key] = (line, stop)
    file = lines[0].file if lines else "the file"
    count = len(by_id)
    if sorted(by_id) != list(range(count)):
        raise RefusedError(f"{file}: the ids of its {count} stops don't run from 0 without a gap.")
    riders = (count - 1) // 2
    if riders < 1 or told not in {riders, 2 * riders}:
        raise RefusedError(f"{file}: {count} stops don't fit the {told} requests of the header.")
    ordered = [by_id[key] for key in range(count)]
    for up, down in zip(ordered[1 : riders + 1], ordered[riders + 1 : 2 * riders + 1], strict=True):
        up[0].check(up[1].load >= 0, "a pick-up with a negative load")
        down[0].check(down[1].load == -up[1].load, "its load is not that of its pick-up")
    stops = [stop for _, stop in ordered]
    return tuple(stops if count % 2 == 0 else [*stops, stops[0]])


def _stop(line: _Line) -> tuple[int, Stop]:
    key, x, y, service, load, begin, end = line.figures(7, _COLUMNS)[:7]
    line.check(service >= 0, "the service time is negative")
    line.check(begin <= end, "the window ends before it begins")
    stop = Stop(x, y, service, line.whole(load, "the load"), begin, end)
    return line.whole(key, "the id"), stop
