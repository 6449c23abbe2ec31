"""What is typed is cleaned the same way everywhere."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemt_desk.ground.entry import Checker, clean_line, clean_note, put
from nemt_desk.ground.errors import InputError, Problem
from nemt_desk.places.model import PlaceRecord

ANY = st.text(st.characters(exclude_categories=()), max_size=60)


@given(ANY)
def test_a_line_is_one_line_of_visible_letters(text: str) -> None:
    line = clean_line(text)
    assert line == line.strip() == unicodedata.normalize("NFC", line)
    assert all(unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Cn"} for char in line)
    assert clean_line(line) == line
    line.encode()


@given(ANY)
def test_a_note_keeps_its_lines_and_nothing_invisible(text: str) -> None:
    note = clean_note(text)
    assert all(clean_line(line) == clean_line(line.strip()) for line in note.split("\n"))
    assert clean_note(note) == note
    note.encode()


def test_blanks_and_breaks() -> None:
    assert clean_line("\ufeff a\u00a0\u2003b\r\nc\td\u200be\ud800") == "a b c de"
    assert clean_note("\n one \r\n\r\ntwo\u2028three\n") == "one\n\ntwo\nthree"


def test_problems_are_collected_with_their_prefix() -> None:
    check = Checker("home.")
    check.line("city", "x" * 201)
    check.take("pin", InputError([Problem("lat", "Wrong.")]))
    with pytest.raises(InputError) as refused:
        check.raise_if_any()
    assert [problem.field for problem in refused.value.problems] == ["home.city", "home.pin.lat"]
    Checker().raise_if_any()


def test_a_column_that_is_not_there_is_a_bug() -> None:
    with pytest.raises(TypeError):
        put(PlaceRecord(), {"naem": "x"})
