"""Which map files go with a file of addresses: those beside it or shared that hold its points."""

import zipfile
from collections.abc import Sequence
from pathlib import Path

import osmium
import shapefile

from bench.geocode_rows import Row
from nemt_desk.ground.errors import RefusedError

_SHARED = Path(__file__).resolve().parents[1].parent / "shared" / "data"
_ENOUGH = 0.5
_EDGE = 0.01  # degrees; a house may stand just outside the box of the roads

type Box = tuple[float, float, float, float]


def sources_for(file: Path, rows: Sequence[Row]) -> list[Path]:
    """Return the map files to build from; a sentence when there is none."""
    folders = (file.resolve().parent, _SHARED / "osm", _SHARED / "geo")
    shares: dict[Path, float] = {}
    for folder in folders:
        if not folder.is_dir():
            continue
        for path in sorted((*folder.glob("*.osm.pbf"), *folder.glob("*_edges.zip"))):
            box = _box(path)
            if box is not None and path not in shares:
                shares[path] = sum(_holds(box, row) for row in rows) / len(rows)
    best = max(shares.values(), default=0.0)
    if best < _ENOUGH:
        raise RefusedError(
            f"No map file (.osm.pbf, *_edges.zip) beside {file.name} or in ../shared/data holds "
            "its points. Name one with --map."
        )
    return [path for path, share in shares.items() if share >= 0.9 * best]


def _holds(box: Box, row: Row) -> bool:
    west, south, east, north = box
    return west - _EDGE <= row.lon <= east + _EDGE and south - _EDGE <= row.lat <= north + _EDGE


def _box(path: Path) -> Box | None:
    try:
        if zipfile.is_zipfile(path):
            with shapefile.Reader(str(path)) as reader:
                west, south, east, north = reader.bbox[:4]
                return west, south, east, north
        with osmium.io.Reader(str(path), osmium.osm.NOTHING) as pbf:
            told = pbf.header().box()
        if told.valid():
            return (told.bottom_left.lon, told.bottom_left.lat, told.top_right.lon,
                    told.top_right.lat)  # fmt: skip
        return _scanned(path)
    except (RuntimeError, OSError, shapefile.ShapefileException, zipfile.BadZipFile):
        return None


def _scanned(path: Path) -> Box | None:
    """Return the box of all points; some files do not tell theirs."""
    west, south, east, north = 180.0, 90.0, -180.0, -90.0
    for node in osmium.FileProcessor(str(path), osmium.osm.NODE):
        if isinstance(node, osmium.osm.Node):
            west, east = min(west, node.lon), max(east, node.lon)
            south, north = min(south, node.lat), max(north, node.lat)
    return (west, south, east, north) if west <= east else None
