"""The engine: asks every rule in force on the ride's day; the worst finding decides.

Knows no jurisdiction: rules, figures and sentences are the pack's.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from nemt_desk.policy.checks import SHARED_CONTACT
from nemt_desk.policy.decision import Contact, Decision, Finding, Note, Outcome, Requirement
from nemt_desk.policy.facts import Facts
from nemt_desk.policy.how import has_exception
from nemt_desk.policy.pack import Pack
from nemt_desk.policy.question import FIELD_WORDS, UNKNOWN, Question

_OWN_DRIVERS = frozenset({"self", "private"})
_ELSEWHERE = frozenset({Outcome.EMERGENCY, Outcome.REFER})
_NO_DAY = "trip.appointment_at"


def decide(facts: Facts, pack: Pack) -> Decision:
    """Return what the pack's rules say about `facts`."""
    day = _day(facts)
    mode = choose_mode(facts, pack, day)
    decision = _decided(facts, pack, day, mode)
    own = pack.modes.get("own_car")
    may_drive = facts.member.has_vehicle and facts.trip.mode is None and own != mode
    if may_drive and own and decision.outcome is not Outcome.ALLOWED:
        # An exception lets an owner have more; it never takes the own car's mileage away.
        with_own = _decided(facts, pack, day, own)
        if with_own.outcome.rank < decision.outcome.rank:
            return with_own
    return decision


def choose_mode(facts: Facts, pack: Pack, day: date) -> int | None:
    """Return the least costly suitable mode: the driver's, the owner's, the asked or assessed."""
    modes, member, trip = pack.modes, facts.member, facts.trip
    own, driver = modes.get("own_car"), trip.driver
    if own:
        if driver is not None and driver.relationship is not None:
            return own
        if member.has_vehicle and not has_exception(facts, day):
            return own
    if trip.mode is not None:
        return trip.mode
    if own and driver is not None and driver.kind in _OWN_DRIVERS:
        return own
    if member.assessed_mode is not None:
        return member.assessed_mode
    return _usual_mode(facts, pack)


def _usual_mode(facts: Facts, pack: Pack) -> int | None:
    return pack.modes.get(facts.trip.assistance or "", pack.modes.get("default"))


def _decided(facts: Facts, pack: Pack, day: date, mode: int | None) -> Decision:
    question = _question(facts, pack, day, mode)
    found: list[Finding] = [] if facts.ride_at is not None else [_day_unknown()]
    notes: list[Note] = []
    requirements: list[Requirement] = []
    for ask, entry in pack.rules.on(day):
        if entry.if_local and not facts.local.get(entry.if_local):
            continue
        for said in ask(question, entry):
            if isinstance(said, Note):
                notes.append(said)
            elif isinstance(said, Requirement):
                requirements.append(said)
            elif entry.contact and said.rule != UNKNOWN:
                found.append(replace(said, contact=_other(entry.contact, question, pack)))
            else:
                found.append(said)
    findings = _sorted(found) if found else ()
    outcome = findings[0].outcome if findings else Outcome.ALLOWED
    notes += _own_notes(question, pack)
    return Decision(
        outcome=outcome,
        findings=findings,
        notes=tuple(notes),
        mode=mode,
        payer=_payer(mode, outcome, pack),
        contact=_contact(findings, facts, day, pack),
        requirements=tuple(requirements),
    )


def _question(facts: Facts, pack: Pack, day: date, mode: int | None) -> Question:
    trip = facts.trip
    is_friend = trip.driver is not None and trip.driver.relationship is not None
    asked = mode if is_friend or trip.mode is None else trip.mode
    return Question(
        facts, facts.member, trip, facts.local, day, mode, asked, pack.state, pack.holidays
    )


def _day(facts: Facts) -> date:
    moment = facts.ride_at or facts.asked_at
    return moment.date() if moment is not None else facts.checked_on or date.max


def _other(use: str, question: Question, pack: Pack) -> Contact:
    """Return whom to call instead of the agency, on the ride's day."""
    if use != SHARED_CONTACT:
        return pack.contact(use, question.day, question.local)
    plan = question.member.plan or ""
    known = pack.contact(f"plan:{plan}", question.day, question.local)
    return Contact(known.name or plan or "the member's health plan", known.phone)


def _contact(findings: tuple[Finding, ...], facts: Facts, day: date, pack: Pack) -> Contact:
    if findings and findings[0].contact is not None:
        return findings[0].contact
    own = pack.contact("schedule", day, facts.local)
    return own if own.name else Contact(pack.agency, "")


def _sorted(said: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings, worst first; a missing fact is told of once for all its rules."""
    found: dict[object, Finding] = {}
    for one in said:
        key = ("field", one.facts["field"]) if one.rule == UNKNOWN else len(found)
        first = found.setdefault(key, one)
        if first is not one:
            found[key] = _also_needed(first, one)
    return tuple(sorted(found.values(), key=lambda finding: -finding.outcome.rank))


def _also_needed(first: Finding, other: Finding) -> Finding:
    also = (*first.also, *(rule for rule in other.also if rule not in first.also))
    named = str(first.facts["rule"]).split(", ")
    if other.facts["rule"] in named:
        return replace(first, also=also)
    rules = ", ".join([*named, str(other.facts["rule"])])
    what = FIELD_WORDS.get(str(first.facts["field"]), str(first.facts["field"]))
    sentence = f"It is not known: {what}. Rules {rules} need it."
    return replace(first, also=also, sentence=sentence, facts={**first.facts, "rule": rules})


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


def _own_notes(question: Question, pack: Pack) -> Iterator[Note]:
    facts = question.facts
    if facts.asked_at is not None and not pack.has_calendar(question.day):
        sentence = f"The calendar of holidays does not reach {question.day.year}; none is counted."
        yield Note("no_calendar", "", sentence, pack.calendar_source)
    is_assumed = facts.trip.mode is None and facts.member.assessed_mode is None
    if is_assumed and question.mode is not None and question.mode == _usual_mode(facts, pack):
        sentence = "The member's mode has not been assessed; the usual one is taken."
        yield Note("mode_not_assessed", pack.words.get("mode_rule", ""), sentence, "")


def _payer(mode: int | None, outcome: Outcome, pack: Pack) -> str:
    payers = pack.payers
    if outcome in _ELSEWHERE:
        return payers["elsewhere"]
    if outcome is Outcome.NOT_COVERED and "not_covered" in payers:
        return payers["not_covered"]
    return payers.get(str(mode), payers["default"])
