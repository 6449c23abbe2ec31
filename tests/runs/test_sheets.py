from datetime import time

import pytest

from nemt_desk.ground.progress import Cancelled
from nemt_desk.members.rows import Need
from nemt_desk.runs.board_rows import BoardRide
from nemt_desk.runs.queries import board
from nemt_desk.runs.sheet_rows import (
    HomeRide,
    RunSheet,
    SheetCard,
    SheetCompanion,
    SheetRider,
    StopAct,
)
from nemt_desk.runs.sheets import run_sheets
from nemt_desk.trips.rows import Companion, CompanionKind, CompanionReason, ReturnKind
from reports.run_sheet import run_sheets_pdf
from tests.factories import ACTOR, TODAY, home_entry
from tests.runs.world import ROADS, SETTINGS, FlatRoads, World

SECRET = "OWES MONEY"


def print_day(world: World, roads: FlatRoads | None = ROADS) -> tuple[RunSheet, ...]:
    with world.store.read() as session:
        return run_sheets(
            session, TODAY, roads=roads, settings=SETTINGS, now=world.built.clock.now()
        )


def riders(sheet: RunSheet, act: StopAct) -> list[SheetRider]:
    return [rider for stop in sheet.stops for rider in stop.riders if rider.act is act]


def shown(world: World, ride_id: object) -> BoardRide:
    with world.store.read() as session:
        return next(
            ride
            for run in board(session, TODAY, SETTINGS.time).runs
            for ride in run.rides
            if ride.id == ride_id
        )


def test_a_sheet_says_all_the_driver_needs(world: World) -> None:
    driver = world.driver(office_note=SECRET)
    clinic = world.place(entrance="East door", driver_note="Ring twice", office_note=SECRET)
    member = world.member(
        needs=frozenset({Need.WALKER, Need.OXYGEN, Need.SERVICE_ANIMAL}),
        preferred_name="Annie",
        driver_note="Knock loudly",
        office_note=SECRET,
    )
    companions = (Companion(CompanionKind.ATTENDANT, "Tom Ruíz", CompanionReason.NECESSARY),)
    ride = world.book(
        member,
        clinic=clinic,
        companions=companions,
        driver_note="Bring the red folder",
        office_note=SECRET,
    ).ride_ids[0]
    world.runs.assign(ACTOR, [ride], driver_id=driver, day=TODAY)
    (sheet,) = print_day(world)
    assert (sheet.agency_name, sheet.driver_name) == ("Perch County Rides", "Berg, Lars H.")
    assert sheet.car is not None
    assert (sheet.car.plate, sheet.car.seats) == ("ABC 123", 4)
    assert not sheet.is_published
    pick_up, drop_off = sheet.stops
    assert (pick_up.at, drop_off.at) == (time(9, 27), time(9, 50))
    assert pick_up.place_name == "Home"
    assert pick_up.address == "27614 County Road 63, Bovey, MN 55709"
    assert drop_off.card.lines == (("Entrance", "East door"), ("Note", "Ring twice"))
    assert pick_up.card == SheetCard()
    assert sheet.places == ()
    assert drop_off.place_phone == "2185550199"
    (on,) = riders(sheet, StopAct.PICK_UP)
    assert on.name == "Schroeder, Ann M. (Annie)"
    assert on.phone == "2185550142"
    assert on.needs == ("walker", "oxygen")
    assert on.service_animal == "yes"
    assert on.companions == (SheetCompanion("Tom Ruíz", "attendant"),)
    assert on.driver_note == "Knock loudly Bring the red folder"
    assert (on.appointment_at, on.appointment_where) == (time(10, 0), "Lakeside Clinic")
    assert on.other_end == "Lakeside Clinic"
    assert on.loaded_m == pytest.approx(shown(world, ride).direct_m)
    assert SECRET not in repr(sheet)
    assert sheet.member_ids == (member,)
    assert run_sheets_pdf([sheet]).startswith(b"%PDF")


