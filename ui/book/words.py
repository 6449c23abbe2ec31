"""The words of the Book page: what a ride is for, who comes along, which mode. No Qt."""

from dataclasses import dataclass

from nemt_desk.ground.words import fold
from nemt_desk.members.rows import Assistance, Need, PaperKind, Payer, Program
from nemt_desk.places.rows import PlaceKind
from nemt_desk.policy.decision import Outcome
from nemt_desk.trips.rows import Care, CompanionKind, CompanionReason, Purpose, ReturnKind

OTHER = "other"


@dataclass(frozen=True, slots=True)
class Service:
    """One thing a ride is for; `also` are further words a caller uses, `stay_min` how long."""

    code: str
    words: str
    also: str = ""
    stay_min: int = 60
    care: Care = Care.PRIMARY
    purpose: Purpose = Purpose.COVERED_SERVICE
    has_appointment: bool = True


_NEAR, _FAR = Care.PRIMARY, Care.SPECIALTY
SERVICES: tuple[Service, ...] = (
    Service("office_visit", "Office visit", "doctor clinic checkup appointment primary"),
    Service("dialysis", "Dialysis", "kidney", 240),
    Service("specialist", "Specialist", "cardiology oncology surgery consult heart", 90, _FAR),
    Service("behavioral", "Behavioral health", "mental therapy counseling psychiatry"),
    Service("dental", "Dental", "dentist teeth tooth"),
    Service("eye_exam", "Eye exam", "vision glasses optometrist"),
    Service("pharmacy_pickup", "Pharmacy pick-up", "prescription drugs", 15, has_appointment=False),
    Service("vaccination", "Vaccination", "shot flu vaccine", 30),
    Service("sedation_procedure", "Procedure with sedation", "colonoscopy surgery", 180, _FAR),
    Service("ect", "ECT", "electroconvulsive", 180, _FAR),
    Service("family_planning", "Family planning"),
    Service("family_therapy", "Family therapy", "behavioral"),
    Service("adult_day_care", "Adult day care", "day program", 360),
    Service("dd_waiver", "DD waiver service", "developmental disability", 240),
    Service("dme", "Medical equipment", "dme walker wheelchair oxygen supplies", 30),
    Service("cpr", "CPR class", "infant"),
    Service("cstar", "CSTAR", "substance treatment"),
    Service("in_home", "In-home service"),
    Service("after_school_treatment", "After-school treatment", "day treatment", 120),
    Service("hospital_discharge", "Hospital discharge", "going home released", 0, _FAR),
    Service("hospital_admission", "Hospital admission", "admitted", 0, _FAR),
    Service("nursing_facility_admission", "Nursing facility admission", "nursing home", 0),
    Service(
        "appeal_hearing", "Appeal hearing", "court appeal", 60, _NEAR, Purpose.APPEAL_HEARING
    ),
    Service(OTHER, "Something else (not care)", "shopping bank church visit", 60, _NEAR,
            Purpose.OTHER),
)  # fmt: skip
BY_CODE = {service.code: service for service in SERVICES}


def find_services(typed: str) -> list[Service]:
    """Return services whose words begin with every typed word; the plain ones first."""
    parts = fold(typed).split()
    hits = [(_rank(service, parts), service) for service in SERVICES]
    return [service for rank, service in sorted(hits, key=lambda hit: hit[0]) if rank < _MISS]


_MISS = 9


def _rank(service: Service, parts: list[str]) -> int:
    own = fold(service.words).split()
    every = own + fold(service.also).split()
    if not all(any(word.startswith(part) for word in every) for part in parts):
        return _MISS
    if not parts or own[0].startswith(parts[0]):
        return 0
    return 1 if any(word.startswith(parts[0]) for word in own) else 2


_MN = "mn"


def cares_of(pack: str) -> dict[Care, str]:
    """Return the kinds of care; with Minnesota's distance limits (S4-061) where they hold."""
    limits = (" (30 miles)", " (60 miles)") if pack == _MN else ("", "")
    return {
        Care.PRIMARY: f"primary care{limits[0]}",
        Care.SPECIALTY: f"specialty care{limits[1]}",
    }


