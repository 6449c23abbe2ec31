"""Which source goes first, where ranges put a house, and how the office's pins beat the map."""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from nemt_desk.geo import KnownPin, Match, Precision, Source
from nemt_desk.geo.addresses.book import AddressBook
from nemt_desk.geo.addresses.geocoder import Geocoder
from nemt_desk.geo.addresses.index import AddressIndex
from nemt_desk.geo.shapes import BBox, distance_m

_BOX = BBox(-94, 46, -93, 47)
_LINE = [(46.5, -93.5), (46.5, -93.48)]


@dataclass(frozen=True)
class _Point:
    number: str
    street: str
    lat: float
    lon: float
    unit: str = ""
    town: str = "Birch Falls"
    zip_code: str = "56990"


@contextmanager
def _geocoder(
    folder: Path,
    points: Sequence[_Point] = (),
    houses: Sequence[tuple[dict[str, str], tuple[float, float]]] = (),
    spans: Sequence[tuple[str, tuple[str, str], int]] = (),
) -> Iterator[Geocoder]:
    index = AddressIndex(folder / "addresses.sqlite")
    index.add_road(1, ["Lake Road"], [(1, _LINE[0]), (2, _LINE[1])], {"56990"})
    for tags, at in houses:
        index.add_house(tags, at)
    for point in points:
        assert index.add_county_point(point)
    for name, ends, side in spans:
        index.add_span(name, ends, side, "56990", _LINE)
    index.finish()
    index.close()
    with closing(AddressBook(folder / "addresses.sqlite")) as book:
        yield Geocoder(book, _BOX)


def _best(found: Geocoder, text: str, pins: Sequence[KnownPin] = ()) -> Match:
    answer = found.geocode(text, pins=pins)
    assert answer.best is not None, (answer.question, answer.matches)
    return answer.best


def _tags(number: str) -> dict[str, str]:
    return {"addr:housenumber": number, "addr:street": "Lake Rd", "addr:postcode": "56990"}


def test_the_best_source_goes_first(tmp_path: Path) -> None:
    with _geocoder(
        tmp_path,
        points=[_Point("120", "LAKE RD", 46.501, -93.495)],
        houses=[(_tags("120"), (46.5012, -93.4951)), (_tags("140"), (46.5012, -93.494))],
        spans=[("Lake Road", ("100", "198"), -1)],
    ) as found:
        county = _best(found, "120 Lake Rd")
        assert (county.source, county.precision) == (Source.POINTS, Precision.POINT)
        assert (county.lat, county.lon) == (46.501, -93.495)
        assert _best(found, "140 Lake Rd").source == Source.OSM
        census = _best(found, "180 Lake Rd")
        assert (census.source, census.precision) == (Source.CENSUS, Precision.RANGE)
        assert "100\u2013198" in census.why_not_better
        pin = KnownPin("120 Lake Road, Birch Falls, MN 56990", 46.51, -93.49, "Lake clinic")
        pinned = _best(found, "120 lake rd birch falls", [pin])
        assert (pinned.source, pinned.precision) == (Source.PIN, Precision.PIN)
        assert (pinned.lat, pinned.lon, pinned.why_not_better) == (46.51, -93.49, "")


@pytest.mark.parametrize(
    ("typed", "is_pinned"),
    [
        ("120 Lake Rd", True),
        ("120 Lake Road, Birch Falls", True),
        ("120 LAKE RD 56990", True),
        ("lake clinic", True),
        ("122 Lake Rd", False),
        ("120 Lake Dr", False),
        ("120 Lake Rd, Pine City", False),
        ("120 Lake Rd, Pine City 55063", False),
        ("120 Lake Rd Apt 4", False),
    ],
)
def test_a_pin_is_for_its_own_address_only(tmp_path: Path, typed: str, is_pinned: bool) -> None:
    pins = [KnownPin("120 Lake Road, Birch Falls, MN 56990", 46.51, -93.49, "Lake Clinic")]
    with _geocoder(tmp_path, spans=[("Lake Road", ("100", "198"), -1)]) as found:
        best = found.geocode(typed, pins=pins).best
        assert (best is not None and best.precision is Precision.PIN) is is_pinned


