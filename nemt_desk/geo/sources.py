"""What the user hands in: is it a map file, of which date and hash? Nothing is converted here."""

import csv
import hashlib
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import osmium

from nemt_desk.geo.native_paths import native
from nemt_desk.geo.points.county_points import guess_mapping, is_points_file
from nemt_desk.ground.errors import DeskError, EnvironmentProblem, RefusedError
from nemt_desk.ground.files import decoded
from nemt_desk.ground.progress import Progress

_CHUNK = 1 << 20
_HEAD = 64 << 10
# A file that unpacks to more than this is no county's.
_MOST_UNPACKED = 8 << 30
_EDGE_COLUMNS = {"TLID", "TNIDF", "TNIDT"}
WANTED = (
    "It should be an OpenStreetMap extract (.osm.pbf), a TIGER/Line EDGES .zip, the county's "
    "address points (.csv, .geojson or a zipped shapefile) or a list of ZIPs and towns (.csv)."
)
# What reading a damaged or foreign (locked, oddly packed) zip throws.
ZIP_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
_NAMED_YEAR = re.compile(r"(?<!\d)(?:20[012345]\d)(?!\d)")
_TIGER_YEAR = re.compile(r"tl_(\d{4})_", re.IGNORECASE)
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class SourceKind(StrEnum):
    """What a source file is."""

    OSM = "osm"
    TIGER = "tiger"
    TOWNS = "towns"
    POINTS = "points"


@dataclass(frozen=True, slots=True)
class Source:
    """A file that goes into the map. `data_date` is ISO or a year; empty when not told."""

    path: Path
    kind: SourceKind
    sha256: str
    data_date: str

    @property
    def name(self) -> str:
        """Return the file's name without its folder."""
        return self.path.name


