import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.letters import Face, plain, runs, width, wrap

NAMES = (
    "Wičháša Waŋblí",
    "Nguyễn Thị Ánh",
    "O'Neal-Ruíz",
    "<Tom> & Söhne",
    "Xyooj Nplooj Ntxhi",  # Hmong
    "Cabdiraxmaan Xuseen Faarax",  # Somali
    "Waabishki-makwa Bineshiinh",  # Ojibwe
    "José Ñandú ¿Peña?",
    "ȟe ǧi žu šá ŋí",  # Lakota
    "½ → ← ↑ ↓",
    "שרה",
)


@pytest.mark.parametrize("face", list(Face))
@pytest.mark.parametrize("name", NAMES)
def test_every_letter_of_a_name_has_a_font(name: str, face: Face) -> None:
    assert plain(name, face) == name
    assert sum(len(letters) for _, letters in runs(name, face)) == len(name)


def test_letters_without_a_font_show_their_code_point() -> None:
    assert plain("receipt 🧾 中") == "receipt [U+1F9FE] [U+4E2D]"
    assert plain("bell\a") == "bell[U+0007]"
    assert plain("\ud800") == "[U+D800]"


def test_accents_typed_apart_join_their_letter() -> None:
    assert plain("s\u030c") == "š"


def test_marks_that_steer_direction_are_left_off() -> None:
    assert plain("a\u202eb\u2069c\ufe0f") == "abc"


def test_right_to_left_letters_stand_in_reading_order() -> None:
    shown = "".join(letters for _, letters in runs("to שרה כהן, 7", Face.REGULAR))
    assert shown == "to ןהכ הרש, 7"


def test_lines_break_at_blanks_then_hyphens_then_anywhere() -> None:
    assert wrap("one two", width("one two", 10) - 1, 10) == ("one", "two")
    assert wrap("Vandenberghe-Lindqvist", width("Vandenberghe-Lin", 10), 10) == (
        "Vandenberghe-",
        "Lindqvist",
    )
    assert wrap("aaaa", width("aa", 10), 10) == ("aa", "aa")


def test_typed_line_ends_hold() -> None:
    assert wrap("gate code 7\nring twice", 500, 10) == ("gate code 7", "ring twice")


@given(st.text(), st.floats(min_value=20, max_value=500))
def test_wrapping_loses_no_letter_and_keeps_to_the_room(text: str, room: float) -> None:
    lines = wrap(text, room, 10)
    kept = "".join(char for line in lines for char in line if char != " ")
    typed = "".join(
        char for line in text.splitlines() for char in plain(line).rstrip() if char != " "
    )
    assert kept == typed
    assert all(width(line, 10) <= room or len(line) == 1 for line in lines)