def test_two_pins_of_one_address_are_a_question(tmp_path: Path) -> None:
    pins = [
        KnownPin("120 Lake Road, Birch Falls", 46.51, -93.49),
        KnownPin("120 Lake Road, Pine City", 46.81, -93.09),
    ]
    with _geocoder(tmp_path) as found:
        assert found.geocode("120 Lake Rd", pins=pins).best is None
        assert _best(found, "120 Lake Rd, Pine City", pins).lat == 46.81


def test_the_unit_chooses_among_points_of_one_number(tmp_path: Path) -> None:
    lots = [
        _Point("120", "Lake Rd", 46.5 + lot / 1000, -93.49, unit=f"Lot {lot}") for lot in (1, 9)
    ]
    with _geocoder(tmp_path, points=lots) as found:
        assert _best(found, "120 Lake Rd Lot 9").lat == pytest.approx(46.509)
        assert _best(found, "120 Lake Rd #1").lat == pytest.approx(46.501)
        assert found.geocode("120 Lake Rd").best is None


@pytest.mark.parametrize(("number", "share"), [(100, 0.0), (149, 0.5), (198, 1.0)])
def test_a_number_lies_at_its_share_of_the_line_beside_the_road(
    tmp_path: Path, number: int, share: float
) -> None:
    even = ("Lake Road", ("100", "198"), -1)
    odd = ("Lake Road", ("101", "197"), 1)
    with _geocoder(tmp_path, spans=[even, odd]) as found:
        best = _best(found, f"{number} Lake Rd")
        lon = _LINE[0][1] + 0.02 * share
        assert distance_m((best.lat, best.lon), (46.5, lon)) < 20
        # Even numbers north of a line drawn eastward, odd ones south; none on the road itself.
        assert 5 < distance_m((best.lat, best.lon), (46.5, best.lon)) < 15
        assert (best.lat > 46.5) is (number % 2 == 0)


def test_a_range_drawn_backward_counts_backward(tmp_path: Path) -> None:
    with _geocoder(tmp_path, spans=[("Lake Road", ("198", "100"), -1)]) as found:
        assert _best(found, "190 Lake Rd").lon < _best(found, "110 Lake Rd").lon


@pytest.mark.parametrize(
    "typed", ["84-49 Lake Rd", "84 49 Lake Rd", "8449 Lake Rd", "8449 Lake Road, Birch Falls"]
)
@pytest.mark.parametrize("is_range", [False, True])
def test_a_hyphened_number_with_hyphen_blank_or_nothing(
    tmp_path: Path, typed: str, is_range: bool
) -> None:
    houses = [] if is_range else [(_tags("84-49"), (46.5, -93.49))]
    spans = [("Lake Road", ("84-01", "84-99"), 1)] if is_range else []
    with _geocoder(tmp_path, houses=houses, spans=spans) as found:
        best = _best(found, typed)
        assert best.text.startswith("84-49 Lake R")
        assert best.precision is (Precision.RANGE if is_range else Precision.POINT)


@pytest.mark.parametrize(
    ("on_map", "typed"),
    [
        ("N6W23001", "N6W23001 Lake Rd"),
        ("N6W23001", "n6 w23001 lake rd"),
        ("40W123", "40W123 Lake Rd"),
        ("E4523", "E4523 LAKE RD"),
        ("12 1/2", "12\u00bd Lake Rd"),
        ("14A", "14-A Lake Rd"),
        ("1200-1204", "1202 Lake Rd"),
        ("12;14", "14 Lake Rd"),
        ("1", "One Lake Rd"),
    ],
)
def test_house_numbers_of_other_kinds(tmp_path: Path, on_map: str, typed: str) -> None:
    with _geocoder(tmp_path, houses=[(_tags(on_map), (46.5, -93.49))]) as found:
        assert _best(found, typed).precision is Precision.POINT


