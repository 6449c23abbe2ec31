"""What the trips room asks of a map: the direct route between two places."""

from typing import Protocol

from nemt_desk.geo.shapes import Point
from nemt_desk.ground.errors import RefusedError
from nemt_desk.places.rows import Place
from nemt_desk.trips.rows import Mileage


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
    """Finds the shortest drivable way; `CountyMap` is one."""

    def route(self, a: Point, b: Point) -> RoadRoute:
        """Return the direct route; refuses with a sentence when there is none."""
        ...


def mileage(roads: Roads | None, origin: Place | None, destination: Place | None) -> Mileage | None:
    """Return the routed distance, None without a map, a pin or a way between the two."""
    if roads is None or origin is None or destination is None:
        return None
    if origin.point is None or destination.point is None:
        return None
    try:
        route = roads.route(Point(*origin.point), Point(*destination.point))
    except RefusedError:
        return None
    return Mileage(
        direct_m=route.distance_m,
        minutes=max(1, round(route.duration_s / 60)),
        engine=route.engine,
        version=route.version,
        map_date=route.map_date,
        map_hash=route.map_hash,
    )
