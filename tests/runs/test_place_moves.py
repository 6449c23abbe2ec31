"""A place that moves or closes: every ride it touches is listed, then changed in one act."""

from dataclasses import replace
from datetime import timedelta

import pytest

from nemt_desk.geo.roads.driving import USUAL, Driving, Kind
from nemt_desk.geo.roads.routing import Route, Step
from nemt_desk.geo.shapes import Point
from nemt_desk.ground.errors import InputError, RefusedError, StaleError
from nemt_desk.ground.ids import Id
from nemt_desk.members.queries import member as member_of
from nemt_desk.places.queries import place
from nemt_desk.places.rows import PinSource, Place, PlaceEntry
from nemt_desk.places.rules import moved_entry
from nemt_desk.runs.move_rows import MoveKind, MovePlan, PlaceMove
from nemt_desk.runs.place_moves import PlaceMoveService
from nemt_desk.runs.queries import runs_by_ids
from nemt_desk.runs.rows import RunState
from nemt_desk.trips.queries import ride as ride_of
from nemt_desk.trips.queries import trip as trip_of
from nemt_desk.trips.rows import CancelCode, Repeat, ReturnKind, Ride, RideState
from tests.factories import ACTOR, READER, TODAY, home_entry
from tests.runs.world import SETTINGS, World, at

TOMORROW = TODAY + timedelta(days=1)
NEW = {"address": "12 Pokegama Avenue", "city": "Grand Rapids", "zip": "55744"}


class Straight:
    """Roads of 1.2 times the line, a kilometre a minute; none beyond 89 degrees north."""

    def reaches(self, point: Point) -> bool:
        return 46 < point.lat < 48 and -95 < point.lon < -92

    def route(
        self, a: Point, b: Point, kind: Kind = "shortest", *, driving: Driving = USUAL
    ) -> Route:
        del driving
        if max(a.lat, b.lat) > 89:
            raise RefusedError("There is no way there.")
        far = a.distance_m(b) * 1.2
        steps = (Step("Drive on.", far, far / 1000 * 60),)
        ends = (a.pair, b.pair)
        return Route(
            kind, far, far / 1000 * 60, steps, ends, 0.0, 0.0, "New", "2", "2026-11-01", "ffff"
        )


@pytest.fixture
def moves(world: World) -> PlaceMoveService:
    return PlaceMoveService(world.store, lambda: SETTINGS)


def entry(world: World, **changes: object) -> PlaceEntry:
    values = {**NEW, "lat": 47.25, "lon": -93.5, "pin_source": PinSource.POINT, **changes}
    return replace(moved_entry(clinic(world)), **values)  # type: ignore[arg-type] # by name


def clinic(world: World, key: Id | None = None) -> Place:
    with world.store.read() as session:
        return place(session, key or world.clinic)


def ride(world: World, key: Id) -> Ride:
    with world.store.read() as session:
        return ride_of(session, key)


def moved(world: World, moves: PlaceMoveService, **changes: object) -> MovePlan:
    move = PlaceMove(
        place_id=world.clinic, kind=MoveKind.MOVED, from_day=TOMORROW, entry=entry(world)
    )
    return moves.planned(replace(move, **changes), Straight())  # type: ignore[arg-type] # by name


def test_a_move_takes_every_ride_along_and_undo_brings_all_back(
    world: World, moves: PlaceMoveService
) -> None:
    today = world.book(world.member())
    booked = world.book(
        world.member(last_name="Oja"), day=TOMORROW, back=ReturnKind.SCHEDULED, back_at="14:00"
    )
    there, back = booked.ride_ids
    before = {key: ride(world, key) for key in (*today.ride_ids, *booked.ride_ids)}
    plan = moved(world, moves)
    assert [change.id for change in plan.done] == [there, back]
    changes = moves.apply(ACTOR, plan)
    new_id = plan.after.id
    assert (ride(world, there).to_id, ride(world, back).from_id) == (new_id, new_id)
    mileage = ride(world, there).mileage
    assert mileage is not None
    assert (mileage.engine, mileage.map_hash) == ("New", "ffff")
    assert mileage.direct_m != before[there].mileage.direct_m  # type: ignore[union-attr] # routed
    assert ride(world, there).pickup_at == before[there].pickup_at
    assert ride(world, today.ride_ids[0]) == before[today.ride_ids[0]]
    assert (clinic(world).closed_on, clinic(world).moved_to_id) == (TOMORROW, new_id)
    assert clinic(world, new_id).where == "12 Pokegama Avenue, Grand Rapids, MN 55744"
    with world.store.read() as session:
        assert trip_of(session, booked.trip_ids[0]).place_id == new_id
        assert trip_of(session, today.trip_ids[0]).place_id == world.clinic
    world.store.undo(ACTOR, changes)
    for key, kept in before.items():
        assert replace(ride(world, key), version=kept.version) == kept
    assert (clinic(world).closed_on, clinic(world).moved_to_id) == (None, None)
    with pytest.raises(RefusedError), world.store.read() as session:
        place(session, new_id)


