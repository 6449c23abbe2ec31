"""A map is built here, step by step, beside the old one; only a whole map takes its place."""

import csv
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from nemt_desk.geo.address_build import FILE as ADDRESSES
from nemt_desk.geo.address_build import build_addresses
from nemt_desk.geo.display import FILE as DISPLAY
from nemt_desk.geo.display_build import build_display
from nemt_desk.geo.engine import ENGINE, VERSION, build_tiles
from nemt_desk.geo.info import MapInfo, hash_of, source_infos
from nemt_desk.geo.map_folder import WORK, current_folder, has_map, make_current, sweep
from nemt_desk.geo.network import make_network
from nemt_desk.geo.shapes import BBox
from nemt_desk.geo.sources import Source, SourceKind, read_sources
from nemt_desk.ground.clock import Clock, SystemClock
from nemt_desk.ground.errors import EnvironmentProblem
from nemt_desk.ground.files import decoded
from nemt_desk.ground.progress import Progress

_NAME_LENGTH = 16


def build_map(
    files: Sequence[Path],
    target: Path,
    *,
    clip: BBox | None = None,
    progress: Progress,
    clock: Clock | None = None,
) -> MapInfo:
    """Build a map of `files` in `target` and make it the current one.

    Args:
        files: `.osm.pbf`, TIGER/Line EDGES zips, and if wanted a `.csv` of ZIPs and towns
            (columns zip, city, lat, lon), in any mix. Where a TIGER county lies on OSM roads,
            only its house numbers are taken.
        target: the map's folder; made if missing.
        clip: only what touches this box.
        progress: hears each step; may raise `Cancelled`.
        clock: for `built_at`.

    Raises:
        RefusedError: a file is not a map, or has no roads.
        EnvironmentProblem: a file can't be read, or the disk or builder fails.
        Cancelled: by `progress`.
        In each case the old map stays.
    """
    try:
        target.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=WORK, dir=target))
    except OSError as why:
        raise EnvironmentProblem(
            "The map's folder can't be written to. Choose another folder or free the disk."
        ) from why
    try:
        return _build(files, (target, work), clip, progress, clock or SystemClock())
    except OSError as why:
        raise EnvironmentProblem(
            f"The map could not be written ({why.strerror or 'no reason given'}). "
            "The old map was kept."
        ) from why
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _build(
    files: Sequence[Path],
    folders: tuple[Path, Path],
    clip: BBox | None,
    progress: Progress,
    clock: Clock,
) -> MapInfo:
    target, work = folders
    sources = read_sources(files, progress)
    network = make_network(sources, work, clip, progress)
    fresh = work / "map"
    fresh.mkdir()
    build_tiles(network.path, fresh, progress)
    towns = (row for source in sources for row in _listed_towns(source))
    counts, bounds = build_addresses(network.path, fresh / ADDRESSES, towns, progress)
    counts["feature"] = build_display(network.path, fresh / DISPLAY, progress)
    info = MapInfo(
        sources=source_infos(network.sources),
        bounds=bounds,
        clip=clip,
        counts=counts,
        engine=ENGINE,
        version=VERSION,
        built_at=clock.now(),
        map_hash=hash_of(sources, clip, f"{ENGINE} {VERSION}"),
    )
    info.save(fresh)
    progress.step("Putting the new map in place", 98)
    keep = [current_folder(target)] if has_map(target) else []
    place = make_current(target, fresh, info.map_hash[:_NAME_LENGTH])
    sweep(target, place, *keep)
    progress.step("The map is ready", 100)
    return info


def _listed_towns(source: Source) -> Iterator[dict[str, str]]:
    if source.kind is SourceKind.TOWNS:
        lines = decoded(source.path.read_bytes()).splitlines()
        for row in csv.DictReader(lines):
            yield {str(key).lower(): value or "" for key, value in row.items()}
