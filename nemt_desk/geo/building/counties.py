"""The counties (and tribal lands) in an OpenStreetMap extract: names and borders, streamed."""

from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import osmium

from nemt_desk.geo.building.area import County
from nemt_desk.geo.building.pbf import node_blocks
from nemt_desk.geo.native_paths import native
from nemt_desk.geo.shapes import BBox
from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.progress import Progress

_LEVEL = "6"
_TRIBAL = "aboriginal_lands"
_FIPS = ("nist:fips_code", "ref:fips", "ref:US:fips", "us:fips")
_E7 = 10_000_000


@dataclass(frozen=True, slots=True)
class Extract:
    """What streaming through an extract tells."""

    counties: tuple[County, ...]
    points: int
    box: BBox | None


@dataclass(slots=True)
class _Border:
    name: str
    fips: str
    ways: list[int] = field(default_factory=list)


def read_extract(path: Path, progress: Progress) -> Extract:
    """Read the counties of an extract whose borders are whole, sorted by name.

    Raises:
        DamagedFileError, RuntimeError, OSError: the file can't be read.
    """
    progress.step("Looking for counties", 5)
    borders = _borders(path)
    progress.step("Looking for counties", 20)
    ways = _ways_of(path, {way for border in borders for way in border.ways})
    needed = np.unique(np.concatenate([*ways.values(), np.zeros(0, dtype=np.int64)]))
    places, points, box = _places(path, needed, progress)
    found = [_county(border, ways, needed, places) for border in borders]
    counties = sorted((c for c in found if c is not None), key=lambda c: c.name)
    return Extract(tuple(counties), points, box)


def named_counties(known: Sequence[County], names: Sequence[str]) -> list[County]:
    """Return the counties of these names or FIPS codes, in the order they were named.

    Raises:
        RefusedError: one is not among the known ones, or two have its name.
    """
    found: list[County] = []
    for name in names:
        wanted = _plain(name)
        hits = [c for c in known if wanted in (_plain(c.name), c.fips)]
        if not hits:
            there = ", ".join(c.name for c in known[:12]) or "none"
            more = " …" if len(known) > 12 else ""
            raise RefusedError(
                f"{name} does not lie whole in the files. Counties there: {there}{more}. "
                "The old map was kept."
            )
        if len(hits) > 1:
            codes = ", ".join(c.fips or "no code" for c in hits)
            raise RefusedError(
                f"There are {len(hits)} counties named {name}. Name one by its FIPS code: {codes}."
            )
        found.append(hits[0])
    return found


def _plain(name: str) -> str:
    words = name.casefold().replace(".", "").split()
    return " ".join(word for word in words if word not in ("county", "parish"))


def _borders(path: Path) -> list[_Border]:
    borders = []
    wanted = osmium.FileProcessor(native(path), osmium.osm.RELATION).with_filter(
        osmium.filter.TagFilter(("boundary", "administrative"), ("boundary", _TRIBAL))
    )
    for item in wanted:
        if not isinstance(item, osmium.osm.Relation):
            continue
        tags = dict(item.tags)
        is_county = tags["boundary"] == "administrative" and tags.get("admin_level") == _LEVEL
        if not tags.get("name") or not (is_county or tags["boundary"] == _TRIBAL):
            continue
        fips = next((tags[key] for key in _FIPS if tags.get(key)), "")
        ways = [m.ref for m in item.members if m.type == "w" and m.role in ("outer", "inner", "")]
        if ways:
            borders.append(_Border(tags["name"], fips, ways))
    return borders


def _ways_of(path: Path, wanted: set[int]) -> dict[int, npt.NDArray[np.int64]]:
    ways: dict[int, npt.NDArray[np.int64]] = {}
    if wanted:
        chosen = osmium.FileProcessor(native(path), osmium.osm.WAY).with_filter(
            osmium.filter.IdFilter(wanted)
        )
        for way in chosen:
            if isinstance(way, osmium.osm.Way):
                ways[way.id] = np.array(array("q", [node.ref for node in way.nodes]))
    return ways


def _places(
    path: Path, needed: npt.NDArray[np.int64], progress: Progress
) -> tuple[npt.NDArray[np.int32], int, BBox | None]:
    """Return the places of the needed points (0, 0 = not there), how many points, and their box."""
    places = np.zeros((len(needed), 2), dtype=np.int32)
    size = max(1, path.stat().st_size)
    points, ends = 0, np.array([_E7 * 90, _E7 * 180, -_E7 * 90, -_E7 * 180])
    for block in node_blocks(path):
        progress.step("Looking for counties", min(99, 30 + 69 * block.offset // size))
        if not len(block.ids):
            continue
        points += len(block.ids)
        low = np.minimum(ends[:2], [block.lats.min(), block.lons.min()])
        high = np.maximum(ends[2:], [block.lats.max(), block.lons.max()])
        ends = np.concatenate([low, high])
        if len(needed):
            at = np.minimum(np.searchsorted(needed, block.ids), len(needed) - 1)
            hit = needed[at] == block.ids
            places[at[hit], 0] = block.lats[hit]
            places[at[hit], 1] = block.lons[hit]
    if not points:
        return places, 0, None
    south, west, north, east = (float(value) / _E7 for value in ends)
    return places, points, BBox(west, south, east, north)


def _county(
    border: _Border,
    ways: Mapping[int, npt.NDArray[np.int64]],
    needed: npt.NDArray[np.int64],
    places: npt.NDArray[np.int32],
) -> County | None:
    """Return the county, or None when its border has a gap: it lies only partly in the extract."""
    ends: Counter[int] = Counter()
    lines = []
    for number in border.ways:
        refs = ways.get(number)
        if refs is None or len(refs) < 2:
            return None
        ends.update((int(refs[0]), int(refs[-1])))
        line = places[np.searchsorted(needed, refs)]
        if not line.any(axis=1).all():
            return None
        lines.append(line)
    if any(count % 2 for count in ends.values()):
        return None
    return County(border.name, border.fips, tuple(lines))
