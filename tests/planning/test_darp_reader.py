"""The dial-a-ride reader is liberal, refuses what it cannot understand, and the bench goes on."""

import re
from pathlib import Path

import pytest

from bench.darp import best_known, files_of, parse_darp, read_darp
from bench.darp_made_up import FAMILY, made_up
from bench.planner import main
from nemt_desk.ground.errors import RefusedError

_PLAIN = """2 2 480 3 30
0 0 0 0 0 0 480
1 1 1 3 1 0 1440
2 2 0 3 1 100 115
3 3 3 3 -1 60 75
4 4 0 3 -1 0 1440
5 0 0 0 0 0 480
"""


def test_plain_file_is_read() -> None:
    day = parse_darp(_PLAIN, "tiny")
    assert (day.vehicles, day.riders, day.capacity, day.most_ride) == (2, 2, 3, 30)
    assert day.stops[3].load == -1
    assert day.distance(0, 3) == pytest.approx(18**0.5)


@pytest.mark.parametrize(
    "text",
    [
        "\n\n" + _PLAIN.replace("\n", "\n\n") + "\n  \n",
        _PLAIN.replace(" ", "\t"),
        "\ufeff# made by hand\n" + _PLAIN.replace("\n", "  # note\n"),
        "// note\n" + _PLAIN.replace(" ", ", ").replace("\n", "\r\n"),
        _PLAIN.replace("5 0 0 0 0 0 480\n", ""),
        _PLAIN.replace("2 2 480", "2 4 480"),
        "\n".join([_PLAIN.splitlines()[0], *reversed(_PLAIN.splitlines()[1:])]),
        _PLAIN.replace("2 2 480 3 30", "2.0 2 480.0 3 30.000"),
    ],
    ids=["blank", "tabs", "comments", "commas", "no last depot", "stops", "order", "decimals"],
)
def test_other_ways_to_write_it_are_understood(text: str, tmp_path: Path) -> None:
    path = tmp_path / "tiny.txt"
    path.write_bytes(text.encode())
    assert read_darp(path).stops == parse_darp(_PLAIN, "tiny").stops


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("2 2 480 3 30", "2 2 480 3", "line 1"),
        ("2 2 480 3 30", "2 9 480 3 30", "9 requests"),
        ("1 1 1 3 1 0 1440", "1 1 1 3 1 0", "line 3"),
        ("1 1 1 3 1 0 1440", "1 1 one 3 1 0 1440", "line 3"),
        ("1 1 1 3 1 0 1440", "1 1 1 3 1 0 nan", "line 3"),
        ("1 1 1 3 1 0 1440", "2 1 1 3 1 0 1440", "twice"),
        ("3 3 3 3 -1 60 75", "3 3 3 3 -2 60 75", "load"),
        ("3 3 3 3 -1 60 75", "3 3 3 3 -1 75 60", "window"),
        (_PLAIN, "", "empty"),
        (_PLAIN, "1 0 480 3 30\n0 0 0 0 0 0 480\n", "requests"),
    ],
)
def test_what_cannot_be_understood_is_refused_with_its_place(old: str, new: str, told: str) -> None:
    with pytest.raises(RefusedError, match=told):
        parse_darp(_PLAIN.replace(old, new), "tiny")


def test_shared_days_are_read(shared_data: Path) -> None:
    day = read_darp(shared_data / "darp" / "b2-16.txt")
    assert (day.riders, day.vehicles, day.capacity, day.most_ride) == (16, 2, 6, 45)
    found, missing = files_of([str(shared_data / "darp"), str(shared_data / "darp" / "a*.txt")])
    assert [path.stem for path in found] == ["a2-16", "a3-24", "b2-16"]
    assert missing == []


def test_best_known_costs_are_read_by_name(tmp_path: Path) -> None:
    text = "\ufeffInstance, Best\nA2-16.txt, 294.25\na3-24,?\nb2-16,309.41,Ropke\n"
    (tmp_path / "best_known.csv").write_text(text)
    assert best_known(tmp_path) == {"a2-16": 294.25, "b2-16": 309.41}
    assert best_known(tmp_path / "other") == {}


@pytest.mark.parametrize("kind", ["a", "b"])
def test_made_up_days_are_the_same_for_a_seed(kind: str) -> None:
    for vehicles, riders in FAMILY[:3]:
        day = made_up(kind, vehicles, riders, seed=3)
        assert day == made_up(kind, vehicles, riders, seed=3)
        assert day != made_up(kind, vehicles, riders, seed=4)
        widths = [stop.end - stop.begin for stop in day.stops[1:-1]]
        assert widths.count(15) == riders


def test_bench_tells_of_a_broken_file_and_measures_the_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "tiny.txt").write_text(_PLAIN)
    (tmp_path / "broken.txt").write_text("hello\n")
    (tmp_path / "best_known.csv").write_text("instance,best\ntiny,20.0\n")
    code = main([str(tmp_path), "--seconds", "1", "--processes", "1", "--alone"])
    told = capsys.readouterr()
    assert code == 1
    assert "broken.txt, line 1" in told.err
    last = told.out.splitlines()[-1]
    assert re.fullmatch(r"1 of 1 feasible, mean gap [-\d.]+ %, worst [-\d.]+ %", last)


def test_bench_without_a_usable_file_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / "nothing.txt")]) == 2
    assert "no such file" in capsys.readouterr().err
