"""A map is built beside the old one; only a whole and tried one takes its place."""

import contextlib
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from nemt_desk.geo.building.area import Area
from nemt_desk.geo.building.making import Place, make_map, remake_map, sentences
from nemt_desk.geo.building.map_folder import WORK, current_folder, has_map, make_current, sweep
from nemt_desk.geo.building.process import BrokeOffError, run_apart
from nemt_desk.geo.building.room import FULL, disk_is_full
from nemt_desk.geo.building.wish import MapWish
from nemt_desk.geo.info import MapInfo
from nemt_desk.geo.points.county_points import ColumnMapping
from nemt_desk.geo.roads.speeds import LocalSpeeds
from nemt_desk.geo.shapes import BBox
from nemt_desk.ground.clock import Clock, SystemClock
from nemt_desk.ground.errors import DeskError, EnvironmentProblem
from nemt_desk.ground.progress import Progress

_NAME_LENGTH = 16


@dataclass(frozen=True, slots=True)
class FreshMap:
    """A finished, tried map that nobody uses yet: `swap` it in or `discard` it."""

    info: MapInfo
    target: Path
    work: Path

    @property
    def folder(self) -> Path:
        """Where it lies until then."""
        return self.work / "map"

    def swap(self, progress: Progress) -> MapInfo:
        """Make it the current map; the old one goes once nobody has it open."""
        try:
            with sentences():
                progress.step("Putting the new map in place", 98)
                keep = []
                if has_map(self.target):
                    with contextlib.suppress(DeskError):
                        keep.append(current_folder(self.target))
                place = make_current(self.target, self.folder, self.info.map_hash[:_NAME_LENGTH])
                sweep(self.target, place, *keep)
        finally:
            self.discard()
        progress.step("The map is ready", 100)
        return self.info

    def discard(self) -> None:
        """Forget it."""
        shutil.rmtree(self.work, ignore_errors=True)


def prepare_map(
    wish: MapWish,
    target: Path,
    *,
    progress: Progress,
    clock: Clock | None = None,
    in_process: bool = False,
) -> FreshMap:
    """Make and try a map without putting it to use.

    Args:
        wish: the files, and which part of them.
        target: the map's folder; made if missing.
        progress: hears each step; may raise `Cancelled`.
        clock: for `built_at`.
        in_process: without a process of its own, which a crash of a parser would need.

    Raises:
        RefusedError: a file is not a map, or has no roads.
        EnvironmentProblem: a file can't be read, or the disk or builder fails, or crashes.
        Cancelled: by `progress`.
        In each case the old map stays.
    """

    def make(place: Place) -> MapInfo:
        if in_process:
            return make_map(wish, place, progress)
        return run_apart(make_map, (wish, place), progress)

    return _prepared(make, target, clock)


def build_map(
    files: Sequence[Path],
    target: Path,
    *,
    clip: BBox | Area | None = None,
    counties: Sequence[str] = (),
    margin_miles: float = 5,
    points: Mapping[Path, ColumnMapping] | None = None,
    speeds: LocalSpeeds | None = None,
    progress: Progress,
    clock: Clock | None = None,
    in_process: bool = True,
) -> MapInfo:
    """Build a map of `files` in `target` and make it the current one; see `prepare_map`.

    Args:
        files: `.osm.pbf`, TIGER/Line EDGES zips, a county's address points (`.csv`, `.geojson`,
            shapefile), and a `.csv` of ZIPs and towns (columns zip, city, lat, lon), in any mix.
            Where a TIGER county lies on OSM roads, only its house numbers are taken.
        target: the map's folder; made if missing.
        clip: only what touches this box or area.
        counties: or only these counties of the files, by name or FIPS code,
        margin_miles: and so many miles around them.
        points: how the columns of files of address points are read; guessed for the others.
        speeds: the office's own speeds.
        progress: hears each step; may raise `Cancelled`.
        clock: for `built_at`.
        in_process: False: in a process of its own.
    """
    wish = MapWish(
        tuple(files),
        area=Area.of_box(clip) if isinstance(clip, BBox) else clip,
        counties=tuple(counties),
        margin_miles=margin_miles,
        points=dict(points or {}),
        speeds=speeds or LocalSpeeds(),
    )
    return prepare_map(wish, target, progress=progress, clock=clock, in_process=in_process).swap(
        progress
    )


def rebuild_map(
    target: Path,
    speeds: LocalSpeeds,
    *,
    progress: Progress,
    clock: Clock | None = None,
    in_process: bool = True,
) -> MapInfo:
    """Make the current map again with other speeds; its source files are not needed."""

    def make(place: Place) -> MapInfo:
        old = current_folder(target)
        if in_process:
            return remake_map(old, speeds, place, progress)
        return run_apart(remake_map, (old, speeds, place), progress)

    return _prepared(make, target, clock).swap(progress)


def _prepared(make: Callable[[Place], MapInfo], target: Path, clock: Clock | None) -> FreshMap:
    with _work_folder(target) as work:
        fresh = work / "map"
        fresh.mkdir()
        moment = (clock or SystemClock()).now().replace(microsecond=0)
        info = make(Place(fresh, moment))
        return FreshMap(info, target, work)


@contextlib.contextmanager
def _work_folder(target: Path) -> Iterator[Path]:
    """Give a folder to work in; it goes again when the work fails or is stopped."""
    try:
        target.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=WORK, dir=target))
    except OSError as why:
        raise EnvironmentProblem(
            "The map's folder can't be written to. Choose another folder or free the disk."
        ) from why
    try:
        yield work
    except BrokeOffError as why:
        # Some parsers end the process when they can't write.
        is_full = disk_is_full(target)
        shutil.rmtree(work, ignore_errors=True)
        if is_full:
            raise EnvironmentProblem(FULL) from why
        raise
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise
