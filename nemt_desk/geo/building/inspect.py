"""Looks into the files somebody picked: what each is, how old, of which county. Makes nothing."""

import re
import struct
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from nemt_desk.geo.building.area import Area, County
from nemt_desk.geo.building.counties import Extract, read_extract
from nemt_desk.geo.building.pbf import DAMAGE
from nemt_desk.geo.building.process import run_apart
from nemt_desk.geo.building.room import size_text
from nemt_desk.geo.building.us_states import state_name
from nemt_desk.geo.points.county_points import Preview, preview
from nemt_desk.geo.shapes import BBox
from nemt_desk.geo.sources import ZIP_DAMAGE, SourceKind, damaged_text, date_of, kind_of, reading
from nemt_desk.ground.errors import DeskError, RefusedError
from nemt_desk.ground.progress import Progress

_FIPS = re.compile(r"tl_\d{4}_(\d{5})_edges", re.IGNORECASE)
_KINDS = {
    SourceKind.OSM: "OpenStreetMap extract",
    SourceKind.TIGER: "Census TIGER/Line edges of one county",
    SourceKind.TOWNS: "list of ZIPs and towns",
    SourceKind.POINTS: "the county's address points",
}
# What a map takes, measured on a slow office PC: seconds and bytes for a byte of `.osm.pbf`.
_SECONDS_PER_MB = 9.0
_CUT_SECONDS_PER_MB = 0.7
_LEAST_SECONDS = 5.0
_BYTES_PER_BYTE = 16
_TIGER_SHARE = 0.4


@dataclass(frozen=True, slots=True)
class FileReport:
    """What a file is. `problem` is a sentence when it can't be used; nothing else is known then.

    `doubt` says what must still be told (how the columns of address points are read).
    """

    path: Path
    kind: SourceKind | None = None
    size: int = 0
    data_date: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    counties: tuple[County, ...] = ()
    place: str = ""
    box: BBox | None = None
    columns: Preview | None = None
    doubt: str = ""
    problem: str = ""

    @property
    def is_usable(self) -> bool:
        """Say whether a map can be made with it."""
        return not self.problem

    @property
    def words(self) -> str:
        """Return what it is and how large, in words."""
        if self.kind is None:
            return self.problem
        counts = [f"{count:,} {name}" for name, count in self.counts.items() if count]
        return " · ".join([_KINDS[self.kind], size_text(self.size), *counts])


@dataclass(frozen=True, slots=True)
class Estimate:
    """What building will take, roughly."""

    seconds: float
    bytes: int
    network_bytes: int

    @property
    def words(self) -> str:
        """Return it in words."""
        minutes = self.seconds / 60
        if minutes < 1:
            long = "less than a minute"
        else:
            long = f"about {round(minutes)} minutes" if minutes >= 1.5 else "about a minute"
        return f"{long}, and the map will take about {size_text(self.bytes)}"


def inspect_file(path: Path, progress: Progress, *, in_process: bool = False) -> FileReport:
    """Look into one file; what is wrong with it is its report's `problem`.

    Raises:
        Cancelled: by `progress`.
    """
    progress.step(f"Looking at {path.name}", 1)
    try:
        with reading(path):
            kind = kind_of(path)
            size = path.stat().st_size
            report = FileReport(path, kind, size, date_of(path, kind))
            if kind is SourceKind.OSM:
                return _extract(report, progress, in_process=in_process)
            return _SMALL[kind](report)
    except DeskError as error:
        if type(error).__name__ == "Cancelled":
            raise
        return FileReport(path, problem=_own_words(error.sentence))


def look_into(path: Path, progress: Progress) -> Extract:
    """Read an extract's counties; damage is a sentence. Runs in a process of its own."""
    try:
        return read_extract(path, progress)
    except DAMAGE as why:
        raise RefusedError(damaged_text(path)) from why