def read_sources(
    files: Sequence[Path], progress: Progress, mapped: Mapping[Path, object] | None = None
) -> list[Source]:
    """Look at every file; refuses what can't be a map with a sentence naming the file.

    `mapped` are files of address points whose columns are known.
    """
    if not files:
        raise RefusedError("Name at least one map file (.osm.pbf or a TIGER/Line EDGES .zip).")
    sources: list[Source] = []
    for place, path in enumerate(files):
        progress.step(f"Looking at {path.name}", 1 + 3 * place // len(files))
        source = _read_source(path, progress, is_mapped=path in (mapped or {}))
        if source.sha256 not in {known.sha256 for known in sources}:
            sources.append(source)
    if not any(source.kind in (SourceKind.OSM, SourceKind.TIGER) for source in sources):
        what = "address points have" if _has_points(sources) else "a list of towns has"
        raise RefusedError(
            f"There are no roads in these files: {what} none. Add a .osm.pbf or a TIGER/Line "
            "EDGES .zip. The old map was kept."
        )
    return sources


def check_unpacked_size(path: Path) -> None:
    """Refuse a zip that would fill the disk when it is unpacked."""
    with zipfile.ZipFile(path) as bundle:
        if sum(info.file_size for info in bundle.infolist()) > _MOST_UNPACKED:
            raise RefusedError(
                f"{path.name} unpacks to more than any county's map. It is damaged or no map. "
                "The old map was kept."
            )


def damaged_text(path: Path) -> str:
    """Return the sentence for a file that can't be read to its end."""
    return (
        f"{path.name} is damaged or was not loaded to its end. Load it again. The old map was kept."
    )


def kind_of(path: Path) -> SourceKind:
    """Return what a file is, judged by its first bytes and its columns; refuses the rest."""
    with path.open("rb") as file:
        head = file.read(64)
    name = path.name.lower()
    if b"OSMHeader" in head:
        return SourceKind.OSM
    if zipfile.is_zipfile(path):
        return SourceKind.POINTS if _zip_of_points(path) else SourceKind.TIGER
    if not name.endswith((".pbf", ".zip")) and b"\0\0\0" not in head and is_points_file(path):
        return SourceKind.TOWNS if name.endswith(".csv") and _is_towns(path) else SourceKind.POINTS
    if name.endswith((".pbf", ".zip")):
        raise RefusedError(damaged_text(path))
    raise RefusedError(f"{path.name} is not a map file. {WANTED} The old map was kept.")


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Make what goes wrong with a file's own disk a sentence."""
    try:
        if path.is_dir():
            raise RefusedError(
                f"{path.name} is a folder. Name the files in it. The old map was kept."
            )
        if not path.is_file():
            raise EnvironmentProblem(f"There is no file {path.name}. The old map was kept.")
        if path.stat().st_size == 0:
            raise EnvironmentProblem(f"{path.name} is empty. The old map was kept.")
        yield
    except OSError as why:
        raise EnvironmentProblem(
            f"{path.name} could not be read ({why.strerror or 'no reason given'}). "
            "The old map was kept."
        ) from why


def _read_source(path: Path, progress: Progress, *, is_mapped: bool) -> Source:
    with reading(path):
        kind = SourceKind.POINTS if is_mapped else kind_of(path)
        return Source(path, kind, _hash_of(path, progress), date_of(path, kind))


def _has_points(sources: Sequence[Source]) -> bool:
    return any(source.kind is SourceKind.POINTS for source in sources)


def _zip_of_points(path: Path) -> bool:
    """Tell a zip of address points from one of Census edges, which has columns of its own."""
    try:
        with zipfile.ZipFile(path) as bundle:
            tables = [name for name in bundle.namelist() if name.lower().endswith(".dbf")]
            for name in tables:
                with bundle.open(name) as table:
                    if _EDGE_COLUMNS & set(_dbf_columns(table.read(_HEAD))):
                        return False
        return is_points_file(path)
    except (DeskError, MemoryError):
        raise
    except Exception:  # noqa: BLE001 - the reader of edges says it in its own words
        return False


def _dbf_columns(head: bytes) -> list[str]:
    if len(head) < 32:
        return []
    (length,) = struct.unpack_from("<H", head, 8)
    names = [head[at : at + 11] for at in range(32, min(length, len(head)) - 11, 32)]
    return [name.split(b"\0")[0].decode("latin-1").strip().upper() for name in names]


def _is_towns(path: Path) -> bool:
    with path.open("rb") as file:
        text = decoded(file.read(_HEAD))
    try:
        headers = next(csv.reader(text.splitlines()), [])
    except csv.Error:
        return False
    names = {header.strip().lower() for header in headers}
    if not ({"zip", "city"} <= names and names & {"lat", "zcta_lat", "alt_lat"}):
        return False
    try:
        guess_mapping(headers)
    except RefusedError:
        return True
    return False


def _hash_of(path: Path, progress: Progress) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        for number, chunk in enumerate(iter(lambda: file.read(_CHUNK), b"")):
            digest.update(chunk)
            if number % 64 == 63:
                progress.step(f"Reading {path.name}", 2)
    return digest.hexdigest()


def date_of(path: Path, kind: SourceKind) -> str:
    """Return the date of a file's data as it tells it: ISO, a year, or empty."""
    if kind is SourceKind.OSM:
        year = _NAMED_YEAR.search(path.stem)
        return _osm_header_date(path) or (year[0] if year else "")
    if kind is SourceKind.TIGER:
        year = _TIGER_YEAR.search(path.name)
        return year.group(1) if year else _zip_date(path)
    return ""


def _zip_date(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as bundle:
            years = [_TIGER_YEAR.search(info.filename) for info in bundle.infolist()]
            found = [match.group(1) for match in years if match]
            newest = max((info.date_time for info in bundle.infolist()), default=None)
    except (*ZIP_DAMAGE, ValueError) as why:
        raise RefusedError(damaged_text(path)) from why
    if found:
        return found[0]
    return "" if newest is None else f"{newest[0]:04d}-{newest[1]:02d}-{newest[2]:02d}"


def _osm_header_date(path: Path) -> str:
    try:
        with osmium.io.Reader(native(path), osmium.osm.NOTHING) as reader:
            header = reader.header()
            stamp = header.get("osmosis_replication_timestamp") or header.get("timestamp")
    except (RuntimeError, UnicodeError, OSError) as why:
        raise RefusedError(
            f"{path.name} can't be read as a map; it is damaged or was not loaded to its end. "
            "Load it again. The old map was kept."
        ) from why
    return stamp[:10] if _ISO_DAY.match(stamp) else ""
