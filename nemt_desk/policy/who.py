"""Checks of the member: program, payer, county, living arrangement, age."""

from datetime import date

from nemt_desk.policy.decision import Requirement
from nemt_desk.policy.entries import Entry
from nemt_desk.policy.question import Answer, Question, finding, unknown


def program(question: Question, entry: Entry) -> Answer:
    """Ask whether the member's program gives rides, and to this member (S4-050)."""
    member = question.member
    if member.program is None:
        yield unknown(entry, "member.program")
        return
    terms = entry.figures["programs"].get(member.program)
    if terms is None:
        yield finding(entry, program=member.program)
        return
    if "under_age" not in terms or member.pregnant:
        return
    age = member.age(question.day)
    if age is None:
        yield unknown(entry, "member.birth_date")
    elif age >= terms["under_age"]:
        is_settled = member.pregnant is False
        facts = {"program": member.program, "age": age, "pregnant": member.pregnant}
        yield finding(entry, **facts) if is_settled else unknown(entry, "member.pregnant")


def program_dates(question: Question, entry: Entry) -> Answer:
    """Ask whether the member is eligible on the ride's day (S4-050, MO-005)."""
    since, until = question.member.program_from, question.member.program_until
    too_early = since is not None and question.day < since
    too_late = until is not None and question.day > until
    if too_early or too_late:
        yield finding(entry, day=question.day, since=since, until=until)


def managed_care(question: Question, entry: Entry) -> Answer:
    """Ask whether a health plan arranges the ride instead (S4-051, S4-052)."""
    member = question.member
    if member.payer is None:
        yield unknown(entry, "member.payer")
    elif member.payer in entry.figures["payers"] and not _stays_local(question, entry):
        yield finding(entry, payer=member.payer, plan=member.plan)


def _stays_local(question: Question, entry: Entry) -> bool:
    for terms in entry.figures.get("except", ()):
        if question.member.program not in terms["programs"]:
            continue
        asked = question.trip.mode or (1 if question.trip.driver and question.mode == 1 else None)
        if asked in terms.get("modes", ()):
            return True
        if terms.get("out_of_state") and question.is_out_of_state:
            return True
    return False


def county(question: Question, entry: Entry) -> Answer:
    """Ask whether the county's rides are arranged by its host (S4-013)."""
    found = question.member.county
    if found is None:
        yield unknown(entry, "member.county")
    elif _folded(found) in {_folded(name) for name in entry.figures["counties"]}:
        yield finding(entry, county=found)


def _folded(name: str) -> str:
    folded = " ".join(name.lower().replace(".", "").split()).removesuffix(" county")
    return "st " + folded.removeprefix("saint ") if folded.startswith("saint ") else folded


def living_arrangement(question: Question, entry: Entry) -> Answer:
    """Ask whether the living arrangement hands the member to the state (S4-080, S4-083)."""
    code = question.member.living_arrangement
    if code is None:
        yield unknown(entry, "member.living_arrangement")
    elif code in entry.figures["codes"]:
        yield finding(entry, code=code)


def late_code(question: Question, entry: Entry) -> Answer:
    """Ask whether a discharge is payable locally while the code is not yet set (S4-085)."""
    trip, code = question.trip, question.member.living_arrangement
    if not trip.discharge or trip.admitted_on is None or code in entry.figures["codes"]:
        return
    seen = question.facts.checked_on
    if seen is None and question.facts.asked_at is not None:
        seen = question.facts.asked_at.date()
    if seen is None:
        yield unknown(entry, "checked_on")
        return
    payable_from = _months_on(trip.admitted_on, entry.figures["full_months"] + 1)
    if seen < payable_from:
        yield finding(entry, payable_from=payable_from, seen=seen)
    else:
        text = entry.figures.get("paper", "Keep the proof of the discharge.")
        yield Requirement("late_living_arrangement", entry.also[0], text)


def _months_on(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, 1)


def escort(question: Question, entry: Entry) -> Answer:
    """Ask whether a child rides with an adult, or alone with consent (S1-23, MO-008)."""
    member, figures = question.member, entry.figures
    if any(companion.kind in figures["escorts"] for companion in question.trip.companions):
        return
    age = member.age(question.day)
    if age is None:
        yield unknown(entry, "member.birth_date")
        return
    may_consent = age >= figures.get("consent_from", figures["under"])
    has_consent = any(
        paper.kind == figures.get("consent") and paper.covers(question.day)
        for paper in member.consents
    )
    if age < figures["under"] and not (may_consent and has_consent and not member.behavior_flag):
        yield finding(entry, age=age)
