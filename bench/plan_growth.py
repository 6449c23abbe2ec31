"""`bench plan_growth`: time to a first whole plan from 30 to 480 rides, and memory.

Each day is planned in a process of its own, so that its peak memory is its own. The days are
made up: a wide county, one volunteer for three rides, each from his own home.
"""

import argparse
import json
import math
import random
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace

from bench.memory import peak_mb
from nemt_desk.planning.optimiser.problem import (
    Break,
    Driver,
    Problem,
    Ride,
    Shift,
    Weights,
    Window,
)
from nemt_desk.planning.optimiser.solve import stream

SIZES = (30, 60, 120, 240, 480)
AIM_RIDES, AIM_S = 60, 2.0
_SIDE_M = 60_000.0
_TOWNS = 6
_METRES_A_MINUTE = 1_100.0
_DETOUR = 1.25
_SECONDS = 10.0


def county_day(rides: int, drivers: int, *, seed: int = 1) -> Problem:
    """Make a day: farms to towns in the morning, back later; some wheelchairs and waits."""
    chance = random.Random(f"{seed}/{rides}/{drivers}")
    points: list[tuple[float, float]] = []

    def place(around: tuple[float, float] | None = None) -> int:
        if around is None:
            points.append((chance.uniform(0, _SIDE_M), chance.uniform(0, _SIDE_M)))
        else:
            points.append((chance.gauss(around[0], 3_000), chance.gauss(around[1], 3_000)))
        return len(points) - 1

    towns = [points[place()] for _ in range(_TOWNS)]
    clinics = [place(town) for town in towns for _ in range(4)]
    made: list[Ride] = []
    while len(made) < rides:
        home = place(chance.choice((None, *towns)))
        made += _trip(chance, len(made), home, chance.choice(clinics))
    crew = tuple(_driver(chance, place(chance.choice((None, *towns)))) for _ in range(drivers))
    metres = [[_DETOUR * math.dist(one, other) for other in points] for one in points]
    minutes = [[way / _METRES_A_MINUTE for way in row] for row in metres]
    weights = Weights(split_cents=150.0)
    return Problem(minutes, metres, tuple(made[:rides]), crew, weights=weights)


def _trip(chance: random.Random, number: int, home: int, clinic: int) -> list[Ride]:
    """Return the way there and the way back of one member."""
    at = float(chance.randrange(8 * 60, 14 * 60, 15))
    lasts = float(chance.choice((30, 45, 60, 120, 240)))
    load, minutes = ((0, 1), 8.0) if chance.random() < 0.15 else ((1, 0), 3.0)
    there = Ride(
        key="",
        origin=home,
        destination=clinic,
        pickup=Window(at - 120, at),
        dropoff=Window(at - 30, at),
        load_min=minutes,
        unload_min=minutes,
        load=load,
        most_aboard_min=90.0,
        unserved_cents=50_000.0,
        trip=number,
    )
    is_waited_for = lasts <= 30 and chance.random() < 0.5
    begin = at + lasts
    back = replace(
        there,
        origin=clinic,
        destination=home,
        pickup=Window(begin, begin + 30),
        dropoff=Window(begin, begin + 180),
        waits_for=number if is_waited_for else None,
    )
    return [there, back]


def _driver(chance: random.Random, home: int) -> Driver:
    begin = float(chance.choice((360, 420, 480)))
    return Driver(
        key="",
        capacity=(3, 1 if chance.random() < 0.4 else 0),
        shifts=(Shift(begin, begin + 600, home, home),),
        breaks=(Break(30.0, begin + 180, begin + 420),),
        loaded_cents_m=0.042,
        unloaded_cents_m=0.042,
        minute_cents=5.0,
        use_cents=300.0,
        goes_home=True,
    )


def planned_alone(rides: int, drivers: int, seconds: float) -> dict[str, float]:
    """Plan a day in a process of its own; returns what `_planned` measures."""
    words = [str(rides), str(drivers), str(seconds)]
    done = subprocess.run(
        [sys.executable, "-m", "bench.plan_growth", "--here", *words],
        check=True,
        capture_output=True,
        text=True,
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _planned(rides: int, drivers: int, seconds: float) -> dict[str, float]:
    problem = county_day(rides, drivers)
    before_mb = peak_mb()
    begun, cpu = time.perf_counter(), time.process_time()
    found: dict[str, float] = {}

    def is_enough() -> bool:
        return bool(found) and time.perf_counter() - begun > seconds

    for plan in stream(problem, is_cancelled=is_enough):
        if not found:
            found = {
                "first_s": time.perf_counter() - begun,
                "first_cpu_s": time.process_time() - cpu,
                "first_unserved": float(len(plan.unserved)),
                "first_cost": plan.costs.total,
            }
        found["cost"] = plan.costs.total
        found["unserved"] = float(len(plan.unserved))
    return {**found, "mb": peak_mb(), "more_mb": peak_mb() - before_mb}


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the curve; 1 if the first plan of the aim's day comes too late."""
    parser = argparse.ArgumentParser(prog="dev.py bench plan_growth", description=__doc__)
    parser.add_argument(
        "--seconds", type=float, default=_SECONDS, help="for each day; its first plan always ends"
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="RIDES")
    parser.add_argument("--json", action="store_true", help="give the figures as JSON")
    parser.add_argument("--here", nargs=3, help=argparse.SUPPRESS)
    args = parser.parse_args(arguments)
    if args.here:
        rides, drivers, seconds = args.here
        print(json.dumps(_planned(int(rides), int(drivers), float(seconds))))
        return 0
    curve = {size: planned_alone(size, max(1, size // 3), args.seconds) for size in args.sizes}
    if args.json:
        print(json.dumps(curve, indent=2))
    else:
        _print(curve, args.seconds)
    late = curve.get(AIM_RIDES, {"first_s": 0.0})["first_s"] > AIM_S
    return int(late)


def _print(curve: dict[int, dict[str, float]], seconds: float) -> None:
    print(
        f"{'rides x drivers':>16} {'first plan s':>12} {'cpu s':>7} {'unserved':>8}"
        f" {'cost':>9} {f'after {seconds:g} s':>12} {'unserved':>8} {'memory MB':>9}"
    )
    widest = max(found["first_s"] for found in curve.values())
    for size, found in curve.items():
        bar = "#" * max(1, round(40 * found["first_s"] / widest))
        aim = f"  aim ≤ {AIM_S:g} s" if size == AIM_RIDES else ""
        print(
            f"{size:>10} x {size // 3:>3} {found['first_s']:12.2f} {found['first_cpu_s']:7.2f}"
            f" {found['first_unserved']:8.0f} {found['first_cost'] / 100:9.0f}"
            f" {found['cost'] / 100:12.0f} {found['unserved']:8.0f} {found['mb']:9.0f}  {bar}{aim}"
        )


if __name__ == "__main__":
    sys.exit(main())