RETURNS = {
    ReturnKind.SCHEDULED: "scheduled",
    ReturnKind.WILL_CALL: "will call",
    ReturnKind.WAIT: "driver waits",
    ReturnKind.NONE: "no return",
}
COMPANIONS = {
    CompanionKind.RESPONSIBLE_PERSON: "responsible person",
    CompanionKind.PARENT: "parent",
    CompanionKind.GUARDIAN: "guardian",
    CompanionKind.CAREGIVER: "caregiver",
    CompanionKind.ADULT: "other adult",
    CompanionKind.ATTENDANT: "attendant",
    CompanionKind.SIBLING: "sibling",
}
REASONS: dict[CompanionReason | None, str] = {
    None: "reason not asked yet",
    CompanionReason.DECISIONS: "takes part in decisions",
    CompanionReason.LEARN_CARE: "learns the care",
    CompanionReason.NECESSARY: "must be with the member",
    CompanionReason.THERAPY: "family therapy",
}
MODES: dict[int | None, str] = {
    None: "mode: as assessed",
    1: "1 personal mileage",
    2: "2 volunteer",
    3: "3 unassisted carrier",
    4: "4 assisted carrier",
    5: "5 lift (state)",
    6: "6 protected (state)",
    7: "7 stretcher (state)",
}
RETURN_MODES: dict[int | None, str] = {None: "same mode home"} | {
    mode: f"home by {words}" for mode, words in MODES.items() if mode is not None and mode < 5
}
ASSISTANCE = {
    Assistance.CURB: "curb to curb",
    Assistance.DOOR: "door to door",
    Assistance.DOOR_THROUGH: "door through door",
}
URGENT = {
    "": "it can wait",
    "illness": "urgent: illness",
    "injury": "urgent: injury",
    "dialysis": "urgent: dialysis",
    "discharge": "hospital discharge",
    "other": "urgent: other",
}
NEEDS = {
    Need.WALKER: "walker",
    Need.CANE: "cane",
    Need.WHEELCHAIR_FOLDS: "wheelchair that folds",
    Need.WHEELCHAIR: "wheelchair",
    Need.POWER_CHAIR: "power chair",
    Need.OXYGEN: "oxygen",
    Need.SERVICE_ANIMAL: "service animal",
    Need.CHILD_SEAT: "child seat",
    Need.LOW_VISION: "low vision",
    Need.HARD_OF_HEARING: "hard of hearing",
    Need.INTERPRETER: "interpreter",
}
PAPERS = {kind: str(kind).replace("_", " ") for kind in PaperKind} | {
    PaperKind.DISTANCE: "authorization over 30/60 miles",
    PaperKind.OUT_OF_STATE: "out-of-state authorization",
    PaperKind.TRAVEL_ALONE: "consent to travel alone",
    PaperKind.VEHICLE_MEDICAL: "vehicle exception (medical)",
    PaperKind.VEHICLE_UNAVAILABLE: "vehicle exception (unavailable)",
}
_PROGRAMS = {
    "ct": (Program.HUSKY_A, Program.HUSKY_B, Program.HUSKY_C, Program.HUSKY_D, Program.LIMITED),
    "mo": (Program.MHN,),
    _MN: (Program.MA, Program.EMA, Program.IMD, Program.MNCARE, Program.MFPP, Program.RMA),
}


def programs_of(pack: str) -> dict[Program | None, str]:
    """Return the programs of a jurisdiction."""
    known = _PROGRAMS.get(pack, tuple(Program))
    return {None: "not known", **{one: str(one).replace("_", " ") for one in known}}


PAYERS = {Payer.FFS: "fee for service", Payer.MCO: "managed care"}
PLACE_KINDS = {
    kind: str(kind).replace("_", " ") for kind in PlaceKind if kind is not PlaceKind.HOME
}
OUTCOMES = {
    Outcome.EMERGENCY: "Emergency: dial 911",
    Outcome.REFER: "Refer elsewhere",
    Outcome.NOT_COVERED: "Not covered",
    Outcome.NEEDS_PAPER: "Needs paper",
    Outcome.NEEDS_REVIEW: "Needs review",
    Outcome.ALLOWED: "Allowed",
}
UNMET = {
    "not_covered": "the rules do not cover it",
    "paper_missing": "a paper is missing",
    "referred": "somebody else arranges it",
    "no_driver": "no driver can take it",
    "short_notice": "asked too late",
    "caller_declined": "the caller did not want it this way",
    "other": "another reason",
}
