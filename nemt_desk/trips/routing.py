"""What the trips room asks of a map: the way that the agency's papers use, on the ride's day."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from sqlalchemy.orm import Session

from nemt_desk.closures.queries import driving_on
from nemt_desk.geo.roads.driving import USUAL, Driving, Kind
from nemt_desk.geo.shapes import Point
from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.settings import Settings
from nemt_desk.places.rows import Place
from nemt_desk.policy import packs
from nemt_desk.trips.rows import Mileage

NO_MAP = "This office has no county map yet."
NO_PIN = "A place has no pin on the map."


@dataclass(frozen=True, slots=True)
class How:
    """How miles are counted: the pack's route (S4-137), and how cars drive on that day."""

    kind: Kind = "shortest"
    driving: Driving = USUAL


DIRECT = How()
"""The shortest way on a day without anything special."""


class RoadRoute(Protocol):
    """A way along roads: metres, seconds, and which engine and map say so (S4-142)."""

    @property
    def distance_m(self) -> float:
        """Metres along the road."""
        ...

    @property
    def duration_s(self) -> float:
        """Seconds of driving."""
        ...

    @property
    def off_road_m(self) -> float:
        """Metres from the road to both doors, not counted."""
        ...

    @property
    def engine(self) -> str:
        """Name of the routing engine."""
        ...

    @property
    def version(self) -> str:
        """Version of the engine."""
        ...

    @property
    def map_date(self) -> str:
        """Date of the map data, ISO, empty if unknown."""
        ...

    @property
    def map_hash(self) -> str:
        """Hash of the map."""
        ...


class Roads(Protocol):
    """Finds ways along roads; `CountyMap` is one."""

    def route(
        self, a: Point, b: Point, kind: Kind = "shortest", *, driving: Driving = ...
    ) -> RoadRoute:
        """Return the direct (shortest) or the fastest way; refuses with a sentence."""
        ...


@dataclass(frozen=True, slots=True)
class Routed:
    """The miles between two places; where there are none, `why_not` is a sentence."""

    mileage: Mileage | None
    why_not: str = ""


def how_on(session: Session, day: date, settings: Settings) -> How:
    """Return how the miles of a ride on `day` are counted."""
    return How(paper_kind(settings), driving_on(session, day, settings))


def paper_kind(settings: Settings) -> Kind:
    """Return which route the agency's papers use: its pack's choice."""
    return packs.load(settings.pack).paper_route.kind


def routed(
    roads: Roads | None, origin: Place | None, destination: Place | None, how: How = DIRECT
) -> Routed:
    """Return the routed miles, or a sentence why there are none: never zero for a lost way."""
    if roads is None:
        return Routed(None, NO_MAP)
    if origin is None or destination is None or origin.point is None or destination.point is None:
        return Routed(None, NO_PIN)
    ends = Point(*origin.point), Point(*destination.point)
    try:
        route = roads.route(*ends, how.kind, driving=how.driving)
    except RefusedError as error:
        return Routed(None, error.sentence)
    return Routed(
        Mileage(
            direct_m=route.distance_m,
            minutes=max(1, round(route.duration_s / 60)),
            engine=route.engine,
            version=route.version,
            map_date=route.map_date,
            map_hash=route.map_hash,
            kind=how.kind,
            off_road_m=route.off_road_m,
        )
    )


def mileage(
    roads: Roads | None, origin: Place | None, destination: Place | None, how: How = DIRECT
) -> Mileage | None:
    """Return the routed miles, None without a map, a pin or a way between the two."""
    return routed(roads, origin, destination, how).mileage
