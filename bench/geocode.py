"""`bench geocode FILE.csv`: how many addresses of a file with known points are found, how well.

FILE has the columns address, lat, lon (and if wanted city, state, zip). Without --map the map
sources (.osm.pbf, *_edges.zip) beside FILE and in ../shared/data whose ground holds the points are
taken. The map is built for this in a folder of its own and thrown away.
"""

import argparse
import json
import statistics
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.geocode_made_up import beyond, made_up
from bench.geocode_rows import Row, Rows, read_rows
from bench.geocode_sources import sources_for
from bench.geocode_truth import Numbered, Place, Truth, distance_of, point_on, read_truth
from nemt_desk.geo import Answer, CountyMap, build_map
from nemt_desk.ground.errors import DeskError
from nemt_desk.ground.progress import Quiet

_NEAR_M = 60.0
_WRONG_M = 500.0
# A row lies at one of several doors of a number, if the doors are one site.
_SAME_SPOT_M = 5.0
_SITE_M = 250.0
_AIM = 0.99
_MADE_UP = 200
_BEYOND = 100
_EXACT = frozenset({"point", "range"})


@dataclass(frozen=True, slots=True)
class Found:
    """One row and what was answered; `allowed_m` is set when the source has road and number.

    `is_twofold`: the source has that very number at places far apart, and the row tells no more.
    `is_several`: the source has it at several spots of one site, and the row lies at one of them.
    """

    row: Row
    answer: Answer
    off_m: float | None
    allowed_m: float | None
    is_twofold: bool = False
    is_several: bool = False

    @property
    def precision(self) -> str:
        best = self.answer.best
        return best.precision.value if best is not None else ""


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of one file on one map."""

    figures: dict[str, object]
    wrong: tuple[int, ...]
    misses: tuple[int, ...]
    is_met: bool


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; 1 if an aim is missed, 2 if the file can't be used."""
    parser = argparse.ArgumentParser(prog="dev.py bench geocode", description=__doc__)
    parser.add_argument("file", type=Path, nargs="?", metavar="FILE.csv")
    parser.add_argument("--map", type=Path, nargs="+", default=[], metavar="FILE")
    parser.add_argument("--json", action="store_true", help="give the figures as JSON")
    parser.add_argument("--misses", action="store_true", help="list the rows that were missed")
    args = parser.parse_args(arguments)
    if args.file is None and args.map and args.map[-1].suffix.lower() == ".csv":
        args.file = args.map.pop()  # `--map COUNTY.osm.pbf FILE.csv`
    if args.file is None:
        parser.error("name a file with the columns address,lat,lon")
    try:
        rows = read_rows(args.file)
        files = args.map or sources_for(args.file, rows.rows)
        names = ", ".join(path.name for path in files)
        print(f"building a map of {names} …", file=sys.stderr, flush=True)
        report = measured(rows, files)
    except DeskError as problem:
        print(problem, file=sys.stderr)
        return 2
    figures = {"file": args.file.name, "map": names, **report.figures}
    if args.json:
        print(json.dumps(figures, indent=2))
    else:
        _print(figures)
    if args.misses and report.misses:
        print("missed rows", *report.misses)
    return 0 if report.is_met else 1


def measured(rows: Rows, files: Sequence[Path]) -> Report:
    """Build the map and look every row up."""
    with tempfile.TemporaryDirectory(prefix="nemt-geocode-") as folder:
        build_map(list(files), Path(folder), progress=Quiet())
        truth = read_truth(files)
        with CountyMap.open(Path(folder)) as county:
            found = [_found(row, county, truth) for row in rows.rows]
            invented = made_up(truth, _MADE_UP)
            far = beyond(truth, _BEYOND)
            taken = [text for text in invented if county.geocode(text).best is not None]
            far_taken = [text for text in far if county.geocode(text).best is not None]
    report = _report(found)
    figures = {
        **report.figures,
        "unusable rows": len(rows.unusable),
        "made-up streets": len(invented),
        "made-up streets refused": len(invented) - len(taken),
        "numbers far beyond the last": len(far),
        "numbers far beyond refused": len(far) - len(far_taken),
    }
    is_met = report.is_met and not taken and not far_taken
    return Report(figures, report.wrong, report.misses, is_met)


