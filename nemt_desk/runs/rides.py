"""Reads rides as the board and planning need them: one statement, however many rides.

Plain columns, not records: a busy day is read in a few milliseconds.
"""

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Text, and_, or_, select, type_coerce
from sqlalchemy.orm import Session

from nemt_desk.ground.clock import AgencyTime
from nemt_desk.ground.ids import Id
from nemt_desk.ground.listing import chunks
from nemt_desk.ground.words import fold
from nemt_desk.members.model import MemberRecord
from nemt_desk.members.rows import Assistance, Need
from nemt_desk.places.model import PlaceRecord
from nemt_desk.planning.rows import LatLon, Severity, Violation
from nemt_desk.runs.board_rows import BoardRide
from nemt_desk.runs.model import AssignmentRecord
from nemt_desk.trips.model import RideRecord
from nemt_desk.trips.rows import OPEN_STATES, Leg, ReturnKind, RideState

_DAY_MIN = 24 * 60
_EVERYBODYS = frozenset({"", "english", "en", "eng"})


_RIDE = RideRecord.__table__
_MEMBER = MemberRecord.__table__
_ON = AssignmentRecord.__table__
_FROM = PlaceRecord.__table__.alias("start")
_TO = PlaceRecord.__table__.alias("finish")
_OPEN = sorted(OPEN_STATES)
_KEYS = ("id", "trip_id", "member_id", "from_id", "to_id")
_PLAIN = ("version", "day", "seq", "seats", "wheelchair_places", "mode", "direct_m", "drive_min")
_WORDS: dict[str, dict[str, Any]] = {
    "leg": {word.value: word for word in Leg},
    "assistance": {word.value: word for word in Assistance},
    "return_kind": {word.value: word for word in ReturnKind},
    "state": {word.value: word for word in RideState},
}
_MARKED = ("ready_at", "arrived_at", "aboard_at", "off_at")
_PLACE = ("short_name", "name", "address", "city", "description", "lat", "lon")


