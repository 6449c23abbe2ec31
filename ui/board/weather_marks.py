"""Weather days on the board: hours hatched, what was decided at each ride, a line above."""

from dataclasses import replace
from typing import TYPE_CHECKING, override

from nemt_desk.weather.queries import sheet, weather_days
from nemt_desk.weather.rows import WeatherChoice, WeatherSheet
from nemt_desk.weather.rules import area_text, hours_text
from ui.actions.action import Action
from ui.actions.button import ActionButton
from ui.board.guest import Guest
from ui.board.overlay import Overlay, Sign, Span
from ui.board.words import count
from ui.widgets.layout import panel, plain_label, row

if TYPE_CHECKING:
    from nemt_desk.ground.ids import Id
    from ui.board.day import BoardDay
    from ui.board.dispatch import Dispatch

_ICON = "mdi6.weather-snowy-heavy"
_SIGNS = {
    WeatherChoice.OPEN: Sign("mdi6.help-circle-outline", "weather: to decide"),
    WeatherChoice.GO: Sign("mdi6.car-outline", "weather: goes all the same"),
    WeatherChoice.CANCEL: Sign("mdi6.cancel", "weather: cancelled"),
    WeatherChoice.MOVE: Sign("mdi6.calendar-arrow-right", "weather: moved"),
}
_DOT = " \N{MIDDLE DOT} "


class WeatherMarks(Guest):
    """Shows the weather days of the day on the board."""

    def __init__(self, at: "Dispatch") -> None:
        super().__init__(at)
        self.sheets: tuple[WeatherSheet, ...] = ()
        self._act = Action("board.weather", "Weather or closure day", self._on_asked, "W")

    @override
    def sit(self) -> None:
        self.line = plain_label(name="Weather on this day")
        laid = row(self.line, ActionButton(replace(self._act, text="Decide")))
        laid.setStretch(0, 1)
        self.strip = panel(laid)
        self.at.parts.strips.add(self.strip)

    @override
    def actions(self) -> list[Action]:
        return [self._act]

    @override
    def kinds(self) -> frozenset[str]:
        return frozenset({"weather_day", "weather_choice"})

    @override
    def day_read(self, known: "BoardDay", before: "BoardDay | None") -> None:
        office = self.desk.office
        with office.store.read() as session:
            days = weather_days(session, known.day, known.day)
            self.sheets = tuple(sheet(session, day.id, office.time) for day in reversed(days))
        self.at.show_overlay("weather", laid_over(self.sheets))
        self.line.setText("\n".join(sheet_text(one) for one in self.sheets))
        self.strip.setVisible(bool(self.sheets))

    @override
    def head_parts(self) -> list[str]:
        return [one.weather.name for one in self.sheets]

    def _on_asked(self) -> None:
        if self.sheets:
            self.desk.go("weather", "weather_day", self.sheets[0].weather.id)
        else:
            self.desk.go("weather", "new")


def laid_over(sheets: tuple[WeatherSheet, ...]) -> Overlay:
    """Return the hours of weather days, and a sign for each ride they are about."""
    signs: dict[Id, tuple[Sign, ...]] = {}
    for one in sheets:
        for ride in one.rides:
            key = ride.line.ride.id
            signs[key] = (*signs.get(key, ()), _SIGNS[ride.choice])
    spans = tuple(
        Span(one.weather.from_min, one.weather.until_min, _span_text(one), _ICON) for one in sheets
    )
    return Overlay(ride_signs=signs, spans=spans)


def sheet_text(one: WeatherSheet) -> str:
    """Return `Snow, everywhere, noon to 5 p.m.: 12 rides · 4 to decide · 3 members to tell`."""
    decided = (
        (WeatherChoice.OPEN, "to decide"),
        (WeatherChoice.GO, "go all the same"),
        (WeatherChoice.CANCEL, "cancelled"),
        (WeatherChoice.MOVE, "moved"),
    )
    parts = [count(len(one.rides), "ride")]
    parts += [f"{number} {word}" for choice, word in decided if (number := one.count(choice))]
    parts += [f"{count(one.to_tell, 'member')} to tell"] if one.to_tell else []
    return f"{_span_text(one)}: {_DOT.join(parts)}"


def _span_text(one: WeatherSheet) -> str:
    place = "one place" if one.weather.place_id is not None else ""
    return f"{one.weather.name}, {area_text(one.weather, place)}, {hours_text(one.weather)}"