def _found(row: Row, county: CountyMap, truth: Truth) -> Found:
    answer = county.geocode(row.text)
    best, at = answer.best, (row.lat, row.lon)
    off = None if best is None else distance_of((best.lat, best.lon), at)
    held = truth.find(row.text)
    if not held:
        return Found(row, answer, off, None)
    # Of several streets of that name, the row means the one it lies at.
    nearest = min(held, key=lambda one: min(distance_of(at, point) for point in one.line))
    spots = [point_on(one.line, one.share) for one in held]
    is_twofold = max(distance_of(spots[0], spot) for spot in spots) > _WRONG_M
    allowed = max(_NEAR_M, nearest.length_m / 4)
    return Found(row, answer, off, allowed, is_twofold, _is_several(held, at))


def _is_several(held: Sequence[Numbered], at: Place) -> bool:
    """Say whether that number stands at several spots of one site, `at` being one of them."""
    doors = [one.line[0] for one in held if one.length_m == 0]
    offs = [distance_of(at, door) for door in doors]
    return bool(offs) and min(offs) < _SAME_SPOT_M and any(_NEAR_M < off <= _SITE_M for off in offs)


def _report(found: Sequence[Found]) -> Report:
    answered = [one for one in found if one.off_m is not None]
    answerable = [one for one in found if one.allowed_m is not None]
    good = [
        one for one in answerable
        if one.off_m is not None and one.allowed_m is not None and one.off_m <= one.allowed_m
    ]  # fmt: skip
    wrong = tuple(
        one.row.line for one in answered
        if one.precision in _EXACT and one.off_m is not None and one.off_m > _WRONG_M
    )  # fmt: skip
    questions = [one for one in found if one.off_m is None and one.answer.matches]
    asked = [one for one in answerable if one.is_twofold and one.off_m is None]
    share = len(good) / len(answerable) if answerable else None
    several = [one for one in answerable if one.is_several]
    single = len(answerable) - len(several)
    single_good = sum(not one.is_several for one in good)
    plain = len(answerable) - len(asked)
    plain_share = len(good) / plain if plain else None
    by_precision = {}
    for precision in sorted({one.precision for one in answered}):
        offs = [
            one.off_m for one in answered if one.precision == precision and one.off_m is not None
        ]
        by_precision[precision] = _spread(offs)
    figures: dict[str, object] = {
        "rows": len(found),
        "answered": len(answered),
        "questions": len(questions),
        "refused": len(found) - len(answered) - len(questions),
        "by precision": by_precision,
        "answerable (road and number in the source)": len(answerable),
        "of these within max(60 m, a quarter of the segment)": len(good),
        "share within": None if share is None else round(share, 4),
        "asked because that number stands twice, far apart": len(asked),
        "share within without these": None if plain_share is None else round(plain_share, 4),
        "number stands several times on one site": len(several),
        "share within of all others": round(single_good / single, 4) if single else None,
        "point or range farther than 500 m off": len(wrong),
        "rows farther than 500 m off": list(wrong),
    }
    kept = set(map(id, good))
    misses = tuple(one.row.line for one in answerable if id(one) not in kept)
    return Report(
        figures, wrong, misses, not wrong and (plain_share is None or plain_share >= _AIM)
    )


def _spread(offs: list[float]) -> dict[str, float]:
    ordered = sorted(offs)
    parts = statistics.quantiles(ordered, n=100) if len(ordered) > 1 else ordered * 99
    return {
        "rows": len(ordered),
        "p50 m": round(parts[49], 1),
        "p90 m": round(parts[89], 1),
        "p99 m": round(parts[98], 1),
        "max m": round(ordered[-1], 1),
    }


def _print(figures: dict[str, object]) -> None:
    for name, value in figures.items():
        if isinstance(value, dict):
            print(f"{'precision':14}{'rows':>8}{'p50 m':>9}{'p90 m':>9}{'p99 m':>9}{'max m':>9}")
            for precision, spread in value.items():
                cells = "".join(f"{spread[key]:>9}" for key in ("p50 m", "p90 m", "p99 m", "max m"))
                print(f"{precision:14}{spread['rows']:>8}{cells}")
        elif isinstance(value, list):
            print(f"{name:54}{', '.join(map(str, value[:40])) or 'none'}")
        else:
            print(f"{name:54}{'-' if value is None else value}")


if __name__ == "__main__":
    sys.exit(main())
