"""Cuts an area out of an extract of any size, streaming: memory depends on what is kept.

Kept are all points inside, all ways with a point inside (whole, so roads lead over the edge),
turn restrictions and borders that touch, and lakes and woods that cross the edge as long as they
do not drag half a state along.
"""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import osmium
import osmium.osm.mutable

from nemt_desk.geo.building.area import Area
from nemt_desk.geo.building.pbf import NodeBlock, node_blocks
from nemt_desk.geo.native_paths import native
from nemt_desk.ground.progress import Progress

type Ids = npt.NDArray[np.int64]

_BATCH = 400_000
_KEPT_TYPES = frozenset({"multipolygon", "restriction", "boundary"})
# What one lake or wood, and all together, may bring in from outside the area, in points.
MOST_OUTSIDE = 150_000
MOST_OUTSIDE_ALL = 1_000_000
_NO_IDS: Ids = np.zeros(0, dtype=np.int64)


@dataclass(slots=True)
class _Picked:
    """What is kept. `nodes` and `ways` are sorted; `blocks` maps offsets to their ID range."""

    nodes: Ids = field(default_factory=_NO_IDS.copy)
    ways: Ids = field(default_factory=_NO_IDS.copy)
    relations: list[int] = field(default_factory=list)
    blocks: list[tuple[int, int, int]] = field(default_factory=list)


def clip(source: Path, target: Path, area: Area, progress: Progress) -> int:
    """Write what touches `area` to `target`; returns the number of ways kept (0: nothing written).

    Raises:
        DamagedFileError, RuntimeError, OSError: the file can't be read, or not be written.
    """
    picked = _Picked()
    _pick_nodes(source, area, picked, progress)
    if not len(picked.nodes):
        return 0
    picked.ways = _touching_ways(source, picked.nodes, progress)
    progress.step("Cutting out the area: lakes and borders", 8)
    _pick_relations(source, picked)
    picked.nodes = _union(picked.nodes, _points_of(source, picked.ways, progress))
    _write(source, target, picked, progress)
    return len(picked.ways)


