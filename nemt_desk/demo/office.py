"""Makes and opens the demo office: its map by the map build, its people by the services."""

import json
import shutil
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from nemt_desk.demo.county import write_county
from nemt_desk.demo.homes import Homes, homes_of_county, homes_of_map
from nemt_desk.demo.people import make_people
from nemt_desk.demo.write import Writer
from nemt_desk.geo import build_map
from nemt_desk.ground.clock import AgencyTime, Clock, FixedClock, SystemClock
from nemt_desk.ground.errors import EnvironmentProblem, RefusedError
from nemt_desk.ground.files import replace_file
from nemt_desk.ground.progress import Progress, Quiet
from nemt_desk.office import Office, OfficeSetup, make_folder
from nemt_desk.office_files import OfficeFiles

LOGIN, PASSWORD = "demo", "demo office of osprey county"
ZONE = "America/Chicago"
_MARK = "demo.json"
_WEEKS_BEFORE = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class DemoPlan:
    """Which demo office is wanted: its folder, the day it is about, a map of one's own."""

    data: Path
    day: date
    map_file: Path | None = None

    @property
    def told(self) -> dict[str, str]:
        """What the mark in the folder says."""
        return {"day": self.day.isoformat(), "map": str(self.map_file or "")}


def open_demo(
    data: Path,
    *,
    map_file: Path | None = None,
    clock: Clock | None = None,
    progress: Progress | None = None,
) -> Office:
    """Open the demo office in `data`; make it anew unless it is there and about today.

    Raises:
        RefusedError: the folder holds something that is no demo office.
        EnvironmentProblem: the map file can't be used, or the folder can't be written.
    """
    clock = clock or SystemClock()
    if map_file is not None and not map_file.exists():
        raise EnvironmentProblem(f"There is no map file {map_file}. Nothing was made.")
    plan = DemoPlan(data, AgencyTime(ZONE).day(clock.now()), map_file)
    if _read_mark(data) != plan.told:
        _clear(data)
        _make(plan, clock, progress or Quiet())
    return Office.open(data, LOGIN, PASSWORD, clock)


def _read_mark(data: Path) -> dict[str, str] | None:
    try:
        mark: dict[str, str] = json.loads((data / _MARK).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return mark


def _clear(data: Path) -> None:
    if not data.exists() or not any(data.iterdir()):
        return
    is_demo = _read_mark(data) is not None or (data / f"{_MARK}.begun").exists()
    if not is_demo:
        raise RefusedError(
            f"{data} holds something that is no demo office. Nothing was touched; choose an empty"
            " folder with --data."
        )
    try:
        shutil.rmtree(data)
    except OSError as error:
        raise EnvironmentProblem(
            f"The old demo office in {data} can't be removed: {error.strerror}. Close the other"
            " window of it, then try again."
        ) from error


def _make(plan: DemoPlan, clock: Clock, progress: Progress) -> None:
    make_folder(plan.data)
    (plan.data / f"{_MARK}.begun").touch()
    files = OfficeFiles(plan.data)
    progress.step("Drawing the map", 5)
    homes = _make_map(plan, files)
    past = FixedClock(AgencyTime(ZONE).at(plan.day - _WEEKS_BEFORE, time(8)))
    setup = OfficeSetup("Osprey County Rides", "mn", ZONE, "Demo Coordinator", LOGIN, PASSWORD)
    office, _code = Office.create(plan.data, setup, past)
    now = _office_hours(office.time.local(clock.now()))
    people = make_people(homes, plan.day, now=now)
    Writer(office, past, people, progress).write_all(plan.day)
    office.close()
    replace_file(plan.data / _MARK, json.dumps(plan.told).encode())


def _office_hours(local: datetime) -> time:
    return min(max(local.time(), time(8)), time(16, 30))


def _make_map(plan: DemoPlan, files: OfficeFiles) -> Homes:
    if plan.map_file is not None:
        build_map([plan.map_file], files.map, progress=Quiet())
        return homes_of_map(plan.map_file)
    source = plan.data / "osprey-county.osm.pbf"
    facts = write_county(source)
    build_map([source], files.map, progress=Quiet())
    return homes_of_county(facts)
