"""What is Minnesota's own: modes, health plans, hosts' counties, dates, papers on the record."""

from typing import Any

import pytest

from nemt_desk.policy.decision import Outcome
from tests.policy.minnesota import answer, rules


@pytest.mark.parametrize(
    ("changes", "mode"),
    [
        ({}, 2),
        ({"trip__mode": 4}, 4),
        ({"member__assessed_mode": None}, 2),
        ({"member__assessed_mode": None, "trip__assistance": "door_through"}, 4),
        ({"member__assessed_mode": None, "trip__driver": {"kind": "self"}}, 1),
        ({"trip__mode": 4, "trip__driver": {"kind": "carrier", "relationship": "friend"}}, 1),
        ({"member__has_vehicle": True, "member__exceptions": [{"kind": "medical"}]}, 1),
        (
            {
                "member__has_vehicle": True,
                "member__exceptions": [{"kind": "medical", "documented": True}],
            },
            2,
        ),
    ],
)
def test_the_least_costly_suitable_mode(changes: dict[str, Any], mode: int) -> None:
    decision = answer(**changes)
    assert (decision.outcome, decision.mode) == (Outcome.ALLOWED, mode)


@pytest.mark.parametrize(
    ("changes", "mode"), [({"member__assessed_mode": 5}, 1), ({"trip__mode": 5}, 5)]
)
def test_an_exception_never_takes_the_own_car_away(changes: dict[str, Any], mode: int) -> None:
    exceptions = [{"kind": "medical", "documented": True}]
    decision = answer(member__has_vehicle=True, member__exceptions=exceptions, **changes)
    assert decision.mode == mode
    assert decision.outcome is (Outcome.ALLOWED if mode == 1 else Outcome.REFER)


@pytest.mark.parametrize(
    ("changes", "outcome", "contact"),
    [
        ({"trip__mode": 1}, "allowed", "218-555-0142"),
        ({"trip__mode": 2}, "refer", "800-555-0100"),
        ({"trip__mode": 2, "trip__appointment_at": "2016-12-30T10:00"}, "refer", "800-555-0100"),
        ({"trip__mode": 1, "trip__appointment_at": "2016-12-30T10:00"}, "refer", "800-555-0100"),
        (
            {"trip__destination": {"state": "WI"}, "trip__vehicle": "air"},
            "needs_paper",
            "218-555-0142",
        ),
        ({"trip__mode": 1, "member__county": "Anoka"}, "refer", "866-467-1724"),
    ],
)
def test_minnesotacare_in_a_health_plan(
    changes: dict[str, Any], outcome: str, contact: str
) -> None:
    phones = {
        "schedule": {"name": "Our office", "phone": "2185550142"},
        "plan:UCare": {"name": "UCare rides", "phone": "8005550100"},
    }
    decision = answer(
        asked_at=None,
        member__program="MNCARE",
        member__birth_date="2010-01-01",
        member__payer="mco",
        member__plan="ucare",
        local={"phones": phones},
        **changes,
    )
    assert (decision.outcome.value, decision.contact.phone) == (outcome, contact)


def test_a_rule_that_no_source_confirms_sleeps_until_the_agency_wakes_it() -> None:
    pharmacy = {"trip__service": "pharmacy_pickup"}
    assert answer(**pharmacy).outcome is Outcome.ALLOWED
    assert "MN-113" in rules(answer(**pharmacy, local={"no_pharmacy_rides": True}))
    assert "S4-152" in rules(answer(local={"authorize_every_ride": True}))


@pytest.mark.parametrize(
    ("county", "day", "rule", "has_note"),
    [
        ("Pine", "2018-02-28", None, False),
        ("Pine", "2018-03-01", "S4-013", False),
        ("Lake", "2018-12-31", None, False),
        ("saint louis county", "2019-01-01", "MN-005", False),
        ("Lake of the Woods", "2026-12-01", None, False),
        ("Anoka", "2026-06-30", "S4-013", False),
        ("Anoka", "2026-07-01", "S4-013", True),
        ("Anoka", "2028-01-03", "S4-013", True),
    ],
)
def test_a_hosts_county_by_its_dates(
    county: str, day: str, rule: str | None, has_note: bool
) -> None:
    decision = answer(member__county=county, trip__appointment_at=f"{day}T10:00", asked_at=None)
    assert [one.rule for one in decision.findings] == ([rule] if rule else [])
    assert ("check_coordinator" in {note.code for note in decision.notes}) is has_note


def test_proration_is_said_to_its_last_day() -> None:
    for day, is_said in (("2017-06-30", True), ("2017-07-01", False)):
        decision = answer(trip__appointment_at=f"{day}T10:00", asked_at=None)
        assert ("prorated" in {note.code for note in decision.notes}) is is_said


def test_what_a_paper_allowed_goes_with_the_record() -> None:
    decision = answer(
        trip__direct_miles=45,
        trip__destination={"state": "WI"},
        trip__ancillary=["lodging", "parking"],
        trip__authorizations=[{"kind": kind} for kind in ("distance", "out_of_state", "lodging")],
    )
    assert decision.outcome is Outcome.ALLOWED
    assert {one.code for one in decision.requirements} == {
        "distance_authorization",
        "out_of_state_authorization",
        "lodging_authorization",
        "receipts",
        "trip_record",
    }
