"""The form of a weather day: which day and hours, what it is, where."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from nemt_desk.ground.errors import InputError, Problem
from nemt_desk.weather.rows import WHOLE_DAY, WeatherDay, WeatherEntry
from ui.widgets.fields import TickBox
from ui.widgets.form import FieldForm
from ui.widgets.layout import QuietLabel, column
from ui.widgets.typeahead import Suggestion, TypeAhead

if TYPE_CHECKING:
    from nemt_desk.ground.ids import Id

_HOUR = 60
_LAST = 23 * _HOUR + 59


class WeatherForm(QWidget):
    """Says which rides are meant.

    Signals:
        day_typed: another day stands in the field.
    """

    day_typed = Signal(object)

    def __init__(
        self,
        *,
        today: Callable[[], date],
        find_place: Callable[[str], Sequence[Suggestion]],
        towns: Callable[[date], Sequence[tuple[str, int]]],
    ) -> None:
        super().__init__()
        self._today = today
        self._towns = towns
        self.boxes: list[tuple[str, TickBox]] = []
        self.form = FieldForm()
        self.day = self.form.day("D&ay", "day", today)
        self.form.text("&What it is", "name", help="Snow, Flood, Ice, Clinic closed", chars=22)
        self.form.time("F&rom", "from_min", help="Empty: from the morning on")
        self.form.time("&Until", "until_min", help="Empty: to the end of the day")
        self.place = TypeAhead(find=find_place, name="A place that is shut")
        self.form.field("A &place", "place", self.place, help="Only if one place is shut")
        self.form.note("N&ote", "note", lines=2)
        self._town_head = QuietLabel("Towns (none ticked: everywhere)")
        self._town_area = column(space=2)
        self.setLayout(column(self.form, self._town_head, self._town_area, None))
        self.day.textChanged.connect(self._on_day_typed)

    def begin(self, day: date) -> None:
        """Start a new weather day."""
        self.form.clear_problems()
        self.form.fill({"day": day, "name": "", "from_min": None, "until_min": None, "note": ""})
        self.place.set_chosen(None, "")
        self._show_towns(day, ())
        self.form.mark_unchanged()

    def begin_now(self, now: datetime) -> None:
        """Ask for the rest of a day: from this minute of the wall clock on."""
        self.begin(now.date())
        self.form.fill({"from_min": now.time().replace(second=0, microsecond=0)})
        self.form.mark_unchanged()

    def show_day(self, weather: WeatherDay, place: str) -> None:
        """Show one that is kept."""
        self.form.clear_problems()
        begin, end = weather.from_min, weather.until_min
        self.form.fill(
            {
                "day": weather.day,
                "name": weather.name,
                "from_min": None if begin == WHOLE_DAY[0] else _clock(begin),
                "until_min": None if end == WHOLE_DAY[1] else _clock(end),
                "note": weather.note,
            }
        )
        self.place.set_chosen(weather.place_id, place)
        self._show_towns(weather.day, weather.towns)
        self.form.mark_unchanged()

    def entry(self) -> WeatherEntry:
        """Return what is typed.

        Raises:
            InputError: with every field that can't be read.
        """
        values = self.form.values()
        if values["day"] is None:
            raise InputError([Problem("day", "Type the day.")])
        if self.place.text().strip() and self.place.key is None:
            raise InputError([Problem("place", "Choose the place from the list, or empty this.")])
        begin = cast("time | None", values["from_min"])
        end = cast("time | None", values["until_min"])
        return WeatherEntry(
            day=cast("date", values["day"]),
            name=str(values["name"]),
            from_min=WHOLE_DAY[0] if begin is None else _minute(begin),
            until_min=WHOLE_DAY[1] if end is None else _minute(end),
            towns=tuple(town for town, box in self.boxes if box.isChecked()),
            place_id=cast("Id | None", self.place.key),
            note=str(values["note"]),
        )

    def is_changed(self) -> bool:
        """Tell whether something was typed that is not kept."""
        return self.form.is_changed()

    def _on_day_typed(self, _text: str) -> None:
        try:
            day = self.day.value()
        except InputError:
            return
        if isinstance(day, date):
            self._show_towns(day, tuple(town for town, box in self.boxes if box.isChecked()))

    def _show_towns(self, day: date, ticked: Sequence[str]) -> None:
        for _town, box in self.boxes:
            self._town_area.removeWidget(box)
            box.deleteLater()
        counted = dict(self._towns(day))
        counted |= {town: 0 for town in ticked if town not in counted}
        self.boxes = []
        for town, rides in counted.items():
            box = TickBox(f"{town}  ({rides} {'ride' if rides == 1 else 'rides'})")
            box.setChecked(town in ticked)
            self._town_area.addWidget(box)
            self.boxes.append((town, box))
        self._town_head.setVisible(bool(self.boxes))


def _minute(clock: time) -> int:
    minute = clock.hour * _HOUR + clock.minute
    return WHOLE_DAY[1] if minute == _LAST else minute


def _clock(minute: int) -> time:
    hour, minutes = divmod(minute, _HOUR)
    return time(hour, minutes)
