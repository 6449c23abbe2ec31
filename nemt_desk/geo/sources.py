"""What the user hands in: is it a map file, of which date and hash? Nothing is converted here."""

import hashlib
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import osmium

from nemt_desk.geo.native_paths import native
from nemt_desk.ground.errors import EnvironmentProblem, RefusedError
from nemt_desk.ground.progress import Progress

_CHUNK = 1 << 20
_NAMED_YEAR = re.compile(r"(?<!\d)(?:20[012345]\d)(?!\d)")
_TIGER_YEAR = re.compile(r"tl_(\d{4})_", re.IGNORECASE)


class SourceKind(StrEnum):
    """What a source file is."""

    OSM = "osm"
    TIGER = "tiger"
    TOWNS = "towns"


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


def read_sources(files: Sequence[Path], progress: Progress) -> list[Source]:
    """Look at every file; refuses what can't be a map with a sentence naming the file."""
    if not files:
        raise RefusedError("Name at least one map file (.osm.pbf or a TIGER/Line EDGES .zip).")
    sources: list[Source] = []
    for place, path in enumerate(files):
        progress.step(f"Looking at {path.name}", 1 + 3 * place // len(files))
        source = _read_source(path, progress)
        if source.sha256 not in {known.sha256 for known in sources}:
            sources.append(source)
    if not any(source.kind is not SourceKind.TOWNS for source in sources):
        raise RefusedError("A list of towns is no map. Add a .osm.pbf or a TIGER/Line EDGES .zip.")
    return sources


def _read_source(path: Path, progress: Progress) -> Source:
    try:
        if path.is_dir():
            raise RefusedError(
                f"{path.name} is a folder. Name the files in it. The old map was kept."
            )
        if not path.is_file():
            raise EnvironmentProblem(f"There is no file {path.name}. The old map was kept.")
        if path.stat().st_size == 0:
            raise EnvironmentProblem(f"{path.name} is empty. The old map was kept.")
        kind = _kind_of(path)
        sha256 = _hash_of(path, progress)
    except OSError as why:
        raise EnvironmentProblem(
            f"{path.name} could not be read ({why.strerror or 'no reason given'}). "
            "The old map was kept."
        ) from why
    return Source(path, kind, sha256, _date_of(path, kind))


def _kind_of(path: Path) -> SourceKind:
    name = path.name.lower()
    with path.open("rb") as file:
        head = file.read(64)
    if zipfile.is_zipfile(path):
        return SourceKind.TIGER
    if b"OSMHeader" in head:
        return SourceKind.OSM
    if name.endswith(".csv"):
        return SourceKind.TOWNS
    wanted = "It should be a .osm.pbf or a TIGER/Line EDGES .zip."
    if name.endswith((".pbf", ".zip")):
        raise RefusedError(
            f"{path.name} is damaged or was not loaded to its end. {wanted} The old map was kept."
        )
    raise RefusedError(f"{path.name} is not a map file. {wanted} The old map was kept.")


def _hash_of(path: Path, progress: Progress) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        for number, chunk in enumerate(iter(lambda: file.read(_CHUNK), b"")):
            digest.update(chunk)
            if number % 64 == 63:
                progress.step(f"Reading {path.name}", 2)
    return digest.hexdigest()


def _date_of(path: Path, kind: SourceKind) -> str:
    if kind is SourceKind.OSM:
        year = _NAMED_YEAR.search(path.stem)
        return _osm_header_date(path) or (year[0] if year else "")
    if kind is SourceKind.TIGER:
        year = _TIGER_YEAR.search(path.name)
        if year:
            return year.group(1)
        with zipfile.ZipFile(path) as bundle:
            years = [_TIGER_YEAR.search(info.filename) for info in bundle.infolist()]
            found = [match.group(1) for match in years if match]
            newest = max((info.date_time for info in bundle.infolist()), default=None)
        if found:
            return found[0]
        return "" if newest is None else f"{newest[0]:04d}-{newest[1]:02d}-{newest[2]:02d}"
    return ""


def _osm_header_date(path: Path) -> str:
    try:
        with osmium.io.Reader(native(path), osmium.osm.NOTHING) as reader:
            header = reader.header()
            stamp = header.get("osmosis_replication_timestamp") or header.get("timestamp")
    except (RuntimeError, OSError) as why:
        raise RefusedError(
            f"{path.name} can't be read as a map; it is damaged or was not loaded to its end. "
            "Load it again. The old map was kept."
        ) from why
    return stamp[:10]