def test_another_name_of_the_same_road_is_told(tmp_path: Path) -> None:
    index = AddressIndex(tmp_path / "addresses.sqlite")
    index.add_road(1, ["Great River Road", "US 169"], [(1, _LINE[0]), (2, _LINE[1])], set())
    index.add_span("Great River Road", ("100", "198"), -1, "", _LINE)
    index.finish()
    index.close()
    with closing(AddressBook(tmp_path / "addresses.sqlite")) as book:
        best = _best(Geocoder(book, _BOX), "150 US Hwy 169")
    assert best.precision is Precision.RANGE
    assert "another name of that road" in best.why_not_better


@pytest.mark.parametrize(("number", "street"), [("", "Lake Rd"), ("12", ""), ("none", "Lake Rd")])
def test_an_unreadable_county_point_is_not_taken(tmp_path: Path, number: str, street: str) -> None:
    index = AddressIndex(tmp_path / "addresses.sqlite")
    assert not index.add_county_point(_Point(number, street, 46.5, -93.5))
    index.close()


@pytest.mark.parametrize("is_numbered", [True, False])
def test_a_number_the_street_has_not_is_asked_with_the_street(
    tmp_path: Path, is_numbered: bool
) -> None:
    spans = [("Lake Road", ("100", "198"), -1)] if is_numbered else []
    with _geocoder(tmp_path, spans=spans) as found:
        answer = found.geocode("9120 Lake Rd")
    assert answer.best is None
    assert answer.matches[0].precision is Precision.STREET


def test_another_streets_middle_is_never_taken_for_a_house(tmp_path: Path) -> None:
    index = AddressIndex(tmp_path / "addresses.sqlite")
    index.add_road(1, ["East Lake Road"], [(1, _LINE[0]), (2, _LINE[1])], set())
    index.add_road(2, ["Lake Road East"], [(3, (46.6, -93.4)), (4, (46.6, -93.39))], set())
    index.add_road(3, ["East Road"], [(5, (46.7, -93.4)), (6, (46.7, -93.39))], set())
    index.add_span("East Lake Road", ("100", "198"), -1, "", _LINE)
    index.finish()
    index.close()
    with closing(AddressBook(tmp_path / "addresses.sqlite")) as book:
        found = Geocoder(book, _BOX)
        for typed in ("26656 East Lake Road", "8498 Lake Road", "8498 Lake Road East"):
            answer = found.geocode(typed)
            assert answer.best is None, answer.best
            assert answer.matches, typed


@pytest.mark.parametrize("typed", ["999999999999999999999 Lake Rd", "12345678 Lake Rd", "1/2 Lake"])
def test_a_number_no_house_has_is_a_question(tmp_path: Path, typed: str) -> None:
    with _geocoder(tmp_path, spans=[("Lake Road", ("100", "198"), -1)]) as found:
        answer = found.geocode(typed)
    assert answer.best is None
    assert "house number can't be read" in answer.question
    assert not any("number  on" in match.why_not_better for match in answer.matches)


def test_a_road_named_with_a_fraction_is_no_house_number(tmp_path: Path) -> None:
    index = AddressIndex(tmp_path / "addresses.sqlite")
    index.add_road(1, ["1/2 Mile Road"], [(1, _LINE[0]), (2, _LINE[1])], set())
    index.finish()
    index.close()
    with closing(AddressBook(tmp_path / "addresses.sqlite")) as book:
        assert _best(Geocoder(book, _BOX), "1/2 Mile Rd").precision is Precision.STREET


@pytest.mark.parametrize("typed", ["Lake Rd, 120, Birch Falls", "Lake Rd, 120"])
def test_the_number_behind_the_street_is_used(tmp_path: Path, typed: str) -> None:
    with _geocoder(tmp_path, points=[_Point("120", "Lake Rd", 46.501, -93.495)]) as found:
        assert _best(found, typed).precision is Precision.POINT


@pytest.mark.parametrize("typed", ["120 E Lake Pl", "120 E Lake Dr"])
def test_two_guesses_at_once_are_a_question(tmp_path: Path, typed: str) -> None:
    with _geocoder(tmp_path, spans=[("Lake Road", ("100", "198"), -1)]) as found:
        assert found.geocode(typed).best is None
        assert found.geocode("120 E Lake Rd").best is not None
        assert found.geocode("120 Lake Dr").best is not None
