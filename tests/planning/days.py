"""A flat county for planning: a kilometre a minute, places on a line."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from nemt_desk.planning.rows import (
    DayCar,
    DayCredential,
    DriverDay,
    Hours,
    LatLon,
    Leg,
    RideTask,
    Spot,
)

DAY = date(2026, 11, 24)


def ident(number: int) -> uuid.UUID:
    return uuid.UUID(int=number)


@dataclass(frozen=True)
class Minutes:
    load_min: int = 5
    pickup_window_min: int = 15
    slack_min: int = 5


FIGURES = Minutes()


class Line:
    """Points are (0, minutes east): the way takes the difference, a kilometre a minute."""

    def __init__(self, *, is_estimate: bool = False) -> None:
        self.is_estimate = is_estimate

    def leg(self, start: LatLon, end: LatLon) -> Leg:
        minutes = abs(end[1] - start[1])
        return Leg(minutes * 1000, minutes, self.is_estimate)


LINE = Line()


def spot(at: float | None) -> Spot:
    """Return the place so many minutes east; places are known by where they are."""
    if at is None:
        return Spot(ident(999_999))
    return Spot(ident(1_000_000 + round(at * 10)), (0.0, float(at)))


def at(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)


def ride(number: int, span: str = "", way: tuple[float, float] = (10, 30), **more: Any) -> RideTask:
    """Return ride `number` with times like `9:00-9:30`, driven from one minute mark to another."""
    begin, _, end = span.partition("-")
    minutes = abs(way[1] - way[0])
    values: dict[str, Any] = {
        "ride_id": ident(number),
        "trip_id": ident(100_000 + number),
        "member_id": ident(200_000 + number),
        "origin": spot(way[0]),
        "destination": spot(way[1]),
        "pickup_min": at(begin) if begin else None,
        "dropoff_min": at(end) if end else None,
        "direct_m": minutes * 1000,
        "drive_min": round(minutes),
    }
    return RideTask(**(values | more))


def driver(number: int = 1, **more: Any) -> DriverDay:
    """Return a volunteer against whom nothing speaks, at home at minute mark 0."""
    values: dict[str, Any] = {
        "driver_id": ident(number),
        "name": f"Driver {number}",
        "day": DAY,
        "car": DayCar("ABC 123", 3, 1, has_lift=True),
        "hours": (Hours(7 * 60, 18 * 60),),
        "has_hours": True,
        "credentials": (DayCredential("driver's licence", DAY + timedelta(days=1)),),
        "recognized_on": date(2024, 1, 1),
        "is_open_to_all": True,
        "start": (0.0, 0.0),
        "end": (0.0, 0.0),
    }
    return DriverDay(**(values | more))
