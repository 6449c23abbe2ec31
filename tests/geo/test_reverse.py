"""From a point to words."""

import argparse
import json
import math
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.geocode import register
from nemt_desk.geo import CountyMap, Point, Precision, build_map, plus_code
from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.progress import Quiet
from tests.geo.rural_county import in_town, on_road, spot, write_rural


@pytest.fixture(scope="module")
def rural(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CountyMap]:
    """The made-up county's map."""
    folder = tmp_path_factory.mktemp("rural")
    write_rural(folder / "rural.osm.pbf")
    build_map([folder / "rural.osm.pbf"], folder / "map", progress=Quiet())
    with CountyMap.open(folder / "map") as county:
        yield county


def test_a_house_is_told_by_its_number(rural: CountyMap) -> None:
    near = rural.reverse(Point(*in_town(120, "Church Street", "Birch Falls")))
    assert near.address is not None
    assert near.address.text == "120 Church Street, Birch Falls 56990"
    assert near.address.precision is Precision.POINT
    assert near.distance_m < 1
    assert near.words.startswith("near 120 Church Street, Birch Falls; ")
    assert "of Church Street & 2nd Street NE" in near.words or "Church Street &" in near.words


@pytest.mark.parametrize("number", [16724, 16725])
def test_on_a_country_road_the_side_tells_even_from_odd(rural: CountyMap, number: int) -> None:
    lat, lon = on_road(number, "County Road 24")
    # The line runs east: even numbers lie north of it.
    near = rural.reverse(Point(lat + (0.0002 if number % 2 == 0 else -0.0002), lon))
    assert near.address is not None
    assert near.address.precision is Precision.RANGE
    told = int(near.address.text.split()[0])
    assert told % 2 == number % 2
    assert abs(told - number) <= 12
    assert near.road == "County Road 24"


def test_the_crossing_is_on_the_same_road_with_its_direction(rural: CountyMap) -> None:
    near = rural.reverse(Point(*spot(0, 0.3)))
    assert near.crossing is not None
    assert near.crossing.text == "County Road 24 & US Highway 169"
    assert near.words.endswith("0.3 mile east of County Road 24 & US Highway 169")


def test_and_back_again(rural: CountyMap) -> None:
    for text in ("16725 Co Rd 24", "34250 US 169", "240 Saint Olaf Ave"):
        best = rural.geocode(text).best
        assert best is not None
        near = rural.reverse(best.point)
        assert near.address is not None
        assert near.distance_m < 15


def test_far_from_any_road(rural: CountyMap) -> None:
    near = rural.reverse(Point(48.0, -90.0))
    assert near.address is None
    assert near.crossing is None
    assert math.isinf(near.distance_m)
    assert near.words == "no road of this map is near"


def test_the_command_tells_it_in_words_or_json(
    county_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    point = "46.521, -93.6805"
    assert _run("geocode", "--reverse", point, "--map", str(county_folder)) == 0
    assert capsys.readouterr().out.startswith("Near 120 Church Street, Birch Falls; ")
    assert _run("geocode", "--reverse", point, "--json", "--map", str(county_folder)) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["address"]["source"] == "OpenStreetMap"
    assert told["road"] == "Church Street"
    assert told["plus_code"] == plus_code(Point(46.521, -93.6805))
    with pytest.raises(RefusedError, match="is no point"):
        _run("geocode", "--reverse", "Birch Falls", "--map", str(county_folder))


def _run(*words: str) -> int:
    top = argparse.ArgumentParser(prog="main.py")
    register(top.add_subparsers())
    args = top.parse_args(words)
    code: int = args.run(args)
    return code
