"""The day itself: marks, a no-show, will-call, late, ill, snow, planned anew, an add-on, closed."""

from PySide6.QtCore import Qt

from nemt_desk.geo.shapes import distance_m
from nemt_desk.members import queries as members
from nemt_desk.places import queries as places
from nemt_desk.runs.board_rows import BoardRide
from nemt_desk.trips.rows import CancelNotice, Leg, ReturnKind, RideState
from tests.booking_shots import is_plain
from tests.e2e.dispatcher import Dispatcher

Key = Qt.Key
_NEAR_M = 20_000
_BEFORE = {RideState.BOOKED, RideState.CONFIRMED}
_MORNING, _NOON, _THREE = 8 * 60, 12 * 60, 15 * 60


def by_time(person: Dispatcher, begin: int = 0) -> list[BoardRide]:
    """The rides still to come on runs from a minute on, the first one first."""
    found = [
        (one.pickup_min, str(one.id), one)
        for one in person.known.rides.values()
        if one.state in _BEFORE and one.is_assigned and one.booked_pickup_min is not None
    ]
    found = [entry for entry in found if entry[0] is not None and entry[0] >= begin]
    return [entry[-1] for entry in sorted(found, key=lambda entry: (entry[0], entry[1]))]


def first_ride(person: Dispatcher) -> None:
    """Under way, at the door, aboard, off: a key for each, as the driver rings in."""
    ride = by_time(person)[0]
    begin, end = ride.pickup_min or 0, ride.dropoff_min or 0
    person.it_is(begin)
    person.go_ride(ride.id)
    states = {"e": RideState.EN_ROUTE, "v": RideState.ARRIVED, "b": RideState.ABOARD}
    for letter, state in states.items():
        person.key(letter)
        assert person.state(ride.id) is state
    person.picture("aboard")
    person.it_is(end)
    person.go_ride(ride.id)
    person.key("B")
    assert person.state(ride.id) is RideState.DONE
    assert person.ride(ride.id).off_at is not None
    person.picture("off")


def no_show(person: Dispatcher) -> None:
    """The driver stands at a door and nobody comes: the steps, or a reason, then it counts."""
    ride = next(one for one in by_time(person, _MORNING) if one.leg is Leg.OUTBOUND)
    person.it_is(ride.pickup_min or 0)
    person.go_ride(ride.id)
    person.key("v")
    person.it_is((ride.pickup_min or 0) + 15)
    person.go_ride(ride.id)
    person.key("N")
    assert person.side == "no_show"
    person.press(Key.Key_Space, Key.Key_Tab, Key.Key_Space)
    person.ctrl(Key.Key_Return)
    person.settle()
    assert person.state(ride.id) is RideState.ARRIVED  # two steps are missing, and no reason
    person.picture("no-show-refused")
    person.choose("Does it count", "Counts")
    person.fill("Why", "The clinic's telephone is engaged")
    person.ctrl(Key.Key_Return)
    person.settle()
    assert person.state(ride.id) is RideState.NO_SHOW
    person.picture("no-show")


def will_call(person: Dispatcher) -> None:
    """A member rings from the clinic: the clock starts, the nearest volunteer goes."""
    person.it_is(_NOON - 30)
    _catch_up(person)
    ride = next(
        one
        for one in person.known.board.unassigned
        if one.return_kind is ReturnKind.WILL_CALL and one.is_loose
    )
    person.go_ride(ride.id)
    person.key("R")
    assert person.side == "help"
    assert person.state(ride.id) is RideState.WILL_CALL
    assert person.sees("min left")
    person.picture("will-call-nearest")
    person.press(Key.Key_Return)
    person.give_reason("Goes there anyway")
    assert person.driver(ride.id)
    person.picture("will-call-sent")


def late(person: Dispatcher) -> None:
    """Twenty minutes over: what to say to whom; then he is seen, and the member gets in."""
    ride = by_time(person, _NOON - 30)[0]
    person.it_is((ride.pickup_min or 0) + 20)
    person.until(lambda: person.chosen == (ride.id,), "q")
    assert person.sees("after the pick-up time")
    person.picture("late-bar")
    person.key("L")
    assert person.side == "late"
    assert person.sees("Your ride is late")
    person.picture("late-line")
    person.press(Key.Key_Escape)
    for letter in "evb":
        person.key(letter)
    assert person.state(ride.id) is RideState.ABOARD


