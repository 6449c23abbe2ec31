"""Pure: one known time of a leg fills the others from driving, loading and the gap before."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from nemt_desk.ground.errors import Problem
from nemt_desk.ground.words import minutes_text

APPOINTMENT, PICKUP, DROPOFF = "appointment", "pickup", "dropoff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The times somebody typed; aware moments, None where nothing was typed."""

    appointment_at: datetime | None = None
    pickup_at: datetime | None = None
    dropoff_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """All times of a leg in UTC; `computed` names those that nobody typed.

    `problems` are contradictions in words, each with the field to look at; `is_possible` is
    False if the order of the times can't be.
    """

    appointment_at: datetime | None
    pickup_at: datetime | None
    dropoff_at: datetime | None
    computed: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()

    @property
    def is_possible(self) -> bool:
        """Tell whether pick-up, drop-off and appointment come in that order."""
        moments = [m for m in (self.pickup_at, self.dropoff_at, self.appointment_at) if m]
        return all(first <= then for first, then in pairwise(moments)) and (
            self.pickup_at is None or self.dropoff_at is None or self.pickup_at < self.dropoff_at
        )


def fill(known: Known, *, drive_min: int | None, load_min: int, early_min: int | None) -> Times:
    """Fill what can be computed; never change what was typed.

    Args:
        known: the times that were typed.
        drive_min: routed minutes, None if there is no route.
        load_min: minutes to get the member into the car and out of it.
        early_min: how long before the appointment the member is dropped off; None for a leg
            without an appointment (a return).
    """
    gap = None if early_min is None else timedelta(minutes=early_min)
    way = None if drive_min is None else timedelta(minutes=drive_min + load_min)
    # All arithmetic is in UTC: wall clocks jump twice a year.
    appointment, pickup, dropoff = map(
        _utc, (known.appointment_at, known.pickup_at, known.dropoff_at)
    )
    if dropoff is None and pickup is not None and way is not None:
        dropoff = pickup + way
    if dropoff is None and appointment is not None and gap is not None:
        dropoff = appointment - gap
    if pickup is None and dropoff is not None and way is not None:
        pickup = dropoff - way
    if appointment is None and dropoff is not None and gap is not None:
        appointment = dropoff + gap
    times = Times(
        appointment_at=appointment,
        pickup_at=pickup,
        dropoff_at=dropoff,
        computed=_computed(known, appointment, pickup, dropoff),
    )
    return replace(times, problems=tuple(_problems(times, way)))


def _utc(moment: datetime | None) -> datetime | None:
    if moment is None:
        return None
    if moment.tzinfo is None:
        raise ValueError("times of a leg must be aware")
    return moment.astimezone(UTC)


def _computed(
    known: Known, appointment: datetime | None, pickup: datetime | None, dropoff: datetime | None
) -> frozenset[str]:
    pairs = (
        (APPOINTMENT, known.appointment_at, appointment),
        (PICKUP, known.pickup_at, pickup),
        (DROPOFF, known.dropoff_at, dropoff),
    )
    return frozenset(name for name, typed, found in pairs if typed is None and found is not None)


def _problems(times: Times, way: timedelta | None) -> list[Problem]:
    appointment, pickup, dropoff = times.appointment_at, times.pickup_at, times.dropoff_at
    if pickup is not None and dropoff is not None and pickup >= dropoff:
        return [_say(times, PICKUP, DROPOFF, "The pick-up is not before the drop-off.")]
    if appointment is not None and pickup is not None and pickup >= appointment:
        return [_say(times, PICKUP, APPOINTMENT, "The pick-up is not before the appointment.")]
    found = []
    if appointment is not None and dropoff is not None and dropoff > appointment:
        late = minutes_text(_minutes(dropoff - appointment))
        sentence = f"The drop-off is {late} after the appointment begins."
        found.append(_say(times, DROPOFF, PICKUP, sentence))
    if way is not None and pickup is not None and dropoff is not None and dropoff - pickup < way:
        given, needed = minutes_text(_minutes(dropoff - pickup)), minutes_text(_minutes(way))
        sentence = f"Too little time: the way with loading takes {needed}, there are {given}."
        found.append(_say(times, PICKUP, DROPOFF, sentence))
    return found


def _say(times: Times, field: str, other: str, sentence: str) -> Problem:
    # The field to look at is one that was typed.
    return Problem(other if field in times.computed else field, sentence)


def _minutes(span: timedelta) -> int:
    return round(span / timedelta(minutes=1))
