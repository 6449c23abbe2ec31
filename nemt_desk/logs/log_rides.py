"""One leg of a trip log: places, miles and their source, mode, who rode along, which papers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from nemt_desk.drivers.rows import Driver, RelationKind
from nemt_desk.geo.roads.driving import Kind
from nemt_desk.logs.rows import LogAuthorization, LogCompanion, LogPlace, LogRide
from nemt_desk.logs.words import AUTHORIZATIONS, CARE, purpose_text
from nemt_desk.members.rows import Member
from nemt_desk.places.rows import Place
from nemt_desk.runs.board_rows import BoardRide
from nemt_desk.runs.paper_facts import PaperFacts, clock_time
from nemt_desk.runs.roads import Roads, source_of
from nemt_desk.runs.sheet_rows import MapSource
from nemt_desk.runs.words import ASSISTANCE, COMPANIONS, MODES, REASONS, place_address, place_name
from nemt_desk.trips.routing import How, routed
from nemt_desk.trips.rows import CompanionKind, Leg, Mileage, Trip

_PERSONAL = 1
_VOLUNTEER = 2


@dataclass(frozen=True, slots=True)
class _Miles:
    direct_m: float | None
    note: str
    kind: Kind
    off_road_m: float | None = None


@dataclass(frozen=True, slots=True)
class LogRideWriter:
    """Writes legs from what was read; routes now what was never routed at booking."""

    facts: PaperFacts
    roads: Roads | None
    hows: Mapping[date, How]

    def ride(
        self, seq: int, ride: BoardRide, *, driver: Driver, source: MapSource | None
    ) -> LogRide:
        """Return one leg as the log says it."""
        facts = self.facts
        trip, member = facts.trips[ride.trip_id], facts.members[ride.member_id]
        start, end = facts.places[ride.from_id], facts.places[ride.to_id]
        miles = self._miles(ride, start, end, source)
        mode = mode_with(driver, ride)
        provider = facts.places.get(trip.place_id) if trip.place_id is not None else None
        return LogRide(
            seq=seq,
            origin=_place(start),
            destination=_place(end),
            direct_m=miles.direct_m,
            mode=mode,
            mode_words=MODES.get(mode, ""),
            assistance=ASSISTANCE[ride.assistance],
            purpose=purpose_text(trip),
            provider_name=provider.label if provider is not None else "",
            pickup_at=clock_time(ride.pickup_min),
            dropoff_at=clock_time(ride.dropoff_min),
            appointment_at=(None if ride.leg is Leg.RETURN else clock_time(ride.appointment_min)),
            care_type=CARE[trip.care],
            companions=_companions(trip),
            authorizations=_authorizations(member, ride),
            mileage_note=miles.note,
            route_kind=miles.kind,
            off_road_m=miles.off_road_m,
        )

    def _miles(self, ride: BoardRide, start: Place, end: Place, source: MapSource | None) -> _Miles:
        kept = self.facts.mileage(ride)
        if kept is not None:
            own = _source(kept, self.roads)
            note = "" if own == source else f"routed by {_source_text(own)}"
            return _Miles(kept.direct_m, note, kept.kind, kept.off_road_m)
        how = self.hows[ride.day]
        if self.roads is None:
            return _Miles(None, "not routed: no county map", how.kind)
        if start.point is None or end.point is None:
            return _Miles(None, "not routed: a place has no pin on the map", how.kind)
        found = routed(self.roads, start, end, how)
        if found.mileage is None:
            return _Miles(None, f"not routed: {found.why_not}", how.kind)
        now = source_of(self.roads, how.kind)
        by = f" by {_source_text(now)}" if now is not None and now != source else ""
        note = f"not routed at booking; routed for this log{by}"
        return _Miles(found.mileage.direct_m, note, how.kind, found.mileage.off_road_m)


def mode_with(driver: Driver, ride: BoardRide) -> int:
    """Return the ride's mode with this driver: a vested interest is mode 1 (S4-108, VOL-019)."""
    has_interest = any(
        relation.member_id == ride.member_id and relation.kind is not RelationKind.REFUSED
        for relation in driver.relations
    )
    return _PERSONAL if has_interest and ride.mode == _VOLUNTEER else ride.mode


def single_source(
    kept: Sequence[Mileage | None], roads: Roads | None, kind: Kind
) -> MapSource | None:
    """Return the source that stands on the log: that of the first ride routed at booking."""
    first = next((mileage for mileage in kept if mileage is not None), None)
    return source_of(roads, kind) if first is None else _source(first, roads)


def _source(mileage: Mileage, roads: Roads | None) -> MapSource:
    """Return where kept miles come from; only the present map still knows its files' names."""
    if roads is not None and mileage.map_hash == roads.info.map_hash:
        return source_of(roads, mileage.kind) or _old(mileage)
    return _old(mileage)


def _old(mileage: Mileage) -> MapSource:
    return MapSource(
        mileage.engine,
        mileage.version,
        map_name="",
        map_date=mileage.map_date,
        map_hash=mileage.map_hash,
        kind=mileage.kind,
    )


def _source_text(source: MapSource) -> str:
    dated = f", map of {source.map_date}" if source.map_date else ", a map without a date"
    return f"{source.engine} {source.version}{dated} ({source.map_hash[:8]})"


def _place(place: Place) -> LogPlace:
    return LogPlace(place_name(place), place_address(place))


def _companions(trip: Trip) -> tuple[LogCompanion, ...]:
    """Return who rode along, service animals left out (S4-066 to S4-068, S4-141)."""
    return tuple(
        LogCompanion(
            companion.name,
            COMPANIONS[companion.kind],
            REASONS[companion.reason] if companion.reason is not None else "",
        )
        for companion in trip.companions
        if companion.kind is not CompanionKind.SERVICE_ANIMAL
    )


def _authorizations(member: Member, ride: BoardRide) -> tuple[LogAuthorization, ...]:
    """Return the member's authorizations in force on the ride's day (S4-062, J6)."""
    return tuple(
        LogAuthorization(AUTHORIZATIONS[paper.kind], paper.number)
        for paper in member.papers
        if paper.kind in AUTHORIZATIONS
        and paper.covers(ride.day)
        and paper.counts_for(ride.trip_id)
    )
