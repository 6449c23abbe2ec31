"""Calls to drivers: kept with who and when, a no is remembered, a yes assigns in the same act."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from nemt_desk.drivers.rows import DayOffEntry, DriverKind
from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.ids import Id
from nemt_desk.planning.rows import DriverDay
from nemt_desk.runs.calls.queries import calls_about
from nemt_desk.runs.calls.rows import CallAbout, DriverCall
from nemt_desk.runs.calls.service import CallService, Said
from nemt_desk.runs.calls.sheet import order_sheet, ride_sheet
from nemt_desk.runs.days import driver_days
from nemt_desk.runs.roads import Travels
from nemt_desk.runs.rows import CallResult
from nemt_desk.runs.rules import OverrideNeeded
from nemt_desk.runs.who.ride import Who, who
from nemt_desk.runs.who.series import WhoSeries, who_series
from nemt_desk.trips.rows import Repeat
from nemt_desk.trips.standing.reading import order
from reports.call_sheet import call_sheet_pdf
from tests.factories import ACTOR, NOW, READER, TODAY
from tests.reports.reading import text
from tests.runs.world import ROADS, SETTINGS, World, build_world, nobody

TIME = SETTINGS.time
TRAVELS = Travels(ROADS)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = build_world(tmp_path)
    yield made
    made.built.engine.dispose()


@pytest.fixture
def calls(world: World) -> CallService:
    return CallService(world.store, world.runs)


def travel_on(_day: object) -> object:
    from nemt_desk.geo.roads.driving import USUAL  # noqa: PLC0415 - one name for all days

    return TRAVELS.on(USUAL)


def asked(world: World, *rides: Id) -> Who:
    with world.store.read() as session:
        return who(session, rides, settings=SETTINGS, now=NOW, travel_on=travel_on)  # type: ignore[arg-type]


def series(world: World, order_id: Id) -> WhoSeries:
    with world.store.read() as session:
        return who_series(session, order_id, settings=SETTINGS, now=NOW, travel_on=travel_on)  # type: ignore[arg-type]


def day_of(world: World, driver: Id) -> DriverDay:
    with world.store.read() as session:
        return driver_days(session, TODAY, TIME, [driver])[0]


def told(world: World, about: CallAbout) -> list[DriverCall]:
    with world.store.read() as session:
        return list(calls_about(session, about))


def test_a_no_is_kept_with_who_and_when_and_remembered(world: World, calls: CallService) -> None:
    near, far = world.driver(), world.driver(last_name="Lind")
    (ride,) = world.book(world.member()).ride_ids
    about = CallAbout(ride_id=ride)
    changes = calls.note(ACTOR, Said(about, near, CallResult.NO, "  at the dentist "))
    assert changes.text == "Noted the call to Lars Berg: no"
    (call,) = told(world, about)
    assert (call.driver_name, call.result_text, call.note) == (
        "Berg, Lars H.",
        "no",
        "at the dentist",
    )
    assert (call.called_at, call.called_by) == (NOW, ACTOR.name)
    assert [one.ride_id for one in day_of(world, near).declined] == [ride]
    assert day_of(world, far).declined == ()
    found = asked(world, ride)
    assert [one.name for one in found.candidates] == ["Lind, Lars H.", "Berg, Lars H."]
    assert found.candidates[1].known.no_ride.number == 1
    world.store.undo(ACTOR, changes)
    assert told(world, about) == []
    assert day_of(world, near).declined == ()


def test_a_no_to_another_ride_of_the_member_counts_but_does_not_warn(
    world: World, calls: CallService
) -> None:
    driver, ann = world.driver(), world.member()
    (first,) = world.book(ann).ride_ids
    (second,) = world.book(ann, "14:00", day=TODAY + timedelta(days=1)).ride_ids
    calls.note(ACTOR, Said(CallAbout(ride_id=first), driver, CallResult.NO))
    calls.note(ACTOR, Said(CallAbout(ride_id=first), driver, CallResult.NO_ANSWER))
    (one,) = asked(world, second).candidates
    assert (one.known.no_member.number, one.known.no_ride.number) == (1, 0)
    assert not one.has_declined


def test_a_yes_puts_the_ride_on_the_run_and_one_undo_takes_back_both(
    world: World, calls: CallService
) -> None:
    driver = world.driver()
    (ride,) = world.book(world.member()).ride_ids
    said = Said(CallAbout(ride_id=ride), driver, CallResult.YES)
    done = calls.yes(ACTOR, said, [ride])
    assert done.taken == (ride,)
    assert done.changes.text == "Lars Berg said yes: 1 ride on the run of Tue 24 Nov"
    assert world.assigned() == {(ride, driver, "")}
    world.store.undo(ACTOR, done.changes)
    assert world.assigned() == set()
    assert world.runs_there() == {}
    assert told(world, CallAbout(ride_id=ride)) == []


def test_a_yes_against_the_rules_needs_a_reason_and_keeps_nothing_without(
    world: World, calls: CallService
) -> None:
    driver = world.driver(days_off=(DayOffEntry(TODAY, TODAY, "vacation"),))
    (ride,) = world.book(world.member()).ride_ids
    said = Said(CallAbout(ride_id=ride), driver, CallResult.YES)
    with pytest.raises(OverrideNeeded, match="vacation"):
        calls.yes(ACTOR, said, [ride])
    assert told(world, said.about) == []
    calls.yes(ACTOR, said, [ride], override_reason="comes all the same")
    assert world.assigned() == {(ride, driver, "comes all the same")}


def test_a_yes_to_a_ride_on_another_run_moves_it_only_if_asked(
    world: World, calls: CallService
) -> None:
    first, second = world.driver(), world.driver(last_name="Lind")
    (ride,) = world.book(world.member()).ride_ids
    world.runs.assign(ACTOR, [ride], driver_id=first, day=TODAY)
    said = Said(CallAbout(ride_id=ride), second, CallResult.YES)
    with pytest.raises(RefusedError, match="already on run"):
        calls.yes(ACTOR, said, [ride])
    calls.yes(ACTOR, said, [ride], may_move=True)
    assert world.assigned() == {(ride, second, "")}


def test_calls_are_refused_without_right_ride_or_driver(world: World, calls: CallService) -> None:
    driver = world.driver()
    (ride,) = world.book(world.member()).ride_ids
    with pytest.raises(RefusedError, match="right"):
        calls.note(READER, Said(CallAbout(ride_id=ride), driver, CallResult.NO))
    with pytest.raises(RefusedError, match="Choose a ride"):
        calls.note(ACTOR, Said(CallAbout(), driver, CallResult.NO))
    with pytest.raises(RefusedError, match="not there"):
        calls.note(ACTOR, Said(CallAbout(ride_id=ride), nobody(), CallResult.NO))


def book_order(world: World, member: Id) -> Id:
    repeat = Repeat(weekdays=frozenset({1, 3}), count=6)
    order_id = world.book(member, repeat=repeat).standing_id
    assert order_id is not None
    return order_id


def test_who_can_take_a_standing_order_counts_days_and_names_the_first_he_cannot(
    world: World,
) -> None:
    thursday = TODAY + timedelta(days=9)
    steady = world.driver()
    world.driver(last_name="Lind", days_off=(DayOffEntry(thursday, thursday, "hunting"),))
    found = series(world, book_order(world, world.member()))
    assert [one.candidate.name for one in found.candidates] == ["Berg, Lars H.", "Lind, Lars H."]
    first, second = found.candidates
    assert first.candidate.driver_id == steady
    assert first.can_days == len(found.days) == len(first.days)
    assert second.can_days == len(found.days) - 1
    assert second.days_text.endswith("first not on Thu 3 Dec: Away on Thu 3 Dec (hunting).")
    assert found.why.startswith("Berg, Lars H. is first: can drive")


def test_a_yes_to_an_order_makes_it_his_and_takes_the_days_that_fit(
    world: World, calls: CallService
) -> None:
    off = TODAY + timedelta(days=7)
    driver = world.driver(days_off=(DayOffEntry(off, off, "hunting"),))
    order_id = book_order(world, world.member())
    found = series(world, order_id)
    rides = [ride.id for ride in found.rides]
    said = Said(CallAbout(standing_id=order_id), driver, CallResult.YES)
    done = calls.yes_to_order(ACTOR, said, rides)
    assert len(done.left) == 1
    assert {ride for ride, _driver, _reason in world.assigned()} == set(rides) - set(done.left)
    with world.store.read() as session:
        assert order(session, order_id).driver_id == driver
    world.store.undo(ACTOR, done.changes)
    assert world.assigned() == set()
    with world.store.read() as session:
        assert order(session, order_id).driver_id is None


def test_a_no_to_the_order_is_shown_on_each_of_its_rides(world: World, calls: CallService) -> None:
    driver = world.driver()
    order_id = book_order(world, world.member())
    calls.note(ACTOR, Said(CallAbout(standing_id=order_id), driver, CallResult.NO))
    (one,) = asked(world, series(world, order_id).rides[0].id).candidates
    assert one.known.no_order.number == 1
    assert one.has_declined


def test_other_ways_and_carriers_stand_with_their_price_and_rule(world: World) -> None:
    world.driver()
    world.driver(
        last_name="Lakes Cab", first_name="The", kind=DriverKind.CARRIER, cars=(), hours=(),
        credentials=(), recognized_on=None,
    )  # fmt: skip
    (ride,) = world.book(world.member()).ride_ids
    found = asked(world, ride)
    own, carrier = found.candidates
    assert (own.day.is_carrier, carrier.day.is_carrier) == (False, True)
    assert own.known.price is not None
    assert own.known.price.rule == "MN-041"
    assert carrier.cents is not None
    assert own.cents is not None
    assert carrier.cents > own.cents
    cab, family, bus = (way.text for way in found.others)
    assert "mode 3: $12.10 and $1.43 a mile" in cab
    assert "MN-042" in cab
    assert "personal mileage, 22¢ a mile" in family
    assert "S4-108" in family
    assert "nothing is noted about buses" in bus


def test_the_call_sheet_on_paper_has_all_reasons_and_room_to_write(
    world: World, calls: CallService
) -> None:
    driver = world.driver()
    world.driver(last_name="Lind", days_off=(DayOffEntry(TODAY, TODAY, "vacation"),))
    (ride,) = world.book(world.member(language="Finnish")).ride_ids
    calls.note(ACTOR, Said(CallAbout(ride_id=ride), driver, CallResult.MESSAGE, "calls back"))
    with world.store.read() as session:
        sheet = ride_sheet(session, [ride], settings=SETTINGS, now=NOW, travel_on=travel_on)  # type: ignore[arg-type]
    assert [one.fits for one in sheet.drivers] == [True, False]
    said = " ".join(text(call_sheet_pdf(sheet)).split())
    for words in (
        "Schroeder, Ann M., Tue 24 Nov",
        "speaks Finnish",
        "Berg, Lars H. is the only one who fits.",
        "The member speaks Finnish; this driver: no other language on file.",
        "message left (calls back); Tue 24 Nov 2026, 9:00 a.m., Test Coordinator",
        "Away on Tue 24 Nov (vacation).",
        "no answer",
        "Bus or train",
    ):
        assert words in said


def test_the_sheet_of_a_standing_order_says_its_days(world: World) -> None:
    world.driver()
    order_id = book_order(world, world.member())
    with world.store.read() as session:
        sheet = order_sheet(session, order_id, settings=SETTINGS, now=NOW, travel_on=travel_on)  # type: ignore[arg-type]
    assert sheet.lines[0].startswith("Standing order: Tue Thu")
    assert sheet.drivers[0].verdict.endswith("days")
    assert "Tue Thu" in text(call_sheet_pdf(sheet))