def _pick_nodes(source: Path, area: Area, picked: _Picked, progress: Progress) -> None:
    inside: list[Ids] = []
    size = max(1, source.stat().st_size)
    for block in node_blocks(source):
        progress.step("Cutting out the area: points", 4 + 2 * block.offset // size)
        if not len(block.ids):
            continue
        picked.blocks.append((block.offset, int(block.ids.min()), int(block.ids.max())))
        held = area.holds(block.lats, block.lons)
        if held.any():
            inside.append(block.ids[held])
    picked.nodes = np.unique(np.concatenate(inside)) if inside else _NO_IDS


def _touching_ways(source: Path, nodes: Ids, progress: Progress) -> Ids:
    touching: list[Ids] = []
    ids, sizes, refs = array("q"), array("q"), array("q")

    def flush() -> None:
        progress.step("Cutting out the area: roads", 7)
        if not len(refs):
            return
        hits = _among(np.frombuffer(refs, dtype=np.int64), nodes)
        begins = np.cumsum(np.frombuffer(sizes, dtype=np.int64)) - sizes
        touching.append(np.array(ids)[np.logical_or.reduceat(hits, begins)])

    for way in osmium.FileProcessor(native(source), osmium.osm.WAY):
        if not isinstance(way, osmium.osm.Way):
            continue
        before = len(refs)
        refs.extend([node.ref for node in way.nodes])
        if len(refs) == before:
            continue
        ids.append(way.id)
        sizes.append(len(refs) - before)
        if len(refs) > _BATCH:
            flush()
            ids, sizes, refs = array("q"), array("q"), array("q")
    flush()
    return np.unique(np.concatenate(touching)) if touching else _NO_IDS


def _pick_relations(source: Path, picked: _Picked) -> None:
    """Keep relations that touch; complete lakes and woods, the smallest first."""
    lakes: list[Ids] = []
    for item in osmium.FileProcessor(native(source), osmium.osm.RELATION):
        if not isinstance(item, osmium.osm.Relation) or item.tags.get("type") not in _KEPT_TYPES:
            continue
        members = np.array([m.ref for m in item.members if m.type == "w"], dtype=np.int64)
        kept = _among(members, picked.ways)
        if not kept.any():
            continue
        picked.relations.append(item.id)
        if item.tags.get("type") == "multipolygon" and not kept.all():
            lakes.append(members[~kept])
    if not lakes:
        return
    outside = np.unique(np.concatenate(lakes))
    sizes = np.zeros(len(outside), dtype=np.int64)
    for way in _ways(source, outside):
        sizes[np.searchsorted(outside, way.id)] = len(way.nodes)
    left = MOST_OUTSIDE_ALL
    added: list[Ids] = []
    costs = [int(sizes[np.searchsorted(outside, lake)].sum()) for lake in lakes]
    for cost, lake in sorted(zip(costs, lakes, strict=True), key=lambda pair: pair[0]):
        if cost <= min(left, MOST_OUTSIDE):
            left -= cost
            added.append(lake)
    picked.ways = _union(picked.ways, *added)


def _points_of(source: Path, ways: Ids, progress: Progress) -> Ids:
    found = [_NO_IDS]
    refs = array("q")
    for way in _ways(source, ways):
        refs.extend([node.ref for node in way.nodes])
        if len(refs) > _BATCH:
            progress.step("Cutting out the area: points of roads", 9)
            found.append(np.unique(np.array(refs)))
            refs = array("q")
    found.append(np.unique(np.array(refs, dtype=np.int64)))
    return np.unique(np.concatenate(found))


def _ways(source: Path, ids: Ids) -> Iterator[osmium.osm.Way]:
    chosen = osmium.FileProcessor(native(source), osmium.osm.WAY).with_filter(
        osmium.filter.IdFilter(ids.tolist())
    )
    for way in chosen:
        if isinstance(way, osmium.osm.Way):
            yield way


def _write(source: Path, target: Path, picked: _Picked, progress: Progress) -> None:
    with osmium.SimpleWriter(native(target)) as writer:
        for block in node_blocks(source, _holding(picked)):
            progress.step("Writing the area", 10)
            _write_nodes(writer, block, picked.nodes)
        progress.step("Writing the area", 11)
        for way in _ways(source, picked.ways):
            writer.add_way(way)
        relations = osmium.FileProcessor(native(source), osmium.osm.RELATION).with_filter(
            osmium.filter.IdFilter(picked.relations)
        )
        for relation in relations:
            writer.add(relation)


def _write_nodes(writer: osmium.SimpleWriter, block: NodeBlock, nodes: Ids) -> None:
    for index in np.flatnonzero(_among(block.ids, nodes)).tolist():
        writer.add_node(
            osmium.osm.mutable.Node(
                id=int(block.ids[index]),
                version=1,
                location=(int(block.lons[index]) / 1e7, int(block.lats[index]) / 1e7),
                tags=block.tags(index),
            )
        )


def _holding(picked: _Picked) -> frozenset[int]:
    """Return the offsets of the blocks that can hold a kept point."""
    found = set()
    for offset, low, high in picked.blocks:
        at = int(np.searchsorted(picked.nodes, low))
        if at < len(picked.nodes) and picked.nodes[at] <= high:
            found.add(offset)
    return frozenset(found)


def _among(ids: Ids, known: Ids) -> npt.NDArray[np.bool_]:
    """Say of each ID whether it is in the sorted `known`."""
    if not len(known):
        return np.zeros(len(ids), dtype=np.bool_)
    at = np.minimum(np.searchsorted(known, ids), len(known) - 1)
    found: npt.NDArray[np.bool_] = known[at] == ids
    return found


def _union(*parts: Ids) -> Ids:
    return np.unique(np.concatenate(parts))
