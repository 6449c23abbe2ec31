"""Makes a whole map in a folder beside the old one, step by step; `build` puts it in place."""

import csv
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from nemt_desk.geo.addresses.build import FILE as ADDRESSES
from nemt_desk.geo.addresses.build import build_addresses
from nemt_desk.geo.building.area import Area, County
from nemt_desk.geo.building.check import check_map
from nemt_desk.geo.building.counties import named_counties, read_extract
from nemt_desk.geo.building.network import FILE as NETWORK
from nemt_desk.geo.building.network import make_network
from nemt_desk.geo.building.pbf import DAMAGE
from nemt_desk.geo.building.room import FULL, check_disk, check_room, disk_is_full, needed_bytes
from nemt_desk.geo.building.wish import MapWish
from nemt_desk.geo.info import MapInfo, hash_of, load_info, source_infos
from nemt_desk.geo.picture.build import build_display
from nemt_desk.geo.picture.display import FILE as DISPLAY
from nemt_desk.geo.points.county_points import CountyPoint, Tally, read_points
from nemt_desk.geo.roads.engine import ENGINE, VERSION, build_tiles
from nemt_desk.geo.roads.road_rules import prepare_roads
from nemt_desk.geo.roads.speeds import LocalSpeeds
from nemt_desk.geo.sources import Source, SourceKind, damaged_text, read_sources
from nemt_desk.ground.errors import DeskError, EnvironmentProblem, RefusedError
from nemt_desk.ground.files import decoded
from nemt_desk.ground.progress import Progress

_PREPARED = "prepared.osm.pbf"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a map is made: `folder` is empty; `built_at` is told, so that it can be tested."""

    folder: Path
    built_at: datetime


def make_map(wish: MapWish, place: Place, progress: Progress) -> MapInfo:
    """Make the map that is wished for in `place.folder`.

    Raises:
        RefusedError: a file is not a map, or has no roads.
        EnvironmentProblem: a file can't be read, or the disk or builder fails.
        Cancelled: by `progress`.
    """
    with sentences():
        sources = read_sources(wish.files, progress, wish.points)
        area = wish.area or _area_of(wish, sources, progress)
        if area is None:
            check_room(place.folder, needed_bytes(_network_size(sources)))
        dated = make_network(sources, place.folder, area, progress)
        check_room(place.folder, needed_bytes((place.folder / NETWORK).stat().st_size))
        info = _Maker(place, wish.speeds, progress).make(sources, wish)
        hashes = [source.sha256 for source in sources]
        info = replace(
            info,
            sources=source_infos(dated),
            clip=area.box if area else None,
            map_hash=hash_of(
                hashes, area and area.key, info.speeds, info.version, _columns(wish, sources)
            ),
            place=area.words if area else "",
            counties=area.counties if area else (),
            margin_miles=area.margin_miles if area else 0.0,
        )
        return _checked(info, place, progress)


def remake_map(old: Path, speeds: LocalSpeeds, place: Place, progress: Progress) -> MapInfo:
    """Make the map in the folder `old` again with other speeds; its sources are not needed."""
    with sentences():
        known = load_info(old)
        network = old / NETWORK
        if not network.is_file():
            raise EnvironmentProblem(
                "The map does not hold what it was made of. Build it again from its files."
            )
        check_room(place.folder, needed_bytes(network.stat().st_size))
        shutil.copyfile(network, place.folder / NETWORK)
        for name in (ADDRESSES, DISPLAY):
            shutil.copyfile(old / name, place.folder / name)
        version = _Maker(place, speeds, progress).tiles()
        info = replace(
            known,
            engine=ENGINE,
            version=version,
            built_at=place.built_at,
            speeds=_told(speeds),
            map_hash=hash_of([known.map_hash], speeds.plain(), version),
        )
        return _checked(info, place, progress)


def _checked(info: MapInfo, place: Place, progress: Progress) -> MapInfo:
    info.save(place.folder)
    info = replace(info, checked=check_map(place.folder, info, progress))
    info.save(place.folder)
    return info


@dataclass(frozen=True, slots=True)
class _Maker:
    place: Place
    speeds: LocalSpeeds
    progress: Progress

    def make(self, sources: Sequence[Source], wish: MapWish) -> MapInfo:
        """Make tiles, addresses and picture of the network that lies in the folder."""
        folder = self.place.folder
        version = self.tiles()
        towns = (row for source in sources for row in _listed_towns(source))
        points = _Points(sources, wish)
        counts, bounds = build_addresses(
            folder / NETWORK, folder / ADDRESSES, towns, self.progress, points=points.read()
        )
        counts["feature"] = build_display(
            folder / NETWORK, folder / DISPLAY, self.progress, points.houses()
        )
        return MapInfo(
            sources=(),
            bounds=bounds,
            clip=None,
            counts=counts,
            engine=ENGINE,
            version=version,
            built_at=self.place.built_at,
            map_hash="",
            speeds=_told(self.speeds),
            refused=points.refused,
        )

    def tiles(self) -> str:
        """Make the routing tiles; returns the engine's version."""
        folder = self.place.folder
        self.progress.step("Making the roads ready for routing", 13)
        prepared = folder / _PREPARED
        prepare_roads(folder / NETWORK, prepared, self.speeds)
        try:
            build_tiles(prepared, folder, self.progress)
        except EnvironmentProblem as why:
            # The builder only dies when it can't write; the disk tells why.
            if disk_is_full(folder):
                raise EnvironmentProblem(FULL) from why
            raise
        prepared.unlink()
        return VERSION


