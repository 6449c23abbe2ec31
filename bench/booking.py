"""Booking's save, against a bare encrypted insert of the same rows."""

import statistics
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from bench.measure import Result, in_turns, percentile
from bench.offices import an_office
from nemt_desk.ground.ids import Id
from nemt_desk.members.queries import member
from nemt_desk.members.rows import MemberEntry
from nemt_desk.office import Office
from nemt_desk.places.rows import PlaceEntry, PlaceKind
from nemt_desk.trips.rows import LegRequest, Mileage, ReturnKind, TripRequest

BOOKINGS = 400
_MEMBERS = 40
_ROUTED = Mileage(20_000.0, 25, "Valhalla", "3.9.1", "2026-01-01", "0" * 64)
_FIRST = datetime(2027, 1, 4, 16, 30, tzinfo=UTC)
type Row = dict[str, Any]


def measure() -> Result:
    """Book trips of two rides, and insert the rows of the first of them anew, in turns."""
    with an_office() as office:
        members, clinic = _people(office)

        def book(number: int) -> Callable[[], object]:
            asked = _request(members[number % _MEMBERS], clinic, number)
            return lambda: office.trips.book(office.actor, asked)

        book(0)()
        insert = _Bare(office)
        pairs = [(book(number), insert.once) for number in range(1, BOOKINGS + 1)]
        mine, theirs = in_turns(pairs)
        insert.close()
    return Result(
        "booking's save",
        5,
        statistics.median(mine),
        statistics.median(theirs),
        "TripService.book: a trip with two rides, checked for clashes, stamped, with its audit"
        " trail and seal",
        "BEGIN IMMEDIATE, the same trip and two rides as ready values, COMMIT, on the same"
        " SQLCipher file by its own driver; no trail, no checks",
        {"ours_p95_ms": percentile(mine, 95), "baseline_p95_ms": percentile(theirs, 95)},
    )


def _people(office: Office) -> tuple[list[tuple[Id, Id]], Id]:
    clinic = PlaceEntry(kind=PlaceKind.CLINIC, name="Clinic", description="by the lake")
    found = []
    for number in range(_MEMBERS):
        home = PlaceEntry(kind=PlaceKind.HOME, description=f"house {number}")
        entry = MemberEntry(last_name="Bench", first_name=f"Ida {number}", home=home)
        key = office.members.add(office.actor, entry).id
        with office.store.read() as session:
            home_id = member(session, key).home_id
        if home_id is None:
            raise RuntimeError("the member has no home")
        found.append((key, home_id))
    return found, office.places.add(office.actor, clinic).id


def _request(who: tuple[Id, Id], clinic: Id, number: int) -> TripRequest:
    member_id, home_id = who
    leg = LegRequest(
        from_id=home_id,
        to_id=clinic,
        appointment_at=_FIRST + timedelta(days=number // _MEMBERS),
        mileage=_ROUTED,
    )
    return TripRequest(
        member_id=member_id,
        legs=(leg,),
        return_kind=ReturnKind.SCHEDULED,
        return_mileage=_ROUTED,
    )


class _Bare:
    """Inserts copies of the trip booked first, its two rides included."""

    def __init__(self, office: Office) -> None:
        self._connection = office.store.engine.raw_connection()
        self._cursor = self._connection.cursor()
        (self._trip,) = self._rows("trip")
        self._rides = self._rows("ride")
        self._insert = {
            "trip": _insert("trip", self._trip),
            "ride": _insert("ride", self._rides[0]),
        }
        self._connection.rollback()

    def _rows(self, table: str) -> list[Row]:
        self._cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 - our own names
        names = [column[0] for column in self._cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in self._cursor.fetchall()]

    def once(self) -> None:
        trip = self._trip | {"id": uuid.uuid4().hex}
        rides = [
            tuple((ride | {"id": uuid.uuid4().hex, "trip_id": trip["id"]}).values())
            for ride in self._rides
        ]
        self._cursor.execute("BEGIN IMMEDIATE")
        self._cursor.execute(self._insert["trip"], tuple(trip.values()))
        self._cursor.executemany(self._insert["ride"], rides)
        self._cursor.execute("COMMIT")

    def close(self) -> None:
        self._connection.close()


def _insert(table: str, row: Row) -> str:
    marks = ", ".join("?" * len(row))
    return f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})"  # noqa: S608 - our own names