def test_the_way_is_told_from_stop_to_stop_and_home_again(world: World) -> None:
    driver = world.driver(home=home_entry(address="9 Lake Road", lat=47.5, lon=-93.2))
    ride = world.book(world.member()).ride_ids[0]
    world.runs.assign(ACTOR, [ride], driver_id=driver, day=TODAY)
    (sheet,) = print_day(world)
    first, second = sheet.stops
    assert [step.text for step in second.way] == ["Drive on County Road 1."]
    assert second.way_m == pytest.approx(shown(world, ride).direct_m)
    assert first.way_min is not None
    assert sheet.start_at is not None
    begin = sheet.start_at.hour * 60 + sheet.start_at.minute
    assert begin == 9 * 60 + 27 - first.way_min
    assert sheet.way_back_min is not None
    assert sheet.end_at is not None
    assert sheet.end_at.hour * 60 + sheet.end_at.minute == 595 + sheet.way_back_min
    assert sheet.source is not None
    assert (sheet.source.engine, sheet.source.map_name) == ("Flat", "perch.osm.pbf")


def home_ride(world: World, ride: object) -> HomeRide | None:
    for sheet in print_day(world):
        for rider in riders(sheet, StopAct.PICK_UP):
            if rider.loaded_m == shown(world, ride).direct_m and rider.appointment_at:
                return rider.home_ride
    raise AssertionError("the ride is on no sheet")


def test_who_drives_the_member_home_later(world: World) -> None:
    driver = world.driver()
    other = world.driver(last_name="Lind", first_name="Paul", phone="2185550177")
    out, back = world.book(world.member(), back=ReturnKind.SCHEDULED, back_at="14:30").ride_ids
    world.runs.assign(ACTOR, [out], driver_id=driver, day=TODAY)
    assert home_ride(world, out) == HomeRide(at=time(14, 30))
    world.runs.assign(ACTOR, [back], driver_id=other, day=TODAY)
    assert home_ride(world, out) == HomeRide("Lind, Paul H.", "2185550177", time(14, 30))
    world.runs.move(ACTOR, [back], driver_id=driver, day=TODAY)
    assert home_ride(world, out) == HomeRide("this run", at=time(14, 30))
    world.trips.cancel(ACTOR, back, "walks home")
    assert home_ride(world, out) is None


@pytest.mark.parametrize(
    ("kind", "clock", "text"),
    [
        (ReturnKind.SCHEDULED, "14:30", "scheduled 2:30 p.m."),
        (ReturnKind.WILL_CALL, "", "will call"),
        (ReturnKind.WAIT, "11:00", "driver waits until 11:00 a.m."),
        (ReturnKind.NONE, "", ""),
    ],
)
def test_how_the_member_returns(world: World, kind: ReturnKind, clock: str, text: str) -> None:
    driver = world.driver()
    out = world.book(world.member(), back=kind, back_at=clock).ride_ids[0]
    world.runs.assign(ACTOR, [out], driver_id=driver, day=TODAY)
    assert riders(print_day(world)[0], StopAct.PICK_UP)[0].return_text == text


def test_a_will_call_stands_last_and_without_a_made_up_time(world: World) -> None:
    driver = world.driver()
    rides = world.book(world.member(), back=ReturnKind.WILL_CALL).ride_ids
    later = world.book(world.member(last_name="Oja", phone="2185550145"), "15:00").ride_ids
    world.runs.assign(ACTOR, [*rides, *later], driver_id=driver, day=TODAY)
    (sheet,) = print_day(world)
    assert [stop.at is None for stop in sheet.stops] == [False] * 4 + [True] * 2
    assert sheet.end_at is None
    assert run_sheets_pdf([sheet]).startswith(b"%PDF")


