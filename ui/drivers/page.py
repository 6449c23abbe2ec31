"""The Drivers page: who may drive, what ends soon, and the record in full."""

from collections.abc import Callable
from datetime import date
from typing import ClassVar

from nemt_desk.drivers import queries
from nemt_desk.drivers.rows import DriverListRow
from nemt_desk.ground.changes import Changes
from nemt_desk.ground.ids import Id
from nemt_desk.ground.listing import Listing
from nemt_desk.ground.words import day_year_text, phone_text
from ui.drivers.room import SOON_DAYS, DriverRoom
from ui.shell.desk import Desk
from ui.shell.records import RecordsPage
from ui.widgets.people_words import DRIVER_KINDS
from ui.widgets.rows import Column
from ui.widgets.table import RowsTable


def end_status(row: DriverListRow, today: date) -> str:
    """Return the look of what ends first (a key of ui.theme.status)."""
    if row.next_end is None:
        return ""
    if row.next_end < today:
        return "lapsed"
    return "ends_soon" if (row.next_end - today).days <= SOON_DAYS else ""


def recognized_text(row: DriverListRow, today: date) -> str:
    """Return since when the agency recognizes the driver."""
    if row.recognized_on is None:
        return "no"
    if row.recognized_until is not None and row.recognized_until < today:
        return f"ended {day_year_text(row.recognized_until)}"
    return day_year_text(row.recognized_on)


def car_text(row: DriverListRow) -> str:
    """Return plate, seats and lift in words."""
    seats = f"{row.seats} seat{'s' if row.seats != 1 else ''}" if row.seats else ""
    lift = "lift" if row.has_lift else ""
    return ", ".join(part for part in (row.plate or "no plate", seats, lift) if part)


def columns(today: Callable[[], date]) -> list[Column[DriverListRow]]:
    """Return the columns of the list."""
    return [
        Column("Name", lambda row: row.name, width=190),
        Column("Kind", lambda row: DRIVER_KINDS[row.kind].partition(":")[0], width=90),
        Column("Phone", lambda row: phone_text(row.phone), width=110),
        Column("Town", lambda row: row.town, width=120),
        Column("Car", car_text, width=170),
        Column(
            "Recognized on",
            lambda row: recognized_text(row, today()),
            sort=lambda row: row.recognized_on,
            width=140,
        ),
        Column("Open to", lambda row: "all" if row.open_to_all else "own people", width=95),
        Column(
            "Credentials",
            lambda row: "in order" if row.next_end is not None else "no end",
            status=lambda row: end_status(row, today()),
            sort=lambda row: row.next_end,
            width=110,
        ),
        Column(
            "Ends first",
            lambda row: day_year_text(row.next_end) if row.next_end else "",
            sort=lambda row: row.next_end,
            width=120,
        ),
    ]


class DriversPage(RecordsPage):
    """Finds, enters, changes and archives drivers."""

    page_id: ClassVar[str] = "drivers"
    title: ClassVar[str] = "Drivers"
    icon: ClassVar[str] = "mdi6.car-outline"
    order: ClassVar[int] = 80
    record_kind: ClassVar[str] = "driver"
    kinds: ClassVar[frozenset[str]] = frozenset(
        {
            "driver",
            "car",
            "credential",
            "driver_hours",
            "driver_day_off",
            "driver_relation",
            "place",
        }
    )
    nouns: ClassVar[str] = "drivers"

    def __init__(self, desk: Desk) -> None:
        table = RowsTable(
            columns(desk.today),
            key=lambda row: row.id,
            name="Drivers",
            noun=("driver", "drivers"),
            empty="No drivers here. Press Insert to enter the first one.",
            remember=("drivers.list", desk.prefs),
            filter_rows=False,
        )
        table.filter.setPlaceholderText("Name or phone, in any order")
        super().__init__(desk, lambda: DriverRoom(desk), table)
        self.lay_out()

    def reader(self, text: str, *, archived: bool) -> Callable[[], Listing[DriverListRow]]:
        """Return what reads the rows."""
        store = self.desk.office.store

        def read() -> Listing[DriverListRow]:
            with store.read() as session:
                return queries.driver_list(session, text=text, archived=archived)

        return read

    def archive_record(self, key: Id, *, is_back: bool) -> Changes:
        """Archive a driver or bring one back."""
        drivers = self.desk.office.drivers
        return (drivers.unarchive if is_back else drivers.archive)(self.desk.actor, key)

    def help_text(self) -> str:
        """Say what the page is for."""
        return (
            "Who drives, with which car, when, and what runs out. Down and Enter open a record,"
            " Insert begins a new one, Ctrl+Enter saves, Esc goes back and keeps what you typed."
            " In the tables of a record Ctrl+Shift+Delete takes a row away."
        )
