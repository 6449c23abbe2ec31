"""Who is first and why: fits, own before carriers, noes, warnings, near, known, fair."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from nemt_desk.planning.known import Known, Price, Times
from nemt_desk.planning.rank import Asked, Candidate, rank
from nemt_desk.planning.rows import Declined, DriverDay
from nemt_desk.planning.why import facts, why_first
from tests.planning.days import DAY, FIGURES, LINE, driver, ident, ride

TASK = ride(1, "9:00-9:30", (10, 40))
FREE = Price(loaded_cents=Decimal("72.5"), words="72.5¢ a mile loaded", rule="MN-041")
CARRIER = Price(base_cents=Decimal(1210), loaded_cents=Decimal(143), words="carrier")


def at_home(number: int, mark: float, **more: Any) -> DriverDay:
    return driver(number, start=(0.0, mark), end=(0.0, mark), **more)


def ranked(*days: DriverDay, known: dict[int, Known] | None = None) -> tuple[Candidate, ...]:
    facts = {ident(number): one for number, one in (known or {}).items()}
    return rank(Asked((TASK,)), days, LINE, FIGURES, known=facts)


def names(found: tuple[Candidate, ...]) -> list[str]:
    return [one.name.removeprefix("Driver ") for one in found]


def test_who_fits_stands_before_who_is_nearer_but_does_not() -> None:
    found = ranked(at_home(1, 10, away="ill"), at_home(2, 90))
    assert names(found) == ["2", "1"]
    assert why_first(found) == "Driver 2 is the only one who fits."


def test_far_beyond_the_nearest_counts_more_than_who_is_known() -> None:
    found = ranked(at_home(1, 10), at_home(2, 60), known={2: Known(driven=Times(9, DAY))})
    assert names(found) == ["1", "2"]
    assert why_first(found) == (
        "Driver 1 is first: adds 18.6 miles unloaded, Driver 2 adds 43.5 miles."
    )


def test_among_those_as_near_whoever_knows_the_member_comes_first() -> None:
    known = {2: Known(driven=Times(2, DAY - timedelta(days=7)), month_rides=30)}
    found = ranked(at_home(1, 10), at_home(2, 9), known=known)
    assert names(found) == ["2", "1"]
    assert why_first(found) == (
        "Driver 2 is first: of those within 5 miles of the nearest, has driven the member twice,"
        " last on Tue 17 Nov."
    )


def test_then_whoever_has_driven_least_this_month() -> None:
    found = ranked(
        at_home(1, 10), at_home(2, 9), known={1: Known(month_rides=8), 2: Known(month_rides=3)}
    )
    assert names(found) == ["2", "1"]
    assert "has driven least this month (3 rides; Driver 1 8)" in why_first(found)


def test_whoever_said_no_stands_behind_all_who_fit_and_before_those_who_do_not() -> None:
    no = (Declined(TASK.ride_id, DAY),)
    found = ranked(
        at_home(1, 10, declined=no), at_home(2, 90), at_home(3, 10, away="ill", declined=())
    )
    assert names(found) == ["2", "1", "3"]
    assert why_first(found) == "Driver 2 is first: fits and has not said no, as Driver 1 did."


def test_a_carrier_stands_below_our_own_who_fit_and_above_those_who_do_not() -> None:
    carrier = driver(3, is_carrier=True, is_volunteer=False, start=None, end=None)
    found = ranked(at_home(1, 10, away="ill"), carrier, at_home(2, 200), known={3: Known()})
    assert names(found) == ["2", "3", "1"]
    assert found[1].extra_m == 0


def test_where_nobody_fits_it_says_what_speaks_against_the_first() -> None:
    found = ranked(at_home(1, 10, away="ill"))
    assert why_first(found) == (
        "Nobody fits as it stands; least speaks against Driver 1: Away on Tue 24 Nov (ill)."
    )
    assert why_first(()) == ""


def test_the_cost_is_by_the_mile_with_somebody_aboard_and_by_the_ride() -> None:
    found = ranked(at_home(1, 10), known={1: Known(price=FREE)})
    # 30 km loaded: 18.64 miles at 72.5 cents; the empty way home is not paid.
    assert found[0].cents == 1351
    paid = Price(loaded_cents=Decimal("72.5"), unloaded_cents=Decimal("72.5"))
    assert ranked(at_home(1, 10), known={1: Known(price=paid)})[0].cents == 2703
    assert CARRIER.cents(loaded_m=16_093.44, rides=2) == 2 * 1210 + 1430
    assert ranked(at_home(1, 10))[0].cents is None


def test_everything_known_is_said() -> None:
    known = Known(
        driven=Times(1, DAY),
        no_ride=Times(1, DAY),
        no_member=Times(3, DAY),
        month_rides=4,
        month_m=80_467,
        price=FREE,
    )
    (one,) = ranked(at_home(1, 10), known={1: known})
    assert facts(one) == (
        "adds 18.6 miles unloaded, adds 18.6 loaded and 60 min of driving",
        "$13.51 (72.5¢ a mile loaded; MN-041)",
        "lives 0.0 miles from the pick-up",
        "has driven the member once, last on Tue 24 Nov",
        "4 rides, 50 miles this month",
        "said no to this ride once, last on Tue 24 Nov",
        "said no to other rides of the member 3 times, last on Tue 24 Nov",
    )
