"""All sources made into one `.osm.pbf`: sorted, clipped, TIGER included. The rest reads that."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import osmium

from nemt_desk.geo.building.area import Area
from nemt_desk.geo.building.clip import clip
from nemt_desk.geo.building.pbf import DAMAGE, points_are_sorted
from nemt_desk.geo.building.room import check_disk
from nemt_desk.geo.building.tiger import Edge, TigerWriter, read_edges
from nemt_desk.geo.building.tiger_faces import picture_of
from nemt_desk.geo.drivable import DRIVABLE
from nemt_desk.geo.native_paths import native
from nemt_desk.geo.shapes import middle
from nemt_desk.geo.sources import Source, SourceKind, damaged_text
from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.progress import Progress

_TICK = 200_000
# Overlap is judged in cells of this many degrees (about 500 m).
_CELL = 0.005
_SHARED_ENOUGH = 0.5


FILE = "network.osm.pbf"


@dataclass(slots=True)
class _Survey:
    roads: int = 0
    newest: str = ""
    is_sorted: bool = True


def make_network(
    sources: Sequence[Source], folder: Path, area: Area | None, progress: Progress
) -> tuple[Source, ...]:
    """Write `sources` as one sorted `folder/FILE`; they come back with their data dates."""
    parts: list[Path] = []
    needs_merge = False
    dated: list[Source] = []
    for number, source in enumerate(s for s in sources if s.kind is SourceKind.OSM):
        part, survey = _osm_part(source, folder / f"part{number}.osm.pbf", area, progress)
        parts.append(part)
        needs_merge |= not survey.is_sorted
        dated.append(source if source.data_date else replace(source, data_date=survey.newest))
    tiger = [s for s in sources if s.kind is SourceKind.TIGER]
    if tiger:
        parts.append(_tiger_part(tiger, parts, folder / "tiger.osm.pbf", area, progress))
    progress.step("Sorting", 12)
    if needs_merge or len(parts) > 1:
        _merge(parts, folder / FILE)
    elif parts[0].parent == folder:
        parts[0].replace(folder / FILE)
    else:
        shutil.copyfile(parts[0], folder / FILE)
    for part in parts:
        if part.parent == folder:
            part.unlink(missing_ok=True)
    others = [s for s in sources if s.kind is not SourceKind.OSM]
    order = {source.sha256: place for place, source in enumerate(sources)}
    return tuple(sorted([*dated, *others], key=lambda s: order[s.sha256]))


def _osm_part(
    source: Source, target: Path, area: Area | None, progress: Progress
) -> tuple[Path, _Survey]:
    part = source.path
    survey = _Survey()
    try:
        if area is not None:
            part = target
        if area is None or clip(source.path, target, area, progress):
            survey = _survey(part, progress)
    except DAMAGE as why:
        check_disk(why)
        raise RefusedError(damaged_text(source.path)) from why
    if not survey.roads:
        raise RefusedError(_no_roads(source, area))
    return part, survey


def _no_roads(source: Source, area: Area | None) -> str:
    if area is None:
        return f"{source.name} has no roads. Choose another file. The old map was kept."
    where = f"in {area.words}" if area.counties else "inside the box"
    return f"{source.name} has no roads {where}. Choose another file or area. The old map was kept."


def _survey(path: Path, progress: Progress) -> _Survey:
    survey = _Survey(is_sorted=points_are_sorted(path))
    last = (0, 0)
    kinds = {"w": 1, "r": 2}
    wanted = osmium.osm.WAY | osmium.osm.RELATION
    for count, item in enumerate(osmium.FileProcessor(native(path), wanted)):
        if count % _TICK == 0:
            progress.step("Checking the map file", 11)
        here = (kinds[item.type_str()], item.id)
        if here < last:
            survey.is_sorted = False
        last = here
        if isinstance(item, osmium.osm.Way) and item.tags.get("highway") in DRIVABLE:
            survey.roads += 1
            changed = item.timestamp.date().isoformat()
            if changed > survey.newest and changed > "1971":
                survey.newest = changed
    return survey


def _tiger_part(
    sources: Sequence[Source],
    osm_parts: Sequence[Path],
    target: Path,
    area: Area | None,
    progress: Progress,
) -> Path:
    covered = _covered_cells(osm_parts) if osm_parts else set()
    writer = TigerWriter()
    for source in sources:
        edges = read_edges(source, progress)
        # Of the whole county: cut edges would leave its waters open.
        picture = picture_of(edges)
        if area is not None:
            edges = [edge for edge in edges if area.touches(edge.line)]
        roads = [edge for edge in edges if edge.is_road]
        if not roads:
            raise RefusedError(_no_roads(source, area))
        is_covered = _share_covered(roads, covered) >= _SHARED_ENOUGH
        writer.add(edges, ranges_only=is_covered, picture=picture)
    try:
        writer.write(target)
    except RuntimeError as why:
        check_disk(why)
        raise
    return target


def _covered_cells(parts: Sequence[Path]) -> set[tuple[int, int]]:
    cells: set[tuple[int, int]] = set()
    for part in parts:
        for way in (
            osmium.FileProcessor(native(part))
            .with_locations()
            .with_filter(osmium.filter.KeyFilter("highway"))
        ):
            if isinstance(way, osmium.osm.Way) and way.tags.get("highway") in DRIVABLE:
                cells.update(
                    (round(node.lat / _CELL), round(node.lon / _CELL))
                    for node in way.nodes
                    if node.location.valid()
                )
    return cells


def _share_covered(roads: Sequence[Edge], covered: set[tuple[int, int]]) -> float:
    if not covered:
        return 0.0
    inside = 0
    for edge in roads:
        lat, lon = middle(edge.line)
        inside += (round(lat / _CELL), round(lon / _CELL)) in covered
    return inside / len(roads)


def _merge(parts: Sequence[Path], target: Path) -> None:
    reader = osmium.MergeInputReader()
    for part in parts:
        reader.add_file(native(part))
    with osmium.SimpleWriter(native(target)) as writer:
        reader.apply(writer, simplify=True)