def cancel_at_door(person: Dispatcher) -> None:
    """The driver is there, the member does not go: both ways are cancelled."""
    ride = next(
        one
        for one in by_time(person, person.minute)
        if one.leg is Leg.OUTBOUND and one.return_kind is ReturnKind.SCHEDULED
    )
    back = [one.id for one in person.known.rides.values() if one.trip_id == ride.trip_id]
    person.go_ride(ride.id)
    person.key("v")
    person.key("X")
    assert person.side == "cancel"
    assert person.sees("Its return goes too")
    person.picture("cancel")
    person.fill("Why", "Feels too ill to travel")
    person.ctrl(Key.Key_Return)
    person.settle()
    assert {person.state(one) for one in back} == {RideState.CANCELLED}
    assert person.ride(ride.id).notice is CancelNotice.AT_DOOR
    person.picture("cancelled")


def driver_ill(person: Dispatcher) -> None:
    """A volunteer falls ill: his rides come back; the nearest is sent for each that can be."""
    run = max(person.known.board.runs, key=lambda run: sum(r.state in _BEFORE for r in run.rides))
    to_come = [one.id for one in run.rides if (one.pickup_min or 0) > person.minute]
    person.go_ride(to_come[0])
    person.key("C")
    assert person.side == "out"
    person.picture("driver-out")
    person.fill("Why", "Flu")
    person.ctrl(Key.Key_Return)
    person.settle()
    free = {one.id for one in person.known.board.unassigned}
    his = [one.id for one in run.rides if one.id in free]  # with who waits for him already
    assert set(to_come) <= set(his)
    assert f"{len(his)} rides back on the desk" in person.notice()
    assert person.sees(f"Nearest for 1 of {len(his)}")
    person.picture("driver-out-help")
    for _ in his[:2]:
        person.press(Key.Key_Return)
        person.give_reason("Says it can be done")
    person.picture("helped-two")
    helped = [ride for ride in his if person.known.rides[ride].is_assigned]
    assert len(helped) == 2
    assert run.driver_name not in {person.driver(ride) for ride in helped}
    person.press(Key.Key_Escape)


def snow(person: Dispatcher) -> None:
    """Snow from noon on: all its rides are listed; all go but one, whose trip is cancelled."""
    person.it_is(_NOON + 30)
    person.key("W")
    assert person.page_id == "weather"
    person.fill("What it is", "Snow")
    person.fill("Until", "5p")
    person.ctrl(Key.Key_Return)
    person.settle()
    person.picture("snow-rides")
    person.ctrl(Key.Key_A)
    person.key("g")
    assert " go." in person.notice()
    person.press(Key.Key_Down)
    person.key("c")
    assert "cancelled" in person.notice()
    person.picture("snow-decided")
    person.go_board()
    assert "Snow" in person.head
    assert person.sees("go all the same")
    person.picture("snow-board")


def plan_rest(person: Dispatcher) -> None:
    """Plan the rest anew: nobody aboard changes cars, and nothing goes to who is ill."""
    known = person.known
    aboard = {
        key: known.driver_name(one)
        for key, one in known.rides.items()
        if one.state is RideState.ABOARD
    }
    ill = _of_ill(person)
    free = [one.id for one in known.board.unassigned if not one.is_loose]
    assert aboard
    assert ill
    assert free
    person.key("S")
    person.settle()
    assert "proposed" in person.head
    person.picture("rest-of-day")
    person.key("Y")
    assert person.notice().startswith("Accepted")
    assert {key: person.driver(key) for key in aboard} == aboard
    assert _of_ill(person) == ill
    assert not [one for one in person.known.board.unassigned if not one.is_loose]
    person.picture("rest-accepted")
    person.key("P")
    person.press(Key.Key_Escape)


