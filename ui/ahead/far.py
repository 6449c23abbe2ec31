"""Long ways of the next two weeks, and which of them one car could drive."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QWidget

from nemt_desk.ground.errors import InputError
from nemt_desk.ground.settings import Settings
from nemt_desk.ground.units import miles
from nemt_desk.ground.words import day_text
from nemt_desk.office import Office
from nemt_desk.planning.words import clock_text
from nemt_desk.policy import packs
from nemt_desk.runs.ahead.far import far_list
from nemt_desk.runs.ahead.rows import FarList, FarRide, SharedDay
from nemt_desk.runs.ahead.words import moved_ride, other_ride, suggestion
from nemt_desk.runs.roads import RoadTravel
from ui.widgets.layout import column, heading, panel, plain_label, row
from ui.widgets.numbers import NumberEdit
from ui.widgets.prefs import Prefs
from ui.widgets.rows import Column
from ui.widgets.sidebyside import SideBySide
from ui.widgets.table import RowsTable

_USUAL_MILES = 30


def far_from(settings: Settings, day: date) -> int:
    """Return from how many miles a way counts as long: where the pack's limit begins (S4-061)."""
    found = packs.load(settings.pack).figure("distance_primary_miles", day)
    value = found.value if found is not None else None
    return int(value) if isinstance(value, int | float) else _USUAL_MILES


def read_far(office: Office, first: date, least: int) -> FarList:
    """Read the long ways from `first` on."""
    travel = RoadTravel(office.map, office.driving(first))
    with office.store.read() as session:
        return far_list(
            session, office.settings, first=first, least_miles=float(least), travel=travel
        )


class FarPart(QWidget):
    """Both lists, and the chosen suggestion in a sentence.

    Signals:
        asked: another least distance was typed.
        opened: (ride id) Enter on a ride or a suggestion.
    """

    asked = Signal()
    opened = Signal(object)

    def __init__(self, prefs: Prefs, least: int) -> None:
        super().__init__()
        self.least = NumberEdit(unit="miles", empty=least)
        self.least.set_value(least)
        self.least.setAccessibleName("Long from how many miles")
        self.least.editingFinished.connect(self.asked)
        self.rides: RowsTable[FarRide] = RowsTable(
            _ride_columns(),
            key=lambda ride: ride.ride_id,
            name="Long ways",
            noun=("long way", "long ways"),
            empty="No way of the next two weeks is that long. Type fewer miles above.",
            remember=("ahead.far", prefs),
        )
        self.shared: RowsTable[SharedDay] = RowsTable(
            _shared_columns(),
            key=lambda one: (one.first.ride_id, one.second.ride_id),
            name="Days that could be shared",
            noun=("day to share", "days to share"),
            empty="No two of these ways go well together.",
            remember=("ahead.shared", prefs),
        )
        self.said = plain_label(name="The chosen suggestion")
        self.rides.opened.connect(lambda ride: self.opened.emit(ride.ride_id))
        self.shared.opened.connect(lambda one: self.opened.emit(moved_ride(one).ride_id))
        self.shared.selected.connect(
            lambda one: self.said.setText(suggestion(one) if one is not None else "")
        )
        label = QLabel("&Long from")
        label.setBuddy(self.least)
        left = column(row(label, self.least, QLabel("miles"), None), self.rides)
        right = column(heading("One car for two"), self.shared, self.said)
        self.setLayout(column(SideBySide(panel(left), panel(right), share=0.5)))

    def least_miles(self) -> int | None:
        """Return the distance typed, None if it can't be read."""
        try:
            value = self.least.value()
        except InputError:
            return None
        return value if isinstance(value, int) and value > 0 else None

    def show_list(self, found: FarList) -> None:
        """Show the ways and the suggestions."""
        self.rides.set_rows(found.rides)
        self.shared.set_rows(found.shared)
        current = self.shared.current()
        self.said.setText(suggestion(current) if current is not None else "")


def _ride_columns() -> list[Column[FarRide]]:
    return [
        Column("Day", lambda ride: day_text(ride.day), sort=lambda ride: ride.day, width=95),
        Column("Appointment", _at, sort=lambda ride: ride.appointment_min, width=100),
        Column("Member", lambda ride: ride.member, width=150),
        Column(
            "Miles",
            lambda ride: str(miles(ride.direct_m)),
            sort=lambda ride: ride.direct_m,
            right=True,
            width=65,
        ),
        Column("From", lambda ride: ride.start_town or ride.start, width=110),
        Column("To", lambda ride: ride.end, tooltip=lambda ride: ride.end, width=160),
        Column("Driver", lambda ride: ride.driver or "nobody yet", width=130),
        Column("Repeats", lambda ride: "repeats" if ride.is_standing else "", width=75),
    ]


def _at(ride: FarRide) -> str:
    return clock_text(ride.appointment_min) if ride.appointment_min is not None else ""


def _shared_columns() -> list[Column[SharedDay]]:
    return [
        Column(
            "Saves",
            lambda one: f"{miles(one.saved_m, 0)} mi",
            sort=lambda one: -one.saved_m,
            right=True,
            width=70,
        ),
        Column("On", lambda one: day_text(one.day), sort=lambda one: one.day, width=95),
        Column("Who would move", _who_moves, width=190),
        Column("Together with", lambda one: other_ride(one).member, width=150),
    ]


def _who_moves(one: SharedDay) -> str:
    if one.moving is None:
        return f"{one.second.member}: nobody moves"
    return f"{one.moving.member}, from {day_text(one.moving.day)}"
