"""Census edges as roads: what passes over stays apart, neighbours join, classes are kept."""

from pathlib import Path

import osmium

from nemt_desk.geo.building.tiger import Edge, PackedLine, TigerWriter
from nemt_desk.geo.building.tiger_faces import TigerPicture, Water


def _edge(tlid: int, mtfcc: str, ends: tuple[int, int], line: list[tuple[float, float]]) -> Edge:
    return Edge(tlid, mtfcc, f"Road {tlid}", ends, line, {})


def _ways(path: Path) -> dict[str, tuple[list[int], dict[str, str]]]:
    ways = {}
    for way in osmium.FileProcessor(str(path), osmium.osm.WAY):
        if isinstance(way, osmium.osm.Way):
            ways[way.tags["name"]] = ([node.ref for node in way.nodes], dict(way.tags))
    return ways


def test_a_freeway_passes_over_unless_a_ramp_joins(tmp_path: Path) -> None:
    bridge, exit_ = (46.0, -93.0), (46.0, -92.9)
    writer = TigerWriter()
    edges = [
        _edge(1, "S1100", (10, 11), [(46.0, -93.1), bridge]),
        _edge(2, "S1100", (11, 12), [bridge, exit_]),
        _edge(3, "S1100", (12, 13), [exit_, (46.0, -92.8)]),
        _edge(4, "S1400", (20, 11), [(45.9, -93.0), bridge]),
        _edge(5, "S1400", (11, 21), [bridge, (46.1, -93.0)]),
        _edge(6, "S1630", (12, 21), [exit_, (46.1, -93.0)]),
    ]
    writer.add(edges, ranges_only=False)
    writer.write(tmp_path / "roads.osm.pbf")
    ways = {name: nodes for name, (nodes, _) in _ways(tmp_path / "roads.osm.pbf").items()}
    assert ways["Road 1"][-1] == ways["Road 2"][0]
    assert ways["Road 4"][-1] == ways["Road 5"][0]
    assert ways["Road 1"][-1] != ways["Road 4"][-1]
    assert ways["Road 2"][-1] == ways["Road 6"][0] == ways["Road 3"][0]


def test_counties_join_at_their_border_and_shared_edges_come_once(tmp_path: Path) -> None:
    here = _edge(1, "S1400", (10, 11), [(46.0, -93.1), (46.0, -93.0)])
    there = _edge(2, "S1400", (11, 12), [(46.0, -93.0), (46.0, -92.9)])
    writer = TigerWriter()
    writer.add([here, there], ranges_only=False)
    writer.add([there], ranges_only=False)
    writer.write(tmp_path / "roads.osm.pbf")
    ways = _ways(tmp_path / "roads.osm.pbf")
    assert len(ways) == 2
    assert ways["Road 1"][0][-1] == ways["Road 2"][0][0]


def test_roads_already_in_osm_give_only_their_numbers(tmp_path: Path) -> None:
    edge = _edge(1, "S1400", (10, 11), [(46.0, -93.1), (46.0, -93.0)])
    edge.ranges.update({"tiger:lfromadd": "1", "tiger:ltoadd": "99"})
    writer = TigerWriter()
    writer.add([edge], ranges_only=True)
    writer.write(tmp_path / "roads.osm.pbf")
    tags = _ways(tmp_path / "roads.osm.pbf")["Road 1"][1]
    assert "highway" not in tags
    assert tags["tiger:ltoadd"] == "99"


def test_county_line_and_waters_are_written_for_the_picture(tmp_path: Path) -> None:
    edge = _edge(1, "S1400", (10, 11), [(46.0, -93.1), (46.0, -93.0)])
    shore = [(46.0, -93.0), (46.1, -93.0), (46.1, -92.9), (46.0, -93.0)]
    picture = TigerPicture(frozenset({1}), (Water("Loon Lake", (shore,), ()),))
    writer = TigerWriter()
    writer.add([edge], ranges_only=False, picture=picture)
    writer.write(tmp_path / "roads.osm.pbf")
    found = [
        (item.type_str(), dict(item.tags))
        for item in osmium.FileProcessor(str(tmp_path / "roads.osm.pbf"))
        if item.tags
    ]
    assert ("w", {"boundary": "administrative", "admin_level": "6"}) in found
    assert ("r", {"type": "multipolygon", "natural": "water", "name": "Loon Lake"}) in found
    assert sum("highway" in tags for _, tags in found) == 1


def test_a_packed_line_reads_like_a_list() -> None:
    points = [(46.1234567, -93.7654321), (46.0, -93.0), (45.5, -92.5)]
    line = PackedLine(points)
    assert list(line) == points
    assert line[-1] == points[-1]
    assert line[1:] == points[1:]
    assert len(line) == 3
