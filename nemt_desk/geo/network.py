"""All sources made into one `.osm.pbf`: sorted, clipped, TIGER included. The rest reads that."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import osmium

from nemt_desk.geo.native_paths import native
from nemt_desk.geo.shapes import BBox, middle
from nemt_desk.geo.sources import Source, SourceKind
from nemt_desk.geo.tiger import Edge, TigerWriter, read_edges
from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.progress import Progress

DRIVABLE = frozenset(
    {
        "motorway", "motorway_link", "trunk", "trunk_link", "primary", "primary_link",
        "secondary", "secondary_link", "tertiary", "tertiary_link", "unclassified",
        "residential", "living_street", "service", "track", "road",
    }
)  # fmt: skip
_TICK = 200_000
# Overlap is judged in cells of this many degrees (about 500 m).
_CELL = 0.005
_SHARED_ENOUGH = 0.5
_RELATIONS = frozenset({"multipolygon", "restriction"})


@dataclass(frozen=True, slots=True)
class Network:
    """The one file that tiles, addresses and picture are made from."""

    path: Path
    sources: tuple[Source, ...]


@dataclass(slots=True)
class _Survey:
    roads: int = 0
    newest: str = ""
    is_sorted: bool = True


def make_network(
    sources: Sequence[Source], work: Path, clip: BBox | None, progress: Progress
) -> Network:
    """Turn `sources` into one sorted file in `work`; sources come back with their data dates."""
    parts: list[Path] = []
    needs_merge = False
    dated: list[Source] = []
    for number, source in enumerate(s for s in sources if s.kind is SourceKind.OSM):
        part, survey = _osm_part(source, work / f"part{number}.osm.pbf", clip, progress)
        parts.append(part)
        needs_merge |= not survey.is_sorted
        dated.append(source if source.data_date else replace(source, data_date=survey.newest))
    tiger = [s for s in sources if s.kind is SourceKind.TIGER]
    if tiger:
        parts.append(_tiger_part(tiger, parts, work / "tiger.osm.pbf", clip, progress))
    path = parts[0]
    if needs_merge or len(parts) > 1:
        progress.step("Sorting", 12)
        path = _merged(parts, work / "network.osm.pbf")
    others = [s for s in sources if s.kind is not SourceKind.OSM]
    order = {source.sha256: place for place, source in enumerate(sources)}
    everything = sorted([*dated, *others], key=lambda s: order[s.sha256])
    return Network(path, tuple(everything))


def _osm_part(
    source: Source, target: Path, clip: BBox | None, progress: Progress
) -> tuple[Path, _Survey]:
    part = source.path
    try:
        if clip is not None:
            _clip(source.path, target, clip, progress)
            part = target
        survey = _survey(part, progress)
    except (RuntimeError, OSError) as why:
        raise RefusedError(
            f"{source.name} is damaged or was not loaded to its end. Load it again. "
            "The old map was kept."
        ) from why
    if not survey.roads:
        where = " inside the box" if clip is not None else ""
        raise RefusedError(
            f"{source.name} has no roads{where}. Choose another file or box. The old map was kept."
        )
    return part, survey


def _survey(path: Path, progress: Progress) -> _Survey:
    survey = _Survey()
    last = (0, 0)
    kinds = {"n": 0, "w": 1, "r": 2}
    for count, item in enumerate(osmium.FileProcessor(native(path))):
        if count % _TICK == 0:
            progress.step("Checking the map file", 5)
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


def _clip(source: Path, target: Path, clip: BBox, progress: Progress) -> None:
    """Copy what touches the box, ways and lakes whole; unsorted files too, in small memory."""
    tracker = osmium.IdTracker()
    for count, node in enumerate(osmium.FileProcessor(native(source), osmium.osm.NODE)):
        if count % _TICK == 0:
            progress.step("Cutting out the county", 6)
        if isinstance(node, osmium.osm.Node) and clip.contains(node.lat, node.lon):
            tracker.add_node(node.id)
    ways: set[int] = set()
    _note_ways(source, tracker, ways)
    progress.step("Cutting out the county", 7)
    chosen = set(ways)
    for way in ways:
        tracker.add_way(way)
    relations: set[int] = set()
    for relation in osmium.FileProcessor(native(source), osmium.osm.RELATION):
        if not isinstance(relation, osmium.osm.Relation):
            continue
        if relation.tags.get("type") not in _RELATIONS:
            continue
        members = [member for member in relation.members if member.type == "w"]
        if any(member.ref in ways for member in members):
            relations.add(relation.id)
            if relation.tags.get("type") == "multipolygon" and len(members) < 2000:
                chosen.update(member.ref for member in members)
    _write_clip(source, target, (tracker, chosen, relations), progress)


def _note_ways(source: Path, tracker: osmium.IdTracker, ways: set[int]) -> None:
    touching = osmium.FileProcessor(native(source), osmium.osm.WAY).with_filter(
        tracker.contains_filter()
    )
    ways.update(way.id for way in touching)


def _write_clip(
    source: Path,
    target: Path,
    picked: tuple[osmium.IdTracker, set[int], set[int]],
    progress: Progress,
) -> None:
    tracker, ways, relations = picked
    for way in osmium.FileProcessor(native(source), osmium.osm.WAY).with_filter(
        osmium.filter.IdFilter(ways)
    ):
        tracker.add_way(way.id)
        tracker.add_references(way)
    for relation in relations:
        tracker.add_relation(relation)
    progress.step("Cutting out the county", 9)
    with osmium.SimpleWriter(native(target)) as writer:
        for item in osmium.FileProcessor(native(source)).with_filter(tracker.id_filter()):
            writer.add(item)


def _tiger_part(
    sources: Sequence[Source],
    osm_parts: Sequence[Path],
    target: Path,
    clip: BBox | None,
    progress: Progress,
) -> Path:
    covered = _covered_cells(osm_parts) if osm_parts else set()
    writer = TigerWriter()
    for source in sources:
        edges = read_edges(source, clip, progress)
        roads = [edge for edge in edges if edge.is_road]
        if not roads:
            where = " inside the box" if clip is not None else ""
            raise RefusedError(
                f"{source.name} has no roads{where}. Choose another file or box. "
                "The old map was kept."
            )
        writer.add(edges, ranges_only=_share_covered(roads, covered) >= _SHARED_ENOUGH)
    writer.write(target)
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


def _merged(parts: Sequence[Path], target: Path) -> Path:
    reader = osmium.MergeInputReader()
    for part in parts:
        reader.add_file(native(part))
    with osmium.SimpleWriter(native(target)) as writer:
        reader.apply(writer, simplify=True)
    return target
