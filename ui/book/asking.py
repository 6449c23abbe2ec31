"""Asks the rules about what was typed: from the draft to the facts of a decision. No Qt."""

from datetime import datetime

from nemt_desk.ground.settings import Settings
from nemt_desk.policy import packs
from nemt_desk.policy.decision import Decision, Outcome
from nemt_desk.policy.engine import decide as decide_facts
from nemt_desk.policy.facts import Facts, MemberFacts, TripFacts, Urgent
from nemt_desk.trips.asking import Asking, ask
from ui.book.draft import Draft
from ui.book.timing import Plan
from ui.book.ways import Ways
from ui.book.words import OTHER

_DISCHARGE = "discharge"


def emergency(words: str, settings: Settings) -> Decision | None:
    """Return the decision if these words alone speak of an emergency."""
    if not words.strip():
        return None
    facts = Facts(member=MemberFacts(), trip=TripFacts(words=words))
    decision = decide_facts(facts, packs.load(settings.pack))
    return decision if decision.outcome is Outcome.EMERGENCY else None


def decide(
    draft: Draft,
    plan: Plan,
    ways: Ways,
    *,
    settings: Settings,
    asked_at: datetime,
    words: str,
) -> Decision:
    """Return what the rules say about a draft that has a member."""
    if draft.member is None:
        raise ValueError("the rules are asked about a member")
    return ask(
        Asking(
            member=draft.member,
            origin=draft.start,
            destination=draft.place,
            settings=settings,
            asked_at=asked_at,
            purpose=draft.purpose,
            service="" if draft.service == OTHER else draft.service,
            care=draft.care,
            appointment_at=plan.out.appointment_at,
            pickup_at=plan.out.pickup_at,
            direct_m=ways.of(draft.start, draft.place).metres,
            home_m=ways.of(draft.home, draft.place).metres,
            mode=draft.mode,
            assistance=draft.assistance,
            return_kind=draft.return_kind,
            companions=draft.everybody,
            driver=None,
            urgent=_urgent(draft),
            words=words,
            discharge=draft.urgent == _DISCHARGE or draft.service == "hospital_discharge",
        )
    )


def _urgent(draft: Draft) -> Urgent | None:
    return Urgent(draft.urgent, draft.urgent_verified) if draft.urgent else None
