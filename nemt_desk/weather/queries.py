"""Reads of the weather room."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from nemt_desk.ground.clock import AgencyTime
from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.ids import Id
from nemt_desk.trips.queries import ride_lines_by_ids, ride_lines_on
from nemt_desk.trips.rows import RideLine
from nemt_desk.weather.model import WeatherChoiceRecord, WeatherDayRecord
from nemt_desk.weather.rows import Told, WeatherChoice, WeatherDay, WeatherRide, WeatherSheet
from nemt_desk.weather.rules import is_meant, urgency_of


def as_weather(row: WeatherDayRecord) -> WeatherDay:
    """Return the record as it leaves the room."""
    return WeatherDay(
        id=row.id,
        version=row.version,
        day=row.day,
        from_min=row.from_min,
        until_min=row.until_min,
        towns=tuple(map(str, row.towns)),
        place_id=row.place_id,
        name=row.name,
        note=row.note,
    )


def weather_day(session: Session, weather_id: Id) -> WeatherDay:
    """Return one weather day.

    Raises:
        RefusedError: there is none, or it was taken back.
    """
    row = session.get(WeatherDayRecord, weather_id)
    if row is None or row.archived_at is not None:
        raise RefusedError("This weather day is not there any more.")
    return as_weather(row)


def weather_days(session: Session, first: date, last: date) -> tuple[WeatherDay, ...]:
    """Return the weather days between two days, both inclusive, the latest first."""
    statement = (
        select(WeatherDayRecord)
        .where(WeatherDayRecord.archived_at.is_(None), WeatherDayRecord.day.between(first, last))
        .order_by(WeatherDayRecord.day.desc(), WeatherDayRecord.id.desc())
    )
    return tuple(as_weather(row) for row in session.scalars(statement))


def sheet(session: Session, weather_id: Id, time: AgencyTime) -> WeatherSheet:
    """Return a weather day with its rides: open ones it is about, and all that were decided.

    A ride booked later for these hours comes in as undecided by itself.
    """
    weather = weather_day(session, weather_id)
    kept = choices(session, weather_id)
    lines = {
        line.ride.id: line
        for line in ride_lines_on(session, weather.day)
        if line.ride.id in kept or (line.ride.is_open and is_meant(line, weather, time))
    }
    gone = [ride_id for ride_id in kept if ride_id not in lines]
    lines |= {line.ride.id: line for line in ride_lines_by_ids(session, gone)}
    rides = [_ride(line, kept.get(key)) for key, line in lines.items()]
    return WeatherSheet(weather, tuple(sorted(rides, key=_order)))


def choices(session: Session, weather_id: Id) -> Mapping[Id, WeatherChoiceRecord]:
    """Return what was decided, by ride; for this room alone."""
    statement = select(WeatherChoiceRecord).where(
        WeatherChoiceRecord.weather_id == weather_id, WeatherChoiceRecord.archived_at.is_(None)
    )
    return {row.ride_id: row for row in session.scalars(statement)}


def towns_on(session: Session, day: date) -> list[tuple[str, int]]:
    """Return the towns that open rides of a day begin or end in, with their number of rides."""
    counted: Counter[str] = Counter()
    for line in ride_lines_on(session, day):
        if line.ride.is_open:
            counted.update({line.from_place.city, line.to_place.city} - {""})
    return sorted(counted.items(), key=lambda item: (-item[1], item[0]))


def _ride(line: RideLine, kept: WeatherChoiceRecord | None) -> WeatherRide:
    urgency = urgency_of(line)
    if kept is None:
        return WeatherRide(line, urgency, WeatherChoice.OPEN, "", Told.NOT_YET, None, "")
    return WeatherRide(
        line, urgency, kept.choice, kept.reason, kept.told, kept.told_at, kept.told_note
    )


def _order(one: WeatherRide) -> tuple[object, ...]:
    ride = one.line.ride
    when = ride.pickup_at.timestamp() if ride.pickup_at is not None else float("inf")
    return (one.urgency, when, one.line.member_name, ride.trip_id, ride.seq)
