"""Where things stand on the timeline: no window needed."""

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from nemt_desk.ground.ids import Id
from nemt_desk.members.rows import Assistance
from nemt_desk.planning.rows import Hours
from nemt_desk.runs.board_rows import Board, BoardDriver, BoardRide, BoardRun
from nemt_desk.runs.rows import RunState
from nemt_desk.trips.rows import Leg, ReturnKind, RideState
from ui.board.day import BoardDay, Choice
from ui.board.lanes import Lane, axis_of, lanes_of
from ui.board.placing import Scale, placed
from ui.board.timeline_paint import hour_text, lane_words
from ui.board.walk import step

DAY = date(2026, 11, 24)


def ident(number: int) -> Id:
    return uuid.UUID(int=number)


def ride(number: int, start: int | None, end: int | None, **changes: Any) -> BoardRide:
    values: dict[str, Any] = {
        "id": ident(number),
        "version": 1,
        "trip_id": ident(1000 + number),
        "member_id": ident(2000 + number),
        "member_name": f"Member, {number}",
        "day": DAY,
        "seq": 1,
        "leg": Leg.OUTBOUND,
        "pickup_min": start,
        "dropoff_min": end,
        "appointment_min": None,
        "from_id": ident(1),
        "to_id": ident(2),
        "from_name": "home",
        "to_name": "clinic",
        "from_point": None,
        "to_point": None,
        "seats": 1,
        "wheelchair_places": 0,
        "mode": 2,
        "assistance": Assistance.CURB,
        "needs": frozenset(),
        "return_kind": ReturnKind.NONE,
        "state": RideState.BOOKED,
        "direct_m": 16093.4,
        "drive_min": 20,
    }
    return BoardRide(**(values | changes))


def driver(number: int, **changes: Any) -> BoardDriver:
    values: dict[str, Any] = {
        "id": ident(number),
        "name": f"Driver, {number}",
        "phone": "",
        "car": "car",
        "plate": "X",
        "seats": 4,
        "wheelchair_places": 0,
        "has_lift": False,
        "hours": (Hours(420, 1020),),
        "away": "",
        "run_id": None,
    }
    return BoardDriver(**(values | changes))


def run(number: int, of: int, *rides: BoardRide, **changes: Any) -> BoardRun:
    values: dict[str, Any] = {
        "id": ident(number),
        "version": 1,
        "code": "24ABC",
        "driver_id": ident(of),
        "driver_name": f"Driver, {of}",
        "state": RunState.DRAFT,
        "published_at": None,
        "note": "",
        "rides": tuple(replace(one, run_id=ident(number)) for one in rides),
        "stops": (),
        "seats": 4,
        "peak_seats": 2,
    }
    return BoardRun(**(values | changes))


def board(*runs: BoardRun, free: tuple[BoardRide, ...] = (), away: bool = False) -> Board:
    drivers = [driver(500 + n, run_id=one.id) for n, one in enumerate(runs)]
    drivers = [replace(d, id=r.driver_id) for d, r in zip(drivers, runs, strict=True)]
    drivers.append(driver(90, away="away: vacation" if away else ""))
    return Board(DAY, runs, free, tuple(drivers))


def lane_of(*rides: BoardRide) -> Lane:
    return lanes_of(board(run(50, 60, *rides)))[0]


def test_rides_that_share_the_car_stand_below_each_other() -> None:
    lane = lane_of(ride(1, 540, 580), ride(2, 550, 600), ride(3, 600, 640))
    assert [(bar.ride.id, bar.track) for bar in lane.bars] == [
        (ident(1), 0),
        (ident(2), 1),
        (ident(3), 0),
    ]
    assert lane.tracks == 2


def test_a_will_call_without_a_time_stands_behind_all_others() -> None:
    lane = lane_of(ride(1, 540, 580), ride(2, None, None, leg=Leg.RETURN))
    loose = lane.bars[-1]
    assert loose.is_loose
    assert loose.start > 580


def test_the_wait_between_there_and_back_is_shown() -> None:
    there = ride(1, 540, 580, trip_id=ident(7), return_kind=ReturnKind.WAIT)
    back = ride(2, 660, 700, trip_id=ident(7), leg=Leg.RETURN, return_kind=ReturnKind.WAIT)
    assert [(w.start, w.end) for w in lane_of(there, back).waits] == [(580, 660)]


def test_a_short_ride_can_still_be_hit() -> None:
    lane = lane_of(ride(1, 540, 541))
    scale = Scale(axis_of(board()), 1.0, head=200, top=20, bar=24, line=14)
    at = placed((lane,), scale)
    x, y, width, height = at.bar_box(0, lane.bars[0].start, lane.bars[0].end, 0)
    assert width >= 6
    hit = at.bar_at(x + 1, y + height // 2)
    assert hit is not None
    assert hit.ride.id == ident(1)
    assert at.bar_at(x - 2, y + height // 2) is None
    assert at.lane_at(5) == -1


def test_the_axis_holds_the_whole_day_and_early_rides() -> None:
    assert (axis_of(board()).start, axis_of(board()).end) == (7 * 60, 17 * 60)
    early = board(run(50, 60, ride(1, 5 * 60 + 40, 6 * 60)), free=(ride(2, 1090, 1130),))
    axis = axis_of(early)
    assert (axis.start, axis.end) == (5 * 60, 19 * 60)
    assert hour_text(7 * 60, is_long=False, first=420) == "7a"
    assert hour_text(13 * 60, is_long=True, first=420) == "1 p.m."


def test_who_is_away_stands_last_with_the_reason() -> None:
    lanes = lanes_of(board(run(50, 60, ride(1, 540, 580)), away=True))
    assert lanes[-1].driver.away == "away: vacation"
    assert lane_words(lanes[-1], None) == "away"
    assert lane_words(lanes[0], 12) == "draft · 2/4 seats · slack 12 min"
    assert lane_words(lanes[0], -7) == "draft · 2/4 seats · 7 min late"


def test_the_head_counts_what_the_day_needs() -> None:
    changed = run(51, 61, state=RunState.DRAFT, published_at=datetime(2026, 11, 24, tzinfo=UTC))
    day = board(
        run(50, 60, ride(1, 540, 580, state=RideState.LATE)),
        changed,
        free=(ride(2, None, None, leg=Leg.RETURN, return_kind=ReturnKind.WILL_CALL),),
    )
    text = BoardDay(day, ()).head_text()
    assert text == "1 unassigned · 1 late · 1 will-call · 1 draft run · 1 changed since published"


def test_arrows_go_to_the_nearest_ride_and_to_bare_rows() -> None:
    lanes = lanes_of(
        board(run(50, 60, ride(1, 540, 580), ride(2, 900, 940)), run(51, 61, ride(3, 890, 930)))
    )
    first = Choice().only(ident(3), ident(61))
    up = step(lanes, first, (-1, 0))
    assert up.current == ident(2)
    assert step(lanes, up, (0, -1)).current == ident(1)
    assert step(lanes, up, (0, 1)) == up
    more = step(lanes, step(lanes, up, (0, -1)), (0, 1), is_more=True)
    assert set(more.rides) == {ident(1), ident(2)}
    bare = step(lanes, first, (1, 0))
    assert (bare.rides, bare.driver) == ((), ident(90))


def test_a_choice_survives_a_new_reading_as_far_as_it_is_there() -> None:
    before = Choice((ident(1), ident(2)), ident(2), None)
    after = before.still(BoardDay(board(run(50, 60, ride(1, 540, 580))), ()))
    assert after == Choice((ident(1),), ident(1), ident(60))
    assert before.toggled(ident(2), None).rides == (ident(1),)
