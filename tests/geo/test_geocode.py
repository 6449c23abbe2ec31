"""Addresses as people type them, on a made-up county and on real ones."""

import csv
import io
import random
import time
from pathlib import Path

import osmium
import pytest

from nemt_desk.geo import CountyMap, Point, Precision
from nemt_desk.geo.shapes import distance_m
from tests.geo.conftest import node_at


def _place(county: CountyMap, text: str) -> tuple[str, str]:
    best = county.geocode(text).best
    return ("", "") if best is None else (best.precision.value, best.text)


@pytest.mark.parametrize(
    "text",
    [
        "120 Church Street",
        "120 church st",
        "120 Church St, Birch Falls, MN 56999",
        "120 Church St Birch Falls MN 56999",
        "120 Church St Birch Falls",
        "120 Church St Apt 4, Birch Falls",
        "120 Church St #12",
        "120 Chruch Street, Birch Falls",
        "120 Church Steet",
        "120 Church",
        "120 Church Ave",
        "Birch Falls Clinic, 120 Church St, Birch Falls",
        "  120  CHURCH   ST.  ",
        "120 Church St, PO Box 7, Birch Falls",
    ],
)
def test_a_house_is_found_however_it_is_typed(county: CountyMap, text: str) -> None:
    assert _place(county, text) == ("point", "120 Church Street, Birch Falls 56999")


def test_the_houses_point_is_the_mapped_one(county: CountyMap) -> None:
    best = county.geocode("120 Church Street").best
    assert best is not None
    lat, lon = node_at(2, 2)
    assert best.point.distance_m(Point(lat + 0.001, lon - 0.0005)) < 1
    assert best.score == 100
    assert best.why_not_better == ""


def test_even_and_odd_lie_on_their_sides(county: CountyMap) -> None:
    even = county.geocode("300 Pine Cove Ln").best
    odd = county.geocode("301 Pine Cove Ln").best
    assert even is not None
    assert odd is not None
    assert even.precision is odd.precision is Precision.RANGE
    road_lat = node_at(1, 0)[0]
    # The line runs east: its left side is north.
    assert 0.00005 < even.lat - road_lat < 0.0002
    assert 0.00005 < road_lat - odd.lat < 0.0002
    # 300 of 100..598 is 40 % of the way.
    start, end = node_at(1, 0)[1], node_at(1, 5)[1]
    assert even.lon == pytest.approx(start + (end - start) * 200 / 498, abs=1e-4)


def test_a_number_between_two_houses_is_estimated_and_said(county: CountyMap) -> None:
    best = county.geocode("140 Church Street").best
    assert best is not None
    assert best.precision is Precision.RANGE
    assert "between numbers 120 and 160" in best.why_not_better


@pytest.mark.parametrize(
    ("text", "precision", "match"),
    [
        ("Pine Cove Ln & Church St", "intersection", "Pine Cove Lane & Church Street"),
        ("corner of Cty Rd 24 and Church", "intersection", "County Road 24 & Church Street"),
        ("Hwy 169 / Elm Rd", "intersection", "US 169 & Elm Road"),
        ("Birch Falls", "town", "Birch Falls"),
        ("56999", "zip", "56999, Birch Falls"),
        ("Birch Falls Clinic", "place", "Birch Falls Clinic"),
        ("CR 24", "street", "County Road 24"),
        ("State Hwy 6", "street", "State Highway 6"),
        ("46.51, -93.69", "pin", "46.510000, -93.690000"),
        ("46.51 -93.69", "pin", "46.510000, -93.690000"),
    ],
)
def test_other_kinds_of_places(county: CountyMap, text: str, precision: str, match: str) -> None:
    assert _place(county, text) == (precision, match)


@pytest.mark.parametrize(
    "text",
    [
        "PO Box 12, Birch Falls",
        "P.O. Box 12",
        "RR 2 Box 30",
        "Rural Route 2, Box 47-B, Birch Falls",
        "HC 1 Box 55",
        "General Delivery, Birch Falls",
    ],
)
def test_a_post_box_is_refused_with_the_reason(county: CountyMap, text: str) -> None:
    answer = county.geocode(text)
    assert answer.best is None
    assert "no place on a road" in answer.question


@pytest.mark.parametrize(
    "text",
    [
        "120 Church St, PO Box 7, Birch Falls",
        "P.O. Box 7, 120 Church St, Birch Falls",
        "RR 2 Box 30, 120 Church St, Birch Falls",
    ],
)
def test_a_box_beside_a_street_is_left_out_and_told(county: CountyMap, text: str) -> None:
    best = county.geocode(text).best
    assert best is not None
    assert best.precision is Precision.POINT
    assert best.why_not_better == "The post box or rural route was left out."


def test_roads_that_do_not_meet_are_named(county: CountyMap) -> None:
    answer = county.geocode("Pine Cove Ln & Lake Dr")
    assert answer.best is None
    assert answer.question == "Pine Cove Lane and Lake Drive do not meet on this map."


