"""What holds of every decision, in every pack."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemt_desk.policy.decision import Decision, Outcome
from nemt_desk.policy.engine import decide
from nemt_desk.policy.facts import Dated, Facts
from nemt_desk.policy.missing import FIELD_WORDS
from nemt_desk.policy.pack import Pack
from nemt_desk.policy.packs import load
from nemt_desk.policy.question import UNKNOWN
from nemt_desk.policy.vocabulary import PAPERS, WORDS
from tests.policy.requests import requests

PACKS = tuple(load(code) for code in ("mn", "mo", "ct"))


def _day(facts: Facts) -> date:
    moment = facts.ride_at or facts.asked_at
    return moment.date() if moment is not None else facts.checked_on or date.max


def _with_paper(facts: Facts, kind: str, paper: Dated) -> Facts:
    member, trip = facts.member, facts.trip
    paper = replace(paper, kind=kind.removeprefix("vehicle_"))
    if kind in WORDS["authorization.kind"]:
        return replace(facts, trip=replace(trip, authorizations=(*trip.authorizations, paper)))
    if kind in WORDS["member.documents"]:
        return replace(facts, member=replace(member, documents=member.documents | {kind}))
    if kind in WORDS["consent.kind"]:
        return replace(facts, member=replace(member, consents=(*member.consents, paper)))
    if kind == "vehicle_unavailable":
        paper = replace(paper, kind=kind)
    return replace(facts, member=replace(member, exceptions=(*member.exceptions, paper)))


@given(facts=requests(), kinds=st.lists(st.sampled_from(PAPERS), min_size=1, max_size=4))
def test_a_paper_never_makes_it_worse(facts: Facts, kinds: list[str]) -> None:
    more = facts
    for kind in kinds:
        more = _with_paper(more, kind, Dated(kind))
    for pack in PACKS:
        assert decide(more, pack).outcome.rank <= decide(facts, pack).outcome.rank


@given(facts=requests(), draw=st.randoms(use_true_random=False))
def test_the_order_of_facts_does_not_matter(facts: Facts, draw: Random) -> None:
    def shuffled[T](things: tuple[T, ...]) -> tuple[T, ...]:
        return tuple(draw.sample(things, len(things)))

    member, trip = facts.member, facts.trip
    driver = trip.driver
    other = replace(
        facts,
        member=replace(
            member, exceptions=shuffled(member.exceptions), consents=shuffled(member.consents)
        ),
        trip=replace(
            trip,
            companions=shuffled(trip.companions),
            authorizations=shuffled(trip.authorizations),
            ancillary=shuffled(trip.ancillary),
            school_closed=shuffled(trip.school_closed),
            driver=driver and replace(driver, lapsed=shuffled(driver.lapsed)),
        ),
    )
    for pack in PACKS:
        assert decide(other, pack) == decide(facts, pack)


@given(facts=requests())
def test_every_decision_is_whole(facts: Facts) -> None:
    for pack in PACKS:
        decision = decide(facts, pack)
        assert decide(facts, pack) == decision
        assert Decision.from_json(decision.to_json()) == decision
        _check_worst_decides(decision)
        _check_rules_in_force(decision, facts, pack)


def _check_worst_decides(decision: Decision) -> None:
    ranks = [one.outcome.rank for one in decision.findings]
    assert ranks == sorted(ranks, reverse=True)
    assert decision.outcome.rank == max(ranks, default=Outcome.ALLOWED.rank)
    assert all(one.outcome is not Outcome.ALLOWED for one in decision.findings)
    assert all("{" not in one.sentence + one.cure for one in decision.findings)
    assert all(one.facts and one.source and one.cure for one in decision.findings)
    assert _fields_unknown(decision) <= FIELD_WORDS.keys()
    assert {one.paper for one in decision.findings} <= {"", *PAPERS}
    assert decision.contact.name
    assert decision.payer


def _fields_unknown(decision: Decision) -> set[str]:
    return {str(one.facts["field"]) for one in decision.findings if one.rule == UNKNOWN}


def _check_rules_in_force(decision: Decision, facts: Facts, pack: Pack) -> None:
    in_force = {entry.id for entry in pack.entries if entry.covers(_day(facts))}
    assert {one.rule for one in decision.findings} <= in_force | {UNKNOWN}
    unknown = [one for one in decision.findings if one.rule == UNKNOWN]
    named = {rule for one in unknown for rule in str(one.facts["rule"]).split(", ")}
    assert named <= in_force | {"every dated rule"}


def _edges() -> Iterator[tuple[str, date]]:
    for pack in PACKS:
        for entry in pack.entries:
            if entry.since is not None:
                yield pack.code, entry.since
            if entry.until is not None:
                yield pack.code, entry.until


@pytest.mark.parametrize(("code", "day"), sorted(set(_edges())))
def test_rules_are_looked_up_by_day_as_their_dates_say(code: str, day: date) -> None:
    pack = load(code)
    for step in (-1, 0, 1):
        then = day + timedelta(days=step)
        held = [entry for _ask, entry in pack.rules.on(then)]
        assert held == [entry for entry in pack.entries if entry.covers(then)]
