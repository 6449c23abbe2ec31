"""A county's own (E911) address points read row by row: CSV, GeoJSON or a shapefile.

Every row is taken or refused with its reason; memory stays flat however many there are.
"""

import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO

from nemt_desk.geo.points.columns import ColumnMapping, check_mapping, guess_mapping
from nemt_desk.geo.points.geojson import JsonRows
from nemt_desk.geo.points.rows import CountyPoint, RawRow, Reason, RefusedRow, reader_of
from nemt_desk.geo.points.shapefiles import POINT_KINDS, ShapeRows, copied_out, shape_kind
from nemt_desk.geo.points.text import TextRows
from nemt_desk.ground.errors import EnvironmentProblem, RefusedError

__all__ = [
    "ColumnMapping", "CountyPoint", "FileKind", "Preview", "Reason", "RefusedRow", "Tally",
    "check_mapping", "guess_mapping", "is_points_file", "preview", "read_points", "try_mapping",
]  # fmt: skip

_TEXT = (".csv", ".tsv", ".txt")
_JSON = (".geojson", ".geojsonl", ".geojsons", ".ndjson", ".jsonl", ".json")
_BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
_BROKEN = (
    "{name} is damaged, was not loaded to its end, or holds no address points (one shapefile, CSV"
    " or GeoJSON). Nothing was taken from it."
)
_LOOKED_AT = 200
_MOST_SHOWN = 200
_REST = "The file's coordinates are {what}. {do} Nothing was taken from it."
_WHOLE_FILE = {
    Reason.SWAPPED: (
        "the wrong way round: latitude where longitude should be",
        "Choose the two columns the other way round, or ask for the file again.",
    ),
    Reason.NOT_DEGREES: (
        "no degrees but map metres or feet, and the file does not say which",
        "Ask for it in WGS 84 (latitude and longitude), or as a shapefile with its .prj.",
    ),
    Reason.OUTSIDE: ("not in the United States", "Ask for the county's own file."),
}


class FileKind(StrEnum):
    """What kind of file holds the points."""

    CSV = "csv"
    GEOJSON = "geojson"
    SHAPEFILE = "shapefile"


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file of points has: its columns, its first rows, and how they would be read.

    `guess` is None while it is unsure; `doubt` says what must be told then. `count` is None where
    counting would mean reading the whole file.
    """

    path: Path
    kind: FileKind
    headers: tuple[str, ...]
    sample: tuple[RawRow, ...]
    guess: ColumnMapping | None
    doubt: str = ""
    count: int | None = None

    @property
    def has_geometry(self) -> bool:
        """Say whether the file itself knows where a row is."""
        return self.kind is not FileKind.CSV

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """Return the first rows as the file has them, in the order of the headers."""
        return tuple(tuple(raw.values.get(h, "") for h in self.headers) for raw in self.sample)


@dataclass(slots=True)
class Tally:
    """Counts rows as they are read: taken, and refused by reason."""

    accepted: int = 0
    refused: Counter[str] = field(default_factory=Counter)

    def take(self, item: CountyPoint | RefusedRow) -> CountyPoint | None:
        """Count one; return the point, or None for a refused row."""
        if isinstance(item, CountyPoint):
            self.accepted += 1
            return item
        self.refused[item.reason.value] += 1
        return None

    @property
    def sentence(self) -> str:
        """Return in words how many were taken, and why others were not."""
        text = f"{self.accepted:,} address points taken"
        if not self.refused:
            return f"{text}, none refused."
        reasons = "; ".join(f"{count:,} {reason}" for reason, count in self.refused.most_common())
        return f"{text}, {self.refused.total():,} refused: {reasons}."


def is_points_file(path: Path) -> bool:
    """Say whether it looks like address points by its name and its first bytes."""
    ending = path.suffix.lower()
    if ending == ".zip":
        return bool(_zipped(path))
    if ending == ".shp":
        return True
    if ending in _JSON:
        with path.open("rb") as file:
            return b'"Feature' in file.read(4096)
    return ending in _TEXT


def preview(path: Path, n: int = 5) -> Preview:
    """Look at the first `n` rows of a file.

    Raises:
        RefusedError: it can't be read as address points at all.
        EnvironmentProblem: it is not there.
    """
    with ExitStack() as stack:
        opened = _Opened(path, stack)
        guess, doubt = None, ""
        try:
            guess = guess_mapping(opened.headers, has_geometry=opened.has_geometry)
        except RefusedError as why:
            doubt = why.sentence
        sample = tuple(islice(opened.rows(), max(n, _LOOKED_AT)))
        if guess is not None:
            doubt = _doubt_of(guess, sample)
        shown = sample[: min(n, _MOST_SHOWN)]
        guess = guess if not doubt else None
        return Preview(path, opened.kind, tuple(opened.headers), shown, guess, doubt, opened.count)


def try_mapping(shown: Preview, mapping: ColumnMapping) -> list[CountyPoint | RefusedRow]:
    """Return how the rows of a preview would be read with these columns."""
    read = reader_of(mapping)
    return [read(raw) for raw in shown.sample]


def read_points(
    path: Path, mapping: ColumnMapping | None = None
) -> Iterator[CountyPoint | RefusedRow]:
    """Give every row of a file as a point, or refused with its reason.

    Raises:
        RefusedError: damaged or cut off, in unknown coordinates, columns not there or not clear.
        EnvironmentProblem: it is not there.
    """
    with ExitStack() as stack:
        opened = _Opened(path, stack)
        if mapping is None:
            mapping = guess_mapping(opened.headers, has_geometry=opened.has_geometry)
        check_mapping(mapping, opened.headers, has_geometry=opened.has_geometry)
        rows = opened.rows()
        first = list(islice(rows, _LOOKED_AT))
        doubt = _doubt_of(mapping, first)
        if doubt:
            raise RefusedError(doubt)
        read = reader_of(mapping)
        for raw in chain(first, rows):
            yield read(raw)


def _doubt_of(mapping: ColumnMapping, rows: Sequence[RawRow]) -> str:
    """Return why the whole file can't be right: every row is wrong in the same way."""
    read = reader_of(mapping)
    found = Counter(item.reason for raw in rows if isinstance(item := read(raw), RefusedRow))
    for reason, (what, do) in _WHOLE_FILE.items():
        if rows and found[reason] == len(rows):
            return _REST.format(what=what, do=do)
    return ""


