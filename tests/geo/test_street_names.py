"""Street names as people write them."""

import pytest

from nemt_desk.geo.addresses.house_numbers import house_number, split_number
from nemt_desk.geo.addresses.street_names import likeness, street_name


@pytest.mark.parametrize(
    ("typed", "on_map"),
    [
        ("Co Rd 24", "County Road 24"),
        ("CR 24", "County Road 24"),
        ("CR24", "County Road 24"),
        ("C.R. 24", "County Road 24"),
        ("CSAH 7", "County State Aid Highway 7"),
        ("Cty Hwy 7", "County Highway 7"),
        ("US-169", "U.S. Highway 169"),
        ("US 169", "US Hwy 169"),
        ("State Hwy 6", "MN 6"),
        ("State Highway 6", "State Route 6"),
        ("I-35W", "Interstate 35W"),
        ("N Main St", "North Main Street"),
        ("St. Johns Rd", "Saint Johns Road"),
        ("First Ave NE", "1st Avenue Northeast"),
        ("247 St", "247th Street"),
        ("OBrien Ln", "O'Brien Lane"),
        ("North St", "North Street"),
        ("Ave C", "Avenue C"),
    ],
)
def test_two_ways_to_write_one_street(typed: str, on_map: str) -> None:
    assert likeness(street_name(typed), street_name(on_map)) == 100


@pytest.mark.parametrize(
    ("typed", "on_map", "least", "most"),
    [
        ("Main St", "North Main Street", 90, 96),  # direction left out
        ("Ocean Hwy", "Ocean Hwy S", 90, 96),
        ("S Ocean Hwy", "Ocean Hwy S", 96, 99),
        ("N Main St", "South Main Street", 30, 49),  # the other end of town: only offered
        ("250th St", "250th Ave", 30, 49),  # in a grid, miles apart
        ("Lake", "Lake Road", 90, 97),
        ("Lake Dr", "Lake Rd", 80, 90),  # another street, perhaps
        ("Havrey Point Rd", "Harvey Point Rd", 80, 95),
        ("Lakeshore Dr", "Lake Shore Drive", 85, 97),
        ("Highway 7", "County Road 7", 85, 92),
    ],
)
def test_likely_but_not_sure(typed: str, on_map: str, least: float, most: float) -> None:
    assert least <= likeness(street_name(typed), street_name(on_map)) <= most


@pytest.mark.parametrize(
    ("typed", "on_map"),
    [
        ("84th Ave", "85th Ave"),  # alike in letters, ten minutes apart
        ("Co Rd 24", "Co Rd 42"),
        ("Co Rd 24", "State Hwy 24"),
        ("US 17", "Old US 17"),
        ("Oak St", "Elm St"),
    ],
)
def test_never_the_same_street(typed: str, on_map: str) -> None:
    assert likeness(street_name(typed), street_name(on_map)) == 0


@pytest.mark.parametrize(
    ("text", "prefix", "number", "tail"),
    [
        ("16725", "", 16725, ""),
        ("84-49", "84-", 49, ""),
        ("N6W23001", "N6W", 23001, ""),
        ("12A", "", 12, "A"),
        ("12 1/2", "", 12, "1/2"),
    ],
)
def test_house_numbers(text: str, prefix: str, number: int, tail: str) -> None:
    read = house_number(text)
    assert read is not None
    assert (read.prefix, read.number, read.tail) == (prefix, number, tail)


def test_a_numbered_street_is_no_house_number() -> None:
    assert split_number("5th Street") == (None, "5th Street")
    number, street = split_number("5 5th Street")
    assert number is not None
    assert (number.number, street) == (5, "5th Street")


def test_hyphened_number_can_be_typed_without_hyphen() -> None:
    with_hyphen, without = house_number("84-09"), house_number("8409")
    assert with_hyphen is not None
    assert without is not None
    assert with_hyphen.flat == without.flat
    assert with_hyphen.text == "84-09"