def estimate(reports: Sequence[FileReport], area: Area | None) -> Estimate:
    """Return what building from these files will take."""
    network = cut = 0.0
    for report in reports:
        if report.kind is SourceKind.TIGER:
            network += report.size * _TIGER_SHARE
        elif report.kind is SourceKind.OSM:
            network += report.size * _share(report.box, area)
            cut += report.size if area is not None else 0.0
    points = sum(r.size for r in reports if r.kind is SourceKind.POINTS)
    seconds = (
        _LEAST_SECONDS
        + (network * _SECONDS_PER_MB + cut * _CUT_SECONDS_PER_MB + points * 0.5) / 1_000_000
    )
    size = int(network * _BYTES_PER_BYTE + points * 2) + 2_000_000
    return Estimate(seconds, size, int(network))


def _share(box: BBox | None, area: Area | None) -> float:
    if box is None or area is None:
        return 1.0
    wide = min(box.east, area.box.east) - max(box.west, area.box.west)
    high = min(box.north, area.box.north) - max(box.south, area.box.south)
    if wide <= 0 or high <= 0:
        return 0.0
    whole = max(1e-9, (box.east - box.west) * (box.north - box.south))
    return min(1.0, wide * high / whole)


def _own_words(sentence: str) -> str:
    # Nothing is being built yet: that the old map stays goes without saying.
    return sentence.replace(" The old map was kept.", "")


def _extract(report: FileReport, progress: Progress, *, in_process: bool) -> FileReport:
    if in_process:
        found = look_into(report.path, progress)
    else:
        found = run_apart(look_into, (report.path,), progress)
    if not found.points:
        return FileReport(report.path, problem=f"{report.path.name} has no points, so no roads.")
    return FileReport(
        report.path,
        report.kind,
        report.size,
        report.data_date,
        {"points": found.points, "counties": len(found.counties)},
        found.counties,
        box=found.box,
    )


def _edges(report: FileReport) -> FileReport:
    try:
        return _edges_of(report)
    except (*ZIP_DAMAGE, struct.error) as why:
        raise RefusedError(damaged_text(report.path)) from why


def _edges_of(report: FileReport) -> FileReport:
    with zipfile.ZipFile(report.path) as bundle:
        names = {name.lower(): name for name in bundle.namelist()}
        shapes = next((real for name, real in names.items() if name.endswith(".shp")), None)
        tables = next((real for name, real in names.items() if name.endswith(".dbf")), None)
        if shapes is None or tables is None:
            raise RefusedError(
                f"{report.path.name} is a zip without a map in it. It should be a TIGER/Line EDGES "
                ".zip, named like tl_2024_27001_edges.zip, or a zipped shapefile of the county's "
                "address points."
            )
        with bundle.open(shapes) as file:
            box = _shape_box(file.read(100))
        with bundle.open(tables) as file:
            (count,) = struct.unpack_from("<I", file.read(32), 4)
    code = _FIPS.search(report.path.name) or _FIPS.search(shapes)
    place = f"county {code[1][2:]} of {state_name(code[1][:2])} (FIPS {code[1]})" if code else ""
    return FileReport(
        report.path, report.kind, report.size, report.data_date, {"lines": count}, (), place, box
    )


def _shape_box(head: bytes) -> BBox | None:
    if len(head) < 68:
        return None
    west, south, east, north = struct.unpack_from("<4d", head, 36)
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        return None
    return BBox(west, south, east, north)


def _towns(report: FileReport) -> FileReport:
    with report.path.open("rb") as file:
        lines = sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 20), b""))
    return FileReport(
        report.path, report.kind, report.size, report.data_date, {"towns": max(0, lines - 1)}
    )


def _points(report: FileReport) -> FileReport:
    shown = preview(report.path)
    counts = {"points": shown.count} if shown.count else {}
    return FileReport(
        report.path,
        report.kind,
        report.size,
        report.data_date,
        counts,
        columns=shown,
        doubt=shown.doubt if shown.guess is None else "",
    )


_SMALL: dict[SourceKind, Callable[[FileReport], FileReport]] = {
    SourceKind.TIGER: _edges,
    SourceKind.TOWNS: _towns,
    SourceKind.POINTS: _points,
}
