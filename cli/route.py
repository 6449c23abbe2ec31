"""`route`: direct-route miles, minutes and directions; one pair or a whole CSV; the map alone."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from cli.arguments import Commands, add_command, add_map, find, open_map
from cli.session import show_json, tell
from cli.tables import Done, Job, Row, number_in, run_table
from nemt_desk.geo import ClosedRoad, CountyMap, Driving, Match, Point, Route
from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.units import miles

_EXAMPLES = """  main.py route 39.9612,-82.9988 "50 W Broad St, Columbus"
  main.py route -- 36.19,-76.46 36.15,-76.52
  main.py route 39.9612,-82.9988 40.01,-83.1 --kind fastest --avoid-ferries
  main.py route 39.96,-83.0 40.01,-83.1 --closed "39.97,-83.01;39.98,-83.02" --speed 0.8
  main.py route --csv pairs.csv --out miles.csv --map C:\\Maps\\Aitkin"""
_TEXT = """Find the way between two points or addresses. Prints JSON.
`direct_miles` are the shortest drivable miles, and the steps are those of that very route; they run
from road to road, the way from the road to the door is not counted. `fastest_miles` and
`fastest_minutes` are those of the quickest route. `minutes` is the time of the direct route.
--kind fastest gives the steps of the quickest route instead. --closed marks a closed road, as often
as needed: one point shuts its piece of road, more points the stretch between them. --speed 0.8 is a
fifth slower everywhere, for winter: minutes change, miles don't.
With --csv: from_lat, from_lon, to_lat, to_lon are read; shortest_miles, fastest_miles and minutes
are added. There, too, `minutes` is the time of the direct (shortest) route: it is the route that is
printed and paid, so its miles and its minutes belong together. A row that can't be routed keeps
empty cells and is told with its row number on standard error; then the exit code is 1, the file is
written all the same. All times are free-flow by road class and speed limit, no traffic."""
_PLACES = 3
_FAR_FROM_ROAD_M = 200.0


def register(commands: Commands) -> None:
    """Add `route`."""
    parser = add_command(commands, "route", _TEXT, _EXAMPLES)
    parser.add_argument("start", nargs="?", metavar="A", help="lat,lon or an address")
    parser.add_argument("end", nargs="?", metavar="B", help="lat,lon or an address")
    parser.add_argument("--csv", type=Path, metavar="IN", help="a file with pairs of points")
    parser.add_argument("--out", type=Path, metavar="OUT", help="where the file goes")
    parser.add_argument("--json", action="store_true", help="JSON (always so for one pair)")
    parser.add_argument(
        "--kind", choices=("shortest", "fastest"), default="shortest", help="whose steps to print"
    )
    parser.add_argument("--avoid-ferries", action="store_true", help="never go by ferry")
    parser.add_argument(
        "--closed", action="append", default=[], metavar="POINTS", help='"lat,lon;lat,lon"'
    )
    parser.add_argument("--speed", type=float, default=1.0, metavar="FACTOR", help="0.2 to 1.5")
    add_map(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Find one way, or all of a file."""
    pair = args.start is not None and args.end is not None
    table = args.csv is not None and args.out is not None
    if pair == table or (args.csv is None) != (args.out is None):
        raise RefusedError('Give two places A B, or --csv IN --out OUT. See "route --help".')
    driving = _driving(args)
    with open_map(args) as county:
        for road in driving.closed:
            county.closed_pieces(road)  # refuses what lies on no road
        if table:
            return _run_table(county, args.csv, args.out, driving)
        start = find(county, args.start, "start")
        end = find(county, args.end, "end")
        both = county.routes(start.point, end.point, driving=driving)
        told = both[args.kind == "fastest"]
        for sentence in (*_far_from_road(told), *_by_ferry(told), *county.info.caveats):
            tell(sentence)
        plain = _plain((start, end), both, told) | {"caveats": list(county.info.caveats)}
    show_json(plain)
    return 0


def _driving(args: argparse.Namespace) -> Driving:
    return Driving(
        avoid_ferries=args.avoid_ferries,
        closed=tuple(_closed(text) for text in args.closed),
        speed_factor=args.speed,
    )


def _closed(text: str) -> ClosedRoad:
    try:
        pairs = [tuple(float(part) for part in point.split(",")) for point in text.split(";")]
        return ClosedRoad(tuple((lat, lon) for lat, lon in pairs))
    except ValueError:
        raise RefusedError(
            'A closed road is one or more points "lat,lon;lat,lon", like "46.52,-93.69".'
        ) from None


def _run_table(county: CountyMap, source: Path, target: Path, driving: Driving) -> int:
    needs = ("from_lat", "from_lon", "to_lat", "to_lon")
    adds = ("shortest_miles", "fastest_miles", "minutes")
    job = Job(needs, adds, lambda row: _cells(county, row, driving))
    return 1 if run_table(source, target, job) else 0


def _cells(county: CountyMap, row: Row, driving: Driving) -> Done:
    start = Point(number_in(row, "from_lat"), number_in(row, "from_lon"))
    end = Point(number_in(row, "to_lat"), number_in(row, "to_lon"))
    direct, fastest = county.routes(start, end, driving=driving)
    cells = {
        "shortest_miles": str(miles(direct.distance_m, _PLACES)),
        "fastest_miles": str(miles(fastest.distance_m, _PLACES)),
        "minutes": f"{direct.duration_s / 60:.1f}",
    }
    return Done(cells, " ".join((*_far_from_road(direct), *_by_ferry(direct))))


def _plain(ends: tuple[Match, Match], both: tuple[Route, Route], told: Route) -> dict[str, object]:
    (start, end), (direct, fastest) = ends, both
    return {
        "from": _place(start),
        "to": _place(end),
        "direct_miles": float(miles(direct.distance_m, _PLACES)),
        "minutes": round(direct.duration_s / 60, 1),
        "fastest_miles": float(miles(fastest.distance_m, _PLACES)),
        "fastest_minutes": round(fastest.duration_s / 60, 1),
        "kind": told.kind,
        "has_ferry": told.has_ferry,
        "ferry_miles": float(miles(told.ferry_m, _PLACES)),
        "steps": [
            {
                "text": step.text,
                "miles": float(miles(step.distance_m, _PLACES)),
                "metres": round(step.distance_m),
                "minutes": round(step.duration_s / 60, 1),
                "is_ferry": step.is_ferry,
            }
            for step in told.steps
        ],
        "metres_from_start_to_road": round(told.from_road_m),
        "metres_from_road_to_end": round(told.to_road_m),
        "engine": direct.engine,
        "version": direct.version,
        "map_date": direct.map_date,
        "map_hash": direct.map_hash,
    }


def _far_from_road(route: Route) -> Iterator[str]:
    for which, gap_m in (("start", route.from_road_m), ("end", route.to_road_m)):
        if gap_m > _FAR_FROM_ROAD_M:
            yield f"{which}: {gap_m:.0f} metres from the road; that way is not in the miles."


def _by_ferry(route: Route) -> Iterator[str]:
    if route.has_ferry:
        yield f"{miles(route.ferry_m, 2)} of these miles are by ferry."


def _place(match: Match) -> dict[str, object]:
    return {
        "lat": round(match.lat, 6),
        "lon": round(match.lon, 6),
        "match": match.text,
        "precision": match.precision.value,
        "score": match.score,
    }
