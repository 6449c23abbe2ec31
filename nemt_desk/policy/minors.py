"""Checks of children: who must ride along, who may ride alone with consent (J8)."""

from nemt_desk.policy.check import Check, needs
from nemt_desk.policy.decision import Finding
from nemt_desk.policy.entries import Entry
from nemt_desk.policy.question import Answer, Question, finding, unknown


def minor(question: Question, entry: Entry) -> Answer:
    """Ask whether a child has the escort, or the paper, that its age needs (S1-23, MO-008)."""
    figures = entry.figures
    if question.trip.member_aboard is False or _rides_with(question, figures["escorts"]):
        return
    age = question.age
    if age is None:
        yield unknown(entry, "member.birth_date")
    elif figures.get("from_age", 0) <= age < figures["under"] and not _is_excused(question, entry):
        yield _if_aboard(question, entry, age)


def _if_aboard(question: Question, entry: Entry, age: int) -> Finding:
    """Say what `entry` says of a child who rides; ask first if it is not known who does."""
    if question.trip.member_aboard is None:
        return unknown(entry, "trip.member_aboard")
    return finding(entry, age=age)


def behavior(question: Question, entry: Entry) -> Answer:
    """Ask for an adult beside a child with consent who once misbehaved alone (S1-25)."""
    figures, member = entry.figures, question.member
    age = question.age
    if age is None or not figures["from_age"] <= age < figures["under"]:
        return
    if question.trip.member_aboard is False:
        return
    is_accompanied = _rides_with(question, figures["escorts"])
    if is_accompanied or not question.has_consent(figures["consent"]):
        return
    if member.behavior_flag is None:
        yield unknown(entry, "member.behavior_flag")
    elif member.behavior_flag:
        yield _if_aboard(question, entry, age)


def _is_excused(question: Question, entry: Entry) -> bool:
    figures = entry.figures
    if "consent" in figures and question.has_consent(figures["consent"]):
        return True
    other = figures.get("approved", ())
    return _rides_with(question, other) and question.has_paper(figures["approval"])


def _rides_with(question: Question, kinds: tuple[str, ...]) -> bool:
    return any(one.kind in kinds for one in question.trip.companions)


CHECKS: dict[str, Check] = {
    "minor": needs(minor, "under", "escorts", may="from_age consent approved approval"),
    "behavior": needs(behavior, "from_age", "under", "consent", "escorts"),
}
