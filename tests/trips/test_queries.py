"""Reads of the trips room: what they say, and that they never ask row by row."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from nemt_desk.trips import queries
from nemt_desk.trips.rows import Companion, CompanionKind, ReturnKind, RideState
from tests.factories import ACTOR, TODAY, member_entry
from tests.trips.conftest import Desk


@contextmanager
def counted(desk: Desk) -> Iterator[list[str]]:
    said: list[str] = []

    def hear(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            said.append(statement)

    event.listen(desk.built.engine, "before_cursor_execute", hear)
    yield said
    event.remove(desk.built.engine, "before_cursor_execute", hear)


def test_a_line_says_who_from_where_to_where(desk: Desk) -> None:
    desk.book(companions=(Companion(CompanionKind.PARENT, "Mary"),), driver_note="Back door")
    with desk.built.store.read() as session:
        there, back = queries.ride_lines_on(session, TODAY)
    assert there.member_name == "Schroeder, Ann M."
    assert (there.from_label, there.to_label) == ("27614 County Road 63, Bovey", "Lakeside Clinic")
    assert back.to_label == there.from_label
    assert there.miles_m == pytest.approx(45_705)
    assert [one.name for one in there.companions] == ["Mary"]
    assert there.driver_note == "Back door"


@pytest.mark.parametrize(
    "ask",
    [
        lambda session, _desk: queries.ride_lines_on(session, TODAY),
        lambda session, _desk: queries.rides_between(session, TODAY, TODAY + timedelta(days=9)),
        lambda session, desk: queries.last_trips(session, desk.member_id, limit=20),
        lambda session, desk: queries.rides_of_member(session, desk.member_id),
        lambda session, _desk: queries.counts_on(session, TODAY),
    ],
)
def test_as_many_selects_for_many_rows_as_for_one(
    desk: Desk, ask: Callable[[Session, Desk], object]
) -> None:
    desk.book()
    with counted(desk) as for_one, desk.built.store.read() as session:
        ask(session, desk)
    for number in range(8):
        entry = member_entry(first_name=f"Ann{number}")
        other = desk.built.members.add(ACTOR, entry).id
        desk.book(companions=(Companion(CompanionKind.PARENT),))
        desk.book(member_id=other)
    with counted(desk) as for_many, desk.built.store.read() as session:
        ask(session, desk)
    assert len(for_many) == len(for_one) <= 5


def test_booking_asks_little(desk: Desk) -> None:
    desk.book()
    with counted(desk) as said:
        desk.book(legs=(desk.leg(day=desk.tomorrow()),), return_at=None)
    assert len(said) <= 3, said  # closed places, the member's other rides, the head of the trail


def test_rides_come_by_pickup_and_timeless_ones_last(desk: Desk) -> None:
    desk.book(legs=(desk.leg("16:00"),), return_kind=ReturnKind.WILL_CALL, return_at=None)
    desk.book()
    with desk.built.store.read() as session:
        found = queries.rides_on(session, TODAY)
        by_id = queries.rides_by_ids(session, [one.id for one in found])
    assert [desk.clock(one.pickup_at) for one in found] == ["09:35", "14:30", "15:05", "none"]
    assert {one.id for one in by_id} == {one.id for one in found}


def test_same_as_last_time_on_another_day(desk: Desk) -> None:
    assert _same(desk) is None
    older = desk.request(legs=(desk.leg(day=desk.tomorrow(-7)),), return_at=None)
    desk.trips.book(ACTOR, older)
    desk.book(
        service="dialysis",
        legs=(desk.leg(stay_min=240),),
        return_kind=ReturnKind.WILL_CALL,
        return_at=None,
        return_mode=4,
        companions=(Companion(CompanionKind.PARENT, "Mary"),),
    )
    cancelled = desk.request(legs=(desk.leg(day=desk.tomorrow()),), return_at=None)
    gone = desk.trips.book(ACTOR, cancelled)
    desk.trips.cancel_trip(ACTOR, gone.trip_ids[0], "ill")
    again = _same(desk)
    assert again is not None
    (leg,) = again.legs
    assert leg.appointment_at == desk.at("10:30", desk.tomorrow(7))
    assert leg.mileage is not None
    assert (again.service, again.return_kind, again.return_at, again.return_mode, leg.stay_min) == (
        "dialysis",
        ReturnKind.WILL_CALL,
        None,
        4,
        240,
    )
    assert again.decision is None
    assert len(desk.trips.book(ACTOR, again).ride_ids) == 2


def _same(desk: Desk) -> Any:
    with desk.built.store.read() as session:
        day, time = desk.tomorrow(7), desk.settings.time
        return queries.same_as_last(session, desk.member_id, day, time)


def test_the_day_in_figures(desk: Desk) -> None:
    first = desk.book(return_kind=ReturnKind.WILL_CALL, return_at=None).ride_ids
    second = desk.book(legs=(desk.leg("15:00"),), return_at=None).ride_ids
    desk.trips.mark(ACTOR, first[0], RideState.LATE)
    desk.trips.mark(ACTOR, second[0], RideState.NO_SHOW, "not at home")
    desk.trips.cancel(ACTOR, second[1], "not at home")
    with desk.built.store.read() as session:
        counts = queries.counts_on(session, TODAY)
    assert (counts.rides, counts.open, counts.will_call, counts.late) == (4, 2, 1, 1)
    assert (counts.cancelled, counts.no_show, counts.done) == (1, 1, 0)
