"""What a day allows as a whole: miles, breaks, home in time; whom a driver takes along."""

from dataclasses import replace
from datetime import timedelta

import pytest

from nemt_desk.ground.units import metres
from nemt_desk.planning.fits import fits
from nemt_desk.planning.rows import (
    DayRelation,
    Declined,
    DriverDay,
    Hours,
    RideTask,
    Severity,
)
from tests.planning.days import DAY, FIGURES, LINE, at, driver, ident, ride


def found(day: DriverDay, task: RideTask) -> dict[str, Severity]:
    return {v.code: v.severity for v in fits(day, task, LINE, FIGURES)}


def with_break(minutes: int, begin: str = "11:00", end: str = "13:00") -> DriverDay:
    return driver(hours=(Hours(at("7:00"), at("18:00"), minutes, at(begin), at(end)),))


def test_a_ride_that_leaves_no_room_for_the_break_is_told() -> None:
    day = with_break(60).plus(ride(1, "10:30-11:30", (0, 60)))
    # Off at 11:35, then empty until the next pick-up at the same place: 55 minutes are too few.
    assert found(day, ride(2, "12:30-13:30", (60, 120))) == {"break": Severity.BLOCK}
    assert found(day, ride(2, "12:40-13:40", (60, 120))) == {}


def test_a_break_is_had_where_he_stands_not_while_he_drives() -> None:
    day = with_break(60).plus(ride(1, "10:30-11:30", (0, 60)))
    # An hour and a half between the stops, but half an hour of it is driving: still an hour.
    assert found(day, ride(2, "13:10-13:40", (90, 120))) == {}
    assert found(day, ride(2, "12:55-13:25", (90, 120))) == {"break": Severity.BLOCK}


def test_who_is_at_home_over_noon_has_had_his_break() -> None:
    assert found(with_break(60), ride(1, "14:00-14:20")) == {}


def test_a_break_that_was_lost_before_is_not_held_against_the_next_ride() -> None:
    full = with_break(60).plus(ride(1, "10:00-12:40", (0, 160)))
    assert "break" not in found(full, ride(2, "13:00-13:20", (160, 180)))


def test_a_day_has_a_most_of_miles_from_home_to_home() -> None:
    near = driver(day_m=metres(40))
    # 20 km out, 20 back: 24.9 miles. A second ride out and back makes it 49.7.
    assert found(near, ride(1, "9:00-9:20", (0, 20))) == {}
    full = near.plus(ride(1, "9:00-9:20", (0, 20))).plus(ride(3, "9:40-10:00", (20, 0)))
    assert found(full, ride(2, "14:00-14:20", (0, 20))) == {"day_miles": Severity.BLOCK}
    (told,) = fits(full, ride(2, "14:00-14:20", (0, 20)), LINE, FIGURES)
    assert told.sentence == "The day would be 50 miles; this driver goes up to 40 a day."


def test_leaving_home_too_early_or_coming_back_too_late_is_told() -> None:
    day = driver(hours=(Hours(at("9:00"), at("17:00")),))
    assert found(day, ride(1, "9:00-9:20", (30, 50))) == {"home_hours": Severity.WARN}
    assert found(day, ride(1, "16:20-16:40", (30, 50))) == {"home_hours": Severity.WARN}
    assert found(day, ride(1, "10:00-10:20", (30, 50))) == {}


def test_members_who_may_not_ride_together_are_kept_apart_in_the_car_only() -> None:
    one, other = ride(1, "9:00-10:10", (10, 70)), ride(2, "9:25-9:50", (30, 50))
    pair = frozenset({frozenset({one.member_id, other.member_id})})
    day = driver(apart=pair).plus(one)
    assert found(day, other) == {"apart": Severity.BLOCK}
    assert found(day, replace(other, pickup_min=at("11:00"), dropoff_min=at("11:20"))) == {}
    assert "apart" not in found(driver(apart=pair), other)


@pytest.mark.parametrize(
    ("languages", "is_told"), [((), True), (("Ojibwe",), True), (("ojibwe", "SPANISH"), False)]
)
def test_a_language_that_a_driver_does_not_speak_warns(
    languages: tuple[str, ...], is_told: bool
) -> None:
    codes = found(driver(languages=languages), ride(1, "9:00-9:20", language="Spanish"))
    assert codes == ({"language": Severity.WARN} if is_told else {})


def test_a_no_to_this_ride_is_remembered_and_one_to_another_is_not() -> None:
    said = (Declined(ident(1), DAY - timedelta(days=3)), Declined(ident(9), DAY))
    day = driver(declined=said)
    (told,) = fits(day, ride(1, "9:00-9:20"), LINE, FIGURES)
    assert told.code == "declined"
    assert told.sentence == "Said no to this ride on Sat 21 Nov."
    assert found(day, ride(2, "9:00-9:20")) == {}


def test_a_private_driver_drives_his_own_people_only() -> None:
    task = ride(1, "9:00-9:20", mode=1)
    private = driver(is_volunteer=False, is_private=True)
    assert found(private, task) == {"not_related": Severity.BLOCK}
    own = replace(private, relations=(DayRelation(task.member_id, "family"),))
    assert found(own, task) == {}


def test_a_carrier_is_not_asked_for_car_hours_or_recognition() -> None:
    carrier = driver(
        is_volunteer=False, is_carrier=True, car=None, hours=(), has_hours=False, recognized_on=None
    )
    assert found(carrier, ride(1, "5:00-5:20")) == {}
