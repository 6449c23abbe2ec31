"""Turning the call's request down, or sending it elsewhere: the likely reason, and keeping it."""

from nemt_desk.ground.changes import Changes, Saved
from nemt_desk.ground.errors import InputError, Problem
from nemt_desk.policy.decision import Decision, Outcome
from nemt_desk.trips.rows import NewUnmet
from ui.book.call.booking import Booking
from ui.book.words import UNMET

REFERRED = "referred"
_LIKELY = {
    Outcome.EMERGENCY: REFERRED,
    Outcome.REFER: REFERRED,
    Outcome.NOT_COVERED: "not_covered",
    Outcome.NEEDS_PAPER: "paper_missing",
    Outcome.NEEDS_REVIEW: "short_notice",
    Outcome.ALLOWED: "no_driver",
}


def likely_reason(decision: Decision | None) -> str:
    """Return the reason to offer first."""
    return _LIKELY[decision.outcome] if decision is not None else "other"


def referral(decision: Decision | None) -> str:
    """Return whom the caller was told to call, as the note of a referral."""
    if decision is None or decision.outcome is not Outcome.REFER:
        return ""
    return f"Told to call {decision.contact.name} {decision.contact.phone}".strip()


def turn_down(booking: Booking, reason: str, note: str) -> Changes:
    """Keep the request as turned down: the unmet need.

    Raises:
        InputError: the reason is missing.
    """
    return booking.office.trips.turn_down(booking.actor, _unmet(booking, reason, note))


def deny(booking: Booking, reason: str, note: str) -> Saved:
    """Keep the request as turned down, with a formal notice (MN-089).

    Raises:
        InputError: nobody rides yet, or the reason is missing.
    """
    if booking.draft.member is None:
        raise InputError([Problem("member", "A notice needs a name: say who asked to ride.")])
    return booking.office.denials.turn_down(booking.actor, _unmet(booking, reason, note))


def _unmet(booking: Booking, reason: str, note: str) -> NewUnmet:
    draft, caller = booking.draft, booking.draft.caller
    decision = booking.verdict().decision
    return NewUnmet(
        member_id=draft.member.id if draft.member else None,
        day=draft.day or booking.today(),
        place_id=draft.place.id if draft.place else None,
        reason=UNMET.get(reason, reason),
        reason_code=reason,
        note=note,
        decision=decision.to_json() if decision else None,
        asked_by=" ".join(part for part in (caller.name, caller.phone) if part),
        appointment_at=booking.plan().out.appointment_at,
    )
