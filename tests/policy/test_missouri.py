"""Missouri: what is said to a coordinator, beside what the case file tries."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from nemt_desk.policy.decision import Outcome
from nemt_desk.policy.packs import load
from tests.policy.asked import asked, papers

BASE: dict[str, Any] = {
    "pack": "mo",
    "asked_at": "2026-10-05T09:00",
    "member": {"birth_date": "1964-12-12", "program": "MHN", "county": "Phelps"},
    "trip": {
        "service": "office_visit",
        "appointment_at": "2026-10-20T10:00",
        "direct_miles": 6.0,
        "origin": {"kind": "home", "town": "Rolla"},
        "destination": {"kind": "clinic", "town": "St. James"},
    },
}
DAY = date(2026, 10, 20)


@pytest.mark.parametrize(
    ("changes", "sentence", "paper"),
    [
        ({"trip__service": "cstar"}, "this kind (CSTAR)", ""),
        ({"trip__service": "adult_day_care"}, "(adult day care)", ""),
        ({"trip__destination": {"kind": "pharmacy"}}, "only for a vaccination", ""),
        ({"trip__destination": {"enrolled": False}}, "not enrolled with MO HealthNet", ""),
        (
            {"local": {"far_miles": 40}, "trip__direct_miles": 52.5},
            "52.5 miles from home. Beyond 40 miles",
            "provider_note",
        ),
        ({"trip__mode": 1}, "approved before the appointment", "mileage"),
        ({"member__birth_date": "2012-01-01"}, "is 14: under 17", ""),
        ({"trip__other_funding": "pca_program"}, "The PCA program already pays", ""),
        ({"trip__overnight": True}, "case by case", "lodging"),
        ({"asked_at": "2026-10-19T09:00"}, "Short notice: 1 of 3 days.", ""),
    ],
)
def test_a_finding_says_why_with_what_and_which_paper_cures_it(
    changes: dict[str, Any], sentence: str, paper: str
) -> None:
    (finding,) = asked(BASE, **changes).findings
    assert sentence in finding.sentence
    assert finding.cure
    assert finding.paper == paper


def test_an_owner_is_told_of_both_ways_out() -> None:
    decision = asked(BASE, member__has_vehicle=True, trip__mode=3)
    assert (decision.outcome, decision.mode) == (Outcome.NEEDS_PAPER, 1)
    assert papers(decision) == ["vehicle_unavailable"]
    assert "gas mileage" in decision.findings[0].cure


def test_an_exception_goes_with_the_record() -> None:
    papers_on_file = [{"kind": "medical", "documented": True, "until": "2026-12-31"}]
    decision = asked(
        BASE, member__has_vehicle=True, trip__mode=3, member__exceptions=papers_on_file
    )
    assert decision.outcome is Outcome.ALLOWED
    assert [one.code for one in decision.requirements] == ["vehicle_exception"]


def test_a_county_class_that_was_not_chosen_counts_as_rural() -> None:
    short = {"asked_at": "2026-10-18T09:00"}
    assert asked(BASE, **short).outcome is Outcome.NEEDS_REVIEW
    assert asked(BASE, **short, local={"county_class": "basic"}).outcome is Outcome.NEEDS_REVIEW
    assert asked(BASE, **short, local={"county_class": "urban"}).outcome is Outcome.ALLOWED
    figure = next(one for one in load("mo").local_figures if one.key == "county_class")
    assert figure.default == "rural"


def test_the_plans_number_only_for_a_plan_that_is_known() -> None:
    plan = asked(BASE, member__payer="mco", member__plan="Missouri Care").contact
    assert (plan.name, plan.phone) == ("Missouri Care", "800-322-6027")
    other = asked(BASE, member__payer="mco", member__plan="Home State Health").contact
    assert (other.name, other.phone) == ("Home State Health", "")
    unknown = asked(BASE, member__payer="mco", member__plan=None).contact
    assert unknown.phone == ""


def test_who_pays() -> None:
    assert "through its broker" in asked(BASE).payer
    mileage = asked(BASE, trip__mode=1, trip__authorizations=[{"kind": "mileage"}])
    assert mileage.outcome is Outcome.ALLOWED
    assert "gas mileage" in mileage.payer


def test_telephones_and_figures() -> None:
    pack = load("mo")
    numbers = {one.use: one.phone for one in pack.phones(DAY)}
    assert numbers["schedule"] == "8662695927"
    assert numbers["late"] == "8662695944"
    assert numbers["complaints"] == "8664360457"
    assert numbers["constituents"] == "8003922161"
    assert numbers["enrollment"] == "8003486627"
    assert pack.amount("rate_mode_1_mile", DAY, {}) == Decimal("0.655")
    assert pack.amount("rate_mode_1_mile", DAY, {"rate_mode_1_mile": "0.70"}) == "0.70"
    assert pack.amount("late_scheduled_min", DAY, {}) == 15
    assert pack.amount("late_will_call_min", DAY, {}) == 60
    assert pack.appeal is None


def test_nobody_else_rides_along_where_a_health_reason_forbids_it() -> None:
    decision = asked(BASE, member__no_share_reason="low immunity")
    assert "no_share" in {one.code for one in decision.requirements}
    # The reason itself is the office's: it stands on no run sheet.
    assert "immunity" not in str(decision.to_json())
