"""What the picture is painted from."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from nemt_desk.geo import BBox, CountyMap, FeatureKind
from nemt_desk.geo.picture.build import build_display
from nemt_desk.geo.picture.display import FILE, SPOTS, DisplayMap, SpotKind
from nemt_desk.geo.picture.mercator import WorldBox, to_degrees
from nemt_desk.ground.errors import EnvironmentProblem
from nemt_desk.ground.progress import Quiet
from tests.geo.conftest import node_at

WHOLE = BBox(-94, 46, -93, 47)


def test_roads_water_and_names_are_there(county: CountyMap) -> None:
    features = county.display.features(WHOLE, 14)
    kinds = {feature.kind for feature in features}
    assert {FeatureKind.WATER, FeatureKind.TERTIARY, FeatureKind.MINOR, FeatureKind.TOWN} <= kinds
    lake = next(feature for feature in features if feature.kind is FeatureKind.WATER)
    assert lake.area
    assert lake.points[0] == lake.points[-1]


def test_painting_order_is_water_roads_names(county: CountyMap) -> None:
    order = [
        list(FeatureKind).index(feature.kind) for feature in county.display.features(WHOLE, 18)
    ]
    assert order == sorted(order)


def test_far_out_only_the_big_things(county: CountyMap) -> None:
    near = county.display.features(WHOLE, 16)
    far = county.display.features(WHOLE, 10)
    assert 0 < len(far) < len(near)
    assert FeatureKind.MINOR not in {feature.kind for feature in far}


def names(county: CountyMap, box: BBox, zoom: int, kind: SpotKind) -> set[str]:
    spots = county.display.spots(WorldBox.around(box), zoom)
    return {spot.name for spot in spots if SPOTS[spot.kind] is kind}


def test_what_is_named(county: CountyMap) -> None:
    assert names(county, WHOLE, 13, SpotKind.WATER) == {"Loon Lake"}
    assert {"Pine Cove Lane", "Church Street"} <= names(county, WHOLE, 14, SpotKind.ROAD)
    assert names(county, WHOLE, 14, SpotKind.SIGN) >= {"24", "169"}
    assert names(county, WHOLE, 14, SpotKind.CARE) == {"Birch Falls Clinic"}
    assert names(county, WHOLE, 12, SpotKind.HOUSE) == set()
    assert names(county, WHOLE, 18, SpotKind.HOUSE) == {"120", "160", "161A"}


def test_a_sign_says_it_once(county: CountyMap) -> None:
    """A road named by its number has a sign, not both."""
    assert "County Road 24" not in names(county, WHOLE, 14, SpotKind.ROAD)


def test_only_what_is_in_the_box(county: CountyMap) -> None:
    lat, lon = node_at(0, 0)
    box = BBox(lon - 0.0001, lat - 0.0001, lon + 0.0001, lat + 0.0001)
    kinds = {f.kind for f in county.display.features(box, 16)}
    assert kinds == {FeatureKind.TERTIARY, FeatureKind.MINOR}


def test_points_are_where_they_were(county: CountyMap) -> None:
    town = county.display.towns(12)
    assert [spot.name for spot in town] == ["Birch Falls"]
    lat, lon = to_degrees(town[0].x, town[0].y)
    assert (lat, lon) == pytest.approx(node_at(2, 2), abs=1e-6)


def test_an_older_picture_is_built_again(county_folder: Path, tmp_path: Path) -> None:
    old = tmp_path / FILE
    with closing(sqlite3.connect(old)) as base:
        base.execute("CREATE TABLE feature (id INTEGER)")
    with pytest.raises(EnvironmentProblem, match="Build the map again"):
        DisplayMap(old)


def test_listed_towns_and_points_come_on_the_map(county_file: Path, tmp_path: Path) -> None:
    target = tmp_path / FILE
    towns = [("Elm Grove", 46.51, -93.69), ("Elm Grove", 46.53, -93.69), ("birch falls", 1.0, 1.0)]
    build_display(county_file, target, Quiet(), houses=[("77", 46.52, -93.68)], towns=towns)
    with closing(DisplayMap(target)) as display:
        named = {spot.name: to_degrees(spot.x, spot.y) for spot in display.towns(12)}
        assert named["Elm Grove"] == pytest.approx((46.52, -93.69), abs=1e-6)
        assert set(named) == {"Birch Falls", "Elm Grove"}
        spots = display.spots(WorldBox.around(WHOLE), 18)
        assert "77" in {spot.name for spot in spots}
    assert not list(tmp_path.glob("*.pieces"))


@pytest.mark.slow
def test_lakes_with_islands_and_buildings_of_a_real_town(queens: CountyMap) -> None:
    features = queens.display.features(BBox(-180, -90, 180, 90), 18)
    holed = [feature for feature in features if feature.holes]
    assert {FeatureKind.WATER, FeatureKind.BUILDING} & {feature.kind for feature in holed}
    assert sum(feature.kind is FeatureKind.BUILDING for feature in features) > 45_000


def test_census_shores_and_streams(perquimans: CountyMap) -> None:
    kinds = {f.kind for f in perquimans.display.features(perquimans.info.bounds, 13)}
    assert {FeatureKind.STREAM, FeatureKind.SHORE, FeatureKind.RAIL} <= kinds
