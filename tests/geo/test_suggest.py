"""Addresses offered while typing: number first or street first, real ones only, in good order."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from nemt_desk.geo import CountyMap, OwnPlace, Point, Precision, Suggested
from nemt_desk.geo.addresses.book import AddressBook
from nemt_desk.geo.addresses.index import AddressIndex
from nemt_desk.geo.addresses.number_finder import spots_at
from nemt_desk.geo.addresses.suggest import AddressAhead
from nemt_desk.geo.addresses.suggest_words import street_words, typed, well_cased
from nemt_desk.geo.addresses.zip_states import state_of_zip
from nemt_desk.geo.points.county_points import CountyPoint

LAT, LON = 46.5, -93.7
HOUSES = [
    ("128", "N Church St", "", "Hertford", "27944"),
    ("128", "N Church St", "", "Winfall", "27985"),
    ("120", "N Church St", "", "Hertford", "27944"),
    ("12", "N Church St", "", "Hertford", "27944"),
    ("1200", "N Church St", "", "Hertford", "27944"),
    ("128", "Churchill Ave", "", "Hertford", "27944"),
    ("300", "Lake Rd", "apt 1", "Hertford", "27944"),
    ("300", "Lake Rd", "apt 2", "Hertford", "27944"),
    ("302", "Lake Rd", "", "Hertford", "27944"),
    ("302A", "Lake Rd", "", "Hertford", "27944"),
    ("302 1/2", "Lake Rd", "", "Hertford", "27944"),
    ("16725", "County Road 24", "", "Bethel", "27946"),
    ("7", "2nd St", "", "Hertford", "27944"),
    ("84-49", "247th St", "", "Queens", "11426"),
    ("9", "HIGH ST", "", "HERTFORD", "27944"),
]


@pytest.fixture(scope="module")
def ahead(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AddressAhead]:
    path = tmp_path_factory.mktemp("ahead") / "addresses.sqlite"
    index = AddressIndex(path)
    for at, (number, street, unit, town, code) in enumerate(HOUSES):
        lat = LAT + at * 0.001
        index.add_county_point(CountyPoint(number, street, unit, town, code, lat, LON))
    corner = (100, (LAT, LON))
    index.add_road(1, ["Lake Rd"], [corner, (101, (LAT + 0.01, LON))], {"27944"})
    index.add_road(2, ["2nd St"], [corner, (102, (LAT, LON + 0.01))], {"27944"})
    for road in (2, 20, 24, 29):
        line = [(LAT + road / 100, LON), (LAT + road / 100, LON + 0.02)]
        nodes = [(200 + road * 2 + end, point) for end, point in enumerate(line)]
        index.add_road(10 + road, [f"County Road {road}"], nodes, {"27946"})
    index.add_span("Pine Cove Ln", ("500", "598"), -1, "27944", [(LAT, LON), (LAT + 0.01, LON)])
    index.add_place({"name": "Mercy Clinic", "addr:city": "Hertford"}, "clinic", (LAT, LON))
    index.add_town("Hertford", (LAT, LON), 3)
    index.finish()
    index.close()
    book = AddressBook(path)
    made = AddressAhead(path, lambda street, number: spots_at(book, street, number))
    yield made
    made.close()
    book.close()


def _texts(ahead: AddressAhead, typed: str, limit: int = 8) -> list[str]:
    return [one.text for one in ahead.suggest(typed, limit)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("128 chu", "128 N Church St, Hertford 27944"),
        ("128 n church st hert", "128 N Church St, Hertford 27944"),
        ("128 north church street, winfall", "128 N Church St, Winfall 27985"),
        ("128 church 27985", "128 N Church St, Winfall 27985"),
        ("128 N Church St, Hertford, NC 27944", "128 N Church St, Hertford 27944"),
        ("128 churchi", "128 Churchill Ave, Hertford 27944"),
        ("church st 12", "12 N Church St, Hertford 27944"),
        ("church st 128 winf", "128 N Church St, Winfall 27985"),
        ("church 12", "12 N Church St, Hertford 27944"),
        ("16725", "16725 County Road 24, Bethel 27946"),
        ("16725 co rd", "16725 County Road 24, Bethel 27946"),
        ("16725 cr 24", "16725 County Road 24, Bethel 27946"),
        ("16725 csah24", "16725 County Road 24, Bethel 27946"),
        ("co rd 2", "County Road 2, Bethel 27946"),
        ("302a lake", "302A Lake Rd, Hertford 27944"),
        ("302 1/2 lake", "302 1/2 Lake Rd, Hertford 27944"),
        ("84-49 247", "84-49 247th St, Queens 11426"),
        ("247th st 84-49", "84-49 247th St, Queens 11426"),
        ("247 street 84-4", "84-49 247th St, Queens 11426"),
        ("8449 247th", "84-49 247th St, Queens 11426"),
        ("7 second st", "7 2nd St, Hertford 27944"),
        ("lake & 2", "Lake Rd & 2nd St, Hertford"),
        ("2nd st and lake r", "2nd St & Lake Rd, Hertford"),
        ("mercy", "Mercy Clinic, Hertford 27944"),
        ("hertf", "Hertford"),
        ("9 high", "9 High St, Hertford 27944"),
    ],
)
def test_what_is_typed_finds_the_address_meant(ahead: AddressAhead, text: str, first: str) -> None:
    found = _texts(ahead, text)
    assert first.removesuffix(" 27944") in [one.removesuffix(" 27944") for one in found[:1]], found


def test_numbers_that_begin_so_follow_the_very_one(ahead: AddressAhead) -> None:
    found = _texts(ahead, "church st 12")
    there = [text.split()[0] for text in found if "Hertford" in text and "Church St" in text]
    assert there[:4] == ["12", "120", "128", "1200"]


def test_a_house_tells_its_parts_and_its_own_point(ahead: AddressAhead) -> None:
    best = ahead.suggest("128 n church st hertford")[0]
    assert best.precision is Precision.POINT
    assert (best.street, best.town, best.zip_code) == ("128 N Church St", "Hertford", "27944")
    assert best.point == Point(LAT, LON)


def test_flats_of_one_house_are_one_line_and_the_unit_typed_finds_its_own_point(
    ahead: AddressAhead,
) -> None:
    assert len(_texts(ahead, "300 lake")) == 1
    (flat,) = ahead.suggest("300 lake rd apt 2")[:1]
    assert flat.unit == "2"
    assert flat.point.lat == pytest.approx(LAT + 0.007)


def test_a_number_in_a_range_is_offered_as_that(ahead: AddressAhead) -> None:
    (best,) = ahead.suggest("514 pine c")
    assert (best.street, best.precision) == ("514 Pine Cove Ln", Precision.RANGE)
    assert best.point.distance_m(Point(LAT + 0.0014, LON)) < 60
    odd = ahead.suggest("9999 pine c")
    assert [(one.precision, one.number_is_unknown) for one in odd] == [(Precision.STREET, True)]
    assert odd[0].street == "9999 Pine Cove Ln"


def test_houses_that_do_not_exist_are_never_offered_as_points(ahead: AddressAhead) -> None:
    for text in ("129 church", "1 lake rd", "128 oak", "zzzz", "128 zzzz"):
        assert not [one for one in ahead.suggest(text) if one.precision is Precision.POINT], text


@pytest.mark.parametrize(
    ("text", "meant"),
    [("128 chruch", "128 N Church St"), ("128 churhc st", "128 N Church St"),
     ("128 chirch", "128 N Church St"), ("mecry", "Mercy Clinic"), ("302 laek", "302 Lake Rd")],
)  # fmt: skip
def test_a_misspelling_is_mended_as_the_last_resort(
    ahead: AddressAhead, text: str, meant: str
) -> None:
    assert any(one.startswith(meant) for one in _texts(ahead, text)), _texts(ahead, text)


def test_the_offices_own_places_come_first(ahead: AddressAhead) -> None:
    own = OwnPlace.of(
        Suggested("Church of the Lake, 5 Oak St, Hertford", Point(1.0, 2.0), Precision.PIN,
                  "5 Oak St", "", "Hertford", "27944", "Church of the Lake")
    )  # fmt: skip
    assert ahead.suggest("church l", own=[own])[0] is own.shown
    assert ahead.suggest("5 oak", own=[own])[0] is own.shown
    assert own.shown not in ahead.suggest("mercy", own=[own])


def test_the_list_is_bounded_and_nothing_comes_of_nothing(ahead: AddressAhead) -> None:
    assert len(ahead.suggest("c", 3)) == 3
    for text in ("", "  ", ",", '"', "&", "'", "*", "128 ", "NOT", "a OR b", "%", "#"):
        ahead.suggest(text)
    assert ahead.suggest("") == ()


def test_an_older_map_without_the_tables_offers_nothing(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite"
    path.write_bytes(b"")
    old = AddressAhead(path, lambda _street, _number: [])
    assert old.suggest("128 church") == ()
    old.close()


def test_a_built_map_suggests_by_itself(county: CountyMap) -> None:
    (house,) = county.suggest("120 chu")
    assert (house.text, house.precision) == (
        "120 Church Street, Birch Falls 56999",
        Precision.POINT,
    )
    assert "Birch Falls Clinic" in [one.name for one in county.suggest("birch")]
    (between,) = county.suggest("300 pine cove")
    assert between.precision is Precision.RANGE
    assert county.suggest("") == ()


def test_words_of_streets_and_of_what_is_typed() -> None:
    assert {"5th", "5", "fifth", "st", "street", "n", "north"} <= set(
        street_words("N 5th Street", "n 5 st").split()
    )
    assert {"csah24", "cr24", "hwy", "county"} <= set(
        street_words("County Road 24", "cr 24").split()
    )
    asked = typed("128 N Church St Apt 4B, Hertford, NC 27944")
    assert asked.number is not None
    assert (asked.number.text, asked.unit) == ("128", "4B")
    assert asked.words == ("n", "church", "st", "hertford", "27944")
    assert well_cased("N CHURCH ST") == "N Church St"
    assert well_cased("McKay Rd") == "McKay Rd"


@pytest.mark.parametrize(
    ("code", "state"),
    [("55744", "MN"), ("06510", "CT"), ("65201", "MO"), ("27944", "NC"), ("00501", "NY"),
     ("99501", "AK"), ("73301", "TX"), ("73401", "OK"), ("34002", ""), ("1", ""), ("", "")],
)  # fmt: skip
def test_a_zip_tells_its_state(code: str, state: str) -> None:
    assert state_of_zip(code) == state
