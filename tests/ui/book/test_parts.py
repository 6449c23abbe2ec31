"""Small parts of the page that need no window: services, addresses, minutes, ways, emergencies."""

from dataclasses import replace
from datetime import date

import pytest

from nemt_desk.ground.errors import InputError
from nemt_desk.policy.decision import Contact, Decision, Outcome
from nemt_desk.policy.vocabulary import SERVICES as RULES_SERVICES
from nemt_desk.trips.rows import ReturnKind
from tests.ui.book.conftest import BookOffice, StraightRoads
from ui.book.call.asking import emergency
from ui.book.call.booking import Booking
from ui.book.call.draft import Draft, Stop
from ui.book.call.pins import find_pin, is_address, split_address
from ui.book.call.refusal import likely_reason
from ui.book.form.fields import parse_minutes
from ui.book.services import OTHER, SERVICES, find_services
from ui.book.words import UNMET, programs_of


def test_every_service_the_rules_know_can_be_chosen() -> None:
    assert {one.code for one in SERVICES} == {*RULES_SERVICES, OTHER}


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("dial", "dialysis"),
        ("kidney", "dialysis"),
        ("doctor", "office_visit"),
        ("health beh", "behavioral"),
        ("shopping", OTHER),
        ("eye", "eye_exam"),
    ],
)
def test_services_are_found_by_a_callers_words(typed: str, code: str) -> None:
    assert find_services(typed)[0].code == code


def test_an_unknown_service_finds_nothing() -> None:
    assert find_services("xyz") == []


def test_only_the_packs_own_programs_are_offered() -> None:
    assert "HUSKY A" not in programs_of("mn").values()
    assert "HUSKY A" in programs_of("ct").values()


@pytest.mark.parametrize(
    ("typed", "street", "city", "state", "code"),
    [
        ("12 Oak St, Bovey MN 55709", "12 Oak St", "Bovey", "MN", "55709"),
        ("12 Oak St, Bovey, MN", "12 Oak St", "Bovey", "MN", ""),
        ("100 Church St, Hertford", "100 Church St", "Hertford", "WI", ""),
        ("100 Church St", "100 Church St", "", "WI", ""),
        ("12 Oak St, Bovey 55709", "12 Oak St", "Bovey", "WI", "55709"),
    ],
)
def test_one_typed_line_is_taken_apart(
    typed: str, street: str, city: str, state: str, code: str
) -> None:
    entry = split_address(typed, "WI")
    assert (entry.address, entry.city, entry.state, entry.zip) == (street, city, state, code)


@pytest.mark.parametrize(
    ("typed", "is_one"),
    [
        ("12 Oak St, Bovey", True),
        ("County Road 5, Bovey", True),
        ("Highway 2 West", True),
        ("Lake Rd. N", True),
        ("Oak Street Clinic", False),
        ("Bridge Pharmacy, Bovey", False),
        ("St. Mary's", False),
    ],
)
def test_an_address_is_told_from_a_name(typed: str, is_one: bool) -> None:
    assert is_address(typed) is is_one


def test_an_address_gets_its_pin_and_words_for_how_sure_it_is() -> None:
    roads = StraightRoads()
    found = find_pin(roads.geocode, split_address("12 Oak St, Bovey MN"))
    assert found.pin is not None
    assert found.words.startswith("Found on the map: 12 Oak St")
    lost = find_pin(roads.geocode, split_address("9 Elm St, Bovey MN"))
    assert lost.pin is None
    assert "No street" in lost.words
    assert "No map is built" in find_pin(lambda _: None, split_address("9 Elm St, Bovey MN")).words


@pytest.mark.parametrize(
    ("typed", "minutes"), [("45", 45), ("90 min", 90), ("1 h 30", 90), ("1.5 h", 90), ("4h", 240)]
)
def test_minutes_are_read_as_people_type_them(typed: str, minutes: int) -> None:
    assert parse_minutes(typed) == minutes


@pytest.mark.parametrize("typed", ["soon", "-5", "99999"])
def test_other_minutes_are_refused_in_words(typed: str) -> None:
    with pytest.raises(InputError, match="type minutes like"):
        parse_minutes(typed)


def test_each_way_is_wanted_once_and_only_between_known_places(
    booking: Booking, book_office: BookOffice
) -> None:
    assert list(Draft().pairs()) == []
    booking.take_member(book_office.ids["ann"])
    there = book_office.place("dialysis")
    shop = book_office.place("pharmacy")
    draft = replace(booking.draft, place=there, stops=(Stop(shop), Stop()))
    home = booking.draft.home
    assert [(a, b) for a, b in draft.pairs()] == [(home, there), (there, shop), (shop, home)]
    one_way = replace(draft, stops=(), return_kind=ReturnKind.NONE)
    assert [(a, b) for a, b in one_way.pairs()] == [(home, there)]


def test_only_words_of_an_emergency_are_one(book_office: BookOffice) -> None:
    settings = book_office.settings
    assert emergency("deep cut on the hand", settings) is not None
    assert emergency("a sore throat", settings) is None
    assert emergency("", settings) is None


def test_the_likely_reason_is_one_that_can_be_chosen() -> None:
    assert likely_reason(None) in UNMET
    for outcome in Outcome:
        decision = Decision(outcome, (), (), 2, "", Contact("", ""), ())
        assert likely_reason(decision) in UNMET


def test_a_past_pick_up_is_warned_of(booking: Booking, book_office: BookOffice) -> None:
    booking.take_member(book_office.ids["ann"])
    booking.same_again()
    assert not [one for one in booking.verdict().warnings if one.code == "past"]
    booking.put(day=date(2026, 11, 3))
    assert [one.code for one in booking.verdict().warnings][:1] == ["past"]
