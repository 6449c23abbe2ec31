"""What a finding says aloud: plain words, a way out, and the paper on file that missed the day."""

import subprocess
import sys
from itertools import chain
from typing import Any

import pytest

from nemt_desk.ground.paths import resources
from nemt_desk.policy.cases import read_cases
from nemt_desk.policy.engine import decide
from nemt_desk.policy.missing import FIELD_WORDS, missing_cure, missing_sentence
from nemt_desk.policy.packs import load
from tests.policy.minnesota import answer

_ASKS = ("how", "what", "when", "where", "whether", "which", "who", "why")
FAR = {"trip__direct_miles": 45}


def sentence(rule: str, **changes: Any) -> str:
    """Return what one rule says to the Minnesota request, changed."""
    return next(one.sentence for one in answer(**changes).findings if one.rule == rule)


@pytest.mark.parametrize("code", ["ct", "mn", "mo"])
def test_every_finding_has_a_sentence_a_source_and_a_way_out(code: str) -> None:
    pack = load(code)
    for case in read_cases(resources() / "packs" / code / "cases.json"):
        decision = decide(case.facts, pack)
        for one in decision.findings:
            assert one.sentence.strip(), case.name
            assert one.source.strip(), (case.name, one.rule)
            assert one.cure.strip(), (case.name, one.rule)
        said = chain(
            (one.sentence + one.cure for one in decision.findings),
            (one.sentence for one in decision.notes),
            (one.sentence for one in decision.requirements),
        )
        assert not [words for words in said if {*"{}_"} & {*words}], case.name


@pytest.mark.parametrize("field", FIELD_WORDS)
def test_a_missing_fact_is_asked_in_plain_words(field: str) -> None:
    words = FIELD_WORDS[field]
    assert words.split()[0] in _ASKS
    assert missing_sentence(field, ["S4-050"]).startswith(f"It is not known {words}. ")
    assert f" {words} and enter it" in missing_cure(field)
    assert "for whether" not in missing_cure(field)


def test_a_missing_fact_says_which_rules_need_it() -> None:
    (pregnant,) = answer(
        member__program="MNCARE", member__birth_date="1990-01-01", member__pregnant=None
    ).findings
    assert pregnant.sentence == (
        "It is not known whether the member is pregnant. Rule S4-050 needs it."
    )
    assert pregnant.cure == (
        "Ask whether the member is pregnant and enter it, or decide yourself and say why."
    )
    (aboard,) = answer("ct", member__program="HUSKY_A", trip__destination=None).findings
    assert aboard.sentence == (
        "It is not known where the ride goes. Rules S3-05 and S4-153 need it."
    )


def test_without_a_day_and_without_an_appointment() -> None:
    mo: dict[str, Any] = {"member__program": "MHN", "trip__appointment_at": None}
    assert [one.sentence for one in answer("mo", **mo).findings] == [
        "It is not known what day the ride is. Most rules depend on it."
    ]
    (finding,) = answer("mo", **mo, trip__pickup_at="2026-12-01T09:00").findings
    assert finding.facts["field"] == "trip.appointment_at"
    assert finding.sentence == "A ride needs an appointment for treatment, and none is entered."


def test_on_the_day_itself_the_agency_may_pay_a_discharge() -> None:
    discharge: dict[str, Any] = {"trip__discharge": True, "trip__admitted_on": "2026-08-31"}
    told = answer(checked_on="2026-11-30", **discharge).findings[0]
    assert "Before Tue 1 Dec 2026" in told.sentence
    assert "on Tue 1 Dec 2026, the agency may pay" in told.cure
    assert not answer(checked_on="2026-12-01", **discharge).findings


@pytest.mark.parametrize(
    ("papers", "said"),
    [
        ([], ""),
        ([("distance", None, "2026-11-15")], "ended on Sun 15 Nov 2026."),
        ([("distance", None, "2026-11-30")], "ends on Mon 30 Nov 2026, before the ride."),
        ([("distance", "2026-12-02", None)], "begins only on Wed 2 Dec 2026."),
        ([("escort", None, "2026-11-30")], ""),
        (
            [("distance", None, "2026-10-31"), ("distance", "2026-12-05", None)],
            "begins only on Sat 5 Dec 2026.",
        ),
        (
            [("distance", None, "2025-10-31"), ("distance", None, "2026-10-31")],
            "ended on Sat 31 Oct 2026.",
        ),
    ],
)
def test_an_authorization_that_misses_the_day_is_named(
    papers: list[tuple[str, str | None, str | None]], said: str
) -> None:
    held = [{"kind": kind, "from": since, "until": until} for kind, since, until in papers]
    told = sentence("S4-061", **FAR, trip__authorizations=held)
    plain = sentence("S4-061", **FAR)
    assert told == (f"{plain} The distance authorization on file {said}" if said else plain)


def test_of_two_papers_on_file_the_nearer_one_is_named_in_any_order() -> None:
    held = [
        {"kind": "distance", "from": None, "until": "2026-11-29"},
        {"kind": "distance", "from": "2026-12-03", "until": None},
    ]
    first = sentence("S4-061", **FAR, trip__authorizations=held)
    assert first == sentence("S4-061", **FAR, trip__authorizations=held[::-1])
    assert "Sun 29 Nov 2026" in first


def test_an_exception_and_a_consent_that_miss_the_day_are_named() -> None:
    exception = {"kind": "medical", "documented": True, "until": "2026-11-01"}
    owner: dict[str, Any] = {"member__has_vehicle": True, "trip__mode": 2}
    told = sentence("S4-101", **owner, member__exceptions=[exception])
    assert told.endswith(" The medical exception on file ended on Sun 1 Nov 2026.")
    without = sentence("S4-101", **owner, member__exceptions=[exception | {"documented": False}])
    assert "on file ended" not in without
    (finding,) = answer(
        "ct",
        member__program="HUSKY_A",
        member__birth_date="2012-01-01",
        member__consents=[{"kind": "travel_alone", "signed": True, "until": "2026-11-30"}],
    ).findings
    assert finding.sentence.endswith(
        " The consent to ride alone on file ends on Mon 30 Nov 2026, before the ride."
    )


def test_the_rules_commands_load_no_office() -> None:
    """They serve pack authors, who try their cases again and again."""
    heavy = "{'nemt_desk.office', 'sqlalchemy', 'cryptography'}"
    code = f"import sys, cli.packs; sys.exit(str({heavy} & {{*sys.modules}}))"
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=resources().parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stderr.strip() == "set()"
