"""Checks of the member: program, health plan, living arrangement."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from nemt_desk.policy.check import needs
from nemt_desk.policy.entries import Entry
from nemt_desk.policy.question import Answer, Question, finding, note, requirement, unknown


def program(question: Question, entry: Entry) -> Answer:
    """Ask whether the member's program gives rides, and to this member (S4-050)."""
    member = question.member
    if member.program is None:
        yield unknown(entry, "member.program")
        return
    terms = entry.figures["programs"].get(member.program)
    if terms is None:
        yield finding(entry, program=member.program)
    elif "under_age" in terms and not member.pregnant:
        yield from _young(question, entry, terms["under_age"])


def _young(question: Question, entry: Entry, under: int) -> Answer:
    age, pregnant = question.age, question.member.pregnant
    if age is not None and age < under:
        return
    if age is not None and pregnant is False:
        program = question.member.program
        yield finding(entry, program=program, age=age, pregnant=pregnant)
    if age is None:
        yield unknown(entry, "member.birth_date")
    if pregnant is None:
        yield unknown(entry, "member.pregnant")


def program_dates(question: Question, entry: Entry) -> Answer:
    """Ask whether the member is eligible on the ride's day (S4-050, MO-005)."""
    since, until = question.member.program_from, question.member.program_until
    too_early = since is not None and question.day < since
    too_late = until is not None and question.day > until
    if too_early or too_late:
        yield finding(entry, day=question.day, since=since, until=until)


def managed_care(question: Question, entry: Entry) -> Answer:
    """Ask whether a health plan arranges the ride instead (S4-051, S4-052)."""
    member, figures = question.member, entry.figures
    if member.payer not in {None, *figures["payers"]}:
        return
    terms: Mapping[str, Any] = figures.get("except", {})
    is_shared = member.program in {None, *terms.get("programs", ())}
    if terms and is_shared and _stays_local(question, terms):
        # The agency gives it whoever pays; only another program's member must be asked about.
        if member.program is None and member.payer is not None:
            yield unknown(entry, "member.program")
    elif member.payer is None:
        yield unknown(entry, "member.payer")
    else:
        found = finding(entry, payer=member.payer, plan=member.plan)
        yield replace(found, also=(terms["rule"], *found.also)) if terms and is_shared else found


def plan_share(question: Question, entry: Entry) -> Answer:
    """Say that the agency gives this member only what the health plan does not (S4-052)."""
    member, figures = question.member, entry.figures
    is_shared = member.payer in figures["payers"] and member.program in figures["programs"]
    if is_shared and _stays_local(question, figures):
        yield note(entry, "plan_share")


def _stays_local(question: Question, terms: Mapping[str, Any]) -> bool:
    return question.asked_mode in terms["modes"] or question.is_out_of_state


def living_arrangement(question: Question, entry: Entry) -> Answer:
    """Ask whether the living arrangement hands the member to the state (S4-080, S4-083)."""
    code = question.member.living_arrangement
    if code is None:
        yield unknown(entry, "member.living_arrangement")
    elif code in entry.figures["codes"]:
        yield finding(entry, code=code)


def admission(question: Question, entry: Entry) -> Answer:
    """Ask whether somebody is being admitted to a nursing facility, code or no code (S4-080)."""
    trip, figures = question.trip, entry.figures
    is_admission = trip.service in figures["services"]
    if not is_admission or question.member.living_arrangement in figures["codes"]:
        return
    if trip.discharge is False:
        yield finding(entry, service=trip.service, discharge=False)
    elif trip.admitted_on is None:
        yield unknown(entry, "trip.admitted_on")


def late_code(question: Question, entry: Entry) -> Answer:
    """Ask whether a discharge is payable locally while the code is not yet set (S4-085)."""
    trip, figures = question.trip, entry.figures
    is_set = question.member.living_arrangement in figures["codes"]
    to = trip.destination.kind if trip.destination is not None else None
    is_discharge = trip.discharge is not False and to not in figures["not_to"]
    if is_set or not is_discharge or trip.admitted_on is None:
        return
    seen = question.facts.checked_on
    if seen is None and question.facts.asked_at is not None:
        seen = question.facts.asked_at.date()
    payable_from = _months_on(trip.admitted_on, figures["full_months"] + 1)
    if seen is None:
        yield unknown(entry, "checked_on")
    elif trip.discharge is None:
        yield unknown(entry, "trip.discharge")
    elif seen < payable_from:
        yield finding(entry, payable_from=payable_from, seen=seen)
    else:
        yield replace(
            requirement(entry, "late_living_arrangement", figures["paper"]), rule=figures["rule"]
        )


def _months_on(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, 1) if year <= date.max.year else date.max


CHECKS = {
    "program": needs(program, "programs"),
    "program_dates": needs(program_dates),
    "managed_care": needs(managed_care, "payers", may="except"),
    "plan_share": needs(plan_share, "payers", "programs", "modes"),
    "living_arrangement": needs(living_arrangement, "codes"),
    "admission": needs(admission, "services", "codes"),
    "late_code": needs(late_code, "codes", "full_months", "paper", "rule", "not_to"),
}
