"""`map`: the county's map from files, without internet, without an office."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from cli.arguments import Commands, add_command, add_map, box, map_folder, open_map
from cli.session import show, show_json, tell
from nemt_desk.geo import MapInfo
from nemt_desk.geo.building.build import build_map, rebuild_map
from nemt_desk.geo.building.inspect import FileReport, estimate, inspect_file
from nemt_desk.geo.building.wish import MARGIN, MOST_MARGIN
from nemt_desk.geo.points.county_points import ColumnMapping
from nemt_desk.geo.roads.speeds import LocalSpeeds
from nemt_desk.geo.sources import SourceKind
from nemt_desk.ground.errors import RefusedError

_INSPECT = """  main.py map inspect minnesota.osm.pbf tl_2024_27001_edges.zip
  main.py map inspect E:\\maps\\address_points.csv --json"""
_BUILD = """  main.py map build minnesota.osm.pbf --county Aitkin --county "Mille Lacs" --margin 20
  main.py map build minnesota.osm.pbf --clip -94.2,46.5,-93.0,47.4
  main.py map build minnesota.osm.pbf points.csv --columns number=HSE,street=ROAD,lat=Y,lon=X
  main.py map build tl_2024_27001_edges.zip tl_2024_27065_edges.zip --map C:\\Maps\\Aitkin"""
_REBUILD = """  main.py map rebuild --gravel 35
  main.py map rebuild"""
_INFO = """  main.py map info
  main.py map info --map C:\\Maps\\Aitkin --json"""


def register(commands: Commands) -> None:
    """Add `map` with its commands."""
    parser = add_command(
        commands, "map", "Build the county's map, or tell what it was built from.", _BUILD
    )
    verbs = parser.add_subparsers(dest="map_command", metavar="COMMAND", required=True)
    look = add_command(
        verbs,
        "inspect",
        "Tell what files are, without building anything: kind, date, counties, columns.",
        _INSPECT,
    )
    _add_files(look)
    look.set_defaults(run=run_inspect)
    _add_build(verbs)
    again = add_command(
        verbs,
        "rebuild",
        "Build the map in use again with other speeds. Its source files are not needed.",
        _REBUILD,
    )
    _add_gravel(again)
    again.add_argument("--json", action="store_true", help="tell what was built as JSON")
    add_map(again)
    again.set_defaults(run=run_rebuild)
    info = add_command(verbs, "info", "Tell what the map was built from, and when.", _INFO)
    info.add_argument("--json", action="store_true", help="as JSON")
    add_map(info)
    info.set_defaults(run=run_info)


def _add_build(verbs: Commands) -> None:
    build = add_command(
        verbs,
        "build",
        "Build the map from OpenStreetMap extracts (.osm.pbf) and Census TIGER/Line EDGES (.zip), "
        "in any mix, with the county's address points (.csv, .geojson, shapefile .zip) if there "
        "are any. A .csv with columns zip, city, lat, lon adds town names. "
        "Where a TIGER county lies on OpenStreetMap roads, only its house numbers are taken. "
        "The old map stays until the new one is whole and has been tried.",
        _BUILD,
    )
    _add_files(build)
    part = build.add_mutually_exclusive_group()
    part.add_argument(
        "--county",
        action="append",
        default=[],
        metavar="NAME",
        help="only this county of the files, by name or FIPS code; may be given several times",
    )
    part.add_argument(
        "--clip", type=box, metavar="W,S,E,N", help="only what touches this box, in degrees"
    )
    build.add_argument(
        "--margin",
        type=_margin,
        default=MARGIN,
        metavar="MILES",
        help=f"how far around the counties, 0 to {MOST_MARGIN} (default: {MARGIN:g})",
    )
    build.add_argument(
        "--columns",
        type=_columns,
        metavar="WHAT=COLUMN,…",
        help="which columns of the address points hold number, street, unit, town, zip_code, lat, "
        "lon (default: guessed from their names)",
    )
    _add_gravel(build)
    add_map(build)
    build.set_defaults(run=run_build)


def _add_files(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="map files")
    parser.add_argument("--json", action="store_true", help="tell the result as JSON")


def _add_gravel(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--gravel",
        type=int,
        metavar="MPH",
        help="how fast one drives on unpaved roads here (default: the engine's own guess)",
    )


class _Spoken:
    """Tells each new step on standard error."""

    def __init__(self) -> None:
        self._last = ""

    def step(self, text: str, percent: int) -> None:
        """Tell the step once."""
        if text != self._last:
            self._last = text
            tell(f"{percent:3d} %  {text}")
            sys.stderr.flush()


def run_inspect(args: argparse.Namespace) -> int:
    """Tell what the files are; 1 when one of them can't be used."""
    reports = [inspect_file(path, _Spoken()) for path in args.files]
    if args.json:
        show_json([_plain(report) for report in reports])
    else:
        for report in reports:
            _show_report(report)
        usable = [report for report in reports if report.is_usable]
        if any(report.kind in (SourceKind.OSM, SourceKind.TIGER) for report in usable):
            show(f"All of it would take {estimate(usable, None).words}.")
    return 0 if all(report.is_usable for report in reports) else 1


