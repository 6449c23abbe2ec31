"""Border and water read off the faces beside TIGER edges."""

from dataclasses import dataclass, field

from nemt_desk.geo.building.tiger_faces import picture_of
from nemt_desk.geo.shapes import LatLon

NEXT_COUNTY, LAND, LAKE, ISLAND = 9, 1, 2, 3


@dataclass
class Plain:
    tlid: int
    mtfcc: str
    ends: tuple[int, int]
    faces: tuple[int, int]
    name: str = ""
    line: list[LatLon] = field(default_factory=list)


def square(
    first: int, size: float, mtfcc: str, faces: tuple[int, int], name: str = ""
) -> list[Plain]:
    corners = [(-size, -size), (-size, size), (size, size), (size, -size)]
    return [
        Plain(first + n, mtfcc, (first + n, first + (n + 1) % 4), faces, name,
              [corners[n], corners[(n + 1) % 4]])
        for n in range(4)
    ]  # fmt: skip


def county() -> list[Plain]:
    """A county with a lake in it and an island in that; a road leads from the county's corner."""
    border = square(10, 10, "P0001", (LAND, NEXT_COUNTY))
    border[2].mtfcc = "S1400"
    road = Plain(50, "S1400", (10, 51), (LAND, LAND), "Shore Rd", [(-10, -10), (-8, -8)])
    # The next county's face goes on beyond: here it has one edge of its own that leads away.
    beyond = Plain(60, "S1400", (11, 61), (NEXT_COUNTY, 8), "", [(-10, 10), (-20, 20)])
    lake = square(20, 5, "P0002", (LAND, LAKE), "Loon Lk")
    island = square(30, 1, "P0002", (LAKE, ISLAND))
    return [*border, road, beyond, *lake, *island]


def test_the_border_is_where_the_faces_do_not_close() -> None:
    assert picture_of(county()).border == {10, 11, 12, 13}


def test_over_the_shore_is_water_and_over_the_next_one_land_again() -> None:
    (lake,) = picture_of(county()).waters
    assert lake.name == "Loon Lk"
    assert [sorted(set(ring)) for ring in lake.outers] == [[(-5, -5), (-5, 5), (5, -5), (5, 5)]]
    assert [sorted(set(ring)) for ring in lake.inners] == [[(-1, -1), (-1, 1), (1, -1), (1, 1)]]
    assert all(ring[0] == ring[-1] for ring in (*lake.outers, *lake.inners))


def test_without_faces_nothing_is_made_up() -> None:
    edges = county()
    for edge in edges:
        edge.faces = (0, 0)
    found = picture_of(edges)
    assert (found.border, found.waters) == (frozenset(), ())
