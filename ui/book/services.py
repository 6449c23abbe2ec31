"""What rides are for, found by the words a caller uses. No Qt."""

from dataclasses import dataclass

from nemt_desk.ground.words import fold
from nemt_desk.trips.rows import Care, Purpose

OTHER = "other"


@dataclass(frozen=True, slots=True)
class Service:
    """One thing a ride is for; `also` are further words a caller uses, `stay_min` how long.

    `care` is given where the service alone tells primary from specialty care.
    """

    code: str
    words: str
    also: str = ""
    stay_min: int = 60
    care: Care | None = None
    purpose: Purpose = Purpose.COVERED_SERVICE
    has_appointment: bool = True


_NEAR, _FAR = Care.PRIMARY, Care.SPECIALTY
SERVICES: tuple[Service, ...] = (
    Service("office_visit", "Office visit", "doctor clinic checkup appointment primary", 60, _NEAR),
    Service("dialysis", "Dialysis", "kidney", 240),
    Service("specialist", "Specialist", "cardiology oncology surgery consult heart", 90, _FAR),
    Service("behavioral", "Behavioral health", "mental therapy counseling psychiatry"),
    Service("dental", "Dental", "dentist teeth tooth"),
    Service("eye_exam", "Eye exam", "vision glasses optometrist"),
    Service("pharmacy_pickup", "Pharmacy pick-up", "prescription drugs", 15, has_appointment=False),
    Service("vaccination", "Vaccination", "shot flu vaccine", 30, _NEAR),
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
    Service("hospital_discharge", "Hospital discharge", "going home released", 0),
    Service("hospital_admission", "Hospital admission", "admitted", 0),
    Service("nursing_facility_admission", "Nursing facility admission", "nursing home", 0),
    Service(
        "appeal_hearing", "Appeal hearing", "court appeal", 60, None, Purpose.APPEAL_HEARING
    ),
    Service(OTHER, "Something else (not care)", "shopping bank church visit", 60, None,
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
