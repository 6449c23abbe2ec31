"""A small office with drivers, members and rides, on a flat map of its own."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from sqlalchemy import select

from nemt_desk.geo.info import MapInfo, SourceInfo
from nemt_desk.geo.roads.driving import USUAL, ClosedRoad, Driving, Kind
from nemt_desk.geo.roads.routing import Leg as MapLeg
from nemt_desk.geo.roads.routing import Route, Step
from nemt_desk.geo.shapes import BBox, Point
from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.ids import Id
from nemt_desk.ground.session import Store
from nemt_desk.ground.settings import Settings, keep_settings
from nemt_desk.runs.model import AssignmentRecord, RunRecord
from nemt_desk.runs.service import RunService
from nemt_desk.trips.routing import mileage
from nemt_desk.trips.rows import Booked, Companion, LegRequest, ReturnKind, TripRequest
from nemt_desk.trips.service import TripService
from tests.factories import (
    ACTOR,
    TODAY,
    Built,
    build_store,
    driver_entry,
    member_entry,
    place_entry,
)

SETTINGS = Settings(
    name="Perch County Rides",
    phone="2185550100",
    npi="1234567893",
    member_label="Recipient",
)


DETOUR_M = 8_000.0


class FlatRoads:
    """A map of straight roads: 1.2 times the line, a kilometre a minute.

    The fastest way is a tenth longer and takes three quarters of the time; each shut road is a
    detour; beyond 89 degrees north no road leads. `longer_m` makes another map of it.
    """

    def __init__(self, map_hash: str = "aaaabbbbcccc", longer_m: float = 0.0) -> None:
        self.longer_m, self.off_road_m = longer_m, 0.0
        self.info = MapInfo(
            sources=(SourceInfo("perch.osm.pbf", "osm", "0" * 64, "2026-10-01"),),
            bounds=BBox(-94, 47, -93, 48),
            clip=None,
            counts={},
            engine="Flat",
            version="1.0",
            built_at=datetime(2026, 10, 2, tzinfo=UTC),
            map_hash=map_hash,
        )
        self.asked = 0

    def route(
        self, a: Point, b: Point, kind: Kind = "shortest", *, driving: Driving = USUAL
    ) -> Route:
        if b.lat > 89:
            raise RefusedError("The end lies outside the map.")
        self.asked += 1
        way = self._way(a, b, kind, driving)
        steps = (Step("Drive on County Road 1.", way.distance_m, way.duration_s),)
        return Route(
            kind, way.distance_m, way.duration_s, steps, (a.pair, b.pair), 0.0, self.off_road_m,
            "Flat", "1.0", "2026-10-01", self.info.map_hash,
        )  # fmt: skip

    def matrix(
        self,
        starts: Sequence[Point],
        ends: Sequence[Point],
        kind: Kind = "fastest",
        *,
        driving: Driving = USUAL,
    ) -> list[list[MapLeg | None]]:
        del kind  # one speed everywhere: the shortest way is the quickest
        self.asked += 1
        return [[self._way(a, b, "shortest", driving) for b in ends] for a in starts]

    def closed_pieces(self, road: ClosedRoad) -> tuple[object, ...]:
        if any(lat > 60 for lat, _lon in road.line):
            raise RefusedError("A point of the closed road lies on no road of the map.")
        return (road,)

    def _way(self, a: Point, b: Point, kind: Kind, driving: Driving) -> MapLeg:
        far = a.distance_m(b) * 1.2 + self.longer_m + DETOUR_M * len(driving.closed)
        seconds = far / 1000 * 60 / driving.speed_factor
        return MapLeg(far * 1.1, seconds * 0.75) if kind == "fastest" else MapLeg(far, seconds)


ROADS = FlatRoads()


@dataclass
class World:
    """The office and short names for what tests do with it."""

    built: Built
    runs: RunService
    trips: TripService
    clinic: Id
    names: dict[Id, str] = field(default_factory=dict)

    @property
    def store(self) -> Store:
        return self.built.store

    def place(self, **changes: Any) -> Id:
        return self.built.places.add(ACTOR, place_entry(**changes)).id

    def driver(self, **changes: Any) -> Id:
        return self.built.drivers.add(ACTOR, driver_entry(**changes)).id

    def member(self, **changes: Any) -> Id:
        return self.built.members.add(ACTOR, member_entry(**changes)).id

    def home(self, member_id: Id) -> Id:
        from nemt_desk.members.queries import member  # noqa: PLC0415 - name of a test's variable

        with self.store.read() as session:
            home_id = member(session, member_id).home_id
        assert home_id is not None
        return home_id

    def book(
        self,
        member_id: Id,
        clock: str = "10:00",
        *,
        day: date = TODAY,
        back: ReturnKind = ReturnKind.NONE,
        back_at: str = "",
        companions: tuple[Companion, ...] = (),
        is_routed: bool = True,
        **more: Any,
    ) -> Booked:
        """Book a trip to the clinic for an appointment, with or without a way back."""
        from nemt_desk.places.queries import places_by_ids  # noqa: PLC0415 - as above

        home_id, clinic_id = self.home(member_id), more.pop("clinic", self.clinic)
        with self.store.read() as session:
            places = places_by_ids(session, [home_id, clinic_id])
        home, clinic = places[home_id], places[clinic_id]
        roads = ROADS if is_routed else None
        leg = LegRequest(
            from_id=home_id,
            to_id=clinic_id,
            appointment_at=at(clock, day),
            pickup_at=None if is_routed else at(clock, day, minus=60),
            dropoff_at=None if is_routed else at(clock, day, minus=10),
            mileage=mileage(roads, home, clinic),
        )
        request = TripRequest(
            member_id=member_id,
            legs=(leg,),
            service=more.pop("service", "dialysis"),
            return_kind=back,
            return_at=at(back_at, day) if back_at else None,
            return_mileage=mileage(roads, clinic, home),
            companions=companions,
            asked_by="phone",
            **more,
        )
        return self.trips.book(ACTOR, request)

    def assigned(self) -> set[tuple[Id, Id, str]]:
        """Return ride, driver and reason of everything that is on a run."""
        with self.store.read() as session:
            rows = session.execute(
                select(
                    AssignmentRecord.ride_id, RunRecord.driver_id, AssignmentRecord.override_reason
                ).join(RunRecord, RunRecord.id == AssignmentRecord.run_id)
            )
            return {(ride_id, driver_id, reason) for ride_id, driver_id, reason in rows}

    def runs_there(self) -> dict[Id, tuple[str, Id, str]]:
        """Return code, driver and state of every run."""
        with self.store.read() as session:
            rows = session.scalars(select(RunRecord))
            return {run.id: (run.code, run.driver_id, run.state.value) for run in rows}


def at(clock: str, day: date = TODAY, minus: int = 0) -> datetime:
    hours, minutes = (int(part) for part in clock.split(":"))
    hour, minute = divmod(hours * 60 + minutes - minus, 60)
    return SETTINGS.time.at(day, time(hour, minute))


def build_world(folder: Path) -> World:
    return world_of(build_store(folder))


def world_of(built: Built) -> World:
    keep_settings(built.store, ACTOR, SETTINGS)
    clinic = built.places.add(ACTOR, place_entry()).id
    return World(
        built,
        RunService(built.store, built.trail),
        TripService(built.store, lambda: SETTINGS),
        clinic,
    )


def nobody() -> Id:
    return uuid.UUID(int=404)
