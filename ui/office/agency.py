"""The agency's own facts and figures: a form over the settings."""

from dataclasses import asdict, replace
from typing import Any, override

from PySide6.QtWidgets import QWidget

from nemt_desk.ground.errors import DeskError, InputError, Problem
from nemt_desk.ground.settings import Settings
from nemt_desk.policy import packs
from nemt_desk.security.rows import Right
from ui.office.no_show_fields import add_no_show_fields, taken_from, ticks_of
from ui.office.road_fields import NUMBERS, add_road_fields
from ui.office.section import Section
from ui.shell.desk import Desk
from ui.widgets.form import FieldForm
from ui.widgets.layout import column, scrolling
from ui.widgets.numbers import NumberEdit

_ZONES = {
    "America/New_York": "Eastern (New York)",
    "America/Chicago": "Central (Chicago)",
    "America/Denver": "Mountain (Denver)",
    "America/Phoenix": "Arizona (Phoenix)",
    "America/Los_Angeles": "Pacific (Los Angeles)",
    "America/Anchorage": "Alaska (Anchorage)",
    "Pacific/Honolulu": "Hawaii (Honolulu)",
}
_FIGURES = (
    ("&Load and unload", "load_min", "At each pick-up and drop-off."),
    ("Early &at appointments", "early_min", "How long before an appointment members arrive."),
    ("Pick-up &window", "pickup_window_min", "After this a ride counts as late."),
    ("&Free time on runs", "slack_min", "Left over between stops when a run is planned."),
    ("Will-calls", "will_call_min", "Late so long after the call, if the pack says nothing."),
    ("No-show wait", "no_show_wait_min", "How long a driver waits at a door, likewise."),
    ("Lock t&he screen after", "lock_min", "1 to 20; holds from the next sign-in."),
)
_MUST_BE_TYPED = (
    NUMBERS | {"standing_weeks": "weeks"} | {name: "minutes" for _label, name, _help in _FIGURES}
)


class AgencySection(Section):
    """The form."""

    name = "agency"
    title = "Agenc&y"
    kinds = frozenset({"agency"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.form = FieldForm()
        self._fill_form()
        self.setLayout(column(self.bar, scrolling(self.form)))

    def _fill_form(self) -> None:
        form = self.form
        form.section("On every paper")
        form.text("&Name", "name", help="As it stands on letters.", chars=44)
        form.phone("Telephone", "phone")
        form.text("Add&ress", "address", chars=44)
        form.text("T&own", "city")
        form.text("&State", "state", chars=4)
        form.text("&ZIP", "zip", chars=10)
        form.text("NP&I", "npi", chars=12, help="Ten digits; stands on the trip log.")
        form.text("UM&PI", "umpi", chars=12, help="If the state gave one: a letter, nine digits.")
        form.section("How the office works")
        form.choice(
            "State pac&k", "pack", [(p.code, p.name) for p in packs.available()],
            help="Rules, figures and words of the state that pays.",
        )  # fmt: skip
        zones = dict(_ZONES)
        zones.setdefault(self.office.settings.zone, self.office.settings.zone)
        form.choice("Time zone", "zone", zones)
        form.text("Riders are called", "member_label", help="Member, recipient, …", chars=16)
        form.field(
            "Standing orders make rides ahead",
            "standing_weeks",
            NumberEdit(unit="weeks"),
            help="So many weeks. What they collide with in that time is on their exception desk.",
        )
        form.text(
            "Buses and trains here",
            "transit_note",
            help="Shown below the drivers who can take a ride: lines, days, whom to call.",
            chars=44,
        )
        form.section("Minutes")
        for label, name, help_text in _FIGURES:
            form.field(label, name, NumberEdit(unit="min"), help=help_text)
        add_no_show_fields(form)
        add_road_fields(form)

    @override
    def read(self) -> None:
        self.form.setEnabled(self.may(Right.SETTINGS))
        if not self.form.is_changed():
            self._show(self.office.settings)

    @override
    def save(self) -> None:
        try:
            changes = self.office.save_settings(self._typed())
        except InputError as error:
            self.form.show_problems(error)
        except DeskError as error:
            self.desk.refuse(error)
        else:
            self._show(self.office.settings)
            self.desk.did(changes)

    @override
    def has_unsaved(self) -> bool:
        return self.form.is_changed()

    @override
    def first_focus(self) -> QWidget | None:
        return self.form.widget("name")

    def drop(self) -> None:
        """Give up what was typed."""
        self._show(self.office.settings)

    def _show(self, settings: Settings) -> None:
        kept = asdict(settings) | ticks_of(settings.no_show_steps)
        self.form.fill({name: kept[name] for name in self.form.field_names()})

    def _typed(self) -> Settings:
        values: dict[str, Any] = dict(self.form.values())
        problems = [
            Problem(name, f"Type a number of {unit}.")
            for name, unit in _MUST_BE_TYPED.items()
            if values[name] is None
        ]
        if problems:
            raise InputError(problems)
        values["no_show_steps"] = taken_from(values)
        values["member_label"] = values["member_label"] or "Member"
        values["state"] = values["state"].upper()
        values["umpi"] = values["umpi"].upper()
        return replace(self.office.settings, **values)
