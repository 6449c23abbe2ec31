"""Cell readers: one value or a reason, never a crash, never lost text."""

from collections.abc import Callable
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemt_desk.exchange.cells import choices, days, hours, ids, names, numbers, phones, times, words
from nemt_desk.exchange.cells.addresses import read_address, read_zip
from nemt_desk.exchange.cells.got import Got, Weight
from nemt_desk.exchange.guard import guarded, unguarded

TODAY = date(2026, 12, 6)
SENSE = days.DaySense(TODAY)
READERS: list[Callable[[str], Got]] = [
    names.read_name, ids.read_member_id, ids.read_npi, ids.read_plate, phones.read_phone,
    times.read_time, hours.read_hours, numbers.read_miles, numbers.read_seats,
    numbers.read_riders, numbers.read_mode, choices.read_needs, choices.read_lift,
    choices.read_return, choices.read_wheelchair, choices.read_kind, read_address, read_zip,
    lambda text: days.read_birth_date(text, SENSE), lambda text: days.read_day(text, SENSE),
    lambda text: days.read_last_day(text, SENSE),
]  # fmt: skip
# As offices type: digits, marks and words, not evenly drawn letters.
TYPED = st.one_of(
    st.text(max_size=40),
    st.text(alphabet="0123456789/-.:; apmxAPMX,'()+#=", max_size=24),
    st.lists(
        st.sampled_from(
            ["Mon", "M-F", "8", "12", "noon", "not", "Wed", "pm", "8-5", "exc.", "Dec", "2026",
             "31", "1950", "x14", "ext", "none", "and", "PO Box", "RR 2", "Jr.", "de", "?", "½"]
        ),
        max_size=6,
    ).map(" ".join),
)  # fmt: skip


@given(TYPED)
def test_no_reader_ever_falls_over_and_a_refusal_has_a_reason(typed: str) -> None:
    for reader in READERS:
        got = reader(words.tidy(typed)[0])
        assert (got.weight is None) == (not got.sentence)
        assert got.weight not in {Weight.CELL, Weight.ROW} or got.value is None


@given(st.text())
def test_the_guard_comes_off_as_it_went_on_and_nothing_starts_a_formula(text: str) -> None:
    safe = guarded(text)
    assert unguarded(safe) == text
    assert not safe.startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.text(alphabet=st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs", "Mn"])))
def test_a_note_keeps_every_letter(text: str) -> None:
    kept = words.read_note(text, 10_000).text
    assert [c for c in kept if c.isalnum()] == [
        c for c in words.tidy(unguarded(text))[0] if c.isalnum()
    ]


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("12 Mar 1950", "1950-03-12"), ("12 de marzo de 1950", "1950-03-12"),
        ("12. März 1950", "1950-03-12"), ("12 févr. 1950", "1950-02-12"),
        ("March 12th, 1950", "1950-03-12"), ("19500312", "1950-03-12"),
        ("1950-03-12 00:00:00", "1950-03-12"), ("Sun 3/12/1950", "1950-03-12"),
        ("03-12-50", "1950-03-12"), ("18334", "1950-03-12"), ("03121950", "1950-03-12"),
        ("3121950", "1950-03-12"),
    ],
)  # fmt: skip
def test_birth_dates_in_many_hands(typed: str, wanted: str) -> None:
    got = days.read_birth_date(typed, SENSE)
    assert (got.text, got.weight) == (wanted, None)


def test_a_list_with_days_first_is_read_so() -> None:
    assert days.is_day_first(["23/4/1950", "30/11/1944", "1/2/1960"])
    assert not days.is_day_first(["4/23/1950", "11/30/1944", "23/4/1950"])
    got = days.read_birth_date("1/2/1960", days.DaySense(TODAY, day_first=True))
    assert got.text == "1960-02-01"


@pytest.mark.parametrize(
    "typed", ["2/29/2027", "2/30/1948", "0/1/1950", "13/13/1950", "12/32/2026"]
)
def test_days_that_never_were_are_refused(typed: str) -> None:
    assert days.read_day(typed, SENSE).weight is Weight.CELL


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [("9", time(9)), ("12:30", time(12, 30)), ("5:15 a.m.", time(5, 15)), ("0.5", time(12)),
     ("1730", time(17, 30)), ("12a", time(0)), ("12 noon", time(12)),
     ("2026-12-08 09:30", time(9, 30))],
)  # fmt: skip
def test_times_that_mean_one_thing(typed: str, wanted: time) -> None:
    got = times.read_time(typed)
    assert (got.value, got.weight) == (wanted, None)


@pytest.mark.parametrize("typed", ["25:10", "9:75", "24:00", "early", "0 am", "after lunch"])
def test_times_that_never_were_are_refused(typed: str) -> None:
    assert times.read_time(typed).weight is Weight.CELL


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("M-F 8-12, 1-5", "Mon 08:00-12:00; Mon 13:00-17:00"),
        ("Sat 9am to noon", "Sat 09:00-12:00"),
        ("MWF", None), ("M-F 9-5 except Tue", "Mon 09:00-17:00; Wed 09:00-17:00"),
        ("Mon-Fri 8 or later", None), ("by appointment", None), ("M-F 8:30-25", None),
    ],
)  # fmt: skip
def test_hours_in_words(typed: str, wanted: str | None) -> None:
    got = hours.read_hours(typed)
    if wanted is None:
        assert got.weight is Weight.CELL
    else:
        assert got.text.startswith(wanted)


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 23), st.integers(1, 24)), max_size=7))
def test_hours_written_out_read_back(spans: list[tuple[int, int, int]]) -> None:
    wanted = {day: hours.Span(day, a * 60, b * 60) for day, a, b in spans if a < b}
    text = "; ".join(wanted[day].text for day in sorted(wanted))
    got = hours.read_hours(text)
    assert (got.value or ()) == tuple(wanted[day] for day in sorted(wanted))


@given(st.integers(0, 10**8 - 1))
def test_a_member_id_is_eight_digits_or_refused(number: int) -> None:
    got = ids.read_member_id(str(number))
    assert got.value is None or (len(got.text) == 8 and got.text.startswith("0"))


def test_member_ids_of_other_states_are_taken_as_they_are() -> None:
    assert ids.read_member_id("12-345 678a", is_eight_digits=False).text == "12345678A"


@pytest.mark.parametrize("typed", ["252-555-019", "1234", "call the neighbor", "252-555-01000"])
def test_what_is_no_telephone_is_refused(typed: str) -> None:
    assert phones.read_phone(typed, "252").weight is Weight.CELL
