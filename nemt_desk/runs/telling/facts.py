"""What a driver or a member is told, as facts that can be compared, and what changed. Pure."""

from collections.abc import Collection, Mapping
from typing import Any

from nemt_desk.ground.ids import Id
from nemt_desk.planning.words import clock_text
from nemt_desk.runs.board_rows import BoardRide, BoardRun
from nemt_desk.runs.telling.rows import Facts
from nemt_desk.trips.rows import RideState

OVER = frozenset({RideState.ABOARD, RideState.DONE, RideState.NO_SHOW})
"""Whoever is aboard or was driven need not be told of it any more."""
GONE: Facts = {"gone": True}
"""The ride is cancelled."""


def run_facts(run: BoardRun) -> Facts:
    """Return what the driver of a run is told: each ride's times and ends."""
    return {"rides": {str(ride.id): _ride(ride) for ride in run.rides}}


def _ride(ride: BoardRide) -> list[Any]:
    task = ride.task
    return [task.begin_min, task.end_min, str(ride.from_id), str(ride.to_id)]


def ride_facts(ride: BoardRide, run: BoardRun | None) -> Facts:
    """Return what the member of a ride is told: when, where, who comes."""
    if ride.state is RideState.CANCELLED:
        return GONE
    return {
        "day": ride.day.isoformat(),
        "at": ride.task.begin_min,
        "from": str(ride.from_id),
        "to": str(ride.to_id),
        "driver": str(run.driver_id) if run is not None else "",
    }


def run_changes(told: Facts, now: Facts, over: Collection[str]) -> Mapping[str, str]:
    """Return by ride key what is different for the driver, in words without names.

    Rides that are `over` count no more.
    """
    was, there = told.get("rides", {}), now.get("rides", {})
    found = {}
    for key in (*there, *(key for key in was if key not in there)):
        if key in over:
            continue
        if key not in there:
            found[key] = f"off the run (was {_at(was[key][0])})"
        elif key not in was:
            found[key] = f"new, {_at(there[key][0])}"
        elif was[key] != there[key]:
            found[key] = _moved(was[key], there[key])
    return found


def _moved(was: list[Any], now: list[Any]) -> str:
    parts = []
    if was[0] != now[0]:
        parts.append(f"pick-up {_at(now[0])} (was {_at(was[0])})")
    elif was[1] != now[1]:
        parts.append(f"drop-off {_at(now[1])} (was {_at(was[1])})")
    if was[2:] != now[2:]:
        parts.append("another address")
    return ", ".join(parts)


def ride_changes(told: Facts, now: Facts, names: Mapping[str, str]) -> tuple[str, ...]:
    """Return what is different for the member, in words; `names` are those of drivers by key."""
    if now == told:
        return ()
    if now.get("gone"):
        return ("the ride is cancelled",)
    if told.get("gone"):
        return ("the ride takes place after all",)
    parts = []
    if told.get("day") != now["day"]:
        parts.append("another day")
    if told.get("at") != now["at"]:
        parts.append(f"pick-up {_at(now['at'])} (was {_at(told.get('at'))})")
    if told.get("driver", "") != now["driver"]:
        was = names.get(told.get("driver", ""), "") or "nobody"
        parts.append(f"driver {names.get(now['driver'], '') or 'nobody yet'} (was {was})")
    if (told.get("from"), told.get("to")) != (now["from"], now["to"]):
        parts.append("another address")
    return tuple(parts)


def _at(minute: int | None) -> str:
    return "when called" if minute is None else clock_text(minute)


def over_keys(rides: Mapping[Id, BoardRide]) -> frozenset[str]:
    """Return the keys of rides nobody needs to be told of any more."""
    return frozenset(str(key) for key, ride in rides.items() if is_over(ride))


def is_over(ride: BoardRide) -> bool:
    """Tell whether nobody need be told of a ride; of a car that broke down all must hear."""
    return ride.state in OVER and not ride.stands_at
