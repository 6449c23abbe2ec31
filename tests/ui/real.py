"""A real small office with a window on it: one member, one driver, a clinic, a day of rides."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from nemt_desk.ground.clock import FixedClock
from nemt_desk.ground.ids import Id
from nemt_desk.office import Office, OfficeSetup
from nemt_desk.security import keys
from nemt_desk.trips.rows import LegRequest, ReturnKind, TripRequest
from tests.factories import NOW, TODAY, driver_entry, member_entry, place_entry
from tests.offices import new_office
from ui.pages import PageEntry
from ui.shell.entrance import Entrance, Opened
from ui.shell.page import Page
from ui.shell.window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Callable

PASSWORD = "the bus leaves at nine"
SETUP = OfficeSetup(
    "Perch County Rides", "mn", "America/Chicago", "A. Coordinator", "ann", PASSWORD
)
CHEAP = keys.Cost(memory_kib=64, passes=1, lanes=1)
TOMORROW = TODAY + timedelta(days=1)


class Elsewhere(Page):
    """Stands for every other page: remembers what it was asked to show."""

    def __init__(self, desk: Any) -> None:
        super().__init__(desk)
        self.asked: list[tuple[str, Id | None]] = []

    def show_record(self, kind: str, id: Id | None) -> None:  # noqa: A002
        self.asked.append((kind, id))


@dataclass
class People:
    """Keys of what was put into the office."""

    member: Id
    driver: Id
    clinic: Id
    rides: list[Id] = field(default_factory=list)


def make_office(folder: Path) -> Office:
    """Set up an office at 9:00 a.m. on Tuesday 24 November 2026."""
    return new_office(folder / "office", SETUP, FixedClock(NOW))


def fill(office: Office, **driver: Any) -> People:
    """Add a member, a driver and a clinic."""
    who = office.actor
    return People(
        office.members.add(who, member_entry()).id,
        office.drivers.add(who, driver_entry(**driver)).id,
        office.places.add(who, place_entry()).id,
    )


def book(
    office: Office,
    people: People,
    day: date,
    at: time,
    return_kind: ReturnKind = ReturnKind.NONE,
) -> tuple[Id, ...]:
    """Book the member to the clinic."""
    from nemt_desk.members import queries  # noqa: PLC0415 - one use

    with office.store.read() as session:
        home = queries.member(session, people.member).home_id
    assert home is not None
    appointment: datetime = office.time.at(day, at)
    leg = LegRequest(
        from_id=home,
        to_id=people.clinic,
        appointment_at=appointment,
        pickup_at=appointment - timedelta(minutes=40),
        dropoff_at=appointment - timedelta(minutes=10),
    )
    asked = TripRequest(member_id=people.member, legs=(leg,), return_kind=return_kind)
    booked = office.trips.book(office.actor, asked).ride_ids
    people.rides += booked
    return booked


def open_window(qtbot: QtBot, office: Office, *targets: str) -> MainWindow:
    """Open a window with these pages (`id=module:Class`); the others only remember."""
    real = dict(target.split("=") for target in targets)
    ids = (*real, *({"board", "complaints", "drivers", "members", "office"} - real.keys()))
    entries = [
        PageEntry(
            page_id,
            real.get(page_id, "tests.ui.real:Elsewhere"),
            page_id.title(),
            "mdi6.flag-outline",
            at,
        )
        for at, page_id in enumerate(ids)
    ]
    opened = Opened(office, office.actor)
    never: Callable[..., Any] = lambda *_given: opened  # noqa: E731
    entrance = Entrance(exists=lambda: True, open=never, create=never, unlock=never)
    window = MainWindow(entrance, entries=entries)
    qtbot.addWidget(window, before_close_func=_let_go)
    window.resize(1366, 768)
    window.show()
    window.enter(opened)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    settle(qtbot, window)
    return window


def settle(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until no job runs."""
    desk = window.desk
    assert desk is not None
    qtbot.waitUntil(lambda: not desk.jobs.is_busy)
    QApplication.processEvents()


def asked_of(window: MainWindow, page_id: str) -> list[tuple[str, Id | None]]:
    """Return what another page was asked to show."""
    assert window.frame is not None
    page = window.frame.page
    assert page is not None
    assert page_id == next(e.page_id for e in window.frame.entries if e.title == page_id.title())
    assert isinstance(page, Elsewhere)
    return page.asked


def _let_go(window: QWidget) -> None:
    cast("MainWindow", window).close_anyhow()
