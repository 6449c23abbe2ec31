"""Rows of a shapefile of points, in a zip or beside its `.dbf` and `.prj`."""

import shutil
import struct
import tempfile
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

import shapefile

from nemt_desk.geo.points.geojson import as_text, placed
from nemt_desk.geo.points.projection import ToDegrees, degrees, of_prj
from nemt_desk.geo.points.rows import RawRow, Reason
from nemt_desk.geo.points.text import unique
from nemt_desk.ground.errors import RefusedError

_POINTS = (shapefile.POINT, shapefile.POINTZ, shapefile.POINTM)
_MANY = (shapefile.MULTIPOINT, shapefile.MULTIPOINTZ, shapefile.MULTIPOINTM)
_BROKEN = (
    "The shapefile is damaged, was not loaded to its end, or its .dbf is missing. Load the zip"
    " again. Nothing was taken from it."
)
_NO_POINTS = "The shapefile holds lines or areas. Address points are points: choose that file."
_NO_PRJ = (
    "The shapefile has no .prj, so nobody can tell what its coordinates are. Ask for the whole"
    " zip. Nothing was taken from it."
)
POINT_KINDS = frozenset((*_POINTS, *_MANY))
# All that the reader of somebody else's bytes may come across.
_BROKEN_ERRORS = (
    shapefile.ShapefileException, struct.error, zipfile.BadZipFile, zlib.error, OSError, ValueError,
    LookupError, EOFError, TypeError, AttributeError, AssertionError, ArithmeticError,
    NotImplementedError, RuntimeError,
)  # fmt: skip


class ShapeRows:
    """Column names as headers, and the points one by one; memory does not grow."""

    def __init__(self, path: Path, stack: ExitStack) -> None:
        try:
            with _no_warnings():
                self._open(path, stack)
        except _BROKEN_ERRORS as why:
            raise RefusedError(_BROKEN) from why
        if self._reader.shapeType not in POINT_KINDS:
            raise RefusedError(_NO_POINTS)
        self.count = len(self._reader)

    def __iter__(self) -> Iterator[RawRow]:
        rows = self._reader.iterShapeRecords()
        number = 0
        while True:
            try:
                with _no_warnings():
                    item = next(rows, None)
            except _BROKEN_ERRORS as why:
                raise RefusedError(_BROKEN) from why
            if item is None:
                break
            number += 1
            yield self._row(number, item)
        if number != self.count:
            raise RefusedError(_BROKEN)

    def _open(self, path: Path, stack: ExitStack) -> None:
        parts = _in_zip(path, stack) if zipfile.is_zipfile(path) else _beside(path, stack)
        shp, dbf, told = parts("shp"), parts("dbf"), parts("prj")
        code_page = parts("cpg")
        if shp is None or dbf is None:
            raise ValueError("no .shp or no .dbf")
        if shp.seek(0, 2) < _told_size(shp):
            raise ValueError("cut off")
        shp.seek(0)
        self._reader = stack.enter_context(
            shapefile.Reader(shp=shp, dbf=dbf, encoding=_coding(code_page), encodingErrors=_ERRORS)
        )
        self.headers = unique([str(column[0]) for column in self._reader.fields[1:]])
        if self._reader.fields[0][0] != "DeletionFlag":
            self.headers = unique([str(column[0]) for column in self._reader.fields])
        self._to_degrees = self._projection(told)

    def _projection(self, told: IO[bytes] | None) -> ToDegrees:
        if told is not None:
            return of_prj(told.read(20_000).decode("utf-8", "replace"))
        west, south, east, north = self._reader.bbox
        if -180 <= west <= east <= -60 and 13 <= south <= north <= 72:
            return degrees
        raise RefusedError(_NO_PRJ)

    def _row(self, number: int, item: Any) -> RawRow:  # noqa: ANN401 - pyshp's own
        cells = list(item.record)
        values = {header: as_text(cell) for header, cell in zip(self.headers, cells, strict=False)}
        points = list(item.shape.points) if item.shape.shapeType != shapefile.NULL else []
        if len(points) != 1:
            return RawRow(number, values, problem=Reason.NO_OBJECT)
        return placed(number, values, tuple(points[0]), self._to_degrees)


@contextmanager
def _no_warnings() -> Iterator[None]:
    """Let the reader complain to nobody: what it warns of is read or refused here."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _told_size(shp: IO[bytes]) -> int:
    shp.seek(24)
    return int.from_bytes(shp.read(4), "big") * 2


_ERRORS = "desk-windows"  # as in a text file: what is no UTF-8 is Windows' own


def _coding(code_page: IO[bytes] | None) -> str:
    told = code_page.read(40).decode("ascii", "replace").strip() if code_page is not None else ""
    name = f"cp{told}" if told.isdigit() and told != "65001" else told
    try:
        "".encode(name or "utf-8")
    except LookupError:
        return "utf-8"
    return name or "utf-8"


type Parts = Callable[[str], IO[bytes] | None]


def _in_zip(path: Path, stack: ExitStack) -> Parts:
    bundle = stack.enter_context(zipfile.ZipFile(path))
    shapes = [name for name in bundle.namelist() if name.lower().endswith(".shp")]
    shapes = [name for name in shapes if not name.startswith("__MACOSX")]
    if len(shapes) > 1:
        shapes = [name for name in shapes if shape_kind(bundle, name) in POINT_KINDS]
    if len(shapes) != 1:
        raise RefusedError(
            "The zip must hold one shapefile of address points; it holds"
            f" {len(shapes) or 'none'}. Nothing was taken from it."
        )
    names = {name.lower(): name for name in bundle.namelist()}

    def part(ending: str) -> IO[bytes] | None:
        name = names.get(f"{shapes[0][:-4]}.{ending}".lower())
        return copied_out(bundle, name, stack) if name is not None else None

    return part


def copied_out(bundle: zipfile.ZipFile, name: str, stack: ExitStack) -> BinaryIO:
    """Return a file of a zip as one to jump about in: a zip itself can only be read on."""
    copy = stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - the stack closes it
    with bundle.open(name) as packed:
        shutil.copyfileobj(packed, copy)
    copy.seek(0)
    return cast("BinaryIO", copy)


def shape_kind(bundle: zipfile.ZipFile, name: str) -> int:
    """Return the kind of shapes a .shp in a zip holds."""
    with bundle.open(name) as file:
        return int.from_bytes(file.read(36)[32:36], "little")


def _beside(path: Path, stack: ExitStack) -> Parts:
    def part(ending: str) -> IO[bytes] | None:
        for spelt in (ending, ending.upper()):
            beside = path.with_suffix(f".{spelt}")
            if beside.is_file():
                return stack.enter_context(beside.open("rb"))
        return None

    return part
