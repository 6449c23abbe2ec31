"""Measures what was promised and prints a table; exit 1 if a ratio misses its aim."""

import argparse
import importlib
import json
import sys

from bench.measure import Result

MEASUREMENTS = (
    "first_window", "type_ahead", "run_sheets", "booking",
    "decisions", "decision_panel", "lookup", "address_type_ahead", "route", "matrix", "metatile",
    "map_growth", "map_cut", "imports", "board_frames", "who",
)  # fmt: skip

# These take arguments of their own and are never part of measuring all.
OF_THEIR_OWN = ("geocode", "planner", "plan_growth")


def main() -> int:
    """Measure all, or those that are named.

    `geocode FILE.csv` measures a file of addresses, `planner FILE...` dial-a-ride files,
    `plan_growth` the time to a first plan.
    """
    if sys.argv[1:2] and sys.argv[1] in OF_THEIR_OWN:
        return int(importlib.import_module(f"bench.{sys.argv[1]}").main(sys.argv[2:]))
    parser = argparse.ArgumentParser(prog="dev.py bench", description=__doc__)
    parser.add_argument("only", nargs="*", metavar="NAME", help=f"of {', '.join(MEASUREMENTS)}")
    parser.add_argument("--json", action="store_true", help="give the results as JSON")
    args = parser.parse_args()
    unknown = set(args.only) - set(MEASUREMENTS)
    if unknown:
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    results = []
    for name in args.only or MEASUREMENTS:
        print(f"measuring {name.replace('_', ' ')} …", file=sys.stderr, flush=True)
        results.append(importlib.import_module(f"bench.{name}").measure())
    if args.json:
        print(json.dumps([result.as_json() for result in results], indent=2))
    else:
        _print(results)
    return 0 if all(result.is_met for result in results) else 1


def _print(results: list[Result]) -> None:
    print(f"{'':24} {'ratio':>6} {'aim':>5} {'ours ms':>10} {'bare ms':>10}")
    for result in results:
        mark = "" if result.is_met else "  MISSED"
        print(
            f"{result.name:24} {result.ratio:6.2f} {'≤ ' + format(result.aim, 'g'):>5}"
            f" {result.ours_ms:10.2f} {result.baseline_ms:10.2f}{mark}"
        )
    for result in results:
        print(f"\n{result.name}\n  ours  {result.ours}\n  bare  {result.baseline}")
        for name, value in result.details.items():
            print(f"  {name} {value:,.2f}")


if __name__ == "__main__":
    sys.exit(main())