def _kept(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return the column as it lies in the database: what repeats is turned once, not 500 times."""
    return type_coerce(column, Text())


# Tables, not records: SQLAlchemy then hands out plain rows, in half the time.
_STATEMENT: Select[Any] = (
    select(
        *(_kept(_RIDE.c[name]) for name in _KEYS),
        *(_kept(_RIDE.c[name]) for name in _WORDS),
        *(_RIDE.c[name] for name in _PLAIN),
        *(_RIDE.c[name] for name in ("pickup_at", "dropoff_at", "appointment_at")),
        *(_MEMBER.c[name] for name in ("last_name", "first_name", "middle_name")),
        _kept(_MEMBER.c.needs),
        _MEMBER.c.language,
        _kept(_ON.c.run_id),
        _ON.c.override_reason,
        _kept(_ON.c.violations),
        *(_ON.c[name] for name in ("is_pinned", "pickup_at", "dropoff_at")),
        *(_RIDE.c[name] for name in _MARKED),
        _RIDE.c.state_reason,
        *(_FROM.c[name] for name in _PLACE),
        *(_TO.c[name] for name in _PLACE),
    )
    .join_from(_RIDE, _MEMBER, _MEMBER.c.id == _RIDE.c.member_id)
    .join(_FROM, _FROM.c.id == _RIDE.c.from_id)
    .join(_TO, _TO.c.id == _RIDE.c.to_id)
    .outerjoin(_ON, _ON.c.ride_id == _RIDE.c.id)
    .order_by(
        _RIDE.c.day, _RIDE.c.pickup_at.is_(None), _RIDE.c.pickup_at, _RIDE.c.trip_id, _RIDE.c.seq
    )
)


@lru_cache(maxsize=20_000)
def _key(kept: str | uuid.UUID) -> Id:
    """Return the key: text on SQLite, a UUID already on PostgreSQL."""
    return kept if isinstance(kept, uuid.UUID) else uuid.UUID(kept)


@lru_cache(maxsize=1000)
def _needs(kept: str) -> frozenset[Need]:
    return frozenset(map(Need, json.loads(kept)))


def rides_of_day(session: Session, day: date, time: AgencyTime) -> list[BoardRide]:
    """Return the day's rides: all that are on a run, and the open ones that are on none."""
    return rides_of_days(session, [day], time)


def rides_of_days(session: Session, days: Sequence[date], time: AgencyTime) -> list[BoardRide]:
    """Return the rides of several days, as `rides_of_day` does of one; by day and time."""
    on_a_run = and_(_ON.c.id.is_not(None), _RIDE.c.state != RideState.CANCELLED)
    is_there = or_(_RIDE.c.state.in_(_OPEN), on_a_run)
    wanted = _RIDE.c.day == days[0] if len(days) == 1 else _RIDE.c.day.in_(days)
    return _rides(session, time, and_(wanted, is_there))


def rides_by_ids(session: Session, ride_ids: Iterable[Id], time: AgencyTime) -> list[BoardRide]:
    """Return these rides by time, whatever their state."""
    return [
        ride
        for some in chunks(list({*ride_ids}))
        for ride in _rides(session, time, _RIDE.c.id.in_(some))
    ]


def _rides(session: Session, time: AgencyTime, wanted: ColumnElement[bool]) -> list[BoardRide]:
    return [_ride(row, time) for row in session.execute(_STATEMENT.where(wanted))]


def _ride(row: Row[Any], time: AgencyTime) -> BoardRide:
    values = iter(row)
    named: dict[str, Any] = {name: _key(next(values)) for name in _KEYS}
    named |= {name: words[next(values)] for name, words in _WORDS.items()}
    named |= {name: next(values) for name in _PLAIN}
    pickup_at, dropoff_at, appointment_at, *rest = values
    last_name, first_name, middle_name, needs, language, *rest = rest
    run_id, reason, violations, *more = rest
    is_pinned, planned_on_at, planned_off_at, *more = more
    *marked, state_reason = more[: len(_MARKED) + 1]
    places = more[len(_MARKED) + 1 :]
    day = named["day"]
    middle = f" {middle_name[0]}." if middle_name else ""
    start, end = places[: len(_PLACE)], places[len(_PLACE) :]
    return BoardRide(
        **named,
        member_name=f"{last_name}, {first_name}{middle}",
        pickup_min=minute_of(planned_on_at or pickup_at, day, time),
        dropoff_min=minute_of(planned_off_at or dropoff_at, day, time),
        booked_pickup_min=minute_of(pickup_at, day, time),
        booked_dropoff_min=minute_of(dropoff_at, day, time),
        appointment_min=minute_of(appointment_at, day, time),
        from_name=_name(start),
        to_name=_name(end),
        from_point=_point(start),
        to_point=_point(end),
        needs=_needs(needs),
        language=_foreign(language),
        state_reason=state_reason or "",
        run_id=_key(run_id) if run_id else None,
        override_reason=reason or "",
        violations=_violations(violations),
        is_pinned=bool(is_pinned),
        ready_min=minute_of(marked[0], day, time),
        arrived_min=minute_of(marked[1], day, time),
        aboard_min=minute_of(marked[2], day, time),
        off_min=minute_of(marked[3], day, time),
    )


@lru_cache(maxsize=200)
def _foreign(language: str) -> str:
    """Return what the member speaks, nothing if it is what everybody here speaks."""
    return "" if fold(language) in _EVERYBODYS else language.strip()


def _violations(kept: str | None) -> tuple[Violation, ...]:
    if not kept or kept == "[]":
        return ()
    return tuple(map(violation_from, json.loads(kept)))


def _name(place: Sequence[Any]) -> str:
    short_name, name, address, city, description, *_point = place
    if short_name or name:
        return str(short_name or name)
    line = f"{address}, {city}" if address and city else address or city
    return str(line if address or not description else description)


def _point(place: Sequence[Any]) -> LatLon | None:
    *_words, lat, lon = place
    return None if lat is None or lon is None else (lat, lon)


def minute_of(moment: datetime | None, day: date, time: AgencyTime) -> int | None:
    """Return the minute after midnight of `day` on the agency's clock; the day after goes on."""
    if moment is None:
        return None
    local = time.local(moment)
    return (local.date() - day).days * _DAY_MIN + local.hour * 60 + local.minute


def violation_from(kept: Mapping[str, Any]) -> Violation:
    """Read a violation as it was kept with an assignment."""
    severity = Severity(kept["severity"])
    return Violation(kept["code"], kept["sentence"], severity, kept.get("minutes_over", 0))


def violation_to(violation: Violation) -> dict[str, Any]:
    """Write a violation as it is kept with an assignment."""
    return {
        "code": violation.code,
        "sentence": violation.sentence,
        "severity": violation.severity.value,
        "minutes_over": violation.minutes_over,
    }
