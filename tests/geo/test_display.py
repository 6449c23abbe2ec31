"""What the picture is painted from."""

import pytest

from nemt_desk.geo import BBox, CountyMap, FeatureKind
from tests.geo.conftest import node_at

WHOLE = BBox(-94, 46, -93, 47)


def test_roads_water_and_names_are_there(county: CountyMap) -> None:
    features = county.display.features(WHOLE, 14)
    kinds = {feature.kind for feature in features}
    assert {FeatureKind.WATER, FeatureKind.TERTIARY, FeatureKind.MINOR, FeatureKind.TOWN} <= kinds
    lake = next(feature for feature in features if feature.kind is FeatureKind.WATER)
    assert lake.area
    assert lake.name == "Loon Lake"
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


def test_only_what_is_in_the_box(county: CountyMap) -> None:
    lat, lon = node_at(0, 0)
    names = {f.name for f in county.display.features(BBox(lon - 0.001, lat - 0.001, lon, lat), 16)}
    assert names == {"County Road 24", "State Highway 6"}


@pytest.mark.slow
def test_lakes_with_islands_and_buildings_of_a_real_town(queens: CountyMap) -> None:
    features = queens.display.features(BBox(-180, -90, 180, 90), 18)
    holed = [feature for feature in features if feature.holes]
    assert {FeatureKind.WATER, FeatureKind.BUILDING} & {feature.kind for feature in holed}
    assert sum(feature.kind is FeatureKind.BUILDING for feature in features) > 45_000


def test_census_shores_and_streams(perquimans: CountyMap) -> None:
    kinds = {f.kind for f in perquimans.display.features(perquimans.info.bounds, 13)}
    assert {FeatureKind.STREAM, FeatureKind.SHORE, FeatureKind.RAIL} <= kinds
