"""`map build` and `map info`: the county's map from files, without internet, without an office."""

import argparse
import sys
from pathlib import Path

from cli.arguments import Commands, add_command, add_map, box, map_folder, open_map
from cli.session import show, show_json, tell
from nemt_desk.geo import MapInfo, build_map

_BUILD = """  main.py map build minnesota.osm.pbf --clip -94.2,46.5,-93.0,47.4
  main.py map build tl_2024_27001_edges.zip tl_2024_27065_edges.zip --map C:\\Maps\\Aitkin"""
_INFO = """  main.py map info
  main.py map info --map C:\\Maps\\Aitkin --json"""


def register(commands: Commands) -> None:
    """Add `map` with its two commands."""
    parser = add_command(
        commands, "map", "Build the county's map, or tell what it was built from.", _BUILD
    )
    verbs = parser.add_subparsers(dest="map_command", metavar="COMMAND", required=True)
    build = add_command(
        verbs,
        "build",
        "Build the map from OpenStreetMap extracts (.osm.pbf) and Census TIGER/Line EDGES (.zip), "
        "in any mix. A .csv with columns zip, city, lat, lon adds town names. "
        "Where a TIGER county lies on OpenStreetMap roads, only its house numbers are taken. "
        "The old map stays until the new one is whole.",
        _BUILD,
    )
    build.add_argument("files", nargs="+", type=Path, metavar="FILE", help="map files")
    build.add_argument(
        "--clip", type=box, metavar="W,S,E,N", help="only what touches this box, in degrees"
    )
    build.add_argument("--json", action="store_true", help="tell what was built as JSON")
    add_map(build)
    build.set_defaults(run=run_build)
    info = add_command(verbs, "info", "Tell what the map was built from, and when.", _INFO)
    info.add_argument("--json", action="store_true", help="as JSON")
    add_map(info)
    info.set_defaults(run=run_info)


class _Spoken:
    """Tells each new step on standard error."""

    def __init__(self) -> None:
        self._last = ""

    def step(self, text: str, percent: int) -> None:
        """Tell the step once; in a terminal keep its percent moving."""
        if text != self._last:
            self._last = text
            tell(f"{percent:3d} %  {text}")
            sys.stderr.flush()


def run_build(args: argparse.Namespace) -> int:
    """Build the map."""
    info = build_map(args.files, map_folder(args), clip=args.clip, progress=_Spoken())
    _show(info, as_json=args.json)
    return 0


def run_info(args: argparse.Namespace) -> int:
    """Tell what the map is."""
    with open_map(args) as county:
        _show(county.info, as_json=args.json)
    return 0


def _show(info: MapInfo, *, as_json: bool) -> None:
    if as_json:
        show_json(info.as_json())
        return
    for source in info.sources:
        date = source.data_date or "not told by the file"
        show(f"source   {source.name}\n  date   {date}\n  sha256 {source.sha256}")
    bounds = info.bounds
    show(f"box      {bounds.west:.4f},{bounds.south:.4f},{bounds.east:.4f},{bounds.north:.4f}")
    show("counts   " + ", ".join(f"{count} {name}" for name, count in info.counts.items()))
    show(f"engine   {info.engine} {info.version}")
    show(f"built    {info.built_at.isoformat(timespec='seconds')}")
    show(f"hash     {info.map_hash}")