@pytest.mark.parametrize(
    "text",
    [
        "12 Winston Place, Anchorage, AK",
        "120 Church Street, Birch Falls, GA",  # another state
        "12 Wilcox Loop",
        "120 Church Hill Road, Birch Falls",
        "300 Pine Cave Ave",  # misspelt and of another kind
    ],
)
def test_what_only_sounds_alike_is_never_taken(county: CountyMap, text: str) -> None:
    assert county.geocode(text).best is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12 Nowhere Such Boulevard, Birch Falls",
        "white house past the Baptist church on Lake Drive",
        "99999 Pine Cove Lane",
        "120 Church Street, Duluth, MN 55802",  # same street, another county
        "120 Church Street, VT 05753",
        "120 Church Street 05753",
        "asdf",
    ],
)
def test_no_silent_guess(county: CountyMap, text: str) -> None:
    answer = county.geocode(text)
    assert answer.best is None
    assert answer.question


@pytest.mark.parametrize(
    ("typed", "state"),
    [
        ("120 Church St WI", "WI"),
        ("120 church st wi", "WI"),
        ("120 Church St ME", "ME"),
        ("120 Church St Milwaukee WI", "WI"),
        ("120 Church St, Birch Falls, WI", "WI"),
        ("120 Church St Birch Falls Wisconsin", "WI"),
        ("120 Church St Birch Falls North Dakota", "ND"),
    ],
)
def test_a_state_that_is_not_the_maps_is_a_question(
    county: CountyMap, typed: str, state: str
) -> None:
    answer = county.geocode(typed)
    assert answer.best is None
    assert f"{state} is another state than this map's (MN)." in answer.question


@pytest.mark.parametrize("typed", ["120 Church St MN", "120 Church St Birch Falls Minnesota"])
def test_the_maps_own_state_changes_nothing(county: CountyMap, typed: str) -> None:
    assert _place(county, typed)[0] == "point"


def test_a_zip_that_disagrees_is_told(county: CountyMap) -> None:
    best = county.geocode("120 Church Street, Birch Falls 55802").best
    assert best is not None
    assert best.score < 90
    assert "ZIP" in best.why_not_better


def test_strange_text_never_breaks(county: CountyMap) -> None:
    for text in (
        '"',
        "'; DROP TABLE street; --",
        "* OR NEAR(",
        "&",
        "1 &",
        "\x00",
        "é" * 300,
        "1/2",
    ):
        county.geocode(text)
        county.suggest(text)


# --- real counties -------------------------------------------------------------------------------

# Rows whose address is no sound one, by the README of the office data.
_UNSOUND = {28, 47, 67, 75}


def test_every_sound_address_of_the_office_lies_in_its_range(
    perquimans: CountyMap, shared_data: Path
) -> None:
    text = (shared_data / "office" / "members.csv").read_bytes().decode("cp1252")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    columns = rows[2]
    street, town, code = (columns.index(name) for name in ("Street Address", "Town", "ZIP"))
    found = 0
    for number, row in enumerate(rows[3:], start=4):
        if len(row) <= code or not row[street].strip():
            continue
        answer = perquimans.geocode(f"{row[street]}, {row[town]}, NC {row[code]}")
        if number in _UNSOUND:
            assert answer.best is None, number
            continue
        assert answer.best is not None, number
        assert answer.best.precision is Precision.RANGE, number
        found += 1
    assert found > 60


@pytest.mark.slow
def test_most_houses_of_a_real_town_are_found_quickly(queens: CountyMap, shared_data: Path) -> None:
    file = shared_data / "osm" / "queens_village_ny_2016.osm.pbf"
    houses = []
    for item in osmium.FileProcessor(str(file), osmium.osm.NODE).with_filter(
        osmium.filter.KeyFilter("addr:housenumber")
    ):
        if isinstance(item, osmium.osm.Node) and "addr:street" in item.tags:
            tags = item.tags
            text = f"{tags['addr:housenumber']} {tags['addr:street']} {tags.get('addr:postcode')}"
            houses.append((text, (item.lat, item.lon)))
    chosen = random.Random(7).sample(houses, min(400, len(houses)))
    times, wrong = [], 0
    for text, at in chosen:
        start = time.perf_counter()
        best = queens.geocode(text).best
        times.append(time.perf_counter() - start)
        wrong += best is None or distance_m((best.lat, best.lon), at) > 100
    assert wrong <= len(chosen) // 100
    times.sort()
    assert times[len(times) * 95 // 100] < 0.02


@pytest.mark.slow
def test_hyphened_numbers_of_queens(queens: CountyMap) -> None:
    for text in ("84-49 247th St", "84-49 247 Street, Bellerose", "8449 247th Street"):
        best = queens.geocode(text).best
        assert best is not None
        assert best.precision is Precision.POINT
        assert best.text.startswith("84-49 247th Street")
