"""A paper on file that has ended, or begins later, is named in the finding that it would cure."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from nemt_desk.ground.words import day_year_text
from nemt_desk.policy.decision import Finding
from nemt_desk.policy.facts import Dated
from nemt_desk.policy.question import Question
from nemt_desk.policy.vocabulary import WORDS

PAPER_UNTIL = "paper_until"
_AUTHORIZATIONS = frozenset(WORDS["authorization.kind"])
_CONSENTS = frozenset(WORDS["consent.kind"])
_EXCEPTIONS = frozenset({"vehicle_medical", "vehicle_unavailable"})
_PAPER_WORDS: Mapping[str, str] = {
    "distance": "distance authorization",
    "out_of_state": "out-of-state authorization",
    "escort": "escort approval",
    "lodging": "lodging authorization",
    "ambulance": "ambulance authorization",
    "mileage": "mileage approval",
    "upgrade": "upgrade of the mode",
    "medical_need": "medical necessity form",
    "medical": "medical exception",
    "vehicle_unavailable": "proof that the vehicle is unavailable",
    "travel_alone": "consent to ride alone",
}


def naming_paper(found: Finding, question: Question) -> Finding:
    """Return the finding with the paper on file that misses the ride's day by least, if any."""
    day = question.day
    papers = [one for one in _papers(found.paper, question) if one.is_good]
    if day == date.max or any(one.covers(day) for one in papers):
        return found
    paper = min(papers, key=lambda one: _how_far(one, day), default=None)
    if paper is None:
        return found
    asked_at = question.facts.asked_at
    words = _dated_words(paper, day, asked_at.date() if asked_at is not None else day)
    facts = {**found.facts, PAPER_UNTIL: paper.until_day.isoformat() if paper.until_day else ""}
    return replace(found, sentence=f"{found.sentence} {words}", facts=facts)


def named_until(found: Finding) -> date | None:
    """Return the last day of the paper that the finding's sentence names; None if it names none."""
    kept = str(found.facts.get(PAPER_UNTIL, ""))
    return date.fromisoformat(kept) if kept else None


def _papers(kind: str, question: Question) -> tuple[Dated, ...]:
    """Return the papers that would cure a finding if they were in force: any vehicle exception."""
    if kind in _EXCEPTIONS:
        return question.member.exceptions
    if kind in _CONSENTS:
        return tuple(one for one in question.member.consents if one.kind == kind)
    if kind in _AUTHORIZATIONS:
        return tuple(one for one in question.trip.authorizations if one.kind == kind)
    return ()


def _how_far(paper: Dated, day: date) -> tuple[int, bool, str]:
    """Return how many days the paper misses `day` by; an ended one comes before a later one."""
    if paper.until_day is not None and paper.until_day < day:
        return (day - paper.until_day).days, False, paper.kind
    return ((paper.from_day or day) - day).days, True, paper.kind


def _dated_words(paper: Dated, day: date, today: date) -> str:
    what = f"The {_PAPER_WORDS[paper.kind]} on file"
    until, since = paper.until_day, paper.from_day
    if until is not None and until < day:
        if until < today:
            return f"{what} ended on {day_year_text(until)}."
        return f"{what} ends on {day_year_text(until)}, before the ride."
    verb = "begins" if since is None or since > today else "began"
    return f"{what} {verb} only on {day_year_text(since or day)}."