class _Opened:
    """A file opened by its kind."""

    def __init__(self, path: Path, stack: ExitStack) -> None:
        self.count: int | None = None
        self._name = path.name
        with self._told():
            self._open(path, stack)

        self.headers = list(self._rows.headers)

    @property
    def has_geometry(self) -> bool:
        return self.kind is not FileKind.CSV

    def rows(self) -> Iterator[RawRow]:
        """Give the rows; what breaks on the way is told in a sentence."""
        with self._told():
            yield from self._rows

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError as why:
            raise EnvironmentProblem(f"There is no file {self._name}.") from why
        except _BROKEN_ZIP as why:
            raise RefusedError(_BROKEN.format(name=self._name)) from why
        except OSError as why:
            said = why.strerror or "no reason given"
            raise EnvironmentProblem(f"{self._name} could not be read ({said}).") from why

    def _open(self, path: Path, stack: ExitStack) -> None:
        ending, inner = path.suffix.lower(), ""
        if ending == ".zip":
            inner = _zipped(path)
            if not inner:
                raise RefusedError(_BROKEN.format(name=path.name))
            ending = Path(inner).suffix.lower()
        self._rows: ShapeRows | JsonRows | TextRows
        if ending == ".shp":
            self.kind, self._rows = FileKind.SHAPEFILE, ShapeRows(path, stack)
            self.count = self._rows.count
        elif ending in _JSON:
            self.kind, self._rows = FileKind.GEOJSON, JsonRows(_binary(path, inner, stack))
        elif ending in _TEXT:
            self.kind, self._rows = FileKind.CSV, TextRows(_binary(path, inner, stack))
        else:
            raise RefusedError(
                f"{path.name} is no file of address points. It should be a .csv, a .geojson or a"
                " .zip with a shapefile."
            )


def _zipped(path: Path) -> str:
    """Return the name of the address points in a zip; nothing if there are none or several."""
    try:
        with zipfile.ZipFile(path) as bundle:
            names = [name for name in bundle.namelist() if not name.startswith("__MACOSX")]
            for endings in ((".shp",), _JSON, _TEXT):
                hits = [name for name in names if name.lower().endswith(endings)]
                if endings == (".shp",):
                    hits = [name for name in hits if shape_kind(bundle, name) in POINT_KINDS]
                if hits:
                    return hits[0] if len(hits) == 1 else ""
    except _BROKEN_ZIP:
        return ""
    return ""


def _binary(path: Path, inner: str, stack: ExitStack) -> BinaryIO:
    """Open the file itself, or the one in the zip of a zip."""
    if not inner:
        return stack.enter_context(path.open("rb"))
    return copied_out(stack.enter_context(zipfile.ZipFile(path)), inner, stack)
