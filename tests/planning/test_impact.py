"""What a change by hand does: times, appointments, time on board, miles, who must hear of it."""

from dataclasses import dataclass

import pytest

from nemt_desk.planning.impact import Broken, Moved, impact_of, put_on, times_in_order
from nemt_desk.planning.proposal.rows import MilePrice
from nemt_desk.planning.rows import DriverDay, Hours, RideTask
from tests.planning.days import LINE, Line, Minutes, at, driver, ident, ride

PRICE = MilePrice(0.1, 0.05)


@dataclass(frozen=True)
class Limits(Minutes):
    aboard_min: int = 30
    aboard_percent: int = 150


FIGURES = Limits()


def day(*tasks: RideTask, number: int = 1) -> DriverDay:
    hours = (Hours(at("6:00"), at("20:00")),)
    return driver(
        number, hours=hours, has_hours=True, start=(0.0, 0.0), end=(0.0, 0.0), tasks=tasks
    )


def test_a_ride_that_fits_in_moves_nobody_and_is_paid_by_the_mile() -> None:
    first, second = ride(1, "9:00-9:25"), ride(2, "14:00-14:25")
    pairs = put_on([day(first)], [second], ident(1))
    found = impact_of(pairs, LINE, FIGURES, prices={ident(1): PRICE})
    assert found.moved == ()
    assert found.is_quiet
    # From the first ride's end (30) back to 10, then 20 with the member, home as before.
    assert (found.loaded_m, found.unloaded_m) == (20_000, 20_000)
    assert found.cents == 3000
    assert found.tell_drivers == ()


def test_whoever_comes_later_is_named_with_both_minutes_and_must_be_told() -> None:
    first, second = ride(1, "9:00-9:25", (10, 30)), ride(2, "9:20-9:45", (10, 30))
    pairs = put_on([day(second)], [first], ident(1))
    found = impact_of(pairs, LINE, FIGURES, told=frozenset({ident(1)}))
    moved = {(one.ride_id, one.is_pickup): one for one in found.moved}
    # Nine o'clock goes first, both are aboard: nothing is late, but the first is dropped later.
    assert (ident(2), True) not in moved
    away = put_on([day(second)], [ride(1, "9:00-9:40", (40, 80))], ident(1))
    late = impact_of(away, LINE, FIGURES, told=frozenset({ident(1)}))
    assert Moved(ident(2), True, at("9:20"), at("9:35")) in late.moved
    assert late.tell_members == (ident(2),)
    assert late.tell_drivers == (ident(1),)
    assert any(word.startswith("1 pick-up moves") for word in late.words())


def test_an_appointment_that_breaks_is_told_once() -> None:
    tight = ride(2, "9:20-9:45", (10, 30), latest_min=at("9:50"))
    pairs = put_on([day(tight)], [ride(1, "9:00-9:40", (40, 80))], ident(1))
    found = impact_of(pairs, LINE, FIGURES)
    broken = [one for one in found.broken if one.ride_id == ident(2)]
    assert broken == [
        Broken(
            ident(2),
            is_pickup=False,
            minutes=115,
            sentence="There 11:45 a.m., 115 min after the appointment at 9:50 a.m.",
        )
    ]
    # It was late before as well: then it is not this change that broke it.
    again = put_on([pairs[0][1]], [ride(3, "15:00-15:25")], ident(1))
    assert impact_of(again, LINE, FIGURES).broken == ()


def test_a_rider_too_long_aboard_is_told() -> None:
    long = ride(1, "9:00-9:25", (10, 30))
    detour = ride(2, "9:10-9:50", (12, 60))
    slow = ride(1, "9:00-10:20", (10, 30))
    found = impact_of(put_on([day(long)], [slow, detour], ident(1)), LINE, FIGURES)
    (one,) = [one for one in found.aboard if one.ride_id == ident(1)]
    assert one.minutes > one.most_min == 30


def test_moving_between_two_drivers_counts_both_days() -> None:
    one, other = day(ride(1, "9:00-9:25"), number=1), day(number=2)
    pairs = put_on([one, other], list(one.tasks), ident(2))
    assert [after.driver_id for _, after in pairs] == [ident(1), ident(2)]
    found = impact_of(pairs, LINE, FIGURES, told=frozenset({ident(1), ident(2)}))
    assert (found.loaded_m, found.unloaded_m, found.drive_min) == (0, 0, 0)
    assert found.tell_drivers == (ident(1), ident(2))
    off = impact_of(put_on([one, other], list(one.tasks), None), LINE, FIGURES)
    assert off.loaded_m == -20_000


def test_violations_are_shown() -> None:
    early = ride(1, "5:00-5:25")
    found = impact_of(put_on([day()], [early], ident(1)), LINE, FIGURES)
    assert [one.code for one in found.violations[ident(1)] if one.is_blocking] == ["outside_hours"]
    assert not found.is_quiet


def test_stops_in_another_order_get_times_that_can_be_driven() -> None:
    tasks = ride(1, "9:00-9:25", (10, 30)), ride(2, "9:10-9:35", (20, 40))
    order = [(ident(1), True), (ident(2), True), (ident(2), False), (ident(1), False)]
    times = times_in_order(day(*tasks), order, LINE, FIGURES)
    assert times == {
        ident(1): (at("9:00"), at("9:55")),
        ident(2): (at("9:15"), at("9:40")),
    }


@pytest.mark.parametrize("is_estimate", [True, False])
def test_guessed_miles_are_marked(is_estimate: bool) -> None:
    pairs = put_on([day()], [ride(1, "9:00-9:25")], ident(1))
    words = impact_of(pairs, Line(is_estimate=is_estimate), FIGURES).words()
    assert words[0].startswith("about ") is is_estimate
