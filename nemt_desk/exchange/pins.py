"""Looks up places that have no pin yet, and sets the pins the map is sure of."""

from collections.abc import Callable
from dataclasses import asdict, dataclass

from sqlalchemy import select

from nemt_desk.exchange.cells.addresses import Address, AddressKind, read_address
from nemt_desk.geo import Answer
from nemt_desk.ground.changes import Changes
from nemt_desk.ground.entry import put
from nemt_desk.ground.ids import Id
from nemt_desk.ground.listing import chunks
from nemt_desk.ground.progress import Progress, Quiet
from nemt_desk.ground.session import Store
from nemt_desk.places.model import PlaceRecord
from nemt_desk.places.queries import as_place
from nemt_desk.places.rows import PinSource, PlaceEntry
from nemt_desk.places.rules import Pin, pin_from, with_pin
from nemt_desk.security.rows import Actor, Right, require

_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Pinned:
    """How many pins were set, and how many places still have none."""

    found: int
    left: int
    changes: Changes


class PinService:
    """Sets pins from the map; a pin somebody set is never touched."""

    def __init__(self, store: Store, geocode: Callable[[str], Answer | None]) -> None:
        self._store = store
        self._geocode = geocode

    def set_missing(self, actor: Actor, progress: Progress | None = None) -> Pinned:
        """Look up every place without a pin; what the map is not sure of stays to be set by hand.

        Raises:
            Cancelled: it was stopped; nothing of it was kept.
        """
        require(actor, Right.WRITE)
        told = progress or Quiet()
        wanted = self._wanted()
        pins: dict[Id, Pin] = {}
        for at, (key, text) in enumerate(wanted):
            told.step(f"Looking up address {at + 1:,} of {len(wanted):,}", at * 90 // len(wanted))
            answer = self._geocode(text)
            if answer is not None and (best := answer.best) is not None:
                pins[key] = pin_from(best.lat, best.lon, best.precision.value)
        changes = self._keep(actor, pins) if pins else Changes.none()
        told.step("Pins are set", 100)
        return Pinned(len(pins), len(wanted) - len(pins), changes)

    def _wanted(self) -> list[tuple[Id, str]]:
        table = PlaceRecord
        statement = select(table.id, table.address, table.city, table.state, table.zip).where(
            table.pin_source == PinSource.NONE,
            table.archived_at.is_(None),
            table.address != "",
        )
        with self._store.read() as session:
            rows = session.execute(statement).all()
        found = []
        for key, address, city, state, code in rows:
            read = read_address(address).value
            if isinstance(read, Address) and read.kind is AddressKind.STREET:
                area = " ".join(part for part in (state, code) if part)
                found.append((key, ", ".join(part for part in (address, city, area) if part)))
        return found

    def _keep(self, actor: Actor, pins: dict[Id, Pin]) -> Changes:
        with self._store.write(actor, f"Set {len(pins):,} pins from the map") as work:
            for some in chunks(list(pins), _AT_ONCE):
                rows = work.session.scalars(select(PlaceRecord).where(PlaceRecord.id.in_(some)))
                for row in rows:
                    if row.pin_source is PinSource.NONE:
                        moved = with_pin(PlaceEntry.of(as_place(row)), pins[row.id])
                        put(row, asdict(moved))
        return work.changes
