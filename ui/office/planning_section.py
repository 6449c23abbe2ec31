"""What makes a plan good: the agency's weights in its own words, and back to what came with it."""

from dataclasses import asdict, fields, replace
from typing import Any, override

from PySide6.QtWidgets import QWidget

from nemt_desk.ground.errors import DeskError, InputError, Problem
from nemt_desk.ground.settings import Settings
from nemt_desk.runs.plans.weights import PLAN_FIELDS, PlanField
from nemt_desk.security.rows import Right
from ui.office.section import Section, button
from ui.shell.desk import Desk
from ui.theme.theme import BLOCK
from ui.widgets.flow import flow
from ui.widgets.form import FieldForm
from ui.widgets.layout import column, plain_label, scrolling
from ui.widgets.numbers import NumberEdit

_ABOUT = (
    "A suggested plan first drives as many rides as it can. Then it looks for the least expense:"
    " paid miles at the rates of the state pack, and what is set here. Nothing here is paid to"
    " anybody; it only tells the planner what this agency would rather avoid, and how much."
)
_SECTIONS = {
    "plan_unserved_dollars": "What is to be avoided",
    "plan_early_min": "What is asked of members",
    "plan_seconds": "The planning itself",
}
_TICKS = (
    (
        "Carriers may be proposed",
        "plan_carriers",
        "For rides that no volunteer can drive, where that costs less than leaving it undone.",
    ),
    (
        "A driver may go home while a member is at the doctor's",
        "plan_goes_home",
        "Where driving home and back costs less than the hours of waiting.",
    ),
)
_UNITS = {"dollars": "$", "percent": "%", "minutes": "min", "seconds": "s"}
_CAME = {one.name: one.default for one in fields(Settings)}


class PlanningSection(Section):
    """The form."""

    name = "planning"
    title = "Planning"
    kinds = frozenset({"agency"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.form = FieldForm()
        self.reset = button("Reset all to what the program came with")
        self._fill_form()
        self.reset.clicked.connect(self.take_away)
        inner = QWidget()
        inner.setLayout(column(plain_label(_ABOUT), self.form, flow(self.reset), space=BLOCK))
        self.setLayout(column(self.bar, scrolling(inner)))

    def _fill_form(self) -> None:
        for item in PLAN_FIELDS:
            if item.name in _SECTIONS:
                self.form.section(_SECTIONS[item.name])
            unit = _UNITS.get(item.unit, "")
            self.form.field(item.label, item.name, NumberEdit(unit=unit), help=_help(item))
        for label, name, help_text in _TICKS:
            self.form.tick(label, name, help=help_text)

    @override
    def read(self) -> None:
        may = self.may(Right.SETTINGS)
        self.form.setEnabled(may)
        if not self.form.is_changed():
            self._show()
        self.reset.setEnabled(may and self._ours() != self._came())

    @override
    def save(self) -> None:
        try:
            self._keep(self._typed())
        except InputError as error:
            self.form.show_problems(error)
        except DeskError as error:
            self.desk.refuse(error)

    @override
    def take_away(self) -> None:
        try:
            self._keep(replace(self.office.settings, **self._came()))
        except DeskError as error:
            self.desk.refuse(error)

    @override
    def has_unsaved(self) -> bool:
        return self.form.is_changed()

    @override
    def drop(self) -> None:
        self._show()

    @override
    def first_focus(self) -> QWidget | None:
        return self.form.first_field()

    def _keep(self, settings: Settings) -> None:
        changes = self.office.save_settings(settings)
        self._show()
        self.desk.did(changes)
        self.read()

    def _show(self) -> None:
        ours = self._ours()
        self.form.fill(ours)
        for item in PLAN_FIELDS:
            self.form.set_help(item.name, _help(item, ours[item.name]))

    def _ours(self) -> dict[str, Any]:
        kept = asdict(self.office.settings)
        return {name: kept[name] for name in self.form.field_names()}

    def _came(self) -> dict[str, Any]:
        return {name: _CAME[name] for name in self.form.field_names()}

    def _typed(self) -> Settings:
        values: dict[str, Any] = dict(self.form.values())
        problems = [
            Problem(item.name, f"Type a number, {_range(item)}.")
            for item in PLAN_FIELDS
            if values[item.name] is None
        ]
        if problems:
            raise InputError(problems)
        return replace(self.office.settings, **values)


def _range(item: PlanField) -> str:
    unit = "" if item.unit not in _UNITS else f" {item.unit}"
    return f"{item.least:,} to {item.most:,}{unit}"


def _help(item: PlanField, ours: object = None) -> str:
    """Return what it means, what it may be, and what it came with where ours is another."""
    came = _CAME[item.name]
    said = f" It came with {came}." if ours not in {None, came} else ""
    return f"{item.help} {_range(item).capitalize()}.{said}"
