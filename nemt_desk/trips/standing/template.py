"""Pure: from a booking to the trip an order makes, and from the order to the trip of one day."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Protocol

from nemt_desk.ground.clock import AgencyTime
from nemt_desk.ground.errors import InputError, Problem
from nemt_desk.ground.ids import Id
from nemt_desk.ground.settings import Settings
from nemt_desk.trips.drafts import RideDraft, TripDraft, drafted
from nemt_desk.trips.rows import Leg, LegRequest, Mileage, ReturnKind, TripRequest
from nemt_desk.trips.standing.orders import StandingEntry, StandingLeg, StandingOrder, Told

DAY_MIN = 24 * 60
_TIMES = ("dropoff_at", "pickup_at")


@dataclass(frozen=True, slots=True)
class Way:
    """The miles of a day, and those its minutes are reckoned by where there are none."""

    own: Mileage | None
    basis: Mileage | None


class Ways(Protocol):
    """Finds the way of a leg on a day."""

    def way(self, number: int, ends: tuple[Id, Id], day: date) -> Way:
        """Return the way of leg `number` (from 0) between two places on `day`."""
        ...


class RequestWays:
    """The ways that somebody measured for a request beforehand."""

    def __init__(self, request: TripRequest) -> None:
        self._legs = [(leg.mileage, leg.other_days) for leg in request.legs]
        self._legs.append((request.return_mileage, request.return_other_days))

    def way(self, number: int, ends: tuple[Id, Id], day: date) -> Way:
        """Return what the request says; `ends` are its own."""
        del ends
        usual, others = self._legs[number]
        return Way(others.get(day, usual), others.get(day) or usual)


# --- from a request ------------------------------------------------------------------------------


def pattern_day(request: TripRequest, settings: Settings) -> date:
    """Return the day a repeat begins on: the appointment's, else that of the first ride."""
    first = drafted(request, settings).trip.rides[0]
    moment = first.appointment_at or first.pickup_at
    return first.day if moment is None else settings.time.day(moment)


def entry_of_request(request: TripRequest, settings: Settings) -> StandingEntry:
    """Return the standing order a repeated request means.

    Only times that do not follow from the others are kept: the rest is computed for each day.

    Raises:
        InputError: the request has no repeat, something is missing, or its times can't be.
    """
    repeat = request.repeat
    if repeat is None:
        raise InputError([Problem("repeat", "Say on which days the trip repeats.")])
    plain = _plainest(request, settings)
    day, zone = pattern_day(request, settings), settings.time
    legs = [_leg(leg, day, zone) for leg in plain.legs]
    if plain.return_kind is not ReturnKind.NONE:
        legs.append(_way_home(plain, day, zone))
    return StandingEntry(
        member_id=request.member_id,
        weekdays=repeat.weekdays,
        every_weeks=repeat.every_weeks,
        from_day=day,
        until_day=repeat.until,
        count=repeat.count,
        holiday_rule=repeat.holiday_rule,
        driver_id=repeat.driver_id,
        legs=tuple(legs),
        told=_told(request),
        **{name: getattr(request, name) for name in _ALIKE},
    )


_ALIKE = (
    *("purpose", "service", "care", "return_kind", "mode", "assistance", "in_wheelchair"),
    *("companions", "asked_by", "override_reason", "driver_note", "office_note"),
)


def _told(request: TripRequest) -> Told:
    decision = request.decision or {}
    rules = {str(one["rule"]) for one in decision.get("findings", ())}
    return Told(dict(request.asked), request.decision is not None, frozenset(rules))


def _plainest(request: TripRequest, settings: Settings) -> TripRequest:
    """Leave out, one by one, the times without which the same rides come out."""
    wanted = drafted(request, settings).trip.rides
    plain = request
    for number in range(len(request.legs)):
        for name in _TIMES:
            plain = _shorter(plain, _without_time(plain, number, name), wanted, settings)
    return _shorter(plain, replace(plain, return_at=None), wanted, settings)


def _without_time(request: TripRequest, number: int, name: str) -> TripRequest:
    legs = list(request.legs)
    legs[number] = (
        replace(legs[number], pickup_at=None)
        if name == "pickup_at"
        else replace(legs[number], dropoff_at=None)
    )
    return replace(request, legs=tuple(legs))


def _shorter(
    now: TripRequest, then: TripRequest, wanted: tuple[RideDraft, ...], settings: Settings
) -> TripRequest:
    try:
        same = drafted(then, settings).trip.rides == wanted
    except InputError:
        return now
    return then if same else now


