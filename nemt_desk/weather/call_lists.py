"""Whom to telephone about a weather day: each member once, the most needed rides first."""

from collections.abc import Callable, Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from nemt_desk.drivers.queries import drivers_by_ids
from nemt_desk.ground.ids import Id
from nemt_desk.ground.settings import Settings
from nemt_desk.ground.words import long_day_text
from nemt_desk.members.queries import members_by_ids
from nemt_desk.places.queries import places_by_ids
from nemt_desk.runs.call_lists import Call, CallList, CallRide
from nemt_desk.runs.queries import runs_of_rides
from nemt_desk.runs.rows import Run
from nemt_desk.runs.words import place_name
from nemt_desk.weather.queries import sheet
from nemt_desk.weather.rows import Told, Urgency, WeatherChoice, WeatherRide
from nemt_desk.weather.rules import area_text, hours_text

_WORDS = {
    WeatherChoice.OPEN: "to be decided",
    WeatherChoice.GO: "goes as planned",
    WeatherChoice.CANCEL: "CANCELLED",
    WeatherChoice.MOVE: "MOVED",
}


def call_list(session: Session, weather_id: Id, settings: Settings, now: datetime) -> CallList:
    """Return whom to call: members not told yet of a changed or undecided ride, then drivers.

    A driver is called when he holds a run sheet with a ride that is cancelled or moved.
    """
    found = sheet(session, weather_id, settings.time)
    told = [one for one in found.rides if _is_called(one)]
    weather = found.weather
    place = ""
    if weather.place_id is not None:
        place = place_name(places_by_ids(session, [weather.place_id])[weather.place_id])
    runs = runs_of_rides(session, [one.line.ride.id for one in told])
    on_paper = [one for one in told if _is_on_paper(one, runs)]
    return CallList(
        agency_name=settings.name,
        agency_phone=settings.phone,
        title=weather.name,
        what=f"on {long_day_text(weather.day)}, {hours_text(weather)}",
        before="",
        after="",
        printed_at=settings.time.local(now),
        calls=(
            *_members(session, told, runs, settings),
            *_drivers(session, on_paper, runs, settings),
        ),
        run_ids=tuple(dict.fromkeys(runs[one.line.ride.id].id for one in on_paper)),
        member_ids=tuple(dict.fromkeys(one.line.ride.member_id for one in told)),
        area=area_text(weather, place),
    )


def _is_called(one: WeatherRide) -> bool:
    return one.told is not Told.TOLD and one.choice is not WeatherChoice.GO


def _is_on_paper(one: WeatherRide, runs: dict[Id, Run]) -> bool:
    run = runs.get(one.line.ride.id)
    return run is not None and run.published_at is not None


def _members(
    session: Session, told: list[WeatherRide], runs: dict[Id, Run], settings: Settings
) -> Iterable[Call]:
    members = members_by_ids(session, {one.line.ride.member_id for one in told})
    for member_id, rides in _by(told, lambda one: one.line.ride.member_id).items():
        member = members[member_id]
        vital = any(one.urgency is Urgency.VITAL for one in rides)
        remarks = (
            "TREATMENT THAT CAN'T WAIT" if vital else "",
            f"speaks {member.language}" if member.language not in {"", "English"} else "",
            "uses TTY (711)" if member.uses_tty else "",
            rides[0].told_note,
        )
        yield Call(
            who=member.name,
            is_driver=False,
            phone=member.phone,
            phone2=member.phone2,
            remark=", ".join(part for part in remarks if part),
            rides=tuple(_ride(one, runs, settings) for one in rides),
        )


def _drivers(
    session: Session, on_paper: list[WeatherRide], runs: dict[Id, Run], settings: Settings
) -> Iterable[Call]:
    drivers = drivers_by_ids(session, {runs[one.line.ride.id].driver_id for one in on_paper})
    whose = _by(on_paper, lambda one: runs[one.line.ride.id].driver_id)
    for driver_id, rides in whose.items():
        driver = drivers[driver_id]
        yield Call(
            who=driver.name,
            is_driver=True,
            phone=driver.phone,
            phone2=driver.phone2,
            remark="",
            rides=tuple(_ride(one, runs, settings, names=True) for one in rides),
        )


def _by(rides: list[WeatherRide], key: Callable[[WeatherRide], Id]) -> dict[Id, list[WeatherRide]]:
    whose: dict[Id, list[WeatherRide]] = {}
    for one in rides:
        whose.setdefault(key(one), []).append(one)
    return whose


def _ride(
    one: WeatherRide, runs: dict[Id, Run], settings: Settings, *, names: bool = False
) -> CallRide:
    ride, line = one.line.ride, one.line
    at = None if ride.pickup_at is None else settings.time.local(ride.pickup_at)
    run = runs.get(ride.id)
    member = f"{line.member_name}: " if names else ""
    why = f" ({one.reason})" if one.reason and one.choice is WeatherChoice.MOVE else ""
    return CallRide(
        day=ride.day,
        at=None if at is None else at.time().replace(second=0, microsecond=0),
        was_at=None,
        words=f"{member}{place_name(line.from_place)} to {place_name(line.to_place)}",
        what=_WORDS[one.choice] + why,
        run_code=run.code if run is not None else "",
    )
