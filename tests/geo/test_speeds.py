"""Local speeds and the mendings of the network before the tiles are made."""

from pathlib import Path

import osmium
import pytest

from nemt_desk.geo import CountyMap, build_map
from nemt_desk.geo.roads.road_rules import prepare_roads
from nemt_desk.geo.roads.speeds import LocalSpeeds, is_unpaved, speed_tags
from nemt_desk.ground.errors import InputError
from nemt_desk.ground.progress import Quiet
from tests.geo.shores import at, write_shores


@pytest.mark.parametrize(
    ("tags", "unpaved"),
    [
        ({"surface": "gravel"}, True),
        ({"surface": "Dirt"}, True),
        ({"surface": "unpaved;asphalt"}, True),
        ({"surface": "asphalt"}, False),
        ({"surface": "paved", "tracktype": "grade3"}, False),
        ({"tracktype": "grade1"}, False),
        ({"tracktype": "grade3"}, True),
        ({}, False),
    ],
)
def test_what_counts_as_unpaved(tags: dict[str, str], unpaved: bool) -> None:
    assert is_unpaved({"highway": "unclassified"} | tags) is unpaved


@pytest.mark.parametrize(
    ("posted", "told"),
    [(None, "35 mph"), ("55 mph", "35 mph"), ("25 mph", None), ("40", None), ("90", "35 mph")],
)
def test_the_sign_holds_where_it_is_slower(posted: str | None, told: str | None) -> None:
    tags = {"highway": "residential", "surface": "gravel"}
    if posted:
        tags["maxspeed"] = posted
    assert speed_tags(tags, LocalSpeeds(35)).get("maxspeed") == told
    assert speed_tags(tags, LocalSpeeds()) == {}


@pytest.mark.parametrize("mph", [0, 4, 61, -20])
def test_a_senseless_speed_is_refused(mph: int) -> None:
    with pytest.raises(InputError, match="gravel"):
        LocalSpeeds(mph)


def test_only_the_roads_that_need_it_are_mended(tmp_path: Path) -> None:
    source, target = tmp_path / "a.osm.pbf", tmp_path / "b.osm.pbf"
    write_shores(source)
    done = prepare_roads(source, target, LocalSpeeds(30))
    assert (done.gravel, done.closed, done.ferries_without_cars) == (2, 1, 1)
    before, after = _tags(source), _tags(target)
    changed = {number for number, tags in after.items() if tags != before[number]}
    assert before.keys() == after.keys()
    assert len(changed) == 4
    again = prepare_roads(target, tmp_path / "c.osm.pbf", LocalSpeeds(30))
    assert (again.gravel, again.closed) == (0, 0)


def _tags(path: Path) -> dict[tuple[str, int], dict[str, str]]:
    return {
        (item.type_str(), item.id): {tag.k: tag.v for tag in item.tags}
        for item in osmium.FileProcessor(str(path))
    }


def test_gravel_takes_longer_and_is_no_longer(tmp_path: Path) -> None:
    source = tmp_path / "shores.osm.pbf"
    write_shores(source)
    found = []
    for mph in (10, 50):
        build_map([source], tmp_path / str(mph), speeds=LocalSpeeds(mph), progress=Quiet())
        with CountyMap.open(tmp_path / str(mph)) as county:
            found.append(county.route(at(42), at(40)))
    slow, quick = found
    assert slow.distance_m == quick.distance_m
    assert slow.duration_s > 3 * quick.duration_s
    assert slow.map_hash != quick.map_hash