def add_on(person: Dispatcher) -> None:
    """A clinic asks for a ride this afternoon: booked with a reason, given away."""
    member, clinic = _a_call(person)
    person.key("O")
    assert person.page_id == "book"
    person.type(member)
    person.press(Key.Key_Return)
    person.type("office visit")
    person.press(Key.Key_Return)
    person.fill("Where to", clinic)
    person.press(Key.Key_Return)
    person.fill("Day of the appointment", f"{person.day:%m/%d/%Y}")
    person.fill("Appointment time", "3p")
    person.settle()
    person.ctrl(Key.Key_O)
    person.type("Clinic moved the visit up; supervisor agreed")
    person.picture("add-on")
    person.press(Key.Key_F5)
    person.settle()
    assert person.page_id == "board"
    trip = person.known.rides[person.chosen[0]].trip_id
    person.press(Key.Key_F5)
    person.settle()
    person.press(Key.Key_Return)
    person.give_reason("Nobody else is near")
    for _ in _of_trip(person, trip, is_free=True):  # its way back, if it did not fit with it
        person.until(lambda: person.known.rides[person.chosen[0]].trip_id == trip, "j")
        person.press(Key.Key_F5)
        person.settle()
        person.press(Key.Key_Return)
        person.give_reason("Nobody else is near")
    assert not _of_trip(person, trip, is_free=True)
    assert _of_trip(person, trip)
    person.picture("add-on-given")
    person.key("P")
    person.press(Key.Key_Escape)


def go_dark(person: Dispatcher) -> None:
    """Write the next days as a locked pack."""
    person.it_is(_THREE + 90)
    person.key("D")
    assert person.sees("The pack, made 4:30 p.m.")
    person.ctrl(Key.Key_S)
    person.settle()
    assert person.notice().startswith("Written: ")
    person.picture("dark")


def close(person: Dispatcher) -> None:
    """Who never rang is cancelled, all others are done: nothing is left open."""
    person.it_is(18 * 60)
    person.picture("closing")
    rides = person.known.rides.values()
    for ride in [one for one in rides if _never_rang(one)]:
        person.go_ride(ride.id)
        person.key("X")
        person.fill("Why", "Never rang; went home with her sister")
        person.ctrl(Key.Key_Return)
        person.settle()
    person.press(Key.Key_F8)
    person.ctrl(Key.Key_A)
    person.key("d")
    person.picture("all-done")
    known = person.known
    assert not [one.id for one in known.rides.values() if one.is_open]
    assert not known.board.unassigned
    assert [one.state for one in known.rides.values()].count(RideState.NO_SHOW) == 1
    assert person.head.startswith("0 unassigned")
    person.press(Key.Key_F8)
    person.picture("closed")
    person.alt(Key.Key_1)
    person.settle()
    person.picture("today-closed")


def _of_ill(person: Dispatcher) -> dict[object, list[object]]:
    """Return what the drivers who are ill still have."""
    board = person.known.board
    ill = {one.id for one in board.drivers if one.away.endswith("Flu")}
    return {run.id: [one.id for one in run.rides] for run in board.runs if run.driver_id in ill}


def _never_rang(ride: BoardRide) -> bool:
    return ride.is_open and ride.booked_pickup_min is None and ride.ready_min is None


def _catch_up(person: Dispatcher) -> None:
    """Mark done what should long be over, as the drivers ring in."""
    for _ in person.known.rides:
        person.key("q")
        if not person.sees("Not marked:"):
            break
        person.key("d")
    person.picture("caught-up")


def _of_trip(person: Dispatcher, trip: object, *, is_free: bool = False) -> list[BoardRide]:
    known = person.known
    rides = known.board.unassigned if is_free else known.rides.values()
    return [one for one in rides if one.trip_id == trip]


def _a_call(person: Dispatcher) -> tuple[str, str]:
    """Return a member the rules allow, by number, and a clinic near."""
    with person.office.store.read() as session:
        for row in members.member_list(session).rows:
            member = members.member(session, row.id)
            home = members.home_of(session, member)
            if not is_plain(member) or home is None or home.point is None:
                continue
            for place in places.find_places(session, "clinic", limit=12):
                if place.point and distance_m(place.point, home.point) < _NEAR_M:
                    return member.mhcp_id, place.name
    raise AssertionError("the office has nobody for this call")
