"""The Today page: what needs a hand now, grouped, each line one key from its cure."""

from typing import ClassVar, override

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from nemt_desk.ground.changes import Changes
from nemt_desk.ground.words import fold, long_day_text
from ui.actions.action import Action
from ui.actions.button import ActionButton
from ui.shell.desk import Desk
from ui.shell.page import Page
from ui.theme.theme import BLOCK
from ui.today.facts import Facts, read_facts
from ui.today.lines import Line, Shown, headed
from ui.today.live import live_lines
from ui.today.papers import paper_lines
from ui.today.rides import ride_lines
from ui.today.standing import standing_lines
from ui.today.summary import day_words, next_words
from ui.today.weather import weather_lines
from ui.widgets.layout import Heading, QuietLabel, column, plain_label, row
from ui.widgets.rows import Column
from ui.widgets.table import RowsTable

_MINUTE_MS = 60_000


def needing_a_hand(facts: Facts) -> list[Line]:
    """Return every line of Today, unsorted."""
    day = [*live_lines(facts), *ride_lines(facts), *weather_lines(facts)]
    return [*day, *standing_lines(facts), *paper_lines(facts)]


class TodayPage(Page):
    """Says what to do next."""

    page_id: ClassVar[str] = "today"
    title: ClassVar[str] = "Today"
    icon: ClassVar[str] = "mdi6.white-balance-sunny"
    order: ClassVar[int] = 10

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._lines: list[Line] = []
        self._facts: Facts | None = None
        self._acts = self._made_actions()
        self.day = Heading("", 1.4)
        self.summary = plain_label(name="The day in one line")
        self.next = QuietLabel()
        self.next.setAccessibleName("What comes next")
        self.table: RowsTable[Shown] = RowsTable(
            self._columns(),
            key=lambda shown: shown.line.key,
            name="What needs a hand",
            noun=("line", "lines"),
            empty="Reading …",
            filter_rows=False,
            remember=("today.list", desk.prefs),
        )
        self.table.view.setSortingEnabled(False)  # grouped: the most pressing first
        self.table.view.setAlternatingRowColors(False)
        self.table.filter_typed.connect(lambda _text: self._show_lines())
        self.table.selected.connect(self._on_selected)
        self.table.opened.connect(lambda _shown: self._go())
        self.go_button = ActionButton(self._acts["today.go"])
        self.cure = plain_label(name="The line in full, and what Enter does")
        self._minute = QTimer(self)
        self._minute.setInterval(_MINUTE_MS)
        self._minute.timeout.connect(self._read)
        self.setLayout(
            column(
                self.day,
                self.summary,
                self.next,
                self.table,
                self._foot(),
                margin=BLOCK,
            )
        )

    def _foot(self) -> QHBoxLayout:
        foot = row(self.go_button, self.cure)
        foot.setStretch(1, 1)
        return foot

    def _columns(self) -> list[Column[Shown]]:
        return [
            Column("Needs a hand", lambda x: x.heading, width=175),
            Column("", lambda _x: "", status=lambda x: x.line.status, width=115),
            Column("When", lambda x: x.line.when, width=150),
            Column("Who or what", lambda x: x.line.who, tooltip=lambda x: x.line.who, width=235),
            Column("Why", lambda x: x.line.why, tooltip=lambda x: x.line.why, width=380),
        ]

    def _made_actions(self) -> dict[str, Action]:
        acts = (
            Action("today.go", "Go there  Enter", self._go, enabled=self._has_line),
            Action("today.find", "Find in the list", self._find, "F3"),
            Action("today.read", "Read again", self._read, "F8"),
        )
        return {act.id: act for act in acts}

    @override
    def refresh(self, changes: Changes | None) -> None:
        self._read()

    @override
    def head_text(self) -> str:
        count = sum(line.count for line in self._lines)
        if self._facts is None:
            return ""
        return f"{count} to look at" if count else "all in order"

    @override
    def actions(self) -> list[Action]:  # type: ignore[override]  # ours, not QWidget's QActions
        return list(self._acts.values())

    @override
    def help_text(self) -> str:
        return (
            "Everything that needs a hand now, the most pressing first. Enter goes to the place"
            " where it is put right; Alt+1 comes back here. The list is read again after every"
            " change and every minute."
        )

    @override
    def first_focus(self) -> QWidget | None:
        return self.table.view

    @override
    def back(self) -> bool:
        if self.table.filter.text():
            self.table.filter.clear()
            return True
        return False

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._minute.isActive():
            self._minute.start()
            if self._facts is not None:
                self._read()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self._minute.stop()
        super().hideEvent(event)

    def _read(self) -> None:
        office = self.desk.office
        self.desk.jobs.read(lambda _progress: read_facts(office), self._on_read, latest="today")

    def _on_read(self, facts: Facts) -> None:
        is_first, self._facts = self._facts is None, facts
        self._lines = needing_a_hand(facts)
        self.day.setText(long_day_text(facts.today))
        self.summary.setText(day_words(facts))
        self.next.setText(next_words(facts))
        self.table.set_empty(f"All is in order: nothing needs a hand. {next_words(facts)}")
        self._show_lines()
        self.head_changed.emit()
        # At the visit there was no list yet that could take the focus.
        if is_first and self.isVisible() and not isinstance(self.window().focusWidget(), QLineEdit):
            self.table.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_lines(self) -> None:
        words = fold(self.table.filter.text()).split()
        chosen = [line for line in self._lines if _fits(line, words)]
        self.table.set_rows(list(headed(chosen)))
        if chosen and self.table.current() is None:
            self.table.select(next(headed(chosen)).line.key)
        self._on_selected(self.table.current())

    def _on_selected(self, shown: Shown | None) -> None:
        self.cure.setText(shown.line.in_full if shown is not None else "")
        self.go_button.refresh()

    def _has_line(self) -> bool:
        return self.table.current() is not None

    def _find(self) -> None:
        self.table.focus_filter()

    def _go(self) -> None:
        shown = self.table.current()
        if shown is not None:
            self.desk.go(shown.line.page, shown.line.kind, shown.line.record)


def _fits(line: Line, words: list[str]) -> bool:
    said = fold(" ".join((line.group, line.when, line.who, line.why)))
    return all(word in said for word in words)
