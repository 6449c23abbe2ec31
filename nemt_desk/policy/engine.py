"""The engine: asks every rule in force on the ride's day; the worst finding decides.

Knows no jurisdiction: rules, figures and sentences are the pack's.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from nemt_desk.policy.checks import SHARED_CONTACT
from nemt_desk.policy.decision import Contact, Decision, Finding, Note, Outcome, Requirement
from nemt_desk.policy.entries import Entry
from nemt_desk.policy.facts import Facts
from nemt_desk.policy.how import has_exception
from nemt_desk.policy.lapsed import naming_paper
from nemt_desk.policy.missing import DAY, missing_sentence
from nemt_desk.policy.pack import Pack
from nemt_desk.policy.question import UNKNOWN, Question

_OWN_DRIVERS = frozenset({"self", "private"})
_ELSEWHERE = frozenset({Outcome.EMERGENCY, Outcome.REFER})
_EVERY_RULE = "every dated rule"


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
            else:
                found.append(_told(said, entry, question, pack))
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


def _told(said: Finding, entry: Entry, question: Question, pack: Pack) -> Finding:
    """Return a rule's finding with whom to call and with the paper that missed the day."""
    if said.rule == UNKNOWN:
        return said
    if entry.contact:
        said = replace(said, contact=_other(entry.contact, question, pack))
    return naming_paper(said, question) if said.paper else said


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
    named.append(str(other.facts["rule"]))
    sentence = missing_sentence(str(first.facts["field"]), named)
    facts = {**first.facts, "rule": ", ".join(named)}
    return replace(first, also=also, sentence=sentence, facts=facts)


def _day_unknown() -> Finding:
    return Finding(
        rule=UNKNOWN,
        also=(),
        outcome=Outcome.NEEDS_REVIEW,
        sentence=missing_sentence(DAY, (_EVERY_RULE,)),
        source="decisions: which day counts",
        cure="Enter the appointment, or the pick-up if there is none.",
        facts={"field": DAY, "rule": _EVERY_RULE},
    )


def _own_notes(question: Question, pack: Pack) -> Iterator[Note]:
    facts = question.facts
    if facts.asked_at is not None and not pack.has_calendar(question.day):
        sentence = f"The holidays of {question.day.year} are not known, so none is counted."
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
