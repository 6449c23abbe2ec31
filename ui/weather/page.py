"""The Weather day page: every ride of an area and some hours, decided one by one and told.

A page without a place in the rail: it is opened from Ctrl+K, the Board, or a line of Today.
"""

from datetime import date, timedelta
from functools import partial
from typing import ClassVar, override

from PySide6.QtWidgets import QWidget

from nemt_desk.ground.changes import Changes
from nemt_desk.ground.errors import DeskError, InputError
from nemt_desk.ground.ids import Id
from nemt_desk.ground.words import long_day_text
from nemt_desk.places import queries as places
from nemt_desk.weather import queries
from nemt_desk.weather.rows import (
    Told,
    WeatherChoice,
    WeatherDay,
    WeatherRide,
    WeatherSheet,
)
from nemt_desk.weather.rules import area_text, hours_text
from ui.actions.action import Action
from ui.actions.button import ActionButton
from ui.shell.desk import Desk
from ui.shell.page import Page
from ui.theme.theme import BLOCK, row_height, theme
from ui.weather.deeds import WeatherDeeds
from ui.weather.form import WeatherForm
from ui.weather.lines import day_columns, ride_columns, summary
from ui.widgets.fields import DayEdit
from ui.widgets.flow import flow
from ui.widgets.form import ErrorLabel
from ui.widgets.layout import Heading, column, panel, plain_label, row, scrolling
from ui.widgets.sidebyside import SideBySide
from ui.widgets.table import RowsTable
from ui.widgets.typeahead import Suggestion

_KINDS = frozenset({"weather_day", "weather_choice", "ride", "trip", "member", "place", "run"})
_BACK_DAYS, _AHEAD_DAYS = 14, 60
_MOST_PLACES = 10
_DAYS_SEEN, _RIDES_SEEN = 5, 8  # with the filter and the header
_CHOICES = (
    (WeatherChoice.GO, "Goes", "G"),
    (WeatherChoice.CANCEL, "Cancel", "C"),
    (WeatherChoice.MOVE, "Move", "M"),
    (WeatherChoice.OPEN, "Undecided", "U"),
)
_CALLS = (
    (Told.TOLD, "Told", "T"),
    (Told.MESSAGE, "Message left", "L"),
    (Told.NO_ANSWER, "No answer", "N"),
)
_BEGIN = "Say what it is, which day and hours, and where. Ctrl+Enter lists the rides."


