"""The month ahead: rides expected against volunteers on hand, day by day."""

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from nemt_desk.ground.settings import Settings
from nemt_desk.ground.words import day_text
from nemt_desk.office import Office
from nemt_desk.runs.ahead.month import month_ahead
from nemt_desk.runs.ahead.rows import AheadDay, HalfDay
from nemt_desk.runs.ahead.words import day_sentences, short_text
from ui.widgets.layout import column, plain_label
from ui.widgets.prefs import Prefs
from ui.widgets.rows import Column
from ui.widgets.table import RowsTable

DAYS = 31


def read_month(
    office: Office, settings: Settings, now: datetime, first: date
) -> tuple[AheadDay, ...]:
    """Read the days from `first` on."""
    with office.store.read() as session:
        return month_ahead(session, settings, now, first=first, days=DAYS)


class MonthPart(QWidget):
    """The table, and the chosen day in sentences.

    Signals:
        opened: (date) Enter on a day.
    """

    opened = Signal(object)

    def __init__(self, prefs: Prefs) -> None:
        super().__init__()
        self.table: RowsTable[AheadDay] = RowsTable(
            _columns(),
            key=lambda day: day.day,
            name="The month ahead",
            noun=("day", "days"),
            empty="No days.",
            remember=("ahead.month", prefs),
        )
        self.said = plain_label(name="The chosen day")
        self.table.selected.connect(self._on_chosen)
        self.table.opened.connect(lambda day: self.opened.emit(day.day))
        self.setLayout(column(self.table, self.said))

    def show_days(self, days: tuple[AheadDay, ...]) -> None:
        """Show these days."""
        self.table.set_rows(days)
        self._on_chosen(self.table.current())

    def _on_chosen(self, day: AheadDay | None) -> None:
        self.said.setText(day_sentences(day) if day is not None else "")


def _columns() -> list[Column[AheadDay]]:
    def of(half: Callable[[AheadDay], HalfDay], word: str) -> list[Column[AheadDay]]:
        return [
            Column(
                f"{word}: rides",
                lambda day: str(half(day).expected),
                sort=lambda day: half(day).expected,
                right=True,
                width=120,
            ),
            Column(
                "Volunteers",
                lambda day: str(half(day).volunteers),
                sort=lambda day: half(day).volunteers,
                right=True,
                width=95,
            ),
            Column(
                "Enough?",
                lambda day: short_text(half(day)),
                sort=lambda day: half(day).needed - half(day).volunteers,
                width=130,
            ),
        ]

    return [
        Column("Day", lambda day: day_text(day.day), sort=lambda day: day.day, width=110),
        *of(lambda day: day.morning, "Morning"),
        *of(lambda day: day.afternoon, "Afternoon"),
        Column("Holiday", lambda day: day.holiday, width=150),
    ]
