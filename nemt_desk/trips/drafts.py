"""Pure: a request becomes a draft of its trip and rides. Days of a repeat: see standing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from nemt_desk.ground.errors import InputError, Problem
from nemt_desk.ground.ids import Id
from nemt_desk.ground.settings import Settings
from nemt_desk.trips.rows import Leg, LegRequest, Mileage, ReturnKind, TripRequest, Violation
from nemt_desk.trips.rules import request_problems
from nemt_desk.trips.times import Known, Times, fill

NO_WAY = (
    "The miles of this ride are not known (no map, or a place without a pin), so its pick-up can't"
    " be computed. Type the pick-up."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RideDraft:
    """A ride before it has a key."""

    leg: Leg
    day: date
    from_id: Id
    to_id: Id
    pickup_at: datetime | None
    dropoff_at: datetime | None
    appointment_at: datetime | None
    mode: int
    mileage: Mileage | None


@dataclass(frozen=True, slots=True)
class TripDraft:
    """A trip before it has a key."""

    day: date
    rides: tuple[RideDraft, ...]


@dataclass(frozen=True, slots=True)
class Drafted:
    """The trip of a request, and what is tight about it."""

    trip: TripDraft
    warnings: tuple[Violation, ...]


def drafted(request: TripRequest, settings: Settings) -> Drafted:
    """Fill the times of a request and lay out its day.

    Raises:
        InputError: something is missing, or its times can't be.
    """
    if problems := request_problems(request):
        raise InputError(problems)
    laid = _Layout(request, settings)
    return Drafted(TripDraft(laid.rides[0].day, tuple(laid.rides)), tuple(laid.warnings))


def other_ways(first: TripDraft, trips: Sequence[TripDraft]) -> Iterator[Violation]:
    """Say on how many days of a repeat the way is another one than on the first day."""
    pairs = [
        [(ride.mileage, usual.mileage) for ride, usual in zip(trip.rides, first.rides, strict=True)]
        for trip in trips
    ]
    others = [legs for legs in pairs if any(own != usual for own, usual in legs)]
    if not others:
        return
    lost = sum(any(own is None for own, _usual in legs) for legs in others)
    most = max((_longer(*leg) for legs in others for leg in legs), key=abs)
    days = f"{len(others)} of {len(trips)} days" if len(trips) > 1 else "1 day"
    sentence = f"On {days} the way is not that of the first day (a road is shut, or it is winter)."
    if most:
        sentence += f" It takes up to {abs(most)} min {'longer' if most > 0 else 'less'};"
        sentence += " pick-up or drop-off moved by as much."
    if lost:
        sentence += f" On {lost} of them there is no way by road: their miles stay empty."
    yield Violation("other_way", sentence)


def _longer(own: Mileage | None, first: Mileage | None) -> int:
    return own.minutes - first.minutes if own is not None and first is not None else 0


class _Layout:
    """Lays the legs of one day after one another and adds the return."""

    def __init__(self, request: TripRequest, settings: Settings) -> None:
        self.request = request
        self.settings = settings
        self.time = settings.time
        self.warnings: list[Violation] = []
        self.rides: list[RideDraft] = []
        free_at: datetime | None = None
        for leg in request.legs:
            free_at = self._add_leg(leg, free_at)
        self._add_return(free_at)
        self._check_order()

    def _add_leg(self, leg: LegRequest, free_at: datetime | None) -> datetime:
        known = Known(
            appointment_at=leg.appointment_at, pickup_at=leg.pickup_at, dropoff_at=leg.dropoff_at
        )
        if known == Known():
            known = Known(pickup_at=free_at)
        if known == Known():
            sentence = "Type one time: the appointment, the pick-up or the drop-off."
            raise InputError([Problem("appointment", sentence)])
        times = self._filled(known, leg.mileage)
        pickup = times.pickup_at
        if pickup is None:
            raise InputError([Problem("pickup", NO_WAY)])
        self._put(leg, times, self.time.day(pickup), self.request.mode)
        end = times.appointment_at or times.dropoff_at or pickup
        return end + timedelta(minutes=leg.stay_min)

    def _add_return(self, free_at: datetime | None) -> None:
        request, last = self.request, self.rides[-1]
        if request.return_kind is ReturnKind.NONE:
            return
        leg = LegRequest(
            from_id=last.to_id,
            to_id=request.return_to_id or request.legs[0].from_id,
            leg=Leg.RETURN,
            mileage=request.return_mileage,
        )
        is_open = request.return_kind is ReturnKind.WILL_CALL
        pickup = request.return_at or (None if is_open else free_at)
        times = self._filled(Known(pickup_at=pickup), leg.mileage)
        day = last.day if pickup is None else self.time.day(pickup)
        self._put(leg, times, day, request.return_mode or request.mode)

    def _filled(self, known: Known, mileage: Mileage | None) -> Times:
        times = fill(
            known,
            drive_min=mileage.minutes if mileage else None,
            load_min=self.settings.load_min,
            # A leg without an appointment is not given one.
            early_min=self.settings.early_min if known.appointment_at else None,
        )
        if not times.is_possible:
            raise InputError(times.problems or [Problem("pickup", "These times can't be.")])
        self.warnings += (Violation("tight", problem.sentence) for problem in times.problems)
        return times

    def _put(self, leg: LegRequest, times: Times, day: date, mode: int) -> None:
        draft = RideDraft(
            leg=leg.leg,
            day=day,
            from_id=leg.from_id,
            to_id=leg.to_id,
            pickup_at=times.pickup_at,
            dropoff_at=times.dropoff_at,
            appointment_at=times.appointment_at,
            mode=mode,
            mileage=leg.mileage,
        )
        self.rides.append(draft)

    def _check_order(self) -> None:
        problems = [
            Problem("return" if after.leg is Leg.RETURN else "pickup", sentence)
            for after, sentence in _out_of_order(self.rides)
        ]
        if problems:
            raise InputError(problems)


def _out_of_order(rides: list[RideDraft]) -> Iterator[tuple[RideDraft, str]]:
    end: datetime | None = None
    for ride in rides:
        if end is not None and ride.pickup_at is not None and ride.pickup_at < end:
            what = "return" if ride.leg is Leg.RETURN else "onward ride"
            yield ride, f"The {what} begins before the ride there has ended."
        end = ride.appointment_at or ride.dropoff_at or ride.pickup_at or end
