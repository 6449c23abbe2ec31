"""What the decision panel says, in words that somebody understands who never saw it. No Qt."""

from nemt_desk.members.paper_words import PAPER_WORDS
from nemt_desk.policy.decision import Decision, Finding, Outcome
from ui.book.call.draft import WHAT_FOR, WHERE_TO
from ui.book.call.judge import Verdict
from ui.book.words import MEANINGS, MODES, OUTCOMES

UNKNOWN = "FACT"
# The facts that follow from what is typed: not worth asking for while that is missing.
_FOLLOWS = frozenset(
    {"trip.appointment_at", "trip.purpose", "trip.destination", "trip.destination.state",
     "trip.direct_miles", "trip.home_miles"}
)  # fmt: skip
# Short notice: lifted by what is urgent.
_NOTICE, _URGENT = frozenset({"given", "needed"}), "trip.urgent"
_FIRST = frozenset({WHAT_FOR, WHERE_TO})
_NO_NUMBER = "Somebody else arranges this ride. No number is kept here: say who."
_NO_RIGHT = "You have no right to override: ask a dispatcher or an administrator, or turn it down."


def told(verdict: Verdict) -> tuple[Finding, ...]:
    """Return the findings worth saying: not what is only unknown because nobody has asked yet."""
    if verdict.decision is None:
        return ()
    found = verdict.decision.findings
    if not verdict.missing and not verdict.is_looking:
        return found
    return tuple(one for one in found if not _can_wait(one, verdict))


def _can_wait(one: Finding, verdict: Verdict) -> bool:
    field = str(one.facts.get("field", ""))
    has_begun = not _FIRST.intersection(verdict.missing)
    return one.rule == UNKNOWN and (
        field in _FOLLOWS or (field.startswith("trip.") and not has_begun)
    )


def outcome_of(verdict: Verdict) -> Outcome | None:
    """Return the outcome to show; None while nothing stands against it and facts are missing."""
    findings = told(verdict)
    if findings:
        return findings[0].outcome
    is_open = verdict.missing or verdict.is_looking or verdict.decision is None
    return None if is_open else Outcome.ALLOWED


def is_overridden(verdict: Verdict) -> bool:
    """Tell whether the ride is going to be booked against the rules."""
    outcome = outcome_of(verdict)
    needs = outcome not in {None, Outcome.ALLOWED, Outcome.EMERGENCY}
    return needs and bool(verdict.override) and verdict.may_override


def meaning(verdict: Verdict) -> str:
    """Return what the outcome means for the call, in one or two sentences."""
    outcome = outcome_of(verdict)
    if outcome is None:
        asks = f"Still to ask: {', '.join(verdict.missing)}."
        return asks if verdict.missing else "Looking for the way …"
    if is_overridden(verdict):
        return f"Will be booked although the rules say: {OUTCOMES[outcome].lower()}."
    worst = [one for one in told(verdict) if one.outcome is outcome]
    said = MEANINGS[outcome]
    if outcome is Outcome.REFER and verdict.decision and not verdict.decision.contact.phone:
        said = _NO_NUMBER
    if worst and all(one.rule == UNKNOWN for one in worst):
        said = "Ask the caller, or decide yourself and say why."
    if outcome not in {Outcome.ALLOWED, Outcome.EMERGENCY} and not verdict.may_override:
        said += f" {_NO_RIGHT}"
    if verdict.missing:
        said += f" Still to ask: {', '.join(verdict.missing)}."
    return said


def rows(verdict: Verdict) -> tuple[tuple[str, str], ...]:
    """Return what stands below the head: how it goes, who pays, whom to call."""
    decision = verdict.decision
    outcome = outcome_of(verdict)
    if decision is None or outcome is Outcome.EMERGENCY:
        return ()
    call = f"{decision.contact.name} {decision.contact.phone}".strip()
    goes = "" if outcome is Outcome.REFER else _mode(decision)
    pairs = (
        (_call_words(decision) if outcome is Outcome.REFER else "Member calls", call),
        ("Goes by", goes),
        ("Pays", decision.payer),
    )
    return tuple((name, words) for name, words in pairs if words)


def _call_words(decision: Decision) -> str:
    return "Give this number" if decision.contact.phone else "Send the caller to"


def _mode(decision: Decision) -> str:
    return f"mode {MODES[decision.mode]}" if decision.mode in MODES and decision.mode else ""


def paper_name(kind: str) -> str:
    """Return a paper's name."""
    names = {str(one): words for one, words in PAPER_WORDS.items()}
    return names.get(kind, kind.replace("_", " "))


def fact_of(one: Finding) -> str:
    """Return the engine's name of the fact that a finding waits for, or that would lift it."""
    if one.rule == UNKNOWN:
        return str(one.facts.get("field", ""))
    return _URGENT if one.facts.keys() >= _NOTICE else ""


def facts_to_tell(verdict: Verdict) -> tuple[str, ...]:
    """Return the facts that are still to be told, those that a rule can't do without first."""
    found = sorted(told(verdict), key=lambda one: one.rule != UNKNOWN)
    return tuple(filter(None, map(fact_of, found)))


def papers_to_make(verdict: Verdict) -> tuple[str, ...]:
    """Return the kinds of paper that cure a finding, each once, worst finding first."""
    return tuple(dict.fromkeys(one.paper for one in told(verdict) if one.paper))
