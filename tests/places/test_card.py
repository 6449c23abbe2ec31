"""The place card: driveway and street point, notes, who confirmed it, its picture."""

import contextlib
from dataclasses import replace
from datetime import date, timedelta

import pytest

from nemt_desk.ground.errors import InputError, RefusedError, StaleError
from nemt_desk.ground.ids import Id
from nemt_desk.places import queries
from nemt_desk.places.photos import picture
from nemt_desk.places.rows import (
    PhotoChange,
    PhotoEntry,
    PinSource,
    Place,
    PlaceEntry,
    PlacePhoto,
)
from nemt_desk.places.rules import Pin, checked, moved_entry, with_pin
from nemt_desk.security.trail import history
from tests.factories import ACTOR, TODAY, Built, home_entry, place_entry
from tests.places.jpegs import CAMERA, PICTURE, exif, jpeg_with

DRIVE = (47.2101, -93.5512)
STREET = (47.21, -93.55)


def read(built: Built, key: Id) -> Place:
    with built.store.read() as session:
        return queries.place(session, key)


def photo(built: Built, key: Id) -> PlacePhoto | None:
    with built.store.read() as session:
        return queries.photo_of(session, key)


def sentences(jpeg: bytes, **more: object) -> list[str]:
    entry = replace(PhotoEntry(jpeg), **more)  # type: ignore[arg-type] # named by the test
    with pytest.raises(InputError) as refused:
        picture(entry, TODAY)
    return [problem.sentence for problem in refused.value.problems]


# --- driveway and street ----------------------------------------------------------------------


def test_moving_the_pin_keeps_the_street_point_and_it_can_go_back(built: Built) -> None:
    key = built.places.add(ACTOR, place_entry()).id
    assert read(built, key).street_point == STREET
    built.places.move_pin(ACTOR, key, *DRIVE)
    moved = read(built, key)
    assert (moved.point, moved.street_point, moved.pin_source) == (DRIVE, STREET, PinSource.PIN)
    changes = built.places.pin_to_street(ACTOR, key)
    back = read(built, key)
    assert (back.point, back.street_point) == (STREET, STREET)
    assert back.pin_source is PinSource.RANGE
    built.store.undo(ACTOR, changes)
    assert read(built, key) == replace(moved, version=back.version + 1)


def test_without_a_street_point_there_is_no_way_back(built: Built) -> None:
    by_hand = place_entry(lat=None, lon=None, address="", description="third drive")
    key = built.places.add(ACTOR, by_hand).id
    built.places.move_pin(ACTOR, key, *DRIVE)
    with pytest.raises(RefusedError, match="not found on the map"):
        built.places.pin_to_street(ACTOR, key)
    assert read(built, key).point == DRIVE


def test_a_place_of_before_keeps_its_looked_up_pin_as_street_point() -> None:
    old = place_entry()
    assert old.street_lat is None
    moved = with_pin(old, Pin(*DRIVE, PinSource.PIN))
    assert (moved.street_lat, moved.street_lon) == STREET
    assert with_pin(moved, None).street_lat is None


def test_a_look_up_that_finds_the_places_own_pin_changes_nothing() -> None:
    kept = checked(with_pin(checked(place_entry()), Pin(*DRIVE, PinSource.PIN)))
    assert with_pin(kept, Pin(*DRIVE, PinSource.POINT)) == kept
    assert (kept.street_lat, kept.street_lon) == STREET


def test_another_address_does_not_keep_the_street_point_of_the_old_one(built: Built) -> None:
    key = built.places.add(ACTOR, place_entry()).id
    built.places.move_pin(ACTOR, key, *DRIVE)
    kept = PlaceEntry.of(read(built, key))
    built.places.change(ACTOR, key, replace(kept, address="1601 golf course ROAD"))
    assert read(built, key).street_point == STREET
    built.places.change(ACTOR, key, replace(kept, address="12 Pokegama Avenue"))
    assert (read(built, key).point, read(built, key).street_point) == (DRIVE, None)


# --- what drivers must know -------------------------------------------------------------------


def test_the_card_tells_only_what_is_kept_in_a_drivers_order(built: Built) -> None:
    entry = home_entry(dog_note=" Two  dogs, friendly ", gate_note="code 4711", entrance="back")
    key = built.places.add(ACTOR, entry).id
    assert read(built, key).card == (
        ("Entrance", "back"),
        ("Gate", "code 4711"),
        ("Dog", "Two dogs, friendly"),
    )


def test_notes_too_long_for_the_wheel_are_refused() -> None:
    with pytest.raises(InputError) as refused:
        checked(place_entry(gate_note="x" * 121, season_note="y" * 120))
    assert [problem.field for problem in refused.value.problems] == ["gate_note"]


