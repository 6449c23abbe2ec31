"""The call list: each person once, by the first ride, with the rides and room for the answer."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from nemt_desk.places.queries import place
from nemt_desk.places.rows import PlaceEntry
from nemt_desk.places.rules import moved_entry
from nemt_desk.runs.call_lists import CallList, call_list
from nemt_desk.runs.move_rows import MoveKind, PlaceMove
from nemt_desk.runs.place_moves import PlaceMoveService
from nemt_desk.trips.rows import Repeat
from reports.call_list import call_list_pdf
from tests.factories import ACTOR, NOW, TODAY
from tests.reports.reading import pages, text
from tests.runs.world import ROADS, SETTINGS, World, build_world

LATER = TODAY + timedelta(days=1)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = build_world(tmp_path)
    yield made
    made.built.engine.dispose()


def told(world: World, **changes: object) -> CallList:
    with world.store.read() as session:
        clinic = place(session, world.clinic)
    entry = replace(
        moved_entry(clinic), address="12 Pokegama Ave", city="Cohasset", lat=47.25, lon=-93.5
    )
    move = PlaceMove(place_id=world.clinic, kind=MoveKind.MOVED, from_day=TODAY, entry=entry)
    service = PlaceMoveService(world.store, lambda: SETTINGS)
    plan = service.planned(replace(move, **changes), ROADS)  # type: ignore[arg-type] # by name
    return call_list(plan, SETTINGS, NOW)


def test_members_and_drivers_who_hold_a_sheet_are_called_once(world: World) -> None:
    driver = world.driver()
    ann = world.member(phone="2185550142", language="Finnish")
    oja = world.member(last_name="Oja", phone="2185550143", phone2="2185550144")
    later = world.book(oja, "11:00", day=LATER)
    first = world.book(ann, "10:00")
    world.book(oja, "9:00", day=LATER + timedelta(days=1))
    world.runs.assign(ACTOR, first.ride_ids, driver_id=driver, day=TODAY, override_reason="asked")
    world.runs.assign(ACTOR, later.ride_ids, driver_id=driver, day=LATER, override_reason="asked")
    (run_id,) = [key for key, run in world.runs_there().items() if run[0].startswith("24")]
    world.runs.publish(ACTOR, [run_id])
    made = told(world)
    assert [(call.who, call.is_driver, len(call.rides)) for call in made.calls] == [
        ("Schroeder, Ann M.", False, 1),
        ("Oja, Ann M.", False, 2),
        ("Berg, Lars H.", True, 1),
    ]
    assert (made.run_ids, set(made.member_ids)) == ((run_id,), {ann, oja})
    printed = text(call_list_pdf(made))
    for words in (
        "Lakeside Clinic moves on Tue 24 Nov 2026", "OFFICE COPY", "218-555-0142",
        "Note speaks Finnish", "218-555-0143 · 218-555-0144", "Until now 1601 Golf Course Road",
        "From then on 12 Pokegama Ave, Cohasset, MN", "Tue 24 Nov, 9:27 a.m.", "new address",
        "Drivers who hold a run sheet", "218-555-0111", "Schroeder, Ann M.: Home to Lakeside",
        "told", "message left", "no answer", "call again", "Who", "When", "Said",
    ):  # fmt: skip
        assert words in printed


def test_a_standing_order_is_one_call(world: World) -> None:
    until = TODAY + timedelta(days=70)
    weekdays = frozenset({TODAY.weekday(), TODAY.weekday() + 2, TODAY.weekday() + 3})
    world.book(world.member(), repeat=Repeat(weekdays, until=until))
    printed = text(call_list_pdf(told(world)))
    assert printed.count("Schroeder, Ann M.") == 1
    assert "and 6 more, the last on Tue 22 Dec" in printed


def test_cancelled_and_undecided_rides_are_told_apart(world: World) -> None:
    gone = world.book(world.member()).ride_ids
    world.book(world.member(last_name="Oja"))
    closing = {"kind": MoveKind.CLOSED, "entry": None, "cancel": frozenset(gone), "reason": "shut"}
    printed = text(call_list_pdf(told(world, **closing)))
    assert "is closed from Tue 24 Nov 2026 on" in printed
    assert "CANCELLED" in printed
    assert "to be decided" in printed
    assert "From then on" not in printed


def test_a_pin_put_right_calls_only_those_whose_time_changes(world: World) -> None:
    world.book(world.member())
    with world.store.read() as session:
        clinic = place(session, world.clinic)
    right = replace(PlaceEntry.of(clinic), lat=47.4)
    corrected = {"kind": MoveKind.CORRECTED, "entry": right}
    assert told(world, **corrected).calls == ()
    (call,) = told(world, **corrected, new_times=True).calls
    assert call.rides[0].was_at is not None
    with pytest.raises(ValueError, match="nobody"):
        call_list_pdf(told(world, **corrected))


def test_many_calls_go_on_under_their_heading(world: World) -> None:
    for number in range(14):
        world.book(world.member(last_name=f"Name{number:02}"))
    made = told(world)
    printed = pages(call_list_pdf(made))
    assert len(printed) > 1
    assert "Members, continued" in printed[1]
    for number in range(14):
        (page,) = [page for page in printed if f"Name{number:02}" in page]
        assert "Said" in page[page.index(f"Name{number:02}") :]