class _Points:
    """Reads the files of address points, and counts what could not be taken."""

    def __init__(self, sources: Sequence[Source], wish: MapWish) -> None:
        self._files = [source.path for source in sources if source.kind is SourceKind.POINTS]
        self._mapped = wish.points
        self.refused: dict[str, int] = {}

    def houses(self) -> Iterator[tuple[str, float, float]]:
        """Yield number, lat and lon of every point, for the picture."""
        for path in self._files:
            for item in read_points(path, self._mapped.get(path)):
                if isinstance(item, CountyPoint):
                    yield item.number, item.lat, item.lon

    def read(self) -> Iterator[CountyPoint]:
        """Yield every point of every file; a file without one is refused."""
        for path in self._files:
            tally = Tally()
            for item in read_points(path, self._mapped.get(path)):
                point = tally.take(item)
                if point is not None:
                    yield point
            if not tally.accepted:
                raise RefusedError(
                    f"{path.name}: {tally.sentence} Check how its columns are read. "
                    "The old map was kept."
                )
            for reason, count in tally.refused.items():
                self.refused[reason] = self.refused.get(reason, 0) + count


class sentences:  # noqa: N801 - reads as words where it is used
    """Makes what disks and damaged files throw a sentence."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, _: object, why: BaseException | None, __: object) -> None:
        if why is None or isinstance(why, DeskError):
            return
        check_disk(why)
        if isinstance(why, MemoryError):
            raise EnvironmentProblem(
                "There is not enough memory for this map. Close other programs, or choose fewer "
                "counties. The old map was kept."
            ) from why
        if isinstance(why, OSError):
            raise EnvironmentProblem(
                f"The map could not be written ({why.strerror or 'no reason given'}). "
                "The old map was kept."
            ) from why
        if isinstance(why, (*DAMAGE, sqlite3.DatabaseError)):
            raise RefusedError(
                "A map file is damaged or was not loaded to its end. Load it again. "
                "The old map was kept."
            ) from why


def _area_of(wish: MapWish, sources: Sequence[Source], progress: Progress) -> Area | None:
    if not wish.counties:
        return None
    known: dict[tuple[str, str], County] = {}
    for source in sources:
        if source.kind is not SourceKind.OSM:
            continue
        try:
            found = read_extract(source.path, _Slower(progress)).counties
        except DAMAGE as why:
            raise RefusedError(damaged_text(source.path)) from why
        known |= {(county.fips, county.name): county for county in found}
    return Area.of_counties(named_counties(list(known.values()), wish.counties), wish.margin_miles)


@dataclass(frozen=True, slots=True)
class _Slower:
    """Passes steps on without letting the percentage run ahead."""

    progress: Progress

    def step(self, text: str, percent: int) -> None:
        """Tell the step at a fixed percentage."""
        self.progress.step(text, 3)


def _network_size(sources: Sequence[Source]) -> int:
    kinds = (SourceKind.OSM, SourceKind.TIGER)
    return sum(source.path.stat().st_size for source in sources if source.kind in kinds)


def _told(speeds: LocalSpeeds) -> dict[str, object]:
    return {name: value for name, value in speeds.plain().items() if value is not None}


def _columns(wish: MapWish, sources: Sequence[Source]) -> list[tuple[str, str]]:
    """Return how points are read, by file hash: other columns give another map."""
    return sorted((s.sha256, repr(wish.points[s.path])) for s in sources if s.path in wish.points)


def _listed_towns(source: Source) -> Iterator[dict[str, str]]:
    if source.kind is not SourceKind.TOWNS:
        return
    lines = decoded(source.path.read_bytes()).splitlines()
    try:
        for row in csv.DictReader(lines):
            yield {str(key).lower(): value for key, value in row.items() if isinstance(value, str)}
    except csv.Error as why:
        raise RefusedError(
            f"{source.name} can't be read as a list of towns. Save it again as CSV. "
            "The old map was kept."
        ) from why
