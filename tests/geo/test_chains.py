"""Lines put together from pieces, simplified, and where a name fits on them."""

import math
from itertools import pairwise

import pytest

from nemt_desk.geo.picture.chains import (
    Walk,
    inner_spot,
    joined,
    length,
    middles,
    parts,
    simplified,
)


def test_pieces_of_a_road_become_one_line() -> None:
    pieces = [[(100, 0), (50, 0)], [(100, 0), (200, 0)], [(0, 0), (50, 0)], [(0, 90), (10, 90)]]
    assert sorted(length(chain) for chain in joined(pieces)) == [10, 200]


def test_a_fork_goes_straight_on() -> None:
    pieces = [[(0, 0), (100, 0)], [(100, 0), (100, 100)], [(100, 0), (200, 5)]]
    longest = max(joined(pieces), key=length)
    assert longest[0] in ((0, 0), (200, 5))
    assert (100, 100) not in longest


def test_a_simplified_line_stays_near(
) -> None:  # fmt: skip
    wave = [(x, round(20 * math.sin(x / 90))) for x in range(0, 2000, 5)]
    short = simplified(wave, 3)
    assert short[0] == wave[0]
    assert short[-1] == wave[-1]
    assert len(short) < len(wave) / 5
    walk = Walk(short)
    for x, y in wave[::7]:
        nearest = min(math.dist((x, y), walk.at(at)) for at in range(0, int(walk.length), 4))
        assert nearest < 6


def test_a_cut_line_has_no_gap() -> None:
    chain = [(x, 0) for x in range(100)]
    pieces = list(parts(chain, 48))
    assert all(a[-1] == b[0] for a, b in pairwise(pieces))
    assert sum(len(piece) - 1 for piece in pieces) == 99


def test_a_name_needs_a_straight_stretch() -> None:
    straight = Walk([(0, 0), (300, 4)]).straightest(150, 80, 300, 1)
    assert straight is not None
    assert straight.x == pytest.approx(150, abs=1)
    assert Walk([(0, 0), (60, 0), (60, 60)]).straightest(60, 110, 120, 1) is None
    turned = Walk([(300, 0), (0, 0)]).straightest(150, 80, 300, 1)
    assert turned is not None
    assert -90 <= turned.turn <= 90


def test_names_stay_where_they_are_when_more_come() -> None:
    walk = Walk([(0, 0), (1000, 0)])
    few, many = list(middles(walk, 200)), list(middles(walk, 60))
    assert many[: len(few)] == few
    spots = sorted(at for at, _apart in many)
    assert min(b - a for a, b in pairwise(spots)) >= 60


def test_a_lake_is_named_in_its_widest_part() -> None:
    pan = [(0, 0), (100, 0), (100, 80), (400, 80), (400, 120), (100, 120), (100, 200), (0, 200),
           (0, 0)]  # fmt: skip
    island = [(180, 78), (180, 122), (220, 122), (220, 78), (180, 78)]
    spot = inner_spot(pan, [island])
    assert spot.room == pytest.approx(180, abs=2)
    assert abs(spot.x - 200) > 20
