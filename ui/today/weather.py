"""Which weather days are not done: rides to decide, members to tell. Pure: facts in, lines out."""

from collections.abc import Iterator

from nemt_desk.ground.words import day_text
from nemt_desk.weather.rows import Urgency, WeatherChoice, WeatherSheet
from nemt_desk.weather.rules import area_text, hours_text
from ui.today.facts import Facts
from ui.today.lines import Group, Line


def weather_lines(facts: Facts) -> Iterator[Line]:
    """Yield a line for each weather day with something left to do."""
    for sheet in facts.weather:
        left = sheet.count(WeatherChoice.OPEN)
        if left or sheet.to_tell:
            yield _line(facts, sheet, left)


def _line(facts: Facts, sheet: WeatherSheet, left: int) -> Line:
    weather = sheet.weather
    vital = sum(
        one.choice is WeatherChoice.OPEN and one.urgency is Urgency.VITAL for one in sheet.rides
    )
    parts = (
        f"{left} {'ride' if left == 1 else 'rides'} to decide" if left else "",
        f"{vital} can't wait" if vital else "",
        f"{sheet.to_tell} {'member' if sheet.to_tell == 1 else 'members'} to tell"
        if sheet.to_tell
        else "",
    )
    place = "one place" if weather.place_id is not None else ""
    return Line(
        group=Group.WEATHER,
        status="open" if left else "changed",
        when="today" if weather.day == facts.today else day_text(weather.day),
        who=f"{weather.name}, {area_text(weather, place)}, {hours_text(weather)}",
        why=", ".join(part for part in parts if part),
        page="weather",
        kind="weather_day",
        record=weather.id,
        count=left + sheet.to_tell,
    )
