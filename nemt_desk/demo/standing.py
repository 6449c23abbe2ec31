"""The demo office's standing orders: made from the seeds of their trips, with days to settle."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from nemt_desk.calendars.rows import ShutEntry, ShutKind
from nemt_desk.demo.seeds import MemberSeed, RideSeed, StandingSeed, TripSeed
from nemt_desk.ground.ids import Id
from nemt_desk.members.rows import NEEDS_LIFT
from nemt_desk.office import Office
from nemt_desk.trips import queries
from nemt_desk.trips.rows import Companion, CompanionKind, HolidayRule, Leg
from nemt_desk.trips.standing.orders import StandingEntry, StandingLeg, Told

_MOVES = frozenset({"dialysis"})
_SHUT_AHEAD = 12


@dataclass(frozen=True)
class Keys:
    """What the seeds' keys became in the office."""

    members: Mapping[str, Id]
    drivers: Mapping[str, Id]
    place: Callable[[TripSeed, str], Id]
    services: Mapping[str, str]


def shut_a_place(office: Office, keys: Keys, trips: Sequence[TripSeed], today: date) -> None:
    """Let the therapists be away for two days: what goes there waits on the exception desk."""
    therapy = next((trip for trip in trips if trip.service == "Physical therapy"), None)
    if therapy is None:
        return
    first = today + timedelta(days=_SHUT_AHEAD)
    # Monday and Tuesday: one order of each rhythm meets it.
    first += timedelta(days=-first.weekday() % 7)
    entry = ShutEntry(
        ShutKind.FACILITY,
        "Staff training",
        first,
        first + timedelta(days=1),
        place_id=keys.place(therapy, therapy.place_key),
    )
    office.calendar.add(office.actor, entry)


def book_orders(
    office: Office,
    keys: Keys,
    seeds: Sequence[StandingSeed],
    trips: Sequence[TripSeed],
    riders: Mapping[str, MemberSeed],
) -> dict[str, Id]:
    """Book each standing order with its trips; return the keys of the seeds' rides."""
    own: dict[str, list[TripSeed]] = defaultdict(list)
    for trip in trips:
        if trip.standing_key is not None:
            own[trip.standing_key].append(trip)
    found: dict[str, Id] = {}
    for seed in seeds:
        mine = sorted(own.get(seed.key, ()), key=lambda trip: trip.day)
        if mine:
            found |= _book(office, keys, (seed, mine), riders[seed.member_key])
    return found


def _book(
    office: Office, keys: Keys, what: tuple[StandingSeed, list[TripSeed]], rider: MemberSeed
) -> dict[str, Id]:
    seed, mine = what
    saved = office.standing.add(office.actor, _entry(keys, seed, mine, rider))
    with office.store.read() as session:
        made = {
            trip.standing_day: trip.rides for trip in queries.trips_by_ids(session, saved.trip_ids)
        }
    return {
        ride.key: kept.id
        for trip in mine
        for ride, kept in zip(trip.rides, made.get(trip.day, ()), strict=False)
        # On a holiday the trip was moved: nobody has planned it there yet.
        if kept.day == trip.day
    }


def _entry(
    keys: Keys, seed: StandingSeed, mine: list[TripSeed], rider: MemberSeed
) -> StandingEntry:
    last = mine[-1]
    service = keys.services[seed.service]
    animals = [one for one in last.companions if one.kind is CompanionKind.SERVICE_ANIMAL]
    return StandingEntry(
        member_id=keys.members[seed.member_key],
        weekdays=frozenset(seed.weekdays),
        from_day=mine[0].day,
        holiday_rule=HolidayRule.MOVE if service in _MOVES else HolidayRule.SKIP,
        legs=tuple(_leg(keys, last, ride) for ride in last.rides),
        driver_id=_usual(keys, mine),
        service=service,
        care=last.care,
        return_kind=last.return_kind,
        mode=rider.mode,
        assistance=rider.assistance,
        in_wheelchair=bool(rider.needs & NEEDS_LIFT),
        companions=tuple(Companion(one.kind, one.name, one.reason) for one in animals),
        told=Told(),
    )


def _usual(keys: Keys, mine: list[TripSeed]) -> Id | None:
    """Return who drives most of the trips, if one does."""
    first = [trip.rides[0].driver_key for trip in mine]
    drivers = Counter(key for key in first if key is not None)
    for key, count in drivers.most_common(1):
        if 2 * count > len(mine):
            return keys.drivers[key]
    return None


def _leg(keys: Keys, trip: TripSeed, ride: RideSeed) -> StandingLeg:
    is_first = ride.leg is Leg.OUTBOUND
    return StandingLeg(
        leg=ride.leg,
        from_id=keys.place(trip, ride.from_key),
        to_id=keys.place(trip, ride.to_key),
        pickup_min=_minute(ride.pickup),
        dropoff_min=_minute(ride.dropoff) if is_first else None,
        appointment_min=_minute(trip.appointment) if is_first else None,
        stay_min=trip.stay_min if is_first else 0,
    )


def _minute(at: time | None) -> int | None:
    return None if at is None else at.hour * 60 + at.minute
