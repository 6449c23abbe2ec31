"""The agency's wall clock, also in the two nights it jumps."""

from datetime import UTC, date, datetime, time

import pytest

from nemt_desk.ground.clock import AgencyTime
from nemt_desk.ground.errors import RefusedError

CHICAGO = AgencyTime("America/Chicago")


def test_a_time_that_never_came_is_an_hour_later() -> None:
    moment = CHICAGO.at(date(2027, 3, 14), time(2, 30))
    assert moment == datetime(2027, 3, 14, 8, 30, tzinfo=UTC)
    assert CHICAGO.local(moment).time() == time(3, 30)


def test_a_time_that_came_twice_is_the_first() -> None:
    assert CHICAGO.at(date(2026, 11, 1), time(1, 30)) == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)


@pytest.mark.parametrize(("day", "hours"), [((2027, 3, 14), 23), ((2026, 11, 1), 25)])
def test_a_day_has_the_hours_it_has(day: tuple[int, int, int], hours: int) -> None:
    begin, end = CHICAGO.day_bounds(date(*day))
    assert (end - begin).total_seconds() == hours * 3600


@pytest.mark.parametrize(
    "zone",
    ["", " ", "../../etc", "/etc/passwd", "America", "zone.tab", "a\0b", "x" * 5000, "\udcff"],
)
def test_what_is_no_zone_is_refused_in_a_sentence(zone: str) -> None:
    with pytest.raises(RefusedError, match="not known"):
        AgencyTime(zone)
