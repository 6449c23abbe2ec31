"""The map as it is driven on each day: shut roads, ferries, winter; each way is asked once."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

from nemt_desk.ground.ids import Id
from nemt_desk.places.rows import Place
from nemt_desk.planning.rows import LatLon
from nemt_desk.trips.routing import How, Roads, Routed, routed
from nemt_desk.trips.rows import Mileage, TripRequest

type _Key = tuple[LatLon | None, LatLon | None, How]


class DayRoads:
    """Routes on one map by the ride's day. `how` says how miles of a day are counted.

    What was asked is remembered for as long as this lives: one booking, one list.
    """

    def __init__(self, roads: Roads | None, how: Callable[[date], How]) -> None:
        self.roads = roads
        self._how = how
        self._hows: dict[date, How] = {}
        self._known: dict[_Key, Routed] = {}

    def how(self, day: date) -> How:
        """Return how miles of a ride on `day` are counted."""
        found = self._hows.get(day)
        if found is None:
            found = self._hows[day] = self._how(day)
        return found

    def routed(self, origin: Place | None, destination: Place | None, day: date) -> Routed:
        """Return the miles between two places on `day`, or a sentence why there are none."""
        how = self.how(day)
        key = (origin.point if origin else None, destination.point if destination else None, how)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = routed(self.roads, origin, destination, how)
        return found

    def mileage(self, origin: Place | None, destination: Place | None, day: date) -> Mileage | None:
        """Return the miles between two places on `day`, None where there are none."""
        return self.routed(origin, destination, day).mileage

    def other_days(
        self, origin: Place, destination: Place, first: date, days: Iterable[date]
    ) -> dict[date, Mileage | None]:
        """Return the miles of those of `days` that are driven otherwise than on `first`."""
        usual = self.mileage(origin, destination, first)
        found = {
            day: self.mileage(origin, destination, day)
            for day in days
            if self.how(day) != self.how(first)
        }
        return {day: own for day, own in found.items() if own != usual}

    def repeated(
        self, request: TripRequest, days: Iterable[date], places: Callable[[Id], Place]
    ) -> TripRequest:
        """Return a repeated request with the miles of each of its days; `days` begin with its own.

        Legs whose own miles are not known stay as they are.
        """
        first, *later = days
        if not later or self.roads is None:
            return request

        def others(
            origin: Id, destination: Id, usual: Mileage | None
        ) -> dict[date, Mileage | None]:
            if usual is None:
                return {}
            return self.other_days(places(origin), places(destination), first, later)

        legs = tuple(
            replace(leg, other_days=others(leg.from_id, leg.to_id, leg.mileage))
            for leg in request.legs
        )
        last, back_to = request.legs[-1].to_id, request.return_to_id or request.legs[0].from_id
        back = others(last, back_to, request.return_mileage)
        return replace(request, legs=legs, return_other_days=back)
