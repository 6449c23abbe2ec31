"""Type-ahead over members: any part, any order, any way of writing it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event

from nemt_desk.ground.typed import typed_groups
from nemt_desk.members import queries
from tests.factories import ACTOR, Built, build_store, member_entry

PEOPLE = (
    ("Wičháša Waŋblí", "Mary Jane", date(1950, 2, 1), "01234567", "2185550142"),
    ("Nguyễn Thị", "Ánh", date(1962, 12, 31), "02345678", "2185551234"),
    ("O'Neal-Ruíz", "María José", date(1988, 10, 5), "03456789", "7015550199"),
    ("Schroeder", "Annemarie", date(2001, 7, 4), "04567890", "2185559999x7"),
    ("Søndergård", "Bjørn", None, "", ""),
)


@pytest.fixture
def office(built: Built) -> Built:
    for last, first, born, member_id, phone in PEOPLE:
        built.members.add(
            ACTOR,
            member_entry(
                last_name=last,
                first_name=first,
                middle_name="",
                birth_date=born,
                mhcp_id=member_id,
                phone=phone,
                home=None,
            ),
        )
    return built


@pytest.mark.parametrize(
    ("typed", "last_name"),
    [
        ("wicha", "Wičháša Waŋblí"),
        ("mary wanb", "Wičháša Waŋblí"),
        ("WAŊBLÍ, mary", "Wičháša Waŋblí"),
        ("2/1/1950", "Wičháša Waŋblí"),
        ("02/01/50", "Wičháša Waŋblí"),
        ("02011950", "Wičháša Waŋblí"),
        ("1950-02-01", "Wičháša Waŋblí"),
        ("2-1-1950", "Wičháša Waŋblí"),
        ("2.1.1950 mar", "Wičháša Waŋblí"),
        ("wich 2/1", "Wičháša Waŋblí"),
        ("0142", "Wičháša Waŋblí"),
        ("2185550142", "Wičháša Waŋblí"),
        ("218-555-0142", "Wičháša Waŋblí"),
        ("(218) 555 0142", "Wičháša Waŋblí"),
        ("+1 218.555.0142", "Wičháša Waŋblí"),
        ("555-0142", "Wičháša Waŋblí"),
        ("5550142", "Wičháša Waŋblí"),
        ("01234", "Wičháša Waŋblí"),
        ("anh nguyen", "Nguyễn Thị"),
        ("Nguyễn", "Nguyễn Thị"),
        ("nguyne", "Nguyễn Thị"),
        ("1962", "Nguyễn Thị"),
        ("oneal", "O'Neal-Ruíz"),
        ("o'n ruiz", "O'Neal-Ruíz"),
        ("O\u2019Neal", "O'Neal-Ruíz"),
        ("701-555", "O'Neal-Ruíz"),
        ("10/5/88", "O'Neal-Ruíz"),
        ("shroeder", "Schroeder"),
        ("anne shroeder", "Schroeder"),
        ("scroder annmarie", "Schroeder"),
        ("7/4/01", "Schroeder"),
        ("9999", "Schroeder"),
        ("sondergard", "Søndergård"),
        ("bjorn", "Søndergård"),
    ],
)
def test_found_by(office: Built, typed: str, last_name: str) -> None:
    with office.store.read() as session:
        assert [found.last_name for found in queries.find_members(session, typed)] == [last_name]
        (hit,) = queries.suggest_members(session, typed)
        assert hit.name.startswith(last_name)
        assert queries.member_list(session, text=typed).count == 1


@pytest.mark.parametrize(
    "typed", ["", "   ", "zzqx", "*", '"', "') OR (", "2/1/1951", "218-555-0143"]
)
def test_nothing_is_found_by(office: Built, typed: str) -> None:
    with office.store.read() as session:
        assert queries.find_members(session, typed) == []
        assert queries.suggest_members(session, typed) == []


def test_a_changed_name_is_found_by_the_new_one_only(office: Built) -> None:
    with office.store.read() as session:
        (found,) = queries.find_members(session, "schroeder")
    renamed = member_entry(last_name="Lindqvist", first_name="Annemarie", birth_date=None)
    office.members.change(ACTOR, found.id, renamed)
    with office.store.read() as session:
        assert [member.id for member in queries.find_members(session, "lindq")] == [found.id]
        assert queries.find_members(session, "0456") == []


def test_a_short_name_does_not_drown_in_longer_ones(built: Built) -> None:
    built.members.add(ACTOR, member_entry(last_name="Li", birth_date=None))
    for number in range(14):
        built.members.add(
            ACTOR, member_entry(last_name=f"Lin{'abcdefghijklmn'[number]}", home=None)
        )
    with built.store.read() as session:
        found = queries.suggest_members(session, "li")
        assert (found[0].name, len(found)) == ("Li, Ann M.", 12)
        assert found[0].town == "Bovey"
        assert found[0].birth_date is None
        assert found[1].birth_date == date(1950, 2, 1)
        assert [m.id for m in queries.find_members(session, "li")] == [hit.id for hit in found]


def test_twelve_members_cost_three_statements(office: Built) -> None:
    statements: list[str] = []
    with office.store.read() as session:
        queries.find_members(session, "a")
        event.listen(
            office.engine, "before_cursor_execute", lambda *args: statements.append(args[2])
        )
        queries.find_members(session, "s")
        assert len(statements) == 3
        queries.suggest_members(session, "s")
        assert len(statements) == 4


@given(st.text(max_size=30))
def test_any_text_becomes_words_of_letters_and_digits(typed: str) -> None:
    for group in typed_groups(typed):
        assert group
        assert all(word and not set(word) & set(" \"'*():^|&!\\") for word in group)


def test_any_text_can_be_searched_for(tmp_path_factory: pytest.TempPathFactory) -> None:
    office = build_store(tmp_path_factory.mktemp("any"))
    office.members.add(ACTOR, member_entry())

    @given(st.text(max_size=30))
    def search(typed: str) -> None:
        with office.store.read() as session:
            queries.suggest_members(session, typed)
            queries.member_list(session, text=typed)

    search()
    office.engine.dispose()
