"""Hands lists out: members, drivers, places and trips, as CSV or workbook."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from nemt_desk.drivers.model import DriverRecord
from nemt_desk.drivers.queries import drivers_by_ids
from nemt_desk.exchange.fields import Subject
from nemt_desk.exchange.writing import lists
from nemt_desk.exchange.writing.files import FileKind, written
from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.session import Store
from nemt_desk.ground.settings import Settings
from nemt_desk.members.model import MemberRecord
from nemt_desk.members.queries import members_by_ids
from nemt_desk.places.model import PlaceRecord
from nemt_desk.places.queries import places_by_ids
from nemt_desk.places.rows import PlaceKind
from nemt_desk.security.rows import Actor, Right, require
from nemt_desk.security.trail import Trail
from nemt_desk.trips.model import RideRecord
from nemt_desk.trips.queries import trips_by_ids


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """What to hand out; `first` and `last` are the days of a list of trips, both included."""

    subject: Subject
    kind: FileKind = FileKind.CSV
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Exported:
    """A list that goes out."""

    content: bytes
    row_count: int


class ExportService:
    """Hands lists out; the trail notes who did."""

    def __init__(self, store: Store, trail: Trail, settings: Callable[[], Settings]) -> None:
        self._store = store
        self._trail = trail
        self._settings = settings

    def hand_out(self, actor: Actor, request: ExportRequest) -> Exported:
        """Return a list as a file.

        Raises:
            RefusedError: no right to print, or such lists do not go out.
        """
        require(actor, Right.PRINT)
        with self._store.read() as session:
            rows = self._rows(session, request)
        count = len(rows) - 1
        act = f"Handed out a list of {request.subject.value}: {count:,} rows"
        self._trail.note(self._store, actor, act, kind=request.subject.value, ids=[None])
        return Exported(written(request.kind, request.subject.value.capitalize(), rows), count)

    def _rows(self, session: Session, request: ExportRequest) -> lists.Rows:
        if request.subject is Subject.MEMBERS:
            return _members(session)
        if request.subject is Subject.DRIVERS:
            return _drivers(session)
        if request.subject is Subject.PLACES:
            return _places(session)
        if request.subject is Subject.RIDES:
            return self._rides(session, request)
        raise RefusedError("Pairs go out with nobody: look at the driver's card.")

    def _rides(self, session: Session, request: ExportRequest) -> lists.Rows:
        if request.first is None or request.last is None:
            raise RefusedError("Say from which day to which day.")
        if request.last < request.first:
            raise RefusedError("The last day lies before the first. Nothing was handed out.")
        ids = session.scalars(
            select(RideRecord.trip_id).where(RideRecord.day.between(request.first, request.last))
        )
        trips = trips_by_ids(session, dict.fromkeys(ids))
        ordered = sorted(trips, key=lambda trip: (trip.rides[0].day, trip.id) if trip.rides
                         else (date.max, trip.id))  # fmt: skip
        members = members_by_ids(session, {trip.member_id for trip in trips})
        ends = {end for trip in trips for ride in trip.rides for end in (ride.from_id, ride.to_id)}
        places = places_by_ids(session, ends)
        return lists.ride_rows(ordered, members, places, self._settings().time)


def _members(session: Session) -> lists.Rows:
    ids = session.scalars(select(MemberRecord.id).where(MemberRecord.archived_at.is_(None)))
    found = members_by_ids(session, ids)
    people = sorted(found.values(), key=lambda one: (one.last_name.lower(), one.first_name.lower()))
    homes = places_by_ids(session, {one.home_id for one in people if one.home_id is not None})
    return lists.member_rows(people, homes)


def _drivers(session: Session) -> lists.Rows:
    ids = session.scalars(select(DriverRecord.id).where(DriverRecord.archived_at.is_(None)))
    found = drivers_by_ids(session, ids)
    people = sorted(found.values(), key=lambda one: (one.last_name.lower(), one.first_name.lower()))
    homes = places_by_ids(session, {one.home_id for one in people if one.home_id is not None})
    return lists.driver_rows(people, homes)


def _places(session: Session) -> lists.Rows:
    ids = session.scalars(
        select(PlaceRecord.id).where(
            PlaceRecord.archived_at.is_(None), PlaceRecord.kind != PlaceKind.HOME
        )
    )
    found = places_by_ids(session, ids)
    return lists.place_rows(sorted(found.values(), key=lambda one: one.name.lower()))
