"""Bridges of the demo county: where a road crosses the river."""

from itertools import pairwise

from nemt_desk.demo.plane import Point, between, distance
from nemt_desk.demo.river import River
from nemt_desk.demo.sketch import Road

BRIDGE = 0.025


def over_the_river(road: Road, river: River) -> list[Road]:
    """Cut a bridge out of a road wherever it crosses the river."""
    pieces: list[Road] = []
    rest: list[Point] = [road.line[0]]
    for a, b in pairwise(road.line):
        span = distance(a, b)
        for share in sorted(river.met_by(a, b)):
            near = between(a, b, max(0.0, share - BRIDGE / span))
            far = between(a, b, min(1.0, share + BRIDGE / span))
            if distance(rest[-1], near) > 1e-6:
                rest.append(near)
            if len(rest) > 1:
                pieces.append(road.along(tuple(rest)))
            pieces.append(road.along((near, far), bridge="yes", layer="1"))
            rest = [far]
        if distance(rest[-1], b) > 1e-6:
            rest.append(b)
    return [*pieces, road.along(tuple(rest))] if len(rest) > 1 else pieces