def test_runs_that_were_published_are_marked_changed(world: World, moves: PlaceMoveService) -> None:
    driver = world.driver()
    booked = world.book(world.member(phone="2185550142", language="Finnish"), day=TOMORROW)
    world.runs.assign(
        ACTOR, booked.ride_ids, driver_id=driver, day=TOMORROW, override_reason="asked"
    )
    (run_id,) = world.runs_there()
    world.runs.publish(ACTOR, [run_id])
    plan = moved(world, moves)
    (touched,) = plan.ripple.rides
    assert touched.is_told
    assert (touched.driver and touched.driver.phone) == "2185550111"
    assert (touched.member.phone, touched.member.remark) == ("2185550142", "speaks Finnish")
    moves.apply(ACTOR, plan)
    with world.store.read() as session:
        (run,) = runs_by_ids(session, [run_id])
    assert run.state is RunState.DRAFT
    assert run.published_at is not None


def test_a_standing_order_and_who_lives_there_are_listed(
    world: World, moves: PlaceMoveService
) -> None:
    repeat = Repeat(frozenset({TODAY.weekday()}), until=TODAY + timedelta(days=21))
    world.book(world.member(), repeat=repeat)
    resident = world.member(last_name="Koski", home=None, home_id=world.clinic)
    plan = moved(world, moves, residents=True)
    (order,) = plan.ripple.orders
    assert (order.rides, order.pattern) == (3, "Tue until Tue 15 Dec 2026")
    assert [(one.kind, one.name) for one in plan.ripple.residents] == [("member", "Koski, Ann")]
    changes = moves.apply(ACTOR, plan)
    with world.store.read() as session:
        assert member_of(session, resident).home_id == plan.after.id
    world.store.undo(ACTOR, changes)
    with world.store.read() as session:
        assert member_of(session, resident).home_id == world.clinic


def test_rides_without_a_way_are_listed_and_left(world: World, moves: PlaceMoveService) -> None:
    (key,) = world.book(world.member(), day=TOMORROW).ride_ids
    north = entry(world, lat=89.5)
    plan = moved(world, moves, entry=north)
    assert [(one.id, one.why_not) for one in plan.left] == [(key, "There is no way there.")]
    kept = ride(world, key)
    moves.apply(ACTOR, plan)
    assert ride(world, key) == kept


def test_without_a_map_miles_are_cleared_only_when_asked(
    world: World, moves: PlaceMoveService
) -> None:
    (key,) = world.book(world.member(), day=TOMORROW).ride_ids
    move = PlaceMove(place_id=world.clinic, kind=MoveKind.MOVED, from_day=TODAY, entry=entry(world))
    assert not moves.planned(move, None).done
    plan = moves.planned(replace(move, without_miles=True), None)
    assert plan.done[0].note.startswith("Miles are not known")
    moves.apply(ACTOR, plan)
    assert (ride(world, key).to_id, ride(world, key).mileage) == (plan.after.id, None)


def test_a_corrected_pin_measures_the_rides_again_in_place(
    world: World, moves: PlaceMoveService
) -> None:
    (key,) = world.book(world.member(), day=TOMORROW).ride_ids
    before = ride(world, key)
    right = replace(PlaceEntry.of(clinic(world)), lat=47.26, pin_source=PinSource.PIN)
    changes = moves.apply(
        ACTOR, moved(world, moves, kind=MoveKind.CORRECTED, from_day=TODAY, entry=right)
    )
    assert clinic(world).point == (47.26, -93.55)
    assert clinic(world).street_point == (47.21, -93.55)
    assert clinic(world).closed_on is None
    after = ride(world, key)
    assert after.to_id == world.clinic
    assert after.mileage != before.mileage
    world.store.undo(ACTOR, changes)
    assert ride(world, key).mileage == before.mileage


