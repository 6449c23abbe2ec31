"""The call sheet on paper: what is asked, and whom to call in order with every reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from nemt_desk.drivers.queries import drivers_by_ids
from nemt_desk.drivers.rows import Driver
from nemt_desk.ground.ids import Id
from nemt_desk.ground.settings import Settings
from nemt_desk.ground.words import day_text, day_year_text, miles_text, phone_text, time_text
from nemt_desk.members.queries import member
from nemt_desk.planning.rank import Candidate
from nemt_desk.planning.why import facts
from nemt_desk.planning.words import clock_text
from nemt_desk.runs.board_rows import BoardRide
from nemt_desk.runs.calls.queries import calls_about, last_results
from nemt_desk.runs.calls.rows import CallAbout, DriverCall
from nemt_desk.runs.who.others import OtherWay
from nemt_desk.runs.who.ride import TravelOn, who
from nemt_desk.runs.who.series import SeriesCandidate, who_series
from nemt_desk.runs.words import ASSISTANCE, NEEDS


@dataclass(frozen=True, slots=True)
class SheetDriver:
    """One driver on paper; `fits` says whether he could, `said` what he said already."""

    name: str
    phones: str
    fits: bool
    verdict: str
    against: tuple[str, ...]
    facts: tuple[str, ...]
    said: str


@dataclass(frozen=True, slots=True)
class CallSheet:
    """The paper. The ids are not printed: the trail notes by them whose data it holds."""

    agency_name: str
    agency_phone: str
    title: str
    lines: tuple[str, ...]
    why: str
    drivers: tuple[SheetDriver, ...]
    others: tuple[str, ...]
    printed_at: datetime
    member_ids: tuple[Id, ...]


def ride_sheet(
    session: Session,
    ride_ids: Sequence[Id],
    *,
    settings: Settings,
    now: datetime,
    travel_on: TravelOn,
) -> CallSheet:
    """Return the call sheet of rides of one day.

    Raises:
        RefusedError: a ride is not there.
    """
    found = who(session, ride_ids, settings=settings, now=now, travel_on=travel_on)
    calls = [calls_about(session, CallAbout(ride.id, found.order_id)) for ride in found.rides]
    last = last_results(tuple(call for some in calls for call in some))
    drivers = _drivers(session, found.candidates)
    told = tuple(_driver(one, drivers, last, settings) for one in found.candidates)
    members = tuple(dict.fromkeys(ride.member_id for ride in found.rides))
    names = " and ".join(dict.fromkeys(ride.member_name for ride in found.rides))
    first = found.rides[0]
    lines = tuple(_ride_line(ride) for ride in found.rides)
    title = f"{names}, {day_text(first.day)}"
    return CallSheet(
        title=title,
        lines=lines,
        why=found.why,
        drivers=told,
        others=_texts(found.others),
        member_ids=members,
        **_office(settings, now),
    )


def order_sheet(
    session: Session, order_id: Id, *, settings: Settings, now: datetime, travel_on: TravelOn
) -> CallSheet:
    """Return the call sheet of a standing order.

    Raises:
        RefusedError: the order is not there, or none of its rides is coming.
    """
    found = who_series(session, order_id, settings=settings, now=now, travel_on=travel_on)
    last = last_results(calls_about(session, CallAbout(standing_id=order_id)))
    drivers = _drivers(session, [one.candidate for one in found.candidates])
    told = tuple(_series_driver(one, drivers, last, settings) for one in found.candidates)
    first_day = found.rides[0].day
    lines = (
        f"Standing order: {found.order.pattern_text}",
        f"{len(found.days)} days from {day_text(found.days[0])} to {day_text(found.days[-1])}",
        *(_ride_line(ride) for ride in found.rides if ride.day == first_day),
    )
    name = member(session, found.order.member_id).name
    return CallSheet(
        title=name,
        lines=lines,
        why=found.why,
        drivers=told,
        others=_texts(found.others),
        member_ids=(found.order.member_id,),
        **_office(settings, now),
    )


def _office(settings: Settings, now: datetime) -> dict[str, Any]:
    return {
        "agency_name": settings.name,
        "agency_phone": settings.phone,
        "printed_at": settings.time.local(now),
    }


def _texts(others: Sequence[OtherWay]) -> tuple[str, ...]:
    return tuple(way.text for way in others)


def _ride_line(ride: BoardRide) -> str:
    times = " to ".join(
        clock_text(minute)
        for minute in (ride.task.begin_min, ride.task.end_min)
        if minute is not None
    )
    parts = [times or "will call", f"{ride.from_name} to {ride.to_name}"]
    if ride.appointment_min is not None:
        parts.append(f"appointment {clock_text(ride.appointment_min)}")
    parts += [miles_text(ride.direct_m), ASSISTANCE[ride.assistance]]
    parts += [NEEDS[need] for need in sorted(ride.needs)]
    parts += [f"{ride.seats} seats"] if ride.seats > 1 else []
    parts += [f"speaks {ride.language}"] if ride.language else []
    return "; ".join(parts)


def _drivers(session: Session, found: Sequence[Candidate]) -> dict[Id, Driver]:
    return drivers_by_ids(session, [one.driver_id for one in found])


def _driver(
    one: Candidate, drivers: dict[Id, Driver], last: dict[Id, DriverCall], settings: Settings
) -> SheetDriver:
    return SheetDriver(
        name=one.name,
        phones=_phones(drivers.get(one.driver_id)),
        fits=one.can_take,
        verdict="fits" if one.can_take else "does not fit",
        against=tuple(v.sentence for v in one.violations),
        facts=facts(one),
        said=_said(last.get(one.driver_id), settings),
    )


def _series_driver(
    one: SeriesCandidate, drivers: dict[Id, Driver], last: dict[Id, DriverCall], settings: Settings
) -> SheetDriver:
    found = one.candidate
    stops = [f"{day_text(day.day)}: {day.against}" for day in one.days if day.against]
    return SheetDriver(
        name=found.name,
        phones=_phones(drivers.get(found.driver_id)),
        fits=one.can_days > 0,
        verdict=f"{one.can_days} of {len(one.days)} days",
        against=(*stops, *(v.sentence for v in found.violations if not v.is_blocking)),
        facts=(*one.ends, *facts(found)),
        said=_said(last.get(found.driver_id), settings),
    )


def _phones(driver: Driver | None) -> str:
    numbers = (driver.phone, driver.phone2) if driver is not None else ()
    return " \N{MIDDLE DOT} ".join(phone_text(one) for one in numbers if one)


def _said(call: DriverCall | None, settings: Settings) -> str:
    if call is None:
        return ""
    local = settings.time.local(call.called_at)
    note = f" ({call.note})" if call.note else ""
    when = f"{day_year_text(local.date())}, {time_text(local.time())}"
    return f"{call.result_text}{note}; {when}, {call.called_by}"
