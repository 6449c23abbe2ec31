"""The engine: asks every rule in force on the ride's day; the worst finding decides.

Knows no jurisdiction: rules, figures and sentences are the pack's.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from nemt_desk.ground.words import phone_text
from nemt_desk.policy.checks import CHECKS, SHARED_CONTACT
from nemt_desk.policy.decision import Contact, Decision, Finding, Note, Outcome, Requirement
from nemt_desk.policy.entries import Entry
from nemt_desk.policy.facts import Facts
from nemt_desk.policy.how import has_exception
from nemt_desk.policy.packs import Pack
from nemt_desk.policy.question import FIELD_WORDS, UNKNOWN, Question, Said

_OWN_DRIVERS = frozenset({"self", "private"})
_NO_DAY = "trip.appointment_at"


def decide(facts: Facts, pack: Pack) -> Decision:
    """Return what the pack's rules say about `facts`."""
    day = _day(facts)
    question = Question(facts, day, choose_mode(facts, pack, day), pack.state, pack.holidays)
    said: list[Said] = [] if facts.ride_at is not None else [_day_unknown()]
    for entry in pack.entries:
        if entry.covers(day):
            said += (_told(one, entry, question, pack) for one in _ask(question, entry))
    findings = _findings(said)
    outcome = findings[0].outcome if findings else Outcome.ALLOWED
    notes = [one for one in said if isinstance(one, Note)]
    return Decision(
        outcome=outcome,
        findings=findings,
        notes=(*notes, *_own_notes(question, pack)),
        mode=question.mode,
        payer=_payer(question.mode, outcome, pack),
        contact=_contact(findings, day, pack),
        requirements=tuple(one for one in said if isinstance(one, Requirement)),
    )


def choose_mode(facts: Facts, pack: Pack, day: date) -> int | None:
    """Return the least costly suitable mode: the driver's, the owner's, the asked or assessed."""
    modes, member, driver = pack.modes, facts.member, facts.trip.driver
    own = modes.get("own_car")
    if driver is not None and driver.relationship is not None and own:
        return own
    if member.has_vehicle and own and not has_exception(facts, day):
        return own
    if facts.trip.mode is not None:
        return facts.trip.mode
    if driver is not None and driver.kind in _OWN_DRIVERS and own:
        return own
    return member.assessed_mode or modes.get("default")


def _day(facts: Facts) -> date:
    moment = facts.ride_at or facts.asked_at
    return moment.date() if moment is not None else facts.checked_on or date.max


def _ask(question: Question, entry: Entry) -> Iterable[Said]:
    return CHECKS[entry.check].ask(question, entry)


def _told(said: Said, entry: Entry, question: Question, pack: Pack) -> Said:
    """Add whom to call instead, when the rule says who."""
    if not isinstance(said, Finding) or not entry.contact or said.rule == UNKNOWN:
        return said
    return replace(said, contact=_other(entry.contact, question, pack))


def _other(use: str, question: Question, pack: Pack) -> Contact:
    if use == SHARED_CONTACT:
        plan = question.member.plan or ""
        phone = pack.phone(f"plan:{plan}", question.day)
        return Contact(plan or "the member's health plan", phone_text(phone.phone) if phone else "")
    phone = pack.phone(use, question.day)
    if phone is not None:
        return Contact(phone.name, phone_text(phone.phone))
    # The number has run out; the name still says who it is.
    known = next(one for one in pack.all_phones if one.use == use)
    return Contact(known.name, "")


def _contact(findings: tuple[Finding, ...], day: date, pack: Pack) -> Contact:
    if findings and findings[0].contact is not None:
        return findings[0].contact
    phone = pack.phone("schedule", day)
    return Contact(phone.name, phone_text(phone.phone)) if phone else Contact(pack.agency, "")


def _findings(said: Iterable[Said]) -> tuple[Finding, ...]:
    """Return the findings, worst first; a missing fact is told of once for all its rules."""
    found: dict[object, Finding] = {}
    for one in said:
        if not isinstance(one, Finding):
            continue
        key = ("field", one.facts["field"]) if one.rule == UNKNOWN else len(found)
        first = found.setdefault(key, one)
        if first is not one:
            found[key] = _also_needed(first, one)
    return tuple(sorted(found.values(), key=lambda finding: -finding.outcome.rank))


def _also_needed(first: Finding, other: Finding) -> Finding:
    named = str(first.facts["rule"]).split(", ")
    if other.facts["rule"] in named:
        return first
    rules = ", ".join([*named, str(other.facts["rule"])])
    what = FIELD_WORDS.get(str(first.facts["field"]), str(first.facts["field"]))
    sentence = f"It is not known: {what}. Rules {rules} need it."
    return replace(first, sentence=sentence, facts={**first.facts, "rule": rules})


def _day_unknown() -> Finding:
    what = FIELD_WORDS[_NO_DAY]
    return Finding(
        rule=UNKNOWN,
        also=(),
        outcome=Outcome.NEEDS_REVIEW,
        sentence=f"It is not known: {what}. Every dated rule needs it.",
        source="decisions: which day counts",
        cure="Enter the appointment, or the pick-up if there is none.",
        facts={"field": _NO_DAY, "rule": "every dated rule"},
    )


def _own_notes(question: Question, pack: Pack) -> Iterable[Note]:
    facts = question.facts
    if facts.asked_at is not None and not pack.has_calendar(question.day):
        sentence = f"The calendar of holidays does not reach {question.day.year}; none is counted."
        yield Note("no_calendar", "", sentence, pack.calendar_source)
    is_assumed = facts.trip.mode is None and facts.member.assessed_mode is None
    if is_assumed and question.mode == pack.modes.get("default"):
        sentence = "The member's mode has not been assessed; the usual one is taken."
        yield Note("mode_not_assessed", pack.words.get("mode_rule", ""), sentence, "")


def _payer(mode: int | None, outcome: Outcome, pack: Pack) -> str:
    if outcome in {Outcome.EMERGENCY, Outcome.REFER}:
        return pack.payers["elsewhere"]
    return pack.payers.get(str(mode), pack.payers["default"])
