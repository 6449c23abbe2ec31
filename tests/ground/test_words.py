"""Days, times and telephones are read in every way a hurried person types them, or refused."""

from contextlib import suppress
from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemt_desk.ground.errors import InputError
from nemt_desk.ground.words import (
    day_text,
    day_year_text,
    fold,
    long_day_text,
    miles_text,
    minutes_text,
    money_text,
    parse_birth_date,
    parse_day,
    parse_phone,
    parse_time,
    phone_text,
    time_text,
)

TODAY = date(2026, 11, 24)
DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("typed", "hour", "minute"),
    [
        ("905", 9, 5),
        ("0905", 9, 5),
        ("9:05", 9, 5),
        ("9.05a", 9, 5),
        ("9 05 a.m.", 9, 5),
        ("1:30p", 13, 30),
        ("130", 13, 30),
        ("0130", 1, 30),
        ("13:30", 13, 30),
        ("12", 12, 0),
        ("12a", 0, 0),
        ("12:15 PM", 12, 15),
        ("noon", 12, 0),
        ("5", 17, 0),
        ("6", 6, 0),
    ],
)
def test_times_are_read(typed: str, hour: int, minute: int) -> None:
    assert parse_time(typed) == time(hour, minute)


@pytest.mark.parametrize("typed", ["", "24:00", "960", "13p", "9:5", "soon", "1:2:3", "-9"])
def test_what_is_no_time_is_refused_beside_its_field(typed: str) -> None:
    with pytest.raises(InputError) as refused:
        parse_time(typed, "pickup")
    assert refused.value.field == "pickup"


@given(st.times())
def test_a_time_as_shown_is_read_again(moment: time) -> None:
    shown = time_text(moment)
    assert parse_time(shown) == time(moment.hour, moment.minute)
    assert time_text(datetime.combine(TODAY, moment)) == shown


@given(st.text(max_size=20) | st.from_regex(r"[0-9:. apmno]{1,9}"))
def test_any_text_is_a_time_or_refused(typed: str) -> None:
    with suppress(InputError):
        assert isinstance(parse_time(typed), time)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("11/24", TODAY),
        ("11-24", TODAY),
        ("1/5", date(2027, 1, 5)),
        ("6/1", date(2026, 6, 1)),
        ("11/24/26", TODAY),
        ("11242026", TODAY),
        ("2026-11-24", TODAY),
        ("24 Nov", TODAY),
        ("24nov", TODAY),
        ("Nov 24", TODAY),
        ("November 24, 2026", TODAY),
        ("24-Nov-26", TODAY),
        ("Tue, 24 Nov", TODAY),
        ("today", TODAY),
        ("tom", date(2026, 11, 25)),
        ("+3", date(2026, 11, 27)),
        ("-1", date(2026, 11, 23)),
        ("wed", date(2026, 11, 25)),
        ("Tue", date(2026, 12, 1)),
    ],
)
def test_days_are_read(typed: str, day: date) -> None:
    assert parse_day(typed, TODAY) == day


@pytest.mark.parametrize(
    "typed", ["", "13/1", "2/30/2026", "0/0", "x", "+9999", "24 Nix", "24 no", "2026-13-01", "/"]
)
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(InputError):
        parse_day(typed, TODAY)


@given(DAYS)
def test_a_day_as_shown_is_read_again(day: date) -> None:
    for shown in (long_day_text(day), day_year_text(day), day.isoformat(), f"{day:%m/%d/%Y}"):
        assert parse_day(shown, TODAY) == day
    assert parse_day(day_text(day), day) == day


@given(
    st.text(max_size=20) | st.from_regex(r"[0-9a-z/+. -]{1,12}", fullmatch=True),
    st.dates(date(1980, 1, 1), date(2100, 1, 1)),
)
def test_any_text_is_a_day_or_refused(typed: str, today: date) -> None:
    for parse in (parse_day, parse_birth_date):
        with suppress(InputError):
            assert isinstance(parse(typed, today), date)


@pytest.mark.parametrize(
    "typed", ["2/1/1950", "2/1/50", "02011950", "1950-02-01", "2.1.1950", "1 Feb 1950", "Feb 1, 50"]
)
def test_birth_dates_are_read_and_lie_in_the_past(typed: str) -> None:
    assert parse_birth_date(typed, TODAY) == date(1950, 2, 1)


@pytest.mark.parametrize("typed", ["8/1", "1 Aug", "tue", "today", "11/25/2026", "1/1/1900", "x"])
def test_a_birth_date_needs_its_year_and_a_living_person(typed: str) -> None:
    with pytest.raises(InputError):
        parse_birth_date(typed, TODAY)


@pytest.mark.parametrize(
    ("typed", "digits", "shown"),
    [
        ("(218) 555-0142", "2185550142", "218-555-0142"),
        ("+1 218.555.0142", "2185550142", "218-555-0142"),
        ("218 555 0142 ext. 12", "2185550142x12", "218-555-0142 x12"),
        ("  ", "", ""),
    ],
)
def test_telephones_are_read_and_shown(typed: str, digits: str, shown: str) -> None:
    assert parse_phone(typed) == digits
    assert phone_text(digits) == shown
    assert parse_phone(shown) == digits


@given(st.text(max_size=25))
def test_any_text_is_a_telephone_or_refused(typed: str) -> None:
    try:
        digits = parse_phone(typed)
    except InputError:
        return
    assert digits == "" or digits.replace("x", "").isascii()


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold(text)
    assert fold(once) == once


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Wičháša Waŋblí", "wichasa wanbli"),
        ("O'Neal-Ruíz", "oneal ruiz"),
        ("Nguyễn Thị Ánh", "nguyen thi anh"),
        ("Søndergård, Ł. (Æ)", "sondergard l ae"),
    ],
)
def test_folding_leaves_plain_words(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_figures_are_shown_one_way() -> None:
    assert day_text(TODAY) == "Tue 24 Nov"
    assert miles_text(None) == "\u2013"
    assert miles_text(45_700) == "28.4 mi"
    assert (money_text(123450), money_text(-5)) == ("$1,234.50", "-$0.05")
    assert (minutes_text(45), minutes_text(125)) == ("45 min", "2 h 05 min")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("12:30 a.m.", time(0, 30)),
        ("12a", time(0)),
        ("12p", time(12)),
        ("12:30 P.M.", time(12, 30)),
        ("0:30", time(0, 30)),
        ("905 pm", time(21, 5)),
        ("9.05", time(9, 5)),
        ("1300", time(13)),
        ("0100", time(1)),
        ("100", time(13)),
    ],
)
def test_odd_times(typed: str, meant: time) -> None:
    assert parse_time(typed) == meant


@pytest.mark.parametrize(
    "typed", ["24:00", "13:00p", "0a", "9m", "905m", "9:5", "9:60", "1234567", "", "a", "9 a b"]
)
def test_what_is_no_time(typed: str) -> None:
    with pytest.raises(InputError):
        parse_time(typed)


def test_a_leap_day_is_found_in_the_year_that_has_one() -> None:
    assert parse_day("2/29", date(2027, 10, 1)) == date(2028, 2, 29)
    assert parse_day("29 Feb", date(2028, 8, 1)) == date(2028, 2, 29)
    with pytest.raises(InputError):
        parse_day("2/29/2027", date(2027, 10, 1))


@pytest.mark.parametrize("typed", ["0001-01-01", "9999-12-31", "1/1/0000", "1/1/2206"])
def test_a_slip_in_the_year_is_refused(typed: str) -> None:
    with pytest.raises(InputError):
        parse_day(typed, date(2026, 11, 24))
