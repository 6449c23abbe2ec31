"""What a member's form refuses, and who is told of as perhaps the same person."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemt_desk.ground.errors import InputError
from nemt_desk.members import queries
from nemt_desk.members.rows import MemberEntry, PaperEntry, PaperKind, Program
from nemt_desk.members.rules import checked, mhcp_problem
from nemt_desk.members.service import MemberService
from tests.factories import ACTOR, TODAY, Built, member_entry


def refused(entry: MemberEntry) -> dict[str, str]:
    with pytest.raises(InputError) as error:
        checked(entry, TODAY)
    return {problem.field: problem.sentence for problem in error.value.problems}


def test_all_problems_are_told_at_once_by_field() -> None:
    late, early = date(2026, 6, 1), date(2026, 5, 1)
    wrong = member_entry(
        last_name="\u200b ",
        first_name="",
        birth_date=date(2026, 11, 25),
        mhcp_id="1234567",
        phone="218 555 01",
        contact_phone="x",
        assessed_mode=8,
        eligible_from=late,
        eligible_until=early,
        checked_on=date(2027, 1, 1),
        office_note="x" * 20_000,
        plan="y" * 201,
        papers=(PaperEntry(PaperKind.ESCORT), PaperEntry(PaperKind.DISTANCE, "", late, early)),
    )
    assert {*refused(wrong)} == {
        "last_name",
        "first_name",
        "birth_date",
        "mhcp_id",
        "phone",
        "contact_phone",
        "assessed_mode",
        "eligible_until",
        "checked_on",
        "office_note",
        "plan",
        "papers.1.until_day",
    }


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("1234567", "leading 0 seems lost"),
        ("12345678", "begins with 0"),
        ("012345678", "this has 9"),
        ("0123456O", "digits only"),
        ("٠١٢٣٤٥٦٧", "digits only"),
    ],
)
def test_a_wrong_member_id_is_told_in_words(typed: str, words: str) -> None:
    assert words in (mhcp_problem(typed, Program.MA) or "")


def test_member_ids_stay_text_and_other_states_have_others() -> None:
    assert checked(member_entry(mhcp_id=" 0123-4567 "), TODAY).mhcp_id == "01234567"
    assert mhcp_problem("", None) is None
    assert mhcp_problem("00123456789", Program.HUSKY_A) is None
    assert mhcp_problem("1", Program.HUSKY_A) is not None


@pytest.mark.parametrize("card", ["12345678", "001234567", "A1234567B"])
def test_outside_minnesota_the_card_of_another_state_is_taken(card: str) -> None:
    entry = member_entry(mhcp_id=card, program=None)
    assert checked(entry, TODAY, is_minnesota=False).mhcp_id == card
    assert "mhcp_id" in refused(entry)


def test_a_minnesota_program_asks_for_minnesotas_card_everywhere() -> None:
    assert mhcp_problem("12345678", Program.MA, is_minnesota=False) is not None
    assert mhcp_problem("123456", None, is_minnesota=False) is None
    assert mhcp_problem("12345", None, is_minnesota=False) is not None


def test_a_record_of_an_office_elsewhere_is_kept_with_its_own_card(built: Built) -> None:
    service = MemberService(built.store, built.trail, lambda: "ct")
    saved = service.add(ACTOR, member_entry(mhcp_id="001234567", program=None))
    service.change(ACTOR, saved.id, member_entry(mhcp_id="123456789", program=None))
    with pytest.raises(InputError):
        built.members.add(ACTOR, member_entry(mhcp_id="001234567", program=None))


def test_every_letter_is_kept_and_composed() -> None:
    names = ("Wičháša Waŋblí", "Nguyễn Thị Ánh", "O'Neal-Ruíz", "<Tom> & Söhne", "½ `${7*7}`")
    for name in names:
        assert checked(member_entry(last_name=name), TODAY).last_name == name
    assert checked(member_entry(first_name="A\u0301nh"), TODAY).first_name == "Ánh"


@given(st.builds(member_entry, last_name=st.text(), mhcp_id=st.text(), phone=st.text()))
def test_any_text_is_taken_cleanly_or_refused(entry: MemberEntry) -> None:
    try:
        cleaned = checked(entry, TODAY)
    except InputError:
        return
    assert checked(cleaned, TODAY) == cleaned


KNOWN = member_entry(
    last_name="Schröder", first_name="Robert", preferred_name="Bob", mhcp_id="01234567"
)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"mhcp_id": "0123 4567", "last_name": "Else", "phone": ""}, "the same member ID"),
        (
            {"last_name": "Schroder", "first_name": "Roberto", "phone": ""},
            "the same birth date and a similar name",
        ),
        ({"first_name": "Bert", "phone": ""}, "the same birth date and a similar name"),
        (
            {"first_name": "Bob", "birth_date": None},
            "the same telephone number and a similar name",
        ),
    ],
)
def test_possible_duplicates_are_told_with_their_reason(
    built: Built, changes: dict[str, Any], reason: str
) -> None:
    key = built.members.add(ACTOR, KNOWN).id
    entry = member_entry(**({"last_name": "Schröder", "first_name": "Robert"} | changes))
    for _ in range(2):
        with built.store.read() as session:
            (double,) = queries.possible_duplicates(session, entry)
            assert double.member.id == key
            assert reason in double.reasons
            assert queries.possible_duplicates(session, entry, but=key) == []
        if reason.startswith("the same telephone"):
            break
        built.members.archive(ACTOR, key)  # a member of old comes back: told as well


@pytest.mark.parametrize(
    "changes",
    [
        {"first_name": "Martha", "birth_date": date(1952, 3, 3)},  # the wife
        {"last_name": "Nguyen", "first_name": "Minh", "phone": ""},  # same day by chance
        {"birth_date": date(1980, 2, 1)},  # the son of the same name: another birth date
    ],
)
def test_other_people_are_not_told_of(built: Built, changes: dict[str, Any]) -> None:
    built.members.add(ACTOR, KNOWN)
    entry = member_entry(**({"last_name": "Schröder", "first_name": "Robert"} | changes))
    with built.store.read() as session:
        assert queries.possible_duplicates(session, entry) == []