def _leg(leg: LegRequest, day: date, zone: AgencyTime) -> StandingLeg:
    return StandingLeg(
        leg=leg.leg,
        from_id=leg.from_id,
        to_id=leg.to_id,
        pickup_min=_minute(leg.pickup_at, day, zone),
        dropoff_min=_minute(leg.dropoff_at, day, zone),
        appointment_min=_minute(leg.appointment_at, day, zone),
        stay_min=leg.stay_min,
    )


def _way_home(request: TripRequest, day: date, zone: AgencyTime) -> StandingLeg:
    return StandingLeg(
        leg=Leg.RETURN,
        from_id=request.legs[-1].to_id,
        to_id=request.return_to_id or request.legs[0].from_id,
        pickup_min=_minute(request.return_at, day, zone),
        stay_min=0,
        mode=request.return_mode,
    )


def _minute(moment: datetime | None, day: date, zone: AgencyTime) -> int | None:
    if moment is None:
        return None
    local = zone.local(moment)
    return (local.date() - day).days * DAY_MIN + local.hour * 60 + local.minute


# --- the trip of one day -------------------------------------------------------------------------


def at_minute(minute: int | None, day: date, zone: AgencyTime) -> datetime | None:
    """Return the moment a wall-clock minute of `day` means; the evening before is negative."""
    if minute is None:
        return None
    days, rest = divmod(minute, DAY_MIN)
    return zone.at(day + timedelta(days=days), time(rest // 60, rest % 60))


def draft_on(
    order: StandingOrder | StandingEntry, day: date, ways: Ways, settings: Settings
) -> TripDraft:
    """Return the order's trip on `day`, with the miles and the minutes of that day.

    Raises:
        InputError: its times can't be, or a way whose minutes are needed is not known.
    """
    own = _own_ways(order, day, ways)
    usual = _own_ways(order, order.from_day, ways)
    request = request_on(order, day, settings.time, own.__getitem__)
    request = _later_or_earlier(request, own, usual)
    trip = drafted(request, settings).trip
    rides = tuple(replace(ride, mileage=way.own) for ride, way in zip(trip.rides, own, strict=True))
    return TripDraft(trip.day, rides)


def _own_ways(order: StandingOrder | StandingEntry, day: date, ways: Ways) -> list[Way]:
    return [
        ways.way(number, (leg.from_id, leg.to_id), day) for number, leg in enumerate(order.legs)
    ]


def request_on(
    order: StandingOrder | StandingEntry, day: date, zone: AgencyTime, way: Callable[[int], Way]
) -> TripRequest:
    """Return the order as a request for one day, the rules not yet asked."""
    legs = [
        LegRequest(
            from_id=leg.from_id,
            to_id=leg.to_id,
            leg=leg.leg,
            pickup_at=at_minute(leg.pickup_min, day, zone),
            dropoff_at=at_minute(leg.dropoff_min, day, zone),
            appointment_at=at_minute(leg.appointment_min, day, zone),
            stay_min=leg.stay_min,
            mileage=way(number).basis,
        )
        for number, leg in enumerate(order.legs)
    ]
    back = legs.pop() if order.legs[-1].leg is Leg.RETURN else None
    request = TripRequest(
        member_id=order.member_id,
        legs=tuple(legs),
        **{name: getattr(order, name) for name in _ALIKE},
        asked=order.told.facts,
    )
    if back is None:
        return replace(request, return_kind=ReturnKind.NONE)
    return replace(
        request,
        return_at=back.pickup_at,
        return_to_id=back.to_id,
        return_mileage=back.mileage,
        return_mode=order.legs[-1].mode,
    )


def _later_or_earlier(request: TripRequest, own: list[Way], usual: list[Way]) -> TripRequest:
    """Move times that somebody typed by what the drive takes more or less on that day."""
    legs = tuple(
        _moved_leg(leg, _longer(*pair))
        for leg, pair in zip(request.legs, _pairs(own, usual), strict=False)
    )
    return replace(request, legs=legs)


def _pairs(own: list[Way], usual: list[Way]) -> Iterator[tuple[Mileage | None, Mileage | None]]:
    for now, then in zip(own, usual, strict=True):
        yield now.own, then.own


def _longer(own: Mileage | None, usual: Mileage | None) -> timedelta:
    minutes = own.minutes - usual.minutes if own is not None and usual is not None else 0
    return timedelta(minutes=minutes)


def _moved_leg(leg: LegRequest, longer: timedelta) -> LegRequest:
    if not longer:
        return leg
    if leg.pickup_at is not None and (leg.appointment_at or leg.dropoff_at):
        if leg.appointment_at is not None:
            return replace(leg, pickup_at=leg.pickup_at - longer)
        return replace(leg, dropoff_at=leg.dropoff_at and leg.dropoff_at + longer)
    return leg
