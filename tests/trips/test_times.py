"""One time fills the others, across midnight and the change of clocks."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemt_desk.trips.times import APPOINTMENT, DROPOFF, PICKUP, Known, fill

CHICAGO = ZoneInfo("America/Chicago")


def at(hour: int, minute: int = 0, day: int = 24) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=CHICAGO)


def test_the_appointment_fills_the_others() -> None:
    times = fill(Known(appointment_at=at(10, 30)), drive_min=40, load_min=5, early_min=10)
    assert (times.dropoff_at, times.pickup_at) == (at(10, 20), at(9, 35))
    assert times.computed == {PICKUP, DROPOFF}
    assert not times.problems


def test_a_return_has_no_appointment() -> None:
    times = fill(Known(pickup_at=at(14, 30)), drive_min=40, load_min=5, early_min=None)
    assert times.dropoff_at == at(15, 15)
    assert times.appointment_at is None


def test_without_a_route_nothing_is_invented() -> None:
    times = fill(Known(appointment_at=at(10, 30)), drive_min=None, load_min=5, early_min=10)
    assert times.dropoff_at == at(10, 20)
    assert times.pickup_at is None


def test_past_midnight() -> None:
    times = fill(Known(appointment_at=at(0, 10)), drive_min=40, load_min=5, early_min=10)
    assert times.pickup_at == at(23, 15, day=23)


def test_on_the_night_the_clocks_change() -> None:
    # 3:15 a.m. CDT on 8 March 2026 is 75 minutes after 1 a.m. CST.
    appointment = datetime(2026, 3, 8, 3, 15, tzinfo=CHICAGO)
    times = fill(Known(appointment_at=appointment), drive_min=60, load_min=5, early_min=10)
    assert times.pickup_at == datetime(2026, 3, 8, 1, 0, tzinfo=CHICAGO).astimezone(UTC)
    first, second = (datetime(2026, 11, 1, 1, 30, tzinfo=CHICAGO, fold=fold) for fold in (0, 1))
    known = Known(pickup_at=first, dropoff_at=second)
    assert not fill(known, drive_min=40, load_min=5, early_min=None).problems


@pytest.mark.parametrize(
    ("known", "field", "words"),
    [
        (Known(pickup_at=at(11), appointment_at=at(10)), PICKUP, "not before the appointment"),
        (Known(pickup_at=at(11), dropoff_at=at(10)), PICKUP, "not before the drop-off"),
        (Known(pickup_at=at(10), dropoff_at=at(10, 20)), PICKUP, "takes 45 min, there are 20 min"),
        (Known(pickup_at=at(9, 50), appointment_at=at(10)), PICKUP, "35 min after the appointment"),
        (Known(dropoff_at=at(10, 5), appointment_at=at(10)), DROPOFF, "5 min after the appointm"),
    ],
)
def test_contradictions_are_told_in_words(known: Known, field: str, words: str) -> None:
    times = fill(known, drive_min=40, load_min=5, early_min=10)
    assert [problem.field for problem in times.problems] == [field]
    assert words in times.problems[0].sentence


def test_naive_times_are_a_bug() -> None:
    with pytest.raises(ValueError, match="aware"):
        fill(Known(pickup_at=datetime(2026, 1, 1)), drive_min=1, load_min=1, early_min=None)


moments = st.datetimes(
    min_value=datetime(2026, 1, 1),
    max_value=datetime(2027, 12, 31),
    timezones=st.sampled_from([UTC, CHICAGO]),
).map(lambda moment: moment.replace(second=0, microsecond=0))


@given(
    appointment=st.none() | moments,
    pickup=st.none() | moments,
    dropoff=st.none() | moments,
    drive=st.none() | st.integers(0, 300),
    load=st.integers(0, 60),
)
def test_typed_times_never_change(
    appointment: datetime | None,
    pickup: datetime | None,
    dropoff: datetime | None,
    drive: int | None,
    load: int,
) -> None:
    known = Known(appointment_at=appointment, pickup_at=pickup, dropoff_at=dropoff)
    times = fill(known, drive_min=drive, load_min=load, early_min=10)
    for name, typed, found in (
        (APPOINTMENT, appointment, times.appointment_at),
        (PICKUP, pickup, times.pickup_at),
        (DROPOFF, dropoff, times.dropoff_at),
    ):
        if typed is not None:
            assert found is not None
            assert found.timestamp() == typed.timestamp()
        assert (name in times.computed) == (typed is None and found is not None)
    # Filling again what is full changes nothing.
    full = Known(
        appointment_at=times.appointment_at, pickup_at=times.pickup_at, dropoff_at=times.dropoff_at
    )
    again = fill(full, drive_min=drive, load_min=load, early_min=10)
    assert (again.appointment_at, again.pickup_at, again.dropoff_at) == (
        times.appointment_at,
        times.pickup_at,
        times.dropoff_at,
    )


@given(moment=moments, drive=st.integers(1, 300), load=st.integers(0, 60))
def test_any_one_time_gives_the_same_three(moment: datetime, drive: int, load: int) -> None:
    first = fill(Known(appointment_at=moment), drive_min=drive, load_min=load, early_min=10)
    assert first.pickup_at is not None
    assert first.dropoff_at is not None
    assert first.dropoff_at - first.pickup_at == timedelta(minutes=drive + load)
    for known in (Known(pickup_at=first.pickup_at), Known(dropoff_at=first.dropoff_at)):
        other = fill(known, drive_min=drive, load_min=load, early_min=10)
        assert (other.appointment_at, other.pickup_at, other.dropoff_at) == (
            first.appointment_at,
            first.pickup_at,
            first.dropoff_at,
        )
        assert not other.problems