def test_new_times_are_filled_from_the_new_minutes_when_asked(
    world: World, moves: PlaceMoveService
) -> None:
    (key,) = world.book(world.member(), "10:00", day=TOMORROW).ride_ids
    far = entry(world, lat=47.7)
    kept = moved(world, moves, entry=far)
    assert kept.done[0].note.endswith("min late for the appointment as planned.")
    plan = moved(world, moves, entry=far, new_times=True)
    assert plan.done[0].note == ""
    moves.apply(ACTOR, plan)
    after = ride(world, key)
    assert after.mileage is not None
    assert after.pickup_at == at("9:45", TOMORROW) - timedelta(minutes=after.mileage.minutes)
    assert after.appointment_at == at("10:00", TOMORROW)


def test_rides_under_way_or_over_are_never_touched(world: World, moves: PlaceMoveService) -> None:
    gone, under_way, late = (
        world.book(world.member(last_name=name)).ride_ids[0] for name in ("Aho", "Berg", "Cory")
    )
    world.trips.mark(ACTOR, gone, RideState.DONE)
    world.trips.mark(ACTOR, under_way, RideState.ABOARD)
    world.trips.mark(ACTOR, late, RideState.LATE)
    before = [ride(world, key) for key in (gone, under_way, late)]
    plan = moved(world, moves, from_day=TODAY)
    assert {one.id for one in plan.left} == {under_way, late}
    moves.apply(ACTOR, plan)
    assert [ride(world, key) for key in (gone, under_way, late)] == before


def test_closing_cancels_only_the_chosen_rides(world: World, moves: PlaceMoveService) -> None:
    first = world.book(world.member(), day=TOMORROW).ride_ids[0]
    second = world.book(world.member(last_name="Oja"), day=TOMORROW).ride_ids[0]
    closing = {"kind": MoveKind.CLOSED, "entry": None, "cancel": frozenset({first})}
    with pytest.raises(InputError, match="why"):
        moves.apply(ACTOR, moved(world, moves, **closing))
    assert clinic(world).closed_on is None
    changes = moves.apply(ACTOR, moved(world, moves, **closing, reason="The clinic closed"))
    assert ride(world, first).state is RideState.CANCELLED
    assert ride(world, first).state_reason == "The clinic closed"
    assert ride(world, first).reason_code is CancelCode.FACILITY
    assert ride(world, second).state is RideState.BOOKED
    assert clinic(world).is_closed_on(TOMORROW)
    assert not clinic(world).is_closed_on(TODAY)
    world.store.undo(ACTOR, changes)
    assert ride(world, first).state is RideState.BOOKED


def test_nobody_is_booked_to_a_closed_place(world: World, moves: PlaceMoveService) -> None:
    member = world.member()
    plan = moved(world, moves)
    moves.apply(ACTOR, plan)
    assert world.book(member, day=TODAY).ride_ids
    with pytest.raises(InputError, match="12 Pokegama Avenue"):
        world.book(member, day=TOMORROW)
    assert world.book(member, day=TOMORROW, clinic=plan.after.id).ride_ids
    with pytest.raises(RefusedError, match="moved already"):
        moved(world, moves)
    moves.reopen(ACTOR, world.clinic)
    assert world.book(member, day=TOMORROW).ride_ids


def test_a_list_that_is_not_true_any_more_changes_nothing(
    world: World, moves: PlaceMoveService
) -> None:
    key = world.book(world.member(), day=TOMORROW).ride_ids[0]
    plan = moved(world, moves)
    world.book(world.member(last_name="Oja"), day=TOMORROW)
    with pytest.raises(StaleError, match="Make the list again"):
        moves.apply(ACTOR, plan)
    again = moved(world, moves)
    world.trips.mark(ACTOR, key, RideState.CONFIRMED)
    with pytest.raises(StaleError):
        moves.apply(ACTOR, again)
    assert clinic(world).closed_on is None


def test_who_may_only_read_changes_nothing(world: World, moves: PlaceMoveService) -> None:
    with pytest.raises(RefusedError):
        moves.apply(READER, moved(world, moves))


def test_a_home_that_moves_is_a_place_too(world: World, moves: PlaceMoveService) -> None:
    member = world.member()
    home = world.home(member)
    key = world.book(member, day=TOMORROW).ride_ids[0]
    new = home_entry(address="9 Elm Street", lat=47.4)
    plan = moved(world, moves, place_id=home, entry=new, residents=True)
    moves.apply(ACTOR, plan)
    assert (ride(world, key).from_id, world.home(member)) == (plan.after.id, plan.after.id)
