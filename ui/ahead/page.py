"""The Looking ahead page: the month by half day, long ways, days without the program.

A page without a place in the rail: it is opened from Ctrl+K or from the Board.
"""

from datetime import date
from functools import partial
from typing import ClassVar, override

from PySide6.QtWidgets import QStackedWidget, QWidget

from nemt_desk.ground.changes import Changes
from nemt_desk.ground.ids import Id
from ui.actions.action import Action
from ui.actions.button import ActionButton
from ui.ahead.dark import DarkPart
from ui.ahead.far import FarPart, far_from, read_far
from ui.ahead.month import MonthPart, read_month
from ui.shell.desk import Desk
from ui.shell.page import Page
from ui.theme.theme import BLOCK
from ui.widgets.flow import flow
from ui.widgets.layout import column

_RIDES = frozenset({"ride", "trip", "run", "assignment", "standing_order", "member", "place"})
_DRIVERS = frozenset({"driver", "credential", "driver_hours", "driver_day_off", "calendar_day"})
_TURNS = frozenset({"ahead.month", "ahead.far", "ahead.dark"})
_HELP = {
    "month": (
        "Each half day: how many rides are expected, how many volunteers are on hand, and whether"
        " they are enough. Expected is what is booked, what standing orders will still make, and"
        " what that weekday has usually had of late. Enter opens the day on the Board."
    ),
    "far": (
        "All long ways there of the next two weeks. On the right: two members whom one car could"
        " take, if one of them can be given the other's day. Enter shows the ride on the Board."
    ),
    "dark": (
        "Everything for the next days on paper or in one locked file: for a storm, a move, a PC"
        " that fails. Ctrl+S writes it locked, Ctrl+P prints it, Ctrl+Enter keeps what was typed"
        " here; at closing time it is written by itself."
    ),
}


class AheadPage(Page):
    """Three views of what is coming."""

    page_id: ClassVar[str] = "ahead"
    title: ClassVar[str] = "Looking ahead"
    icon: ClassVar[str] = "mdi6.calendar-month-outline"
    order: ClassVar[int] = 910

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._from: date | None = None
        self.month = MonthPart(desk.prefs)
        self.far = FarPart(desk.prefs, far_from(desk.office.settings, desk.today()))
        self.dark = DarkPart(desk)
        self._parts: dict[str, QWidget] = {
            "month": self.month,
            "far": self.far,
            "dark": self.dark,
        }
        self._shown = QStackedWidget()
        for part in self._parts.values():
            self._shown.addWidget(part)
        self._read: set[str] = set()
        self._acts = {act.id: act for act in self._made_actions()}
        names = ("month", "far", "dark", "write", "print", "keep", "password")
        self._buttons = [ActionButton(self._acts[f"ahead.{name}"]) for name in names]
        self.setLayout(column(flow(*self._buttons), self._shown, margin=BLOCK))
        self._dress_buttons()
        self.month.opened.connect(self._open_day)
        self.far.opened.connect(lambda ride: desk.go("board", "ride", ride))
        self.far.asked.connect(self._read_far)

    @property
    def name(self) -> str:
        """Which of the views is shown: month, far or dark."""
        return next(name for name, part in self._parts.items() if part is self._shown_part())

    def _shown_part(self) -> QWidget | None:
        return self._shown.currentWidget()

    def _made_actions(self) -> list[Action]:
        def is_dark() -> bool:
            return self._shown_part() is self.dark

        return [
            Action("ahead.month", "Month ahead", partial(self.turn_to, "month"), "F4"),
            Action("ahead.far", "Long ways", partial(self.turn_to, "far"), "F5"),
            Action("ahead.dark", "Without the program", partial(self.turn_to, "dark"), "F6"),
            Action("ahead.write", "Write it locked", self.dark.write, "Ctrl+S", enabled=is_dark),
            Action("ahead.print", "Print\N{HORIZONTAL ELLIPSIS}", self.dark.print, "Ctrl+P",
                   enabled=is_dark),
            Action("ahead.keep", "Keep these settings", self.dark.keep, "Ctrl+Return",
                   enabled=is_dark),
            Action("ahead.password", "What opens it", self.dark.show_password, "F7",
                   enabled=is_dark),
            Action("ahead.find", "Find in the list", self._find, "F3"),
        ]  # fmt: skip

    def turn_to(self, name: str) -> None:
        """Show one of the views, read anew if something has changed."""
        self._shown.setCurrentWidget(self._parts[name])
        self._dress_buttons()
        self._read_shown()
        first = self.first_focus()
        if first is not None and self.isVisible():
            first.setFocus()
        self.head_changed.emit()

    def _dress_buttons(self) -> None:
        for button in self._buttons:
            button.refresh()
            button.setVisible(button.action_record.id in _TURNS or self.name == "dark")

    @override
    def actions(self) -> list[Action]:  # type: ignore[override]  # ours, not QWidget's QActions
        return list(self._acts.values())

    @override
    def refresh(self, changes: Changes | None) -> None:
        if changes is None or changes.kinds & (_RIDES | _DRIVERS):
            self._read.clear()
            if self.isVisible():
                self._read_shown()

    @override
    def head_text(self) -> str:
        if self._shown_part() is not self.month:
            return ""
        short = sum(day.short > 0 for day in self.month.table.model.rows())
        if not short:
            return ""
        return "1 day short of volunteers" if short == 1 else f"{short} days short of volunteers"

    @override
    def head_day(self) -> date | None:
        return self._first() if self._shown_part() is not self.dark else None

    @override
    def show_day(self, day: date) -> None:
        self._from = day
        self._read -= {"month", "far"}
        self._read_shown()
        self.head_changed.emit()

    @override
    def help_text(self) -> str:
        return _HELP[self.name]

    @override
    def show_record(self, kind: str, id: Id | None) -> None:
        if kind in self._parts:
            self.turn_to(kind)

    @override
    def has_unsaved(self) -> bool:
        return self.dark.form.is_changed()

    @override
    def first_focus(self) -> QWidget | None:
        lists = {"month": self.month.table.view, "far": self.far.rides.view}
        return lists.get(self.name) or self.dark.form.first_field()

    def _first(self) -> date:
        return self._from or self.desk.today()

    def _open_day(self, day: date) -> None:
        self.desk.go("board", f"day {day.isoformat()}")

    def _find(self) -> None:
        if self._shown_part() is self.far:
            self.far.rides.focus_filter()
        elif self._shown_part() is self.month:
            self.month.table.focus_filter()

    def _read_shown(self) -> None:
        name = self.name
        if name in self._read:
            return
        self._read.add(name)
        if name == "month":
            self._read_month()
        elif name == "far":
            self._read_far()
        else:
            self.dark.show_settings()
            self.dark.make()

    def _read_month(self) -> None:
        office, first, now = self.desk.office, self._first(), self.desk.office.clock.now()
        self.desk.jobs.read(
            lambda _progress: read_month(office, office.settings, now, first),
            self._on_month,
            latest="ahead.month",
        )

    def _on_month(self, days: tuple[object, ...]) -> None:
        self.month.show_days(days)  # type: ignore[arg-type]  # T has been through a signal
        self.head_changed.emit()

    def _read_far(self) -> None:
        least = self.far.least_miles()
        if least is None:
            self.desk.say("Type from how many miles on a way is long, like 30.")
            return
        office, first = self.desk.office, self._first()
        self.desk.jobs.read(
            lambda _progress: read_far(office, first, least),
            self.far.show_list,
            latest="ahead.far",
        )
