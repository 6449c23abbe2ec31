"""Dial-a-ride days that look like the known family (a: seats; b: parties), made from a seed.

Places are spread evenly over a square of 20 by 20 with the depot in its middle; half the riders
have an appointment (window at the drop-off), the other half are fetched (window at the pick-up).
"""

import random
from dataclasses import replace

from bench.darp import Darp, Stop

_HALF_SIDE = 10.0
_WINDOW_MIN = 15
_MIN_PER_RIDER = 60
# Width of the window of an end that has none of its own.
_OPEN_MIN = 1440.0
FAMILY = (
    (2, 16), (2, 20), (2, 24), (3, 18), (3, 24), (3, 30), (3, 36), (4, 16),
    (4, 24), (4, 32), (4, 40), (4, 48), (5, 40), (5, 50), (5, 60), (6, 48),
    (6, 60), (6, 72), (7, 56), (7, 70), (7, 84), (8, 64), (8, 80), (8, 96),
)  # fmt: skip


def made_up(kind: str, vehicles: int, riders: int, *, seed: int = 1) -> Darp:
    """Make a day of `kind` "a" (3 seats, one each) or "b" (6 seats, parties of 1 to 6)."""
    chance = random.Random(f"{kind}{vehicles}-{riders}/{seed}")
    horizon = float(_MIN_PER_RIDER * riders // vehicles)
    is_party = kind == "b"
    loads = [chance.randint(1, 6) if is_party else 1 for _ in range(riders)]
    service = [float(load) if is_party else 3.0 for load in loads]
    depot = Stop(0.0, 0.0, 0.0, 0, 0.0, horizon)
    pickups, dropoffs = [], []
    for number in range(riders):
        up, down = (
            Stop(_coordinate(chance), _coordinate(chance), service[number], load, 0.0, _OPEN_MIN)
            for load in (loads[number], -loads[number])
        )
        if number < riders // 2:
            end = float(chance.randint(60, int(horizon)))
            down = replace(down, begin=end - _WINDOW_MIN, end=end)
        else:
            begin = float(chance.randint(0, int(horizon) - 60))
            up = replace(up, begin=begin, end=begin + _WINDOW_MIN)
        pickups.append(up)
        dropoffs.append(down)
    return Darp(
        name=f"like-{kind}{vehicles}-{riders}-{seed}",
        vehicles=vehicles,
        most_duration=horizon,
        capacity=6 if is_party else 3,
        most_ride=45.0 if is_party else 30.0,
        stops=(depot, *pickups, *dropoffs, depot),
    )


def _coordinate(chance: random.Random) -> float:
    return round(chance.uniform(-_HALF_SIDE, _HALF_SIDE), 3)
