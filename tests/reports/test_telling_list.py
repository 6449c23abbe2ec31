"""The telling list on paper: whom to call, the number, the words; it says whose copy it is."""

from dataclasses import replace
from datetime import UTC, date, datetime

from nemt_desk.runs.telling.paper import PaperCall, TellingPaper
from reports.telling_list import telling_list_pdf
from tests.reports.reading import pages

CALL = PaperCall(
    who="Berg, Lars H.",
    is_driver=True,
    phone="2185550111",
    phone2="",
    at="9:20 a.m.",
    run_code="24B7K",
    state="CHANGED since told",
    remark="",
    changes=("Schroeder, Ann M.: pick-up 9:00 a.m. (was 9:20 a.m.)",),
    say=("Tue 24 Nov, run 24B7K: 2 rides, first at 9:00 a.m.",),
    last="told 8:05 a.m., A. Coordinator",
)
PAPER = TellingPaper(
    agency_name="Perch County Rides",
    agency_phone="2185550100",
    day=date(2026, 11, 24),
    printed_at=datetime(2026, 11, 24, 8, 10, tzinfo=UTC),
    calls=(CALL,),
    told=3,
    run_ids=(),
    member_ids=(),
)


def test_a_call_says_who_what_and_how_it_went_last() -> None:
    text = "\n".join(pages(telling_list_pdf(PAPER)))
    for words in (
        "OFFICE COPY",
        "218-555-0111",
        "9:20 a.m. Berg, Lars H.",
        "CHANGED since told · told 8:05 a.m., A. Coordinator",
        "Changed: Schroeder, Ann M.: pick-up 9:00 a.m.",
        "3 told already",
        "message left",
    ):
        assert words in " ".join(text.split()), words


def test_many_calls_go_over_pages_and_nobody_left_says_so() -> None:
    many = replace(PAPER, calls=(replace(CALL, is_driver=False, say=("words",) * 20),) * 30)
    shown = pages(telling_list_pdf(many))
    assert len(shown) > 3
    assert "Members, continued" in " ".join(shown[1].split())
    assert "and 8 more rides, on the run sheet" in " ".join(shown[0].split())
    assert "Everybody has been told." in pages(telling_list_pdf(replace(PAPER, calls=())))[0]
