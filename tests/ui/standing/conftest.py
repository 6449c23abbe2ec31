"""A real office with standing orders around Thanksgiving, and the page on it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from nemt_desk.calendars.rows import ShutEntry, ShutKind
from nemt_desk.ground.ids import Id
from nemt_desk.members import queries as members
from nemt_desk.office import Office
from nemt_desk.trips.rows import HolidayRule, LegRequest, Repeat, ReturnKind, TripRequest
from nemt_desk.trips.standing import queries
from nemt_desk.trips.standing.rows import OrderDay
from tests.factories import member_entry
from tests.ui.real import People, fill, make_office, open_window, settle
from ui.shell.window import MainWindow
from ui.standing.page import StandingPage

FIRST = date(2026, 11, 25)


@dataclass
class Orders:
    """Two orders: Schroeder Mon Wed Fri, Koski on Thursdays."""

    office: Office
    people: People
    schroeder: Id
    koski: Id

    def days(self, order: Id) -> dict[date, OrderDay]:
        """Return the days of an order until Christmas."""
        office = self.office
        with office.store.read() as session:
            found = queries.order_days(
                session,
                office.settings,
                office.clock.now(),
                order,
                first=FIRST,
                last=date(2026, 12, 23),
            )
        return {day.day: day for day in found}

    def waiting(self) -> list[tuple[date, Id]]:
        """Return what waits on the exception desk."""
        return [(row.day.day, row.day.order_id) for row in self.office.standing.exceptions()]


type Opener = Callable[[], tuple[MainWindow, StandingPage]]


def _order(office: Office, member: Id, clinic: Id, day: date, weekdays: set[int]) -> Id:
    with office.store.read() as session:
        home = members.member(session, member).home_id
    assert home is not None
    appointment = office.time.at(day, time(10, 30))
    leg = LegRequest(
        from_id=home,
        to_id=clinic,
        appointment_at=appointment,
        pickup_at=appointment - timedelta(minutes=40),
        dropoff_at=appointment - timedelta(minutes=10),
    )
    repeat = Repeat(weekdays=frozenset(weekdays), holiday_rule=HolidayRule.SKIP)
    request = TripRequest(
        member_id=member,
        legs=(leg,),
        return_kind=ReturnKind.SCHEDULED,
        return_at=appointment + timedelta(hours=4),
        repeat=repeat,
    )
    booked = office.trips.book(office.actor, request)
    assert booked.standing_id is not None
    return booked.standing_id


@pytest.fixture
def orders(tmp_path: Path) -> Iterator[Orders]:
    office = make_office(tmp_path)
    people = fill(office)
    other = office.members.add(office.actor, member_entry(last_name="Koski", first_name="Aino")).id
    schroeder = _order(office, people.member, people.clinic, FIRST, {0, 2, 4})
    koski = _order(office, other, people.clinic, date(2026, 12, 3), {3})
    yield Orders(office, people, schroeder, koski)
    office.close()


@pytest.fixture
def shut_friday(orders: Orders) -> date:
    """The office is shut on the day after Thanksgiving; Schroeder's trip is made already."""
    friday = date(2026, 11, 27)
    entry = ShutEntry(ShutKind.OFFICE, "Day after Thanksgiving", friday)
    orders.office.calendar.add(orders.office.actor, entry)
    return friday


@pytest.fixture
def opened(qtbot: QtBot, orders: Orders) -> Opener:
    def show() -> tuple[MainWindow, StandingPage]:
        window = open_window(
            qtbot,
            orders.office,
            "standing=ui.standing.page:StandingPage",
            "book=tests.ui.real:Elsewhere",
        )
        assert window.frame is not None
        page = window.frame.page
        assert isinstance(page, StandingPage)
        settle(qtbot, window)
        return window, page

    return show
