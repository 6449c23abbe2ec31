"""Closed roads as marks: strong on their days, pale before, along the road where it is known."""

from dataclasses import dataclass
from datetime import date, timedelta

from nemt_desk.closures.rows import Closure
from nemt_desk.geo.roads.driving import ClosedRoad
from nemt_desk.geo.shapes import LatLon
from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.ids import new_id
from ui.map.closure_marks import closure_marks, joined, shut_line
from ui.map.marks import Layer, as_json

DAY = date(2026, 11, 24)
A, B, C, D = (47.0, -93.0), (47.0, -92.9), (47.0, -92.8), (47.1, -92.8)


@dataclass(frozen=True)
class Part:
    line: tuple[LatLon, ...]
    name: str = "County Road 12"
    length_m: float = 100.0


@dataclass(frozen=True)
class Roads:
    parts: tuple[Part, ...]

    def closed_pieces(self, road: ClosedRoad) -> tuple[Part, ...]:
        if not self.parts:
            raise RefusedError("A point lies on no road.")
        return self.parts


def closure(from_on: date, until_on: date | None) -> Closure:
    return Closure(new_id(), 1, "Mill bridge", "Bridge out", "", (A,), from_on, until_on)


def test_today_is_strong_and_next_week_is_pale() -> None:
    week = timedelta(days=7)
    now, coming = closure_marks([closure(DAY, None), closure(DAY + week, DAY + week)], DAY, None)
    assert (now.layer, now.is_faint, now.title) == (Layer.CLOSED, False, "Mill bridge")
    assert now.brief == "until further notice"
    assert "Bridge out" in now.detail
    assert coming.is_faint
    assert coming.brief == "from Tue 1 Dec"
    assert coming.detail.startswith("not yet on this day")
    assert as_json(coming)["faint"]
    assert as_json(coming)["brief"] == coming.brief


def test_the_whole_stretch_is_one_line_whatever_way_its_pieces_run() -> None:
    assert joined([(B, A), (B, C), (D, C)]) == (A, B, C, D)
    assert joined([(A, B)]) == (A, B)
    assert joined([]) == ()
    assert shut_line((A, D), Roads((Part((B, A)), Part((C, B))))) == (A, B, C)


def test_on_a_map_without_that_road_the_marked_points_are_shown() -> None:
    assert shut_line((A, B), Roads(())) == (A, B)
    assert shut_line((A,), None) == (A,)
