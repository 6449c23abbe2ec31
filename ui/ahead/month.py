"""The month ahead: rides expected against volunteers on hand, day by day."""

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from nemt_desk.ground.settings import Settings
from nemt_desk.ground.words import day_text, long_day_text
from nemt_desk.office import Office
from nemt_desk.runs.ahead.month import month_ahead
from nemt_desk.runs.ahead.rows import AheadDay, HalfDay
from ui.widgets.layout import column, plain_label
from ui.widgets.prefs import Prefs
from ui.widgets.rows import Column
from ui.widgets.table import RowsTable

DAYS = 31
_MOST_NAMED = 4


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


def short_text(half: HalfDay) -> str:
    """Return in words and a sign whether there are enough volunteers."""
    if half.short:
        return f"\N{HEAVY BALLOT X} {half.short} short"
    if not half.expected:
        return "no rides"
    spare = half.volunteers - half.needed
    return f"\N{HEAVY CHECK MARK} {spare} to spare" if spare else "\N{HEAVY CHECK MARK} just enough"


def day_sentences(day: AheadDay) -> str:
    """Return what stands behind a day's figures."""
    name = f" ({day.holiday})" if day.holiday else ""
    halves = [_half_sentence("morning", day.morning), _half_sentence("afternoon", day.afternoon)]
    load = f"One volunteer drives about {day.morning.per_volunteer:.1f} rides in half a day."
    return f"{long_day_text(day.day)}{name}. {' '.join(halves)} {load}"


def _half_sentence(word: str, half: HalfDay) -> str:
    parts = [f"{half.booked} booked"]
    if half.without_driver:
        parts[0] += f" ({half.without_driver} without a driver)"
    if half.standing:
        parts.append(f"{half.standing} from standing orders to come")
    still = half.expected - half.booked - half.standing
    if still:
        parts.append(f"{still} that usually still come")
    named = [name.removesuffix(".") for name in half.names[:_MOST_NAMED]]
    more = len(half.names) - len(named)
    names = "; ".join(named) or "nobody"
    others = f" and {more} more" if more else ""
    return (
        f"In the {word} {half.expected} rides: {', '.join(parts)}. They take {half.needed};"
        f" on hand: {names}{others}."
    )


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
