"""Turns the board from one day to three days or a week and back; the same thing stays chosen."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, override

from PySide6.QtCore import Qt

from nemt_desk.ground.ids import Id
from nemt_desk.runs.week import Week, week
from ui.actions.action import Action
from ui.board.day import Choice
from ui.board.guest import Guest
from ui.board.week_view import WeekView
from ui.board.week_words import CellRow, cell_rows, week_columns
from ui.widgets.table import RowsTable

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from nemt_desk.ground.progress import Progress
    from ui.board.day import BoardDay
    from ui.board.dispatch import Dispatch

_SPANS = (1, 3, 7)
_WORDS = {1: "Show one day", 3: "Show three days", 7: "Show the week"}
_NO_RUNS = "No rides on these days. Press F2 to book one, or choose other days above."


class WeekGuest(Guest):
    """The board's look at several days."""

    def __init__(self, at: "Dispatch") -> None:
        super().__init__(at)
        self.span = 1
        self.first: date | None = None

    @override
    def sit(self) -> None:
        self.view = WeekView()
        self.table = RowsTable(
            week_columns(),
            key=lambda line: line.key,
            name="Runs of several days",
            noun=("line", "lines"),
            empty=_NO_RUNS,
            remember=("board.week", self.desk.prefs),
        )
        self.at.parts.add_views("week", self.view, self.table)
        self.view.picked.connect(self._on_picked)
        self.view.opened.connect(self._on_opened)
        self.table.selected.connect(self._on_selected)
        self.table.opened.connect(self._on_opened)

    @override
    def actions(self) -> list[Action]:
        return [
            Action("board.span", "One day, three days, a week", lambda: self._turn(1), "F7"),
            Action(
                "board.span_back", "A week, three days, one day", lambda: self._turn(-1), "Shift+F7"
            ),
            *(
                Action(f"board.span_{span}", words, lambda span=span: self.show_span(span))  # type: ignore[misc]
                for span, words in _WORDS.items()
            ),
        ]

    @override
    def buttons(self) -> tuple[str, ...]:
        return ("board.span",)

    @override
    def day_read(self, known: "BoardDay", before: "BoardDay | None") -> None:
        if self.span == 1:
            return
        first = self._first()
        if before is not None or first != self.first:
            self._read(first)
        else:
            self._show_current()

    @override
    def chosen(self, choice: Choice) -> None:
        if self.span > 1:
            self._show_current()

    @override
    def head_parts(self) -> list[str]:
        if self.span == 1 or not self.view.week.days:
            return []
        free = sum(day.free for day in self.view.week.days)
        return [f"{free} open in {self.span} days"]

    def show_span(self, span: int) -> None:
        """Show one day, three days or a week."""
        self.span = span
        if span == 1:
            self.at.parts.show_views("day")
        else:
            self.at.parts.show_views("week")
            self._read(self._first())
        self.at.parts.widen(is_wide=span > 3)
        self.at.parts.focus_day()
        self.at.moved.emit()

    def _turn(self, by: int) -> None:
        self.show_span(_SPANS[(_SPANS.index(self.span) + by) % len(_SPANS)])

    def _first(self) -> date:
        """Return the first day shown: Monday of a week; of three days what keeps them still."""
        day = self.at.day
        if self.span > 3:
            return day - timedelta(days=day.weekday())
        if self.first is not None and self.first <= day < self.first + timedelta(days=self.span):
            return self.first
        is_back = self.first is not None and day == self.first - timedelta(days=1)
        return day - timedelta(days=self.span - 1) if is_back else day

    def _read(self, first: date) -> None:
        self.first, span = first, self.span
        office = self.desk.office

        def work(_progress: "Progress") -> Week:
            with office.store.read() as session:
                return week(session, first, span, office.time)

        self.desk.jobs.read(work, self._on_read, latest="board.week")

    def _on_read(self, found: Week) -> None:
        if self.span != len(found.days):
            return
        self.view.show_week(found, self.desk.today())
        self.table.set_rows(cell_rows(found))
        self._show_current()
        self.at.moved.emit()

    def _show_current(self) -> None:
        choice, day = self.at.choice, self.at.day
        self.view.show_current(day, choice.driver, frozenset(choice.rides))
        line = self._line(day, choice.driver)
        current = self.table.current()
        if line is not None and (current is None or current.key != line.key):
            self.table.select(line.key)
        days = {one.day: one for one in self.view.week.days}
        if day in days and not choice.rides:
            self.at.parts.hint(f"{self.view.accessibleDescription()} Enter opens the day.")

    def _line(self, day: date, driver: Id | None) -> CellRow | None:
        rows = self.table.model.rows()
        return next((r for r in rows if r.day == day and r.driver_id == driver), None)

    def _go(self, day: date, driver: Id | None, ride: Id | None) -> None:
        if day != self.at.day:
            self.at.show_day(day)
        self.at.choose(self.at.choice.only(ride, driver))

    def _on_picked(self, day: date, driver: Id | None, ride: Id | None) -> None:
        self._go(day, driver, ride)

    def _on_selected(self, line: CellRow | None) -> None:
        focus: QWidget | None = self.table.window().focusWidget()
        if line is None or focus is None or not self.table.isAncestorOf(focus):
            return
        if (line.day, line.driver_id) != (self.at.day, self.at.choice.driver):
            self._go(line.day, line.driver_id, None)

    def _on_opened(self, _line: object = None) -> None:
        self.show_span(1)
        self.at.parts.right().setFocus(Qt.FocusReason.OtherFocusReason)
