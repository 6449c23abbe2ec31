"""The ride's day decides the way; another map is listed, never taken over by itself."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nemt_desk.closures.rows import ClosureEntry
from nemt_desk.closures.service import ClosureService
from nemt_desk.ground.errors import RefusedError, StaleError
from nemt_desk.ground.ids import Id
from nemt_desk.ground.progress import Cancelled
from nemt_desk.ground.settings import Settings
from nemt_desk.logs.queries import trip_logs
from nemt_desk.places.queries import places_by_ids
from nemt_desk.policy import packs
from nemt_desk.runs.roads import RoadTravel, Travels
from nemt_desk.runs.sheets import run_sheets
from nemt_desk.trips.day_roads import DayRoads
from nemt_desk.trips.queries import ride as ride_of
from nemt_desk.trips.recheck import Recheck, planned, recheck
from nemt_desk.trips.recheck_service import RecheckService
from nemt_desk.trips.routing import How, how_on
from nemt_desk.trips.rows import (
    HolidayRule,
    LegRequest,
    Repeat,
    ReturnKind,
    Ride,
    RideState,
    TripRequest,
)
from reports.run_sheet import run_sheets_pdf
from tests.factories import ACTOR, NOW, READER, TODAY
from tests.reports.reading import text
from tests.runs.world import DETOUR_M, ROADS, SETTINGS, FlatRoads, World, at, build_world

if TYPE_CHECKING:
    from nemt_desk.runs.sheet_rows import RunSheet

TOMORROW = TODAY + timedelta(days=1)
BRIDGE = ClosureEntry(
    name="Bridge", line=((47.2, -93.5),), from_on=TOMORROW, until_on=TOMORROW + timedelta(days=1)
)
LONGER = FlatRoads("newmap", longer_m=1_000)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = build_world(tmp_path)
    yield made
    made.built.engine.dispose()


@pytest.fixture
def rechecks(world: World) -> RecheckService:
    return RecheckService(world.store, lambda: SETTINGS)


def shut(world: World, **changes: object) -> Id:
    return ClosureService(world.store).add(ACTOR, replace(BRIDGE, **changes)).id  # type: ignore[arg-type]


def how(world: World, day: date, settings: Settings = SETTINGS) -> How:
    with world.store.read() as session:
        return how_on(session, day, settings)


def measured(
    world: World, roads: FlatRoads = LONGER, *, first: date = TODAY, settings: Settings = SETTINGS
) -> Recheck:
    with world.store.read() as session:
        asked = planned(session, settings, first)
    return recheck(asked, roads, today=TODAY)


def ride(world: World, ride_id: Id) -> Ride:
    with world.store.read() as session:
        return ride_of(session, ride_id)


def metres(world: World, ride_id: Id) -> float:
    kept = ride(world, ride_id).mileage
    assert kept is not None
    return kept.direct_m


# --- the ride's day -----------------------------------------------------------------------------


def test_a_shut_road_changes_the_miles_of_its_days_only(world: World) -> None:
    shut(world)
    member = world.member()
    with world.store.read() as session:
        found = places_by_ids(session, [world.home(member), world.clinic])
    home, clinic = found[world.home(member)], found[world.clinic]
    ways = DayRoads(ROADS, lambda day: how(world, day))
    far = [ways.mileage(home, clinic, TODAY + timedelta(days=n)) for n in range(4)]
    usual = far[0]
    assert usual is not None
    assert far[3] == usual
    assert [one.direct_m - usual.direct_m for one in far[1:3] if one] == [DETOUR_M, DETOUR_M]


def test_every_day_of_a_repeat_has_its_own_miles_and_pick_up(world: World) -> None:
    shut(world)
    member = world.member()
    home_id = world.home(member)
    with world.store.read() as session:
        found = places_by_ids(session, [home_id, world.clinic])
    ways = DayRoads(ROADS, lambda day: how(world, day))
    there = ways.mileage(found[home_id], found[world.clinic], TODAY)
    back = ways.mileage(found[world.clinic], found[home_id], TODAY)
    leg = LegRequest(from_id=home_id, to_id=world.clinic, appointment_at=at("10:00"), mileage=there)
    request = TripRequest(
        member_id=member,
        legs=(leg,),
        return_kind=ReturnKind.SCHEDULED,
        return_at=at("14:00"),
        return_mileage=back,
        repeat=Repeat(frozenset(range(7)), count=4, holiday_rule=HolidayRule.KEEP),
    )
    days = [TODAY + timedelta(days=n) for n in range(4)]
    booked = world.trips.book(ACTOR, ways.repeated(request, days, found.__getitem__))
    rides = [ride(world, key) for key in booked.ride_ids]
    out = [one for one in rides if one.from_id == home_id]
    home = [one for one in rides if one.to_id == home_id]
    first = out[0].mileage
    assert first is not None
    more = [one.mileage.direct_m - first.direct_m for one in out if one.mileage]
    assert more == [0, DETOUR_M, DETOUR_M, 0]
    # Eight kilometres at a kilometre a minute: fetched eight minutes earlier, home eight later.
    assert _clocks(out, "pickup_at") == ["09:27", "09:19", "09:19", "09:27"]
    assert _clocks(out, "dropoff_at") == ["09:50"] * 4
    assert _clocks(home, "pickup_at") == ["14:00"] * 4
    assert len(set(_clocks(home, "dropoff_at"))) == 2
    (said,) = [one.sentence for one in booked.warnings if one.code == "other_way"]
    assert "On 2 of 4 days" in said
    assert "8 min longer" in said


def _clocks(rides: list[Ride], name: str) -> list[str]:
    return [f"{SETTINGS.time.local(getattr(one, name)):%H:%M}" for one in rides]


def test_planning_and_papers_go_around_on_that_day_too(world: World) -> None:
    shut(world)
    travels = Travels(ROADS)
    usual, around = how(world, TODAY).driving, how(world, TOMORROW).driving
    assert travels.on(usual) is travels.on(how(world, TODAY + timedelta(days=9)).driving)
    ends = (47.2, -93.5), (47.3, -93.5)
    longer = travels.on(around).leg(*ends).distance_m - RoadTravel(ROADS).leg(*ends).distance_m
    assert longer == pytest.approx(DETOUR_M)
    driver = world.driver()
    for day in (TODAY, TOMORROW):
        booked = world.book(world.member(phone=f"21855501{day.day}"), day=day)
        world.runs.assign(ACTOR, booked.ride_ids, driver_id=driver, day=day)
    sheets: list[RunSheet] = []
    for day in (TODAY, TOMORROW):
        with world.store.read() as session:
            sheets += run_sheets(session, day, roads=ROADS, settings=SETTINGS, now=NOW)
    ways = [sheet.stops[-1].way_m or 0 for sheet in sheets]
    assert ways[1] - ways[0] == pytest.approx(DETOUR_M)
    assert [sheet.shut_roads for sheet in sheets] == [(), ("Bridge",)]
    printed = text(run_sheets_pdf(sheets[1:]))
    assert "Shut today Bridge. The ways on this sheet go around." in printed


def test_the_packs_choice_of_route_is_kept_and_named(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = packs.load("mn")
    assert pack.paper_route.kind == "shortest"
    assert "S4-137" in pack.paper_route.source
    quick = replace(pack, paper_route=replace(pack.paper_route, kind="fastest"))
    monkeypatch.setattr(packs, "load", lambda _code: quick)
    assert how(world, TODAY).kind == "fastest"
    booked = world.book(world.member())
    (line,) = measured(world, ROADS).lines  # booked as the shortest way
    assert line.now is not None
    assert line.now.kind == "fastest"
    world.runs.assign(ACTOR, booked.ride_ids, driver_id=world.driver(), day=TODAY)
    RecheckService(world.store, lambda: SETTINGS).take_over(ACTOR, [line])
    with world.store.read() as session:
        (sheet,) = run_sheets(session, TODAY, roads=ROADS, settings=SETTINGS, now=NOW)
        (log,) = trip_logs(session, TODAY, roads=ROADS, settings=SETTINGS, now=NOW)
    assert sheet.source is not None
    assert sheet.source.kind == log.rides[0].route_kind == "fastest"
    assert sheet.stops[-1].way_m == log.rides[0].direct_m == line.now.direct_m


# --- recheck ------------------------------------------------------------------------------------


def test_another_map_is_listed_and_taken_over_in_one_act(
    world: World, rechecks: RecheckService
) -> None:
    one = world.book(world.member(), day=TOMORROW).ride_ids[0]
    two = world.book(world.member(phone="2185550177"), day=TOMORROW).ride_ids[0]
    assert measured(world, ROADS).lines == ()
    found = measured(world)
    assert found.checked == 2
    assert {line.ride_id for line in found.lines} == {one, two}
    assert [line.more_m for line in found.lines] == pytest.approx([1_000, 1_000])
    before, times = metres(world, one), ride(world, one).pickup_at
    assert metres(world, two) == before  # listed, not changed
    changes = rechecks.take_over(ACTOR, found.can_take)
    assert metres(world, one) == pytest.approx(before + 1_000)
    assert ride(world, one).pickup_at == times
    kept = ride(world, two).mileage
    assert kept is not None
    assert kept.map_hash == "newmap"
    assert measured(world).lines == ()
    world.store.undo(ACTOR, changes)
    assert metres(world, one) == metres(world, two) == before


def test_what_is_over_or_under_way_is_only_listed(world: World, rechecks: RecheckService) -> None:
    yesterday = TODAY - timedelta(days=1)
    past = world.book(world.member(), day=yesterday).ride_ids[0]
    done = world.book(world.member(phone="2185550171"), "10:00").ride_ids[0]
    aboard = world.book(world.member(phone="2185550172"), "11:00").ride_ids[0]
    gone = world.book(world.member(phone="2185550173"), "12:00").ride_ids[0]
    open_one = world.book(world.member(phone="2185550174"), "13:00").ride_ids[0]
    world.trips.mark(ACTOR, done, RideState.DONE)
    world.trips.mark(ACTOR, aboard, RideState.ABOARD)
    world.trips.cancel(ACTOR, gone, "ill")
    found = measured(world, first=yesterday)
    assert {line.ride_id for line in found.lines if line.is_kept} == {past, done, aboard}
    assert [line.ride_id for line in found.can_take] == [open_one]
    assert gone not in {line.ride_id for line in found.lines}
    before = metres(world, done)
    kept = [replace(line, is_kept=False) for line in found.lines if line.ride_id != open_one]
    for line in kept:
        with pytest.raises(RefusedError, match="over or under way"):
            rechecks.take_over(ACTOR, [line])
    assert metres(world, done) == before
    # All or nothing: one closed ride keeps the open one as it is, too.
    with pytest.raises(RefusedError):
        rechecks.take_over(ACTOR, [*found.can_take, kept[0]])
    assert metres(world, open_one) == before


def test_a_ride_with_no_way_now_comes_first_with_the_sentence(
    world: World, rechecks: RecheckService
) -> None:
    world.book(world.member(), day=TOMORROW)
    clinic = world.place(name="Island Clinic")
    later = TOMORROW + timedelta(days=3)
    lost = world.book(world.member(phone="2185550177"), day=later, clinic=clinic).ride_ids[0]
    world.built.places.move_pin(ACTOR, clinic, 89.5, -93.0)
    first = measured(world).lines[0]
    assert (first.ride_id, first.now) == (lost, None)
    assert first.why_not == "The end lies outside the map."
    assert not first.can_take
    with pytest.raises(RefusedError):
        rechecks.take_over(ACTOR, [first])


def test_a_closure_lists_the_rides_of_its_days(world: World) -> None:
    world.book(world.member(), day=TODAY)
    there = world.book(world.member(phone="2185550177"), day=TOMORROW).ride_ids[0]
    key = shut(world)
    assert [line.ride_id for line in measured(world, ROADS).lines] == [there]
    ClosureService(world.store).archive(ACTOR, key)
    assert measured(world, ROADS).lines == ()


def test_winter_is_told_by_its_minutes(world: World) -> None:
    world.book(world.member(), day=TOMORROW)
    snow = replace(SETTINGS, winter_percent=50)
    (line,) = measured(world, ROADS, settings=snow).lines
    assert line.more_m == pytest.approx(0)
    assert line.more_min is not None
    assert line.more_min >= 2


def test_taking_over_is_refused_when_the_ride_has_moved_on(
    world: World, rechecks: RecheckService
) -> None:
    key = world.book(world.member(), day=TOMORROW).ride_ids[0]
    found = measured(world)
    world.trips.mark(ACTOR, key, RideState.CONFIRMED)
    with pytest.raises(StaleError):
        rechecks.take_over(ACTOR, found.can_take)
    with pytest.raises(RefusedError):
        rechecks.take_over(READER, measured(world).can_take)
    with pytest.raises(RefusedError, match="No ride was chosen"):
        rechecks.take_over(ACTOR, [])


def test_measuring_can_be_stopped(world: World) -> None:
    world.book(world.member(), day=TOMORROW)

    class Stops:
        def step(self, text: str, percent: int) -> None:
            del text, percent
            raise Cancelled

    with world.store.read() as session:
        asked = planned(session, SETTINGS, TODAY)
    with pytest.raises(Cancelled):
        recheck(asked, LONGER, today=TODAY, progress=Stops())
