"""What the office knows already, read lightly: lists may be long, and so may the office be."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from nemt_desk.drivers.model import DriverRecord
from nemt_desk.exchange.people import Person
from nemt_desk.exchange.places.reading import KnownPlace
from nemt_desk.exchange.rides.known import RideKey, RideMember, RidePlace
from nemt_desk.exchange.rides.reading import RideOffice
from nemt_desk.ground.clock import AgencyTime
from nemt_desk.ground.ids import Id
from nemt_desk.members.model import MemberRecord
from nemt_desk.places.model import PlaceRecord
from nemt_desk.places.rows import PlaceKind
from nemt_desk.trips.model import RideRecord
from nemt_desk.trips.rows import OPEN_STATES, Leg


def known_members(session: Session) -> list[Person]:
    """Return every member who is not archived."""
    table = MemberRecord
    rows = session.execute(
        select(
            table.id, table.last_name, table.first_name, table.birth_date, table.mhcp_id,
            table.phone, table.phone2,
        ).where(table.archived_at.is_(None))
    )  # fmt: skip
    return [
        Person(
            row.last_name,
            row.first_name,
            row.birth_date,
            row.mhcp_id,
            tuple(phone for phone in (row.phone, row.phone2) if phone),
            f"{row.last_name}, {row.first_name}",
            key=row.id,
        )
        for row in rows
    ]


def known_drivers(session: Session) -> list[Person]:
    """Return every driver who is not archived."""
    table = DriverRecord
    rows = session.execute(
        select(table.id, table.last_name, table.first_name, table.phone, table.phone2).where(
            table.archived_at.is_(None)
        )
    )
    return [
        Person(
            row.last_name,
            row.first_name,
            phones=tuple(phone for phone in (row.phone, row.phone2) if phone),
            label=f"{row.last_name}, {row.first_name}",
            key=row.id,
        )
        for row in rows
    ]


def known_places(session: Session) -> list[KnownPlace]:
    """Return every place but homes."""
    table = PlaceRecord
    rows = session.execute(
        select(table.name, table.short_name, table.address, table.city, table.phone).where(
            table.archived_at.is_(None), table.kind != PlaceKind.HOME
        )
    )
    return [KnownPlace(*row) for row in rows]


def known_towns(session: Session) -> tuple[tuple[str, str], ...]:
    """Return town and ZIP (five digits) of every place."""
    rows = session.execute(
        select(PlaceRecord.city, PlaceRecord.zip).where(PlaceRecord.archived_at.is_(None))
    )
    return tuple((city, code[:5]) for city, code in rows)


def ride_members(session: Session) -> list[RideMember]:
    """Return every member as rides need them."""
    table = MemberRecord
    rows = session.execute(
        select(
            table.id, table.home_id, table.eligible_from, table.eligible_until,
            table.assessed_mode, table.assistance,
        ).where(table.archived_at.is_(None))
    )  # fmt: skip
    persons = {person.key: person for person in known_members(session)}
    return [
        RideMember(
            row.id,
            persons[row.id],
            row.home_id,
            row.eligible_from,
            row.eligible_until,
            row.assessed_mode,
            row.assistance,
        )
        for row in rows
    ]


def ride_office(
    session: Session, agency: AgencyTime, days: Iterable[date], *, with_rides: bool = True
) -> RideOffice:
    """Return what a list of trips on these days may refer to."""
    table = PlaceRecord
    places = session.execute(
        select(table.id, table.name, table.short_name, table.address, table.closed_on).where(
            table.archived_at.is_(None), table.kind != PlaceKind.HOME
        )
    )
    between = sorted(days)
    booked: set[RideKey] = set()
    busy: dict[tuple[Id, date], list[tuple[time, time]]] = defaultdict(list)
    if between and with_rides:
        _read_rides(session, agency, (between[0], between[-1]), (booked, busy))
    return RideOffice(
        ride_members(session),
        [RidePlace(*row) for row in places],
        known_drivers(session),
        frozenset(booked),
        {key: tuple(spans) for key, spans in busy.items()},
    )


def _read_rides(
    session: Session,
    agency: AgencyTime,
    between: tuple[date, date],
    into: tuple[set[RideKey], dict[tuple[Id, date], list[tuple[time, time]]]],
) -> None:
    table = RideRecord
    rows = session.execute(
        select(
            table.member_id, table.day, table.pickup_at, table.appointment_at, table.to_id,
            table.state,
        ).where(table.day.between(*between), table.leg != Leg.RETURN)
    )  # fmt: skip
    booked, busy = into
    for member_id, day, pickup_at, appointment_at, to_id, state in rows:
        if state not in OPEN_STATES and pickup_at is None:
            continue
        begin = _clock(agency, pickup_at or appointment_at)
        end = _clock(agency, appointment_at or pickup_at)
        if begin is None or end is None:
            continue
        booked.add(RideKey(member_id, day, f"{begin:%H:%M}", to_id))
        if state in OPEN_STATES and begin < end:
            busy[member_id, day].append((begin, end))


def _clock(agency: AgencyTime, moment: datetime | None) -> time | None:
    return None if moment is None else agency.local(moment).time().replace(tzinfo=None)
