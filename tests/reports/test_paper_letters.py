"""Letters that ask for a paper: one page each, in the pack's words, with lines to answer on."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from nemt_desk.ground.ids import Id
from nemt_desk.ground.settings import Settings
from nemt_desk.members import queries as members
from nemt_desk.members.rows import PaperKind, Program
from nemt_desk.places import queries as places
from nemt_desk.policy import packs
from nemt_desk.trips import letters
from nemt_desk.trips.asking import Asking
from nemt_desk.trips.letter_rows import PaperLetter
from reports.paper_letters import paper_letter
from tests.factories import ACTOR, NOW, Built, build_store, member_entry, place_entry
from tests.reports.reading import fonts, greys, pages

SETTINGS = Settings(
    name="Perch County Rides",
    phone="2185550100",
    address="12 Court Street",
    city="Perch",
    state="MN",
    zip="55744",
)


@pytest.fixture
def built(tmp_path: Path) -> Iterator[Built]:
    office = build_store(tmp_path)
    yield office
    office.engine.dispose()


@pytest.fixture
def key(built: Built) -> Id:
    entry = member_entry(program=Program.MA, county="Itasca", assessed_mode=2, mhcp_id="01234567")
    return built.members.add(ACTOR, entry).id


def letter(built: Built, key: Id, kind: PaperKind, pack: str = "mn", **trip: Any) -> PaperLetter:
    settings = replace(SETTINGS, pack=pack)
    clinic_id = built.places.add(ACTOR, place_entry(name="Duluth Heart Clinic")).id
    with built.store.read() as session:
        member = members.member(session, key)
        values: dict[str, Any] = {
            "member": member,
            "settings": settings,
            "asked_at": NOW,
            "origin": members.home_of(session, member),
            "destination": places.place(session, clinic_id),
            "service": "office_visit",
            "appointment_at": settings.time.at(date(2026, 12, 1), NOW.time()),
            "direct_m": 92_000.0,
        }
        return letters.for_asking(session, Asking(**(values | trip)), kind, NOW)


@pytest.mark.parametrize("pack", ["mn", "mo", "ct"])
def test_every_letter_is_one_page_with_lines_to_sign(built: Built, key: Id, pack: str) -> None:
    basic = ("Perch County Rides", "Schroeder, Ann M.", "1 Feb 1950", "01234567", "Signature")
    for kind in PaperKind:
        found = pages(paper_letter(letter(built, key, kind, pack)))
        assert len(found) == 1, kind
        for words in basic:
            assert words in found[0], kind
        words_of = packs.load(pack).letters.get(kind.value)
        if words_of is not None:
            assert words_of.title in found[0]
            assert words_of.rule in found[0]


def test_the_letter_says_ride_rule_and_why(built: Built, key: Id) -> None:
    (page,) = pages(paper_letter(letter(built, key, PaperKind.DISTANCE)))
    for words in (
        "Request for an authorization beyond the distance limit",
        "To: The member's health care provider",
        "Date: Tue 24 Nov 2026",
        "Tue 1 Dec 2026, appointment 3:00 p.m.",
        "Duluth Heart Clinic",
        "27614 County Road 63, Bovey, MN 55709 to 1601 Golf Course Road",
        "57.2 mi one way",
        "57.2 miles from home; the limit is 30.",
        "S4-061, S4-062; Seed 004, L101",
        "Please send this page back to Perch County Rides, 12 Court Street, Perch, MN 55744.",
    ):
        assert words in page, words


def test_a_long_ride_with_everything_still_fits_one_page(built: Built, key: Id) -> None:
    built.members.change(
        ACTOR,
        key,
        member_entry(
            last_name="Featherstonehaugh-Vandersteen",
            first_name="Bartholomew",
            program=Program.MA,
            county="Itasca",
            mhcp_id="01234567",
        ),
    )
    far = built.places.add(
        ACTOR, place_entry(name="Regional Center for Pulmonary and Critical Care Medicine " * 2)
    ).id
    with built.store.read() as session:
        goes_to = places.place(session, far)
    for kind in PaperKind:
        found = pages(paper_letter(letter(built, key, kind, "ct", destination=goes_to)))
        assert len(found) == 1, kind


def test_the_letter_for_a_higher_mode_lists_what_can_be_ticked(built: Built, key: Id) -> None:
    (page,) = pages(paper_letter(letter(built, key, PaperKind.UPGRADE)))
    flat = " ".join(page.split())
    for words in (
        "Needed:",
        "mode 4, door to door",
        "mode 4, door through door",
        "mode 5, lift or ramp",
        "mode 7, stretcher",
        "yes, I confirm it",
    ):
        assert words in flat, words
    (page,) = pages(paper_letter(letter(built, key, PaperKind.UPGRADE, "mo")))
    assert "wheelchair lift or ramp" in page


def test_a_letter_without_a_ride_leaves_the_ride_out(built: Built, key: Id) -> None:
    with built.store.read() as session:
        found = letters.for_member(session, SETTINGS, key, PaperKind.ESCORT, NOW)
    (page,) = pages(paper_letter(found))
    assert "The ride" not in page


def test_letters_are_black_on_white_with_embedded_fonts(built: Built, key: Id) -> None:
    pdf = paper_letter(letter(built, key, PaperKind.TRAVEL_ALONE, "ct"))
    assert all(fonts(pdf).values())
    assert greys(pdf) <= {0.0, 0.86}


def test_a_pack_without_words_for_a_kind_cites_no_rule() -> None:
    bare = replace(packs.load("mn"), letters={})
    words = letters.words_of(bare, PaperKind.AMBULANCE)
    assert words.rule == ""
    assert "ambulance" in words.title
