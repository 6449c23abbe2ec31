"""Places: kept, found, changed, undone; and what is refused."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemt_desk.ground.errors import InputError, RefusedError, StaleError
from nemt_desk.places import queries
from nemt_desk.places.rows import PinSource, PlaceEntry, PlaceKind
from nemt_desk.places.rules import checked, pin_from, with_pin
from tests.factories import ACTOR, READER, Built, home_entry, place_entry


def fields_refused(entry: PlaceEntry) -> set[str]:
    with pytest.raises(InputError) as refused:
        checked(entry)
    return {problem.field for problem in refused.value.problems}


def test_a_place_comes_back_as_it_was_typed(built: Built) -> None:
    typed = place_entry(npi="1234567893", driver_note="Dog.\nGate.", office_note="Ask for Eva")
    saved = built.places.add(ACTOR, typed)
    with built.store.read() as session:
        found = queries.place(session, saved.id)
    assert PlaceEntry.of(found) == replace(typed, street_lat=typed.lat, street_lon=typed.lon)
    assert found.version == 1
    assert saved.changes.kinds == {"place"}


def test_odd_blanks_and_invisible_letters_go() -> None:
    cleaned = checked(
        place_entry(name=" Lake\u00a0side\u200b  Clinic\u202e\x07 ", driver_note="a\r\nb\x00 \n\n")
    )
    assert cleaned.name == "Lake side Clinic"
    assert cleaned.driver_note == "a\nb"


def test_all_problems_are_told_at_once() -> None:
    wrong = place_entry(name=" ", zip="5574", npi="1234567890", phone="555-0142", state="Minn")
    assert fields_refused(wrong) == {"name", "zip", "npi", "phone", "state"}


def test_a_home_needs_an_address_a_pin_or_a_description() -> None:
    bare = PlaceEntry(kind=PlaceKind.HOME)
    assert fields_refused(bare) == {"address"}
    assert checked(replace(bare, description="third drive\xa0past")).description
    assert checked(replace(bare, lat=47.0, lon=-93.0)).pin_source is PinSource.PIN
    assert checked(replace(bare, address="1 Main St")).pin_source is PinSource.NONE


@pytest.mark.parametrize("pin", [(None, 1.0), (91.0, 0.0), (0.0, -181.0), (math.nan, 0.0)])
def test_a_pin_off_the_earth_is_refused(pin: tuple[float | None, float]) -> None:
    assert fields_refused(place_entry(lat=pin[0], lon=pin[1])) == {"lat"}


def test_a_match_of_the_geocoder_becomes_a_pin() -> None:
    entry = with_pin(place_entry(), pin_from(47.5, -93.25, "range"))
    assert (entry.lat, entry.lon, entry.pin_source) == (47.5, -93.25, PinSource.RANGE)
    assert pin_from(1, 2, "what is this").source is PinSource.TOWN
    assert with_pin(entry, None).pin_source is PinSource.NONE


def test_changing_writes_only_what_differs_and_undo_takes_it_back(built: Built) -> None:
    key = built.places.add(ACTOR, place_entry()).id
    changes = built.places.change(ACTOR, key, place_entry(phone="218-555-0100"), version=1)
    (step,) = changes.steps
    assert step.after is not None
    assert {*step.after} - {"version", "changed_at", "changed_by"} == {"phone"}
    undone = built.store.undo(ACTOR, changes)
    with built.store.read() as session:
        assert queries.place(session, key).phone == "2185550199"
    built.store.undo(ACTOR, undone)
    with built.store.read() as session:
        assert queries.place(session, key).phone == "2185550100"


def test_an_old_version_is_stale_and_nothing_is_kept(built: Built) -> None:
    key = built.places.add(ACTOR, place_entry()).id
    built.places.change(ACTOR, key, place_entry(name="Lakeside Health"), version=1)
    with pytest.raises(StaleError):
        built.places.change(ACTOR, key, place_entry(name="Other"), version=1)
    with built.store.read() as session:
        assert queries.place(session, key).name == "Lakeside Health"


def test_a_pin_is_moved_on_the_map(built: Built) -> None:
    key = built.places.add(ACTOR, place_entry()).id
    changes = built.places.move_pin(ACTOR, key, 47.3, -93.1)
    with built.store.read() as session:
        moved = queries.place(session, key)
    assert (moved.point, moved.pin_source) == ((47.3, -93.1), PinSource.PIN)
    built.store.undo(ACTOR, changes)
    with built.store.read() as session:
        assert queries.place(session, key).pin_source is PinSource.POINT


def test_archived_places_leave_list_and_type_ahead_and_come_back(built: Built) -> None:
    key = built.places.add(ACTOR, place_entry()).id
    changes = built.places.archive(ACTOR, key)
    with built.store.read() as session:
        assert queries.find_places(session, "lakeside") == []
        assert queries.place_list(session).count == 0
        assert [row.id for row in queries.place_list(session, archived=True, text="clin").rows] == [
            key
        ]
        assert queries.place(session, key).is_archived
    assert not built.places.archive(ACTOR, key)
    built.store.undo(ACTOR, changes)
    built.places.archive(ACTOR, key)
    built.places.unarchive(ACTOR, key)
    with built.store.read() as session:
        assert [found.id for found in queries.find_places(session, "grand rap lake")] == [key]


def test_lists_leave_homes_out_and_tell_how_many_there_are(built: Built) -> None:
    names = ["Cedar Clinic", "birch Dialysis", "Aspen Pharmacy"]
    for name in names:
        built.places.add(ACTOR, place_entry(name=name))
    built.places.add(ACTOR, home_entry())
    with built.store.read() as session:
        listing = queries.place_list(session, limit=2)
        assert [row.name for row in listing.rows] == ["Aspen Pharmacy", "birch Dialysis"]
        assert (listing.count, listing.is_cut) == (3, True)
        assert [row.name for row in queries.place_list(session, limit=2, offset=2).rows] == [
            "Cedar Clinic"
        ]
        homes = queries.place_list(session, kind=PlaceKind.HOME, text="bovey")
        assert [row.where for row in homes.rows] == ["27614 County Road 63, Bovey, MN 55709"]
        assert queries.find_places(session, "county road") == []
        assert queries.place_list(session, text="birhc").rows[0].name == "birch Dialysis"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, "the same address and a similar name"),
        ({"name": "Quite Other Dentists"}, "the same address"),
        ({"name": "Lake Side Clinic", "address": "1 Other Way"}, "a similar name nearby"),
        (
            {"name": "Clinic Lakeside", "address": "", "lat": None, "lon": None},
            "a similar name in the same town",
        ),
    ],
)
def test_possible_duplicates_are_told_with_their_reason(
    built: Built, changes: dict[str, object], reason: str
) -> None:
    key = built.places.add(ACTOR, place_entry()).id
    entry = place_entry(**changes)
    with built.store.read() as session:
        (double,) = queries.possible_duplicates(session, entry)
        assert (double.place.id, double.reasons) == (key, (reason,))
        assert queries.possible_duplicates(session, entry, but=key) == []


def test_another_branch_elsewhere_is_no_duplicate(built: Built) -> None:
    built.places.add(ACTOR, place_entry())
    other = place_entry(address="12 Elm", city="Hibbing", lat=47.4, lon=-92.9)
    with built.store.read() as session:
        assert queries.possible_duplicates(session, other) == []
        assert queries.possible_duplicates(session, place_entry(kind=PlaceKind.HOME)) == []


def test_who_may_only_read_changes_nothing(built: Built) -> None:
    with pytest.raises(RefusedError, match="no right"):
        built.places.add(READER, place_entry())


def test_what_is_not_there_is_said_plainly(built: Built) -> None:
    key = built.places.add(ACTOR, place_entry())
    built.store.undo(ACTOR, key.changes)
    with built.store.read() as session:
        with pytest.raises(RefusedError, match="not there"):
            queries.place(session, key.id)
        assert queries.places_by_ids(session, [key.id]) == {}
    with pytest.raises(RefusedError, match="not there"):
        built.places.change(ACTOR, key.id, place_entry())


@given(st.text(max_size=40), st.text(max_size=300))
def test_any_text_is_taken_or_refused_in_words(name: str, note: str) -> None:
    try:
        cleaned = checked(place_entry(name=name, driver_note=note, zip=name, phone=note))
    except InputError:
        return
    assert checked(cleaned) == cleaned
