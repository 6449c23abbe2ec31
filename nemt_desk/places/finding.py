"""From an address to points, with what the office itself knows: its confirmed pins come first."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from nemt_desk.geo import Answer, CountyMap, Precision
from nemt_desk.geo.addresses.answers import KnownPin
from nemt_desk.geo.addresses.suggest import OwnPlace, Suggested
from nemt_desk.geo.shapes import Point
from nemt_desk.ground.changes import Changes
from nemt_desk.ground.session import Store
from nemt_desk.places.model import PlaceRecord
from nemt_desk.places.rows import PinSource, PlaceKind

_PRECISIONS = {
    PinSource.PIN: Precision.PIN,
    PinSource.POINT: Precision.POINT,
    PinSource.RANGE: Precision.RANGE,
}


@dataclass(frozen=True, slots=True)
class OwnPlaces:
    """The office's places as the map is asked with them: sure pins, and what is offered."""

    pins: tuple[KnownPin, ...] = ()
    offered: tuple[OwnPlace, ...] = ()


def own_places(session: Session) -> OwnPlaces:
    """Return pins set by hand or confirmed by a driver, and the places to offer while typing."""
    table = PlaceRecord
    rows = session.execute(
        select(table.kind, table.name, table.address, table.unit, table.city, table.state,
               table.zip, table.lat, table.lon, table.pin_source, table.confirmed_on)
        .where(table.lat.is_not(None), table.lon.is_not(None), table.archived_at.is_(None),
               table.closed_on.is_(None))
        .order_by(table.name, table.address)
    )  # fmt: skip
    pins, offered = [], []
    for kind, name, address, unit, city, state, zip_code, lat, lon, source, confirmed_on in rows:
        if lat is None or lon is None or not (name or address):
            continue
        is_sure = source is PinSource.PIN or confirmed_on is not None
        line = " ".join(part for part in (address, unit) if part)
        area = " ".join(part for part in (state, zip_code) if part)
        whole = ", ".join(part for part in (line, city, area) if part)
        if is_sure:
            pins.append(KnownPin(whole, lat, lon, name))
        precision = Precision.PIN if is_sure else _PRECISIONS.get(source)
        if precision is not None and (is_sure or kind is not PlaceKind.HOME):
            shown = ", ".join(part for part in (name, line, city) if part)
            at = Point(lat, lon)
            parts = (address, unit, city, zip_code, name, state)
            offered.append(OwnPlace.of(Suggested(shown, at, precision, *parts)))
    return OwnPlaces(tuple(pins), tuple(offered))


class PlaceFinder:
    """Asks the present map, with the office's own places in hand until one of them changes."""

    def __init__(self, store: Store, county: Callable[[], CountyMap | None]) -> None:
        self._store = store
        self._county = county
        self._turn = threading.Lock()
        self._own: OwnPlaces | None = None
        store.written.append(self._on_written)

    def geocode(self, text: str, limit: int = 5) -> Answer | None:
        """Return what an address may mean; None while there is no map."""
        county = self._county()
        return county.geocode(text, limit, self.own().pins) if county is not None else None

    def suggest(self, text: str, limit: int = 8) -> tuple[Suggested, ...]:
        """Return ways to go on typing an address; nothing while there is no map."""
        county = self._county()
        return county.suggest(text, limit, own=self.own().offered) if county is not None else ()

    def own(self) -> OwnPlaces:
        """Return the office's own places, read once until one changes."""
        with self._turn:
            if self._own is None:
                with self._store.read() as session:
                    self._own = own_places(session)
            return self._own

    def _on_written(self, changes: Changes) -> None:
        if "place" in changes.kinds:
            self._own = None
