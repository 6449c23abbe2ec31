"""Tables of weather days and what was decided for each ride."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from nemt_desk.ground.columns import JsonText, Word
from nemt_desk.ground.ids import Id
from nemt_desk.ground.tables import Record
from nemt_desk.weather.rows import Told, WeatherChoice


class WeatherDayRecord(Record):
    """A day of bad weather or a shut building: which towns (none: everywhere), which hours.

    `from_min`, `until_min` are minutes after midnight on the agency's wall clock.
    """

    __tablename__ = "weather_day"
    rules = (Index("ix_weather_day_day", "day"),)

    day: Mapped[date]
    from_min: Mapped[int] = mapped_column(default=0)
    until_min: Mapped[int] = mapped_column(default=24 * 60)
    towns: Mapped[list[Any]] = mapped_column(JsonText(), default=list)
    place_id: Mapped[Id | None] = mapped_column(ForeignKey("place.id"), index=True)
    name: Mapped[str]
    note: Mapped[str] = mapped_column(default="")


class WeatherChoiceRecord(Record):
    """What was decided for one ride, and whether the member knows."""

    __tablename__ = "weather_choice"

    weather_id: Mapped[Id] = mapped_column(ForeignKey("weather_day.id"), index=True)
    ride_id: Mapped[Id] = mapped_column(ForeignKey("ride.id"), index=True)
    choice: Mapped[WeatherChoice] = mapped_column(Word(WeatherChoice), default=WeatherChoice.OPEN)
    reason: Mapped[str] = mapped_column(default="")
    told: Mapped[Told] = mapped_column(Word(Told), default=Told.NOT_YET)
    told_at: Mapped[datetime | None]
    told_note: Mapped[str] = mapped_column(default="")
