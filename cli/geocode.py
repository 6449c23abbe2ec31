"""`geocode`: addresses to points, one or a whole CSV, from the map alone."""

import argparse
from pathlib import Path

from cli.arguments import Commands, add_command, add_map, open_map
from cli.session import show_json, tell
from cli.tables import Done, Job, Row, run_table
from nemt_desk.geo import Answer, CountyMap
from nemt_desk.ground.errors import RefusedError

_EXAMPLES = """  main.py geocode "16725 Co Rd 24, Plymouth"
  main.py geocode --csv homes.csv --out homes-with-points.csv --map C:\\Maps\\Aitkin"""
_TEXT = """Find addresses on the map. Prints JSON: the best match, or a question with choices.
With --csv: the column `address` is read; lat, lon, match, precision and score are added; all other
columns stay. precision is one of pin, point, range, intersection, place, street, zip, town; street,
zip and town are only the middle of something. A row without a sure answer keeps empty cells and is
told with its row number on standard error; then the exit code is 1, the file is written all the
same."""


def register(commands: Commands) -> None:
    """Add `geocode`."""
    parser = add_command(commands, "geocode", _TEXT, _EXAMPLES)
    parser.add_argument("address", nargs="?", metavar="ADDRESS", help="an address, or lat,lon")
    parser.add_argument("--csv", type=Path, metavar="IN", help="a file with a column `address`")
    parser.add_argument("--out", type=Path, metavar="OUT", help="where the file goes")
    parser.add_argument("--limit", type=int, default=5, metavar="N", help="at most N matches")
    parser.add_argument("--json", action="store_true", help="JSON (always so for one address)")
    add_map(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Find one address, or all of a file."""
    if (args.address is None) == (args.csv is None) or (args.csv is None) != (args.out is None):
        raise RefusedError(
            'Give one address in quotes, or --csv IN --out OUT. See "geocode --help".'
        )
    with open_map(args) as county:
        if args.csv is not None:
            return _run_table(county, args.csv, args.out)
        answer = county.geocode(args.address, args.limit)
    show_json(_plain(answer))
    if answer.best is None:
        tell(answer.question)
        return 1
    return 0


def _run_table(county: CountyMap, source: Path, target: Path) -> int:
    adds = ("lat", "lon", "match", "precision", "score")
    job = Job(("address",), adds, lambda row: _cells(county, row))
    return 1 if run_table(source, target, job) else 0


def _cells(county: CountyMap, row: Row) -> Done:
    answer = county.geocode(row["address"])
    best = answer.best
    if best is None:
        raise RefusedError(answer.question)
    cells = {
        "lat": f"{best.lat:.6f}",
        "lon": f"{best.lon:.6f}",
        "match": best.text,
        "precision": best.precision.value,
        "score": f"{best.score:.0f}",
    }
    return Done(cells)


def _plain(answer: Answer) -> dict[str, object]:
    matches = [
        {
            "lat": round(match.lat, 6),
            "lon": round(match.lon, 6),
            "match": match.text,
            "precision": match.precision.value,
            "score": match.score,
            "why_not_better": match.why_not_better,
        }
        for match in answer.matches
    ]
    return {
        "best": matches[0] if answer.best is not None else None,
        "question": answer.question,
        "matches": matches,
    }
