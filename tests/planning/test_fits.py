from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from nemt_desk.planning.fits import fits, fits_together
from nemt_desk.planning.rows import (
    DayCar,
    DayCredential,
    DayRelation,
    DriverDay,
    RideTask,
    Severity,
)
from nemt_desk.planning.travel import StraightLine
from tests.planning.days import DAY, FIGURES, LINE, Line, driver, ident, ride, spot


def found(day: DriverDay, task: RideTask) -> dict[str, Severity]:
    return {v.code: v.severity for v in fits(day, task, LINE, FIGURES)}


def sentence(day: DriverDay, task: RideTask, code: str) -> str:
    return next(v.sentence for v in fits(day, task, LINE, FIGURES) if v.code == code)


def test_a_ride_within_an_empty_day_fits() -> None:
    assert fits(driver(), ride(1, "9:00-9:30"), LINE, FIGURES) == ()


def test_rides_one_after_the_other_fit_when_there_is_time_between() -> None:
    day = driver().plus(ride(1, "9:00-9:30", (10, 30)))
    assert found(day, ride(2, "10:00-10:30", (40, 60))) == {}


def test_too_little_time_between_stops_says_how_much_is_missing() -> None:
    day = driver().plus(ride(1, "9:50-10:10", (10, 30)))
    late = ride(2, "10:23-10:40", (57, 74))
    # Off at 10:15, loaded by 10:20, 27 minutes away: 10:47 for 10:23.
    assert found(day, late)["late_pickup"] is Severity.BLOCK
    said = sentence(day, late, "late_pickup")
    assert said == (
        "The stop before ends 10:20 a.m.; 27 min away; 24 min short for the 10:23 a.m. pick-up."
    )


def test_a_few_minutes_late_within_the_window_only_warn() -> None:
    day = driver().plus(ride(1, "9:00-9:20", (10, 30)))
    # Off at 9:30 with loading; ten minutes away; planned 9:30: ten late of fifteen allowed.
    assert found(day, ride(2, "9:30-10:10", (40, 70)))["late_pickup"] is Severity.WARN


def test_a_new_ride_that_makes_another_late_is_told() -> None:
    day = driver().plus(ride(1, "11:00-11:30", (10, 40)))
    assert found(day, ride(2, "10:20-10:50", (60, 90)))["late_other"] is Severity.BLOCK


def test_what_was_late_before_is_not_held_against_a_new_ride() -> None:
    day = driver().plus(ride(1, "9:00-9:20", (0, 20))).plus(ride(2, "9:20-9:50", (70, 100)))
    assert found(day, ride(3, "14:00-14:30", (10, 40))) == {}


def test_an_appointment_is_the_limit_of_a_drop_off() -> None:
    day = driver().plus(ride(1, "9:00-9:20", (10, 30)))
    tight = ride(2, "9:35-10:00", (40, 65), latest_min=10 * 60 + 2)
    easy = replace(tight, latest_min=10 * 60 + 30)
    assert found(day, tight)["late_dropoff"] is Severity.BLOCK
    assert found(day, easy).get("late_dropoff") is not Severity.BLOCK


@pytest.mark.parametrize(
    ("change", "code", "severity"),
    [
        ({"away": "vacation"}, "away", Severity.BLOCK),
        ({"away": ""}, "away", Severity.BLOCK),
        ({"hours": ()}, "not_driving_day", Severity.BLOCK),
        ({"hours": (), "has_hours": False}, "no_hours_on_file", Severity.WARN),
        ({"car": None}, "no_car", Severity.BLOCK),
        ({"car": DayCar("", 3)}, "no_plate", Severity.WARN),
        ({"recognized_on": None}, "not_recognized", Severity.BLOCK),
        ({"recognized_on": DAY + timedelta(days=1)}, "not_recognized", Severity.BLOCK),
        ({"recognized_until": DAY - timedelta(days=1)}, "not_recognized", Severity.BLOCK),
        ({"is_open_to_all": False}, "not_open_to_all", Severity.BLOCK),
        ({"max_m": 10_000.0}, "too_far", Severity.BLOCK),
        (
            {"missing": (DayCredential("driver's licence", None),)},
            "credential_missing",
            Severity.BLOCK,
        ),
        (
            {"relations": (DayRelation(ident(200_001), "neighbor"),)},
            "relation",
            Severity.WARN,
        ),
        (
            {"relations": (DayRelation(ident(200_001), "", is_refused=True),)},
            "refused",
            Severity.BLOCK,
        ),
    ],
)
def test_each_reason_against_a_driver_is_found(
    change: dict[str, Any], code: str, severity: Severity
) -> None:
    assert found(driver(**change), ride(1, "9:00-9:30")) == {code: severity}


def test_somebody_of_the_family_is_asked_for_mode_1_and_not_for_recognition() -> None:
    kin = driver(relations=(DayRelation(ident(200_001), "family"),), recognized_on=None)
    assert found(kin, ride(1, "9:00-9:30")) == {"relation": Severity.WARN}
    assert found(kin, ride(1, "9:00-9:30", mode=1)) == {}
    assert "not_recognized" in found(kin, ride(2, "9:00-9:30"))


