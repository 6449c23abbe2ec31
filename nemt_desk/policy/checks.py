"""The list of checks that an entry of a pack can ask; each knows its figures' names."""

from collections.abc import Callable
from dataclasses import dataclass

from nemt_desk.policy import how, notice, what, who
from nemt_desk.policy.entries import Entry
from nemt_desk.policy.question import Answer, Question

SHARED_CONTACT = "plan"


@dataclass(frozen=True, slots=True)
class Check:
    """One check: what it does and which figures its entries may and must give."""

    ask: Callable[[Question, Entry], Answer]
    figures: tuple[str, ...] = ()
    required: tuple[str, ...] = ()


def _needs(ask: Callable[[Question, Entry], Answer], *figures: str, may: str = "") -> Check:
    return Check(ask, (*figures, *may.split()), figures)


CHECKS: dict[str, Check] = {
    "emergency_words": _needs(what.emergency_words, "words"),
    "purpose": _needs(what.purpose, "refused"),
    "routine": _needs(what.routine, "programs"),
    "distance": _needs(what.distance, "limits", "authorization"),
    "within_distance": _needs(what.within_distance, "limits"),
    "country": _needs(what.country, "inside"),
    "out_of_state": _needs(what.out_of_state, "authorization"),
    "notice": _needs(notice.notice, "unit", "amount", may="by otherwise lifted_by"),
    "program": _needs(who.program, "programs"),
    "program_dates": _needs(who.program_dates),
    "managed_care": _needs(who.managed_care, "payers", may="except"),
    "county": _needs(who.county, "counties"),
    "living_arrangement": _needs(who.living_arrangement, "codes"),
    "late_code": _needs(who.late_code, "codes", "full_months", may="paper"),
    "escort": _needs(who.escort, "under", "escorts", may="consent consent_from"),
    "vehicle_owner": _needs(how.vehicle_owner, "mode"),
    "handed_off": _needs(how.handed_off, "modes"),
    "recognized": _needs(how.recognized, "kinds"),
    "open_to_all": _needs(how.open_to_all, "kinds"),
    "credentials": _needs(how.credentials),
    "return_mode": _needs(how.return_mode, "services"),
    "responsible_person": _needs(how.responsible_person, "kinds"),
    "member_aboard": _needs(how.member_aboard, "services"),
    "plan_of_care": _needs(how.plan_of_care, "services", "document"),
    "attendant": _needs(how.attendant, "kinds"),
    "service_animal": _needs(how.service_animal),
}
