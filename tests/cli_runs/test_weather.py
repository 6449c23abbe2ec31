"""`weather`: a day is opened, its rides are decided, the call list is printed."""

from pathlib import Path

import pytest

from tests.cli_runs.test_roads import DAY, Desk, desk

__all__ = ["desk"]


@pytest.fixture
def snow(desk: Desk) -> str:
    day = desk.json("weather", "open", "Snow", "--date", DAY.isoformat())
    assert [ride["choice"] for ride in day["rides"]] == ["open"]
    return str(day["id"])


def test_a_ride_is_cancelled_and_the_list_says_so(desk: Desk, snow: str) -> None:
    (ride,) = desk.json("weather", "show", snow)["rides"]
    day = desk.json("weather", "decide", snow, "cancel", ride["id"], "--reason", "road shut")
    assert [(one["choice"], one["reason"]) for one in day["rides"]] == [("cancel", "road shut")]
    code, out, _err = desk("weather", "list", "--date", DAY.isoformat(), "--until", DAY.isoformat())
    assert (code, "Snow" in out, "0 open" in out) == (0, True, True)


def test_a_call_is_noted_by_name(desk: Desk, snow: str) -> None:
    (ride,) = desk.json("weather", "show", snow)["rides"]
    desk("weather", "decide", snow, "cancel", ride["id"])
    day = desk.json("weather", "told", snow, "schroeder", "--note", "her son")
    assert [one["told"] for one in day["rides"]] == ["told"]


def test_one_shut_place_is_named_by_words(desk: Desk) -> None:
    words = ("weather", "open", "Water main broke", "--date", DAY.isoformat())
    assert len(desk.json(*words, "--place", "lakeside clinic")["rides"]) == 1
    code, _out, err = desk(*words, "--place", "nowhere at all")
    assert (code, "No place fits" in err) == (1, True)


def test_the_call_list_is_a_pdf_and_says_it_is_not_encrypted(
    desk: Desk, snow: str, tmp_path: Path
) -> None:
    out = tmp_path / "calls.pdf"
    code, _out, err = desk("weather", "calls", snow, out)
    assert code == 0
    assert out.read_bytes().startswith(b"%PDF")
    assert "not encrypted" in err


@pytest.mark.parametrize("hours", ["12", "12-", "25:00-26:00"])
def test_hours_that_are_none_are_refused(desk: Desk, hours: str) -> None:
    code, _out, err = desk("weather", "open", "Snow", "--hours", hours)
    assert code == 1
    assert err.strip()