def test_confirming_says_who_and_when_and_is_undone(built: Built) -> None:
    key = built.places.add(ACTOR, place_entry()).id
    changes = built.places.confirm(ACTOR, key, by=" Berg, Lars ", on=TODAY, version=1)
    assert (read(built, key).confirmed_on, read(built, key).confirmed_by) == (TODAY, "Berg, Lars")
    with pytest.raises(StaleError):
        built.places.confirm(ACTOR, key, by="Lind", on=TODAY, version=1)
    built.store.undo(ACTOR, changes)
    assert read(built, key).confirmed_on is None


@pytest.mark.parametrize(
    ("by", "on", "field"),
    [(" ", TODAY, "confirmed_by"), ("Berg", TODAY + timedelta(days=2), "confirmed_on")],
)
def test_a_confirming_without_a_name_or_in_the_future_is_refused(
    built: Built, by: str, on: date, field: str
) -> None:
    key = built.places.add(ACTOR, place_entry()).id
    with pytest.raises(InputError) as refused:
        built.places.confirm(ACTOR, key, by=by, on=on)
    assert [problem.field for problem in refused.value.problems] == [field]


def test_a_place_that_moves_takes_its_name_along_but_not_its_door(built: Built) -> None:
    entry = place_entry(entrance="west", gate_note="code 1", npi="1234567893", hours="Mon-Fri")
    moved = moved_entry(read(built, built.places.add(ACTOR, entry).id))
    assert (moved.name, moved.npi, moved.hours) == ("Lakeside Clinic", "1234567893", "Mon-Fri")
    assert (moved.address, moved.lat, moved.entrance, moved.gate_note) == ("", None, "", "")


# --- the picture ------------------------------------------------------------------------------


def test_a_picture_comes_back_and_is_replaced_and_taken_away(built: Built) -> None:
    key = built.places.add(ACTOR, place_entry()).id
    entry = PhotoEntry(PICTURE, TODAY, " West door ")
    changes = built.places.set_photo(ACTOR, key, PhotoChange(entry))
    assert photo(built, key) == PlacePhoto(key, PICTURE, 16, 12, TODAY, "West door")
    assert read(built, key).version == 2
    built.store.undo(ACTOR, changes)
    assert photo(built, key) is None
    built.places.set_photo(ACTOR, key, PhotoChange(entry))
    gone = built.places.set_photo(ACTOR, key, PhotoChange(None))
    assert photo(built, key) is None
    built.store.undo(ACTOR, gone)
    assert photo(built, key) == PlacePhoto(key, PICTURE, 16, 12, TODAY, "West door")


def test_a_picture_is_saved_with_the_record_in_one_act(built: Built) -> None:
    saved = built.places.add(ACTOR, place_entry(), photo=PhotoChange(PhotoEntry(PICTURE)))
    assert photo(built, saved.id) is not None
    changes = built.places.change(
        ACTOR, saved.id, place_entry(name="Other"), version=1, photo=PhotoChange(None)
    )
    assert photo(built, saved.id) is None
    assert changes.kinds == {"place", "place_photo"}
    built.places.change(ACTOR, saved.id, place_entry(name="Third"))
    assert photo(built, saved.id) is None


def test_nothing_the_camera_told_is_kept(built: Built) -> None:
    told = jpeg_with(exif(1), CAMERA, behind=b"a film with its sound")
    key = built.places.add(ACTOR, place_entry(), photo=PhotoChange(PhotoEntry(told))).id
    kept = photo(built, key)
    assert kept is not None
    assert kept.jpeg == PICTURE
    assert b"GPS" in told
    assert b"GPS" not in kept.jpeg


def test_the_trail_tells_of_a_picture_but_does_not_hold_it(built: Built) -> None:
    key = built.places.add(ACTOR, place_entry(), photo=PhotoChange(PhotoEntry(PICTURE))).id
    with built.store.read() as session:
        told = str(history(session, key))
    assert f"{len(PICTURE)} bytes, sha256" in told


@pytest.mark.parametrize(
    "jpeg",
    [
        b"",
        b"\x89PNG\r\n\x1a\n" + PICTURE,
        PICTURE[:40],
        PICTURE[:-2],
        PICTURE[:2],
        b"\xff\xd8\xff\xd9",
        b"\xff" * 50,
    ],
)
def test_what_is_no_whole_jpeg_is_refused(jpeg: bytes) -> None:
    assert sentences(jpeg) == ["This is no JPEG picture, or it is damaged. Choose another file."]


def test_too_large_or_lying_on_its_side_is_refused() -> None:
    assert "300 KB" in sentences(PICTURE + b"\0" * 300_000)[0]
    assert "turned" in sentences(jpeg_with(exif(6)))[0]
    assert sentences(PICTURE, taken_on=TODAY + timedelta(days=1)) == ["This day is still to come."]


def test_flipped_bytes_are_refused_or_kept_but_never_crash() -> None:
    whole = jpeg_with(exif(1), CAMERA)
    for at in range(len(whole)):
        broken = bytearray(whole)
        broken[at] ^= 0xFF
        with contextlib.suppress(InputError):
            assert picture(PhotoEntry(bytes(broken)), TODAY).width
