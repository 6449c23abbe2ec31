"""How the office drives: ferries, winter, how far the map reaches."""

from typing import override

from nemt_desk.ground.errors import InputError
from nemt_desk.ground.season import month_day_text, parse_month_day
from ui.widgets.fields import LineField
from ui.widgets.form import FieldForm
from ui.widgets.numbers import NumberEdit

NUMBERS = {"winter_percent": "percent", "map_margin_mi": "miles"}
"""Fields that must be typed, and of what they are numbers."""


class YearDayEdit(LineField):
    """A day of every year, kept as `11-15`, shown and typed like 15 Nov or 11/15."""

    def __init__(self) -> None:
        super().__init__(chars=10, sample="15 Nov")
        self.editingFinished.connect(self._tidy)

    @override
    def value(self) -> object:
        return parse_month_day(self.text(), "day")

    @override
    def set_value(self, value: object) -> None:
        super().set_value(month_day_text(str(value or "")))

    def _tidy(self) -> None:
        if self.text().strip():
            super().set_value(month_day_text(self._kept()))

    def _kept(self) -> str:
        try:
            return parse_month_day(self.text(), "day")
        except InputError:
            return self.text()


def add_road_fields(form: FieldForm) -> None:
    """Add the section about roads."""
    form.section("Roads")
    form.tick(
        "A&void ferries",
        "avoid_ferries",
        help="A place that only a ferry leads to can't be routed then; Book says so.",
    )
    form.field(
        "Winter makes drives lon&ger by",
        "winter_percent",
        NumberEdit(unit="%"),
        help="Percent, 0 to 100; minutes only. Planned rides keep theirs until they are rechecked.",
    )
    form.field("Winter begins on", "winter_from", YearDayEdit(), help="Like 15 Nov, every year.")
    form.field("Winter ends on", "winter_until", YearDayEdit(), help="This day included.")
    form.field(
        "Map beyond the counties",
        "map_margin_mi",
        NumberEdit(unit="mi"),
        help="Miles that the next map reaches beyond the agency's counties.",
    )
