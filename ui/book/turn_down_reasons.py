"""Which reason for turning down is the likely one, from the decision. No Qt."""

from nemt_desk.policy.decision import Decision, Outcome

_LIKELY = {
    Outcome.EMERGENCY: "referred",
    Outcome.REFER: "referred",
    Outcome.NOT_COVERED: "not_covered",
    Outcome.NEEDS_PAPER: "paper_missing",
    Outcome.NEEDS_REVIEW: "short_notice",
    Outcome.ALLOWED: "no_driver",
}


def likely_reason(decision: Decision | None) -> str:
    """Return the reason to offer first."""
    return _LIKELY[decision.outcome] if decision is not None else "other"
