"""From the draft to the question that the rules are asked. No Qt, no session."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from nemt_desk.ground.settings import Settings
from nemt_desk.policy import packs
from nemt_desk.policy.decision import Decision, Outcome
from nemt_desk.policy.engine import decide as decide_facts
from nemt_desk.policy.facts import Facts, MemberFacts, TripFacts
from nemt_desk.trips.asking import Asking
from nemt_desk.trips.rows import Care
from ui.book.call.draft import Draft
from ui.book.call.plan import Plan
from ui.book.call.ways import Ways
from ui.book.services import OTHER


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What the rules are told that nobody types: when it is, the figures, who is shut that day."""

    settings: Settings
    asked_at: datetime
    words: str = ""
    school_closed: tuple[str, ...] = ()
    local: Mapping[str, Any] | None = None
    recurring: bool = False


def emergency(words: str, settings: Settings) -> Decision | None:
    """Return the decision if these words alone speak of an emergency."""
    if not words.strip():
        return None
    facts = Facts(member=MemberFacts(), trip=TripFacts(words=words))
    decision = decide_facts(facts, packs.load(settings.pack))
    return decision if decision.outcome is Outcome.EMERGENCY else None


def question(draft: Draft, plan: Plan, ways: Ways, around: Around) -> Asking:
    """Return what the rules are asked about a draft that has a member."""
    if draft.member is None:
        raise ValueError("the rules are asked about a member")
    return Asking(
        member=draft.member,
        origin=draft.start,
        destination=draft.place,
        settings=around.settings,
        asked_at=around.asked_at,
        purpose=draft.purpose,
        service="" if draft.service == OTHER else draft.service,
        care=draft.care or Care.PRIMARY,
        appointment_at=plan.out.appointment_at,
        pickup_at=plan.out.pickup_at,
        direct_m=ways.of(draft.start, draft.place).metres,
        home_m=ways.of(draft.home, draft.place).metres,
        mode=draft.mode,
        assistance=draft.assistance,
        return_kind=draft.return_kind,
        companions=draft.everybody,
        facts=replace(
            draft.facts,
            care_known=draft.care is not None,
            words=around.words,
            discharge=draft.is_discharge,
        ),
        school_closed=around.school_closed,
        recurring=around.recurring,
        local=around.local,
    )