def test_without_a_map_or_a_pin_the_sheet_says_so(world: World) -> None:
    driver = world.driver(home=None)
    pinless = world.place(name="Pine Cabin Clinic", lat=None, lon=None, address="no road name")
    ride = world.book(world.member(), clinic=pinless, is_routed=False).ride_ids[0]
    world.runs.assign(ACTOR, [ride], driver_id=driver, day=TODAY)
    (sheet,) = print_day(world, None)
    said = [step.text for stop in sheet.stops for step in stop.way]
    assert said == [
        "No directions: the driver's home is not on file.",
        "No directions: this office has no county map yet.",
    ]
    assert sheet.source is None
    (sheet,) = print_day(world)
    assert sheet.stops[1].way[0].text == ("No directions: Pine Cabin Clinic has no pin on the map.")
    assert sheet.stops[1].way_m is None
    assert sheet.start_at is None
    assert run_sheets_pdf([sheet]).startswith(b"%PDF")


def test_what_the_map_refuses_is_told_in_its_own_words(world: World) -> None:
    driver = world.driver()
    polar = world.place(name="Far North Clinic", lat=89.5, lon=-93.0)
    ride = world.book(world.member(), clinic=polar, is_routed=False).ride_ids[0]
    world.runs.assign(ACTOR, [ride], driver_id=driver, day=TODAY, override_reason="test")
    (sheet,) = print_day(world)
    assert sheet.stops[1].way[0].text == "No directions: The end lies outside the map."


def test_loaded_miles_that_were_never_routed_are_routed_for_the_sheet(world: World) -> None:
    ride = world.book(world.member(), is_routed=False).ride_ids[0]
    world.runs.assign(ACTOR, [ride], driver_id=world.driver(), day=TODAY)
    (on,) = riders(print_day(world)[0], StopAct.PICK_UP)
    assert on.loaded_m is not None
    (on,) = riders(print_day(world, None)[0], StopAct.PICK_UP)
    assert on.loaded_m is None


def test_cancelled_rides_are_on_no_sheet(world: World) -> None:
    driver, member = world.driver(), world.member()
    rides = [world.book(member, hour).ride_ids[0] for hour in ("9:00", "13:00")]
    world.runs.assign(ACTOR, rides, driver_id=driver, day=TODAY)
    world.trips.cancel(ACTOR, rides[0], "sick")
    assert len(print_day(world)[0].stops) == 2


def test_sheets_of_chosen_drivers_only_by_name(world: World) -> None:
    drivers = [
        world.driver(last_name=name, phone=f"218555017{n}")
        for n, name in enumerate(("Lind", "Aho"))
    ]
    member = world.member()
    for number, driver in enumerate(drivers):
        ride = world.book(member, f"{9 + 3 * number}:00").ride_ids[0]
        world.runs.assign(ACTOR, [ride], driver_id=driver, day=TODAY)
    assert [sheet.driver_name for sheet in print_day(world)] == ["Aho, Lars H.", "Lind, Lars H."]
    with world.store.read() as session:
        now = world.built.clock.now()
        some = run_sheets(
            session, TODAY, roads=None, settings=SETTINGS, now=now, driver_ids=drivers[:1]
        )
        assert [sheet.driver_name for sheet in some] == ["Lind, Lars H."]
        one = run_sheets(
            session,
            None,
            roads=None,
            settings=SETTINGS,
            now=now,
            run_ids=[some[0].run_id or drivers[0]],
        )
        assert one == some


def test_a_second_print_does_not_ask_the_map_again(world: World) -> None:
    ride = world.book(world.member()).ride_ids[0]
    world.runs.assign(ACTOR, [ride], driver_id=world.driver(), day=TODAY)
    roads = FlatRoads()
    first = print_day(world, roads)
    asked = roads.asked
    assert asked > 0
    assert print_day(world, roads) == first
    assert roads.asked == asked
    print_day(world, FlatRoads("another map"))
    assert roads.asked == asked


class Impatient:
    def step(self, text: str, percent: int) -> None:
        raise Cancelled


def test_writing_sheets_can_be_stopped(world: World) -> None:
    ride = world.book(world.member()).ride_ids[0]
    world.runs.assign(ACTOR, [ride], driver_id=world.driver(), day=TODAY)
    with world.store.read() as session, pytest.raises(Cancelled):
        run_sheets(
            session,
            TODAY,
            roads=None,
            settings=SETTINGS,
            now=world.built.clock.now(),
            progress=Impatient(),
        )
