"""How rides and days of the Weather page look in their tables. No widgets."""

from typing import TYPE_CHECKING

from nemt_desk.ground.clock import AgencyTime
from nemt_desk.ground.words import day_text, phone_text, time_text
from nemt_desk.weather.rows import (
    Told,
    Urgency,
    WeatherChoice,
    WeatherDay,
    WeatherRide,
    WeatherSheet,
)
from nemt_desk.weather.rules import area_text, hours_text
from ui.widgets.rows import Column

if TYPE_CHECKING:
    from datetime import datetime

URGENCY_WORDS = {
    Urgency.VITAL: "Can't wait",
    Urgency.TREATMENT: "Treatment",
    Urgency.OTHER: "Other",
}
CHOICE_STATUS = {
    WeatherChoice.OPEN: "open",
    WeatherChoice.GO: "goes",
    WeatherChoice.CANCEL: "cancelled",
    WeatherChoice.MOVE: "moved",
}
TOLD_WORDS = {
    Told.NOT_YET: "",
    Told.TOLD: "told",
    Told.MESSAGE: "message left",
    Told.NO_ANSWER: "no answer",
}


def ride_columns(time: AgencyTime) -> list[Column[WeatherRide]]:
    """Return the columns of the list of rides."""
    return [
        Column("Need", lambda one: URGENCY_WORDS[one.urgency], sort=_by_need, width=95),
        Column("Telephone", lambda one: phone_text(one.line.member_phone), width=125),
        Column("Decided", lambda _one: "", status=lambda one: CHOICE_STATUS[one.choice], width=110),
        Column("Pick-up", lambda one: _when(one, time), sort=_by_time, width=95),
        Column("Member", lambda one: one.line.member_name, width=150),
        Column("Called", _told, tooltip=lambda one: one.told_note, width=95),
        Column("From and to", _ends, tooltip=_ends, width=190),
        Column("Why", lambda one: one.reason, tooltip=lambda one: one.reason, width=120),
    ]


def day_columns() -> list[Column[WeatherDay]]:
    """Return the columns of the list of weather days."""
    return [
        Column("Day", lambda day: day_text(day.day), sort=lambda day: day.day, width=95),
        Column("What", lambda day: day.name, width=110),
        Column("Where and when", _where, tooltip=_where, width=170),
    ]


def summary(sheet: WeatherSheet) -> str:
    """Return what is left to do, in one sentence or two."""
    if not sheet.rides:
        return "No open ride lies in these hours and towns."
    left = sheet.count(WeatherChoice.OPEN)
    vital = sum(
        one.urgency is Urgency.VITAL and one.choice is WeatherChoice.OPEN for one in sheet.rides
    )
    said = f"{left} of {len(sheet.rides)} rides to decide" if left else "Every ride is decided"
    if vital:
        said += f", {vital} of them can't wait"
    said += (
        f". {sheet.count(WeatherChoice.GO)} go, {sheet.count(WeatherChoice.CANCEL)} cancelled,"
        f" {sheet.count(WeatherChoice.MOVE)} moved."
    )
    people = "1 member" if sheet.to_tell == 1 else f"{sheet.to_tell} members"
    return f"{said} {people} to tell." if sheet.to_tell else said


def _where(day: WeatherDay) -> str:
    place = "one place" if day.place_id is not None else ""
    return f"{area_text(day, place)}, {hours_text(day)}"


def _when(one: WeatherRide, time: AgencyTime) -> str:
    ride = one.line.ride
    at = "when called" if ride.pickup_at is None else time_text(time.local(ride.pickup_at))
    return f"{day_text(ride.day)}, {at}" if one.choice is WeatherChoice.MOVE else at


def _by_need(one: WeatherRide) -> tuple[int, float]:
    return (one.urgency, _by_time(one))


def _by_time(one: WeatherRide) -> float:
    at: datetime | None = one.line.ride.pickup_at
    return float("inf") if at is None else at.timestamp()


def _ends(one: WeatherRide) -> str:
    return f"{one.line.from_label} to {one.line.to_label}"


def _told(one: WeatherRide) -> str:
    return TOLD_WORDS[one.told]