class WeatherPage(Page):
    """Lists a weather day's rides, the most needed first, and decides them."""

    page_id: ClassVar[str] = "weather"
    title: ClassVar[str] = "Weather day"
    icon: ClassVar[str] = "mdi6.weather-snowy-heavy"
    order: ClassVar[int] = 900

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._sheet: WeatherSheet | None = None
        self._deeds = WeatherDeeds(desk, self)
        self._acts = {act.id: act for act in self._made_actions()}
        self.days = RowsTable(
            day_columns(),
            key=lambda day: day.id,
            name="Weather days",
            noun=("day", "days"),
            empty="No weather day yet.",
            filter_rows=False,
            remember=("weather.days", desk.prefs),
        )
        self.days.selected.connect(self._on_day_chosen)
        self.form = WeatherForm(today=desk.today, find_place=self._find_places, towns=self._towns)
        self.error = ErrorLabel()
        self.said = plain_label(_BEGIN, name="What is left to do")
        self.rides = RowsTable(
            ride_columns(desk.office.time),
            key=lambda one: one.line.ride.id,
            name="Rides of the weather day",
            noun=("ride", "rides"),
            empty="No ride is listed yet.",
            multi=True,
            remember=("weather.rides", desk.prefs),
        )
        self.rides.opened.connect(self._open_ride)
        self.rides.selected.connect(lambda _one: self._dress_buttons())
        self._shown_buttons: list[ActionButton] = []
        self._title = Heading("New weather day")
        self._title.setWordWrap(True)
        self.setLayout(column(self._split(), margin=BLOCK))
        self.form.begin(desk.today())

    def _split(self) -> SideBySide:
        top = row(*self._buttons("weather.new", "weather.keep"), None)
        left = column(self.days, top, self.error, self.form)
        left.setStretch(0, 1)
        marks = flow(*self._buttons("weather.go", "weather.cancel", "weather.move", "weather.open"))
        calls = flow(
            *self._buttons("weather.told", "weather.message", "weather.no_answer", "weather.print")
        )
        right = column(self._title, self.said, self.rides, self._deeds.extras, marks, calls)
        right.setStretch(2, 1)
        self._give_room()
        theme().changed.connect(self._give_room)
        return SideBySide(scrolling(panel(left)), scrolling(panel(right)), share=0.3)

    def _give_room(self) -> None:
        """Keep some rows of both lists in sight at any text size; the rest scrolls."""
        self.days.setMinimumHeight(_DAYS_SEEN * row_height())
        self.rides.setMinimumHeight(_RIDES_SEEN * row_height())

    def _buttons(self, *names: str) -> list[ActionButton]:
        made = [ActionButton(self._acts[name]) for name in names]
        self._shown_buttons += made
        return made

    def is_possible(self, name: str) -> bool:
        """Tell whether the button of an action can be pressed."""
        return any(b.isEnabled() for b in self._shown_buttons if b.action_record.id == name)

    def _dress_buttons(self) -> None:
        for button in self._shown_buttons:
            button.refresh()

    def _made_actions(self) -> list[Action]:
        decide, told, has = self._deeds.decide, self._deeds.tell, self._has_chosen
        return [
            Action("weather.new", "New", self._new, "Insert"),
            Action("weather.keep", "List the rides", self._keep, "Ctrl+Return"),
            *(
                Action(f"weather.{choice}", words, partial(decide, choice), key, enabled=has)
                for choice, words, key in _CHOICES
            ),
            *(
                Action(f"weather.{how}", words, partial(told, how), key, enabled=has)
                for how, words, key in _CALLS
            ),
            Action(
                "weather.print",
                "Print the call list",
                self._deeds.print_calls,
                "Ctrl+P",
                enabled=lambda: self._sheet is not None,
            ),
            Action("weather.reason", "Say why", self._deeds.focus_reason, "F6"),
            Action("weather.drop", "Take this day off the list", self._drop, "Ctrl+Delete"),
            Action("weather.find", "Find in the list", self._find, "F3"),
        ]

    def sheet(self) -> WeatherSheet | None:
        """Return the weather day that is shown, None for one that is not begun."""
        return self._sheet

    def chosen(self) -> list[WeatherRide]:
        """Return the rides that are marked in the list."""
        return self.rides.chosen()

    def shown_rides(self) -> tuple[WeatherRide, ...]:
        """Return the rides that are listed."""
        return self._sheet.rides if self._sheet is not None else ()

    @property
    def to_day(self) -> DayEdit:
        """The field for the day rides move to."""
        return self._deeds.to_day

    # --- the page's contract ------------------------------------------------------------------

    @override
    def refresh(self, changes: Changes | None) -> None:
        if changes is None or changes.kinds & _KINDS:
            self._read_days()
            self._read()

    @override
    def head_text(self) -> str:
        left = self._sheet.count(WeatherChoice.OPEN) if self._sheet is not None else 0
        return f"{left} to decide" if left else ""

    @override
    def actions(self) -> list[Action]:  # type: ignore[override]  # ours, not QWidget's QActions
        return list(self._acts.values())

    @override
    def help_text(self) -> str:
        return (
            "When roads are bad or a building is shut: say which day, hours and towns; every ride"
            " is listed with dialysis and chemotherapy on top. G lets a ride go, C cancels it (and"
            " the way back with it), M moves the trip to the day typed below. Ctrl+P prints whom"
            " to call; T notes that the member was told. Ctrl+Z takes the last act back."
        )

    @override
    def show_record(self, kind: str, id: Id | None) -> None:
        if kind == "weather_day" and id is not None:
            self._read_days()
            self._show(id)
        elif kind in {"new", "rest"} and not self.has_unsaved():
            self._new()
            if kind == "rest":
                self.form.begin_now(self.desk.office.time.local(self.desk.office.clock.now()))

    @override
    def show_day(self, day: date) -> None:
        if self._sheet is None and not self.has_unsaved():
            self.form.begin(day)

    @override
    def back(self) -> bool:
        if self.rides.filter.text():
            self.rides.filter.clear()
            return True
        return False

    @override
    def has_unsaved(self) -> bool:
        return self.form.is_changed()

    @override
    def first_focus(self) -> QWidget | None:
        return self.rides.view if self._sheet is not None else self.form.form.widget("name")

    # --- reading ------------------------------------------------------------------------------

    def _read_days(self) -> None:
        today = self.desk.today()
        first, last = today - timedelta(days=_BACK_DAYS), today + timedelta(days=_AHEAD_DAYS)
        with self.desk.office.store.read() as session:
            self.days.set_rows(queries.weather_days(session, first, last))

    def _read(self) -> None:
        if self._sheet is None:
            return
        office, key = self.desk.office, self._sheet.weather.id
        try:
            with office.store.read() as session:
                self._sheet = queries.sheet(session, key, office.time)
        except DeskError:
            self._new()
            return
        self._dress()

    def _dress(self) -> None:
        if self._sheet is None:
            self._title.setText("New weather day")
            self.said.setText(_BEGIN)
            self.rides.set_rows(())
        else:
            weather = self._sheet.weather
            where = area_text(weather, self._place_name(weather))
            when = f"{long_day_text(weather.day)}, {hours_text(weather)}"
            self._title.setText(f"{weather.name}: {when}, {where}")
            self.said.setText(summary(self._sheet))
            self.rides.set_rows(self._sheet.rides)
        self._dress_buttons()
        self.head_changed.emit()

    def _show(self, weather_id: Id) -> None:
        office = self.desk.office
        with office.store.read() as session:
            self._sheet = queries.sheet(session, weather_id, office.time)
        weather = self._sheet.weather
        self.form.show_day(weather, self._place_name(weather))
        self.days.select(weather_id)
        self._dress()

    def _place_name(self, weather: WeatherDay) -> str:
        if weather.place_id is None:
            return ""
        with self.desk.office.store.read() as session:
            return places.place(session, weather.place_id).label

    def _towns(self, day: date) -> list[tuple[str, int]]:
        with self.desk.office.store.read() as session:
            return queries.towns_on(session, day)

    def _find_places(self, typed: str) -> list[Suggestion]:
        with self.desk.office.store.read() as session:
            found = places.find_places(session, typed, limit=_MOST_PLACES)
        return [Suggestion(one.id, one.label, one.city) for one in found]

    def _on_day_chosen(self, day: WeatherDay | None) -> None:
        is_shown = self._sheet is not None and day is not None and self._sheet.weather.id == day.id
        if day is None or is_shown:
            return
        if self.has_unsaved():
            self.desk.say("What you typed is not listed yet. Ctrl+Enter lists it first.")
            return
        self._show(day.id)

    # --- acts ---------------------------------------------------------------------------------

    def _new(self) -> None:
        self._sheet = None
        self.form.begin(self.desk.today())
        self.error.show_problem("")
        self.days.view.clearSelection()
        self._dress()
        widget = self.form.form.widget("name")
        if self.isVisible():
            widget.setFocus()

    def _keep(self) -> None:
        self.error.show_problem("")
        try:
            entry = self.form.entry()
            if self._sheet is None:
                saved = self.desk.office.weather.open(self.desk.actor, entry)
                key, changes = saved.id, saved.changes
            else:
                weather = self._sheet.weather
                key = weather.id
                changes = self.desk.office.weather.change(
                    self.desk.actor, key, entry, version=weather.version
                )
        except InputError as error:
            self._show_problems(error)
            return
        except DeskError as error:
            self.error.show_problem(error.sentence)
            return
        self.desk.did(changes)
        self._show(key)
        self.rides.focus_rows()

    def _show_problems(self, error: InputError) -> None:
        if self.form.form.knows(error):
            self.form.form.show_problems(error)
        else:
            self.error.show_problem(" ".join(one.sentence for one in error.problems))

    def _has_chosen(self) -> bool:
        return self._sheet is not None and bool(self.rides.chosen())

    def _drop(self) -> None:
        if self._sheet is None:
            return
        try:
            changes = self.desk.office.weather.drop(self.desk.actor, self._sheet.weather.id)
        except DeskError as error:
            self.desk.refuse(error)
            return
        self._sheet = None
        self.desk.did(changes)
        self._new()

    def _open_ride(self, one: WeatherRide) -> None:
        self.desk.go("board", "ride", one.line.ride.id)

    def _find(self) -> None:
        self.rides.focus_filter()
