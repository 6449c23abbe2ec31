"""Winter: how its days are typed and kept, and over New Year."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from nemt_desk.ground.errors import InputError
from nemt_desk.ground.season import is_within, month_day_text, parse_month_day
from nemt_desk.ground.settings import Settings, keep_settings
from tests.factories import ACTOR, build_store


@pytest.mark.parametrize(
    "typed", ["11/15", "11-15", "15 Nov", "Nov 15", "november 15", " 15 nov. "]
)
def test_days_of_the_year_are_typed_in_many_ways(typed: str) -> None:
    assert parse_month_day(typed, "winter_from") == "11-15"
    assert month_day_text("11-15") == "15 Nov"


@pytest.mark.parametrize("typed", ["", "winter", "31/11", "2/30", "11/15/2026", "2026-11-15", "15"])
def test_what_is_no_day_of_the_year_is_refused(typed: str) -> None:
    with pytest.raises(InputError) as refused:
        parse_month_day(typed, "winter_from")
    assert refused.value.field == "winter_from"


def test_winter_goes_over_new_year_and_a_summer_does_not() -> None:
    winter = ("11-15", "03-31")
    days = [date(2026, 11, 14), date(2026, 11, 15), date(2027, 1, 1), date(2027, 3, 31)]
    assert [is_within(day, *winter) for day in days] == [False, True, True, True]
    assert not is_within(date(2027, 4, 1), *winter)
    assert is_within(date(2028, 2, 29), "02-01", "02-29")
    assert not is_within(date(2028, 3, 1), "02-01", "02-29")


def test_minutes_longer_become_a_factor_of_speed() -> None:
    settings = Settings(name="Perch", winter_percent=25)
    assert settings.speed_factor(date(2027, 1, 10)) == 0.8
    assert settings.speed_factor(date(2027, 6, 10)) == 1.0
    assert replace(settings, winter_percent=0).speed_factor(date(2027, 1, 10)) == 1.0


def test_settings_about_roads_are_checked(tmp_path: Path) -> None:
    built = build_store(tmp_path)
    wrong = Settings(
        name="Perch", winter_percent=101, winter_from="13-01", winter_until="", map_margin_mi=-1
    )
    with pytest.raises(InputError) as refused:
        keep_settings(built.store, ACTOR, wrong)
    assert {problem.field for problem in refused.value.problems} == {
        *("winter_percent", "winter_from", "winter_until", "map_margin_mi"),
    }
    built.engine.dispose()
