"""`geocode`: addresses to points, one or a whole CSV, from the map alone."""

import argparse
import math
from pathlib import Path

from cli.arguments import Commands, add_command, add_map, open_map
from cli.session import show_json, tell
from cli.tables import Done, Job, Row, run_table
from nemt_desk.geo import Answer, CountyMap, Match, Precision, plus_code
from nemt_desk.ground.errors import RefusedError

_EXAMPLES = """  main.py geocode "16725 Co Rd 24, Plymouth"
  main.py geocode --reverse "46.532, -93.71"
  main.py geocode --csv homes.csv --out homes-with-points.csv --map C:\\Maps\\Aitkin"""
_TEXT = """Find addresses on the map. Prints JSON: the best match, or a question with choices; each
match tells its source, how precise it is and why it is not better.
With --csv: the column `address` is read; lat, lon, match, precision, score, source and
why_not_better are added; all other columns stay. precision is one of pin, point, range,
intersection, place, street, zip, town; street, zip and town are only the middle of something.
A row without a sure answer keeps empty cells and is told with its row number on standard error;
then the exit code is 1, the file is written all the same.
With --reverse: the nearest address and crossing of a point, in words; JSON if wanted."""


def register(commands: Commands) -> None:
    """Add `geocode`."""
    parser = add_command(commands, "geocode", _TEXT, _EXAMPLES)
    parser.add_argument("address", nargs="?", metavar="ADDRESS", help="an address, or lat,lon")
    parser.add_argument("--reverse", metavar="LAT,LON", help="tell what lies near this point")
    parser.add_argument("--csv", type=Path, metavar="IN", help="a file with a column `address`")
    parser.add_argument("--out", type=Path, metavar="OUT", help="where the file goes")
    parser.add_argument("--limit", type=int, default=5, metavar="N", help="at most N matches")
    parser.add_argument("--json", action="store_true", help="JSON (always so for one address)")
    add_map(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Find one address, or all of a file; or tell what lies near a point."""
    if args.reverse is not None:
        return _run_reverse(args)
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


def _run_reverse(args: argparse.Namespace) -> int:
    if args.address is not None or args.csv is not None or args.out is not None:
        raise RefusedError("Give --reverse a point and nothing else to look up.")
    with open_map(args) as county:
        found = county.geocode(args.reverse).best
        if found is None or found.precision is not Precision.PIN:
            raise RefusedError(
                f"“{args.reverse}” is no point. Type latitude and longitude like 46.532, -93.71."
            )
        near = county.reverse(found.point)
    if not args.json:
        print(near.words[:1].upper() + near.words[1:])
        return 0
    show_json(
        {
            "lat": round(found.lat, 6),
            "lon": round(found.lon, 6),
            "words": near.words,
            "road": near.road,
            "distance_m": round(near.distance_m, 1) if math.isfinite(near.distance_m) else None,
            "address": _plain_match(near.address),
            "crossing": _plain_match(near.crossing),
            "plus_code": plus_code(found.point),
        }
    )
    return 0


def _run_table(county: CountyMap, source: Path, target: Path) -> int:
    adds = ("lat", "lon", "match", "precision", "score", "source", "why_not_better")
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
        "source": str(best.source),
        "why_not_better": best.why_not_better,
    }
    return Done(cells)


def _plain(answer: Answer) -> dict[str, object]:
    matches = [_plain_match(match) for match in answer.matches]
    return {
        "best": matches[0] if answer.best is not None else None,
        "question": answer.question,
        "matches": matches,
    }


def _plain_match(match: Match | None) -> dict[str, object] | None:
    if match is None:
        return None
    return {
        "lat": round(match.lat, 6),
        "lon": round(match.lon, 6),
        "match": match.text,
        "precision": match.precision.value,
        "score": match.score,
        "why_not_better": match.why_not_better,
        "source": str(match.source),
    }