def run_build(args: argparse.Namespace) -> int:
    """Build the map."""
    info = build_map(
        args.files,
        map_folder(args),
        clip=args.clip,
        counties=args.county,
        margin_miles=args.margin,
        points=_mapped(args.files, args.columns),
        speeds=LocalSpeeds(args.gravel),
        progress=_Spoken(),
        in_process=False,
    )
    _show(info, as_json=args.json)
    return 0


def run_rebuild(args: argparse.Namespace) -> int:
    """Build the map again with other speeds."""
    speeds = LocalSpeeds(args.gravel)
    info = rebuild_map(map_folder(args), speeds, progress=_Spoken(), in_process=False)
    _show(info, as_json=args.json)
    return 0


def run_info(args: argparse.Namespace) -> int:
    """Tell what the map is."""
    with open_map(args) as county:
        _show(county.info, as_json=args.json)
    return 0


def _margin(text: str) -> float:
    try:
        miles = float(text)
    except ValueError:
        miles = -1.0
    if not 0 <= miles <= MOST_MARGIN:
        raise argparse.ArgumentTypeError(f"A margin is 0 to {MOST_MARGIN} miles.")
    return miles


def _columns(text: str) -> ColumnMapping:
    pairs = dict(part.split("=", 1) for part in text.split(",") if "=" in part)
    mapping = ColumnMapping.of({key.strip(): value.strip() for key, value in pairs.items()})
    if not mapping.as_dict() or len(mapping.as_dict()) != text.count(",") + 1:
        raise argparse.ArgumentTypeError(
            "Columns are told like number=HSE,street=ROAD,town=CITY,lat=Y,lon=X."
        )
    return mapping


def _mapped(files: Sequence[Path], mapping: ColumnMapping | None) -> dict[Path, ColumnMapping]:
    if mapping is None:
        return {}
    kinds = (".csv", ".tsv", ".txt", ".geojson", ".json")
    found = {path: mapping for path in files if path.suffix.lower() in kinds}
    if not found:
        raise RefusedError("--columns was given, but there is no file of address points.")
    return found


def _plain(report: FileReport) -> dict[str, object]:
    return {
        "file": report.path.name,
        "kind": report.kind,
        "size": report.size,
        "data_date": report.data_date,
        "counts": dict(report.counts),
        "place": report.place,
        "box": asdict(report.box) if report.box else None,
        "counties": [{"name": county.name, "fips": county.fips} for county in report.counties],
        "columns": list(report.columns.headers) if report.columns else [],
        "read_as": report.columns.guess.as_dict()
        if report.columns and report.columns.guess
        else {},
        "doubt": report.doubt,
        "problem": report.problem,
    }


def _show_report(report: FileReport) -> None:
    show(report.path.name)
    show(f"  what     {report.words}")
    if report.problem:
        return
    show(f"  date     {report.data_date or 'not told by the file'}")
    if report.place:
        show(f"  place    {report.place}")
    if report.counties:
        show(f"  counties {', '.join(county.name for county in report.counties)}")
    if report.columns is not None:
        show(f"  columns  {', '.join(report.columns.headers)}")
        guess = report.columns.guess
        if guess is not None:
            read = ", ".join(f"{what}={name}" for what, name in guess.as_dict().items())
            show(f"  read as  {read}")
    if report.doubt:
        show(f"  question {report.doubt}")


def _show(info: MapInfo, *, as_json: bool) -> None:
    if as_json:
        show_json(info.as_json())
        return
    for source in info.sources:
        date = source.data_date or "not told by the file"
        show(f"source   {source.name}\n  date   {date}\n  sha256 {source.sha256}")
    bounds = info.bounds
    if info.place:
        show(f"area     {info.place}")
    show(f"box      {bounds.west:.4f},{bounds.south:.4f},{bounds.east:.4f},{bounds.north:.4f}")
    show("counts   " + ", ".join(f"{count} {name}" for name, count in info.counts.items()))
    for reason, count in info.refused.items():
        show(f"left out {count} address points: {reason}")
    for sentence in info.checked:
        show(f"checked  {sentence}")
    for name, value in info.speeds.items():
        show(f"speed    {name} {value}")
    show(f"engine   {info.engine} {info.version}")
    show(f"built    {info.built_at.isoformat(timespec='seconds')}")
    show(f"hash     {info.map_hash}")