def test_staff_need_no_recognition_as_volunteers() -> None:
    staff = driver(is_volunteer=False, recognized_on=None, is_open_to_all=False)
    assert found(staff, ride(1, "9:00-9:30")) == {}


@pytest.mark.parametrize(("days", "fit"), [(-1, False), (0, True), (1, True)])
def test_a_credential_counts_to_its_last_day_on_the_day_of_the_ride(days: int, fit: bool) -> None:
    until = DAY + timedelta(days=days)
    day = driver(credentials=(DayCredential("driver's licence", until),))
    assert (found(day, ride(1, "9:00-9:30")) == {}) is fit
    later = replace(day, day=date(2026, 12, 24))
    assert found(later, ride(1, "9:00-9:30")) == {"credential": Severity.BLOCK}


def test_a_credential_that_does_not_block_warns() -> None:
    old = DayCredential("training", DAY - timedelta(days=9), is_blocking=False)
    assert found(driver(credentials=(old,)), ride(1, "9:00-9:30")) == {"credential": Severity.WARN}


def test_hours_hold_for_pick_up_and_drop_off() -> None:
    assert "outside_hours" in found(driver(), ride(1, "6:50-7:20"))
    assert "outside_hours" in found(driver(), ride(1, "17:50-18:10"))
    said = sentence(driver(), ride(1, "17:50-18:10"), "outside_hours")
    assert said == (
        "This ride, 5:50 p.m. to 6:10 p.m., lies outside the hours on Tuesdays"
        " (7:00 a.m. to 6:00 p.m.)."
    )


def test_seats_are_counted_at_the_fullest_moment_of_the_shared_ride() -> None:
    day = driver().plus(ride(1, "9:00-9:30", (10, 40), seats=2))
    together = ride(2, "9:10-9:25", (20, 35), seats=2)
    apart = ride(2, "10:00-10:20", (40, 60), seats=2)
    assert found(day, together)["seats"] is Severity.BLOCK
    assert sentence(day, together, "seats") == "4 seats are needed at 9:10 a.m.; the car has 3."
    assert found(day, replace(together, seats=1)).get("seats") is None
    assert "seats" not in found(day, apart)


def test_a_wheelchair_needs_lift_and_place() -> None:
    chair = ride(1, "9:00-9:30", seats=0, wheelchair_places=1)
    assert "lift" in found(driver(car=DayCar("A", 3)), chair)
    assert found(driver(), chair) == {}
    two = driver().plus(replace(chair, ride_id=ident(7)))
    assert "wheelchair_places" in found(two, chair)


def test_help_through_the_door_must_be_given() -> None:
    through = ride(1, "9:00-9:30", needs_door_through=True)
    assert found(driver(), through) == {"door_through": Severity.BLOCK}
    assert found(driver(is_door_through=True), through) == {}


def test_a_will_call_without_a_time_fits_loosely() -> None:
    day = driver().plus(ride(1, "9:00-17:00"))
    assert found(day, ride(2)) == {}
    assert "seats" in found(day, ride(2, seats=4))
    assert "away" in found(driver(away=""), ride(2))


def test_the_driver_who_waits_is_not_sent_away_unseen() -> None:
    out = ride(1, "9:00-9:20", (10, 30))
    back = ride(2, "12:00-12:20", (30, 10), waits=True, trip_id=out.trip_id)
    between = ride(3, "10:00-10:20", (40, 60))
    assert found(driver().plus(out).plus(back), between) == {"waits": Severity.WARN}
    assert found(driver().plus(out).plus(between), back) == {"waits": Severity.WARN}
    assert found(driver().plus(out), back) == {}
    assert found(driver(), back) == {"waits": Severity.WARN}


def test_several_rides_are_judged_each_on_top_of_the_ones_before() -> None:
    rides = [ride(1, "9:00-9:30", seats=2), ride(2, "9:00-9:30", seats=2)]
    found = fits_together(driver(), rides, LINE, FIGURES)
    assert found[ident(1)] == ()
    assert [violation.code for violation in found[ident(2)]] == ["seats"]


def test_a_place_without_a_pin_is_told_and_does_not_fail() -> None:
    lost = ride(2, "9:40-10:00", origin=spot(None))
    day = driver().plus(ride(1, "9:00-9:20"))
    assert found(day, lost) == {"unknown_drive": Severity.WARN}


def test_an_estimate_is_called_one() -> None:
    day = driver().plus(ride(1, "9:00-9:20", (10, 30)))
    far = ride(2, "9:30-10:00", (90, 110))
    found = fits(day, far, Line(is_estimate=True), FIGURES)
    assert "about 60 min away" in found[0].sentence


def test_what_blocks_stands_first() -> None:
    day = driver(car=DayCar("", 0))
    found = fits(day, ride(1, "9:00-9:30"), LINE, FIGURES)
    assert [violation.is_blocking for violation in found] == [True, False]


def test_the_straight_line_is_an_estimate_longer_than_the_crow_flies() -> None:
    leg = StraightLine().leg((47.0, -93.0), (47.1, -93.0))
    assert leg.is_estimate
    assert 11_119 < leg.distance_m < 2 * 11_119
    assert 5 < leg.minutes < 30
