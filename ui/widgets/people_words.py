"""How the kinds of members, drivers and places are said on screen. No Qt, no figures."""

from collections.abc import Iterable
from datetime import date

from nemt_desk.drivers.rows import CredentialKind, DriverKind, RelationKind
from nemt_desk.ground.words import day_year_text
from nemt_desk.members.rows import (
    Assistance,
    CheckResult,
    Need,
    PaperKind,
    PaperState,
    Payer,
    Program,
)
from nemt_desk.places.rows import PinSource, PlaceKind

PROGRAMS: dict[Program, str] = {
    Program.MA: "MA, Medical Assistance",
    Program.EMA: "EMA, Emergency MA",
    Program.IMD: "IMD",
    Program.MNCARE: "MinnesotaCare",
    Program.MFPP: "MFPP, family planning",
    Program.RMA: "RMA, Refugee MA",
    Program.HUSKY_A: "HUSKY A",
    Program.HUSKY_B: "HUSKY B",
    Program.HUSKY_C: "HUSKY C",
    Program.HUSKY_D: "HUSKY D",
    Program.LIMITED: "Limited benefit",
    Program.MHN: "MO HealthNet",
}
SHORT_PROGRAMS: dict[Program, str] = {
    program: words.partition(",")[0] for program, words in PROGRAMS.items()
} | {Program.MNCARE: "MnCare"}
PAYERS: dict[Payer, str] = {Payer.FFS: "Fee for service", Payer.MCO: "Health plan (MCO)"}
MODES: dict[int, str] = {
    1: "1 personal mileage",
    2: "2 volunteer",
    3: "3 unassisted carrier",
    4: "4 assisted carrier",
    5: "5 lift",
    6: "6 protected",
    7: "7 stretcher",
}
ASSISTANCES: dict[Assistance, str] = {
    Assistance.CURB: "Curb to curb",
    Assistance.DOOR: "Door to door",
    Assistance.DOOR_THROUGH: "Door through door",
}
NEEDS: dict[Need, str] = {
    Need.WALKER: "walker",
    Need.CANE: "cane",
    Need.WHEELCHAIR_FOLDS: "wheelchair that folds",
    Need.WHEELCHAIR: "wheelchair, stays in it",
    Need.POWER_CHAIR: "power chair",
    Need.OXYGEN: "oxygen",
    Need.SERVICE_ANIMAL: "service animal",
    Need.CHILD_SEAT: "child seat",
    Need.LOW_VISION: "low vision",
    Need.HARD_OF_HEARING: "hard of hearing",
    Need.INTERPRETER: "interpreter",
}
PAPERS: dict[PaperKind, str] = {
    PaperKind.DISTANCE: "Over 30 or 60 miles",
    PaperKind.OUT_OF_STATE: "Out of state",
    PaperKind.ESCORT: "Escort",
    PaperKind.LODGING: "Lodging",
    PaperKind.MILEAGE: "Mileage",
    PaperKind.UPGRADE: "Higher mode",
    PaperKind.MEDICAL_NEED: "Medical need",
    PaperKind.VEHICLE_MEDICAL: "Can't drive: medical",
    PaperKind.VEHICLE_UNAVAILABLE: "Car not available",
    PaperKind.TRAVEL_ALONE: "Minor rides alone",
    PaperKind.PLAN_OF_CARE: "Plan of care",
    PaperKind.PROVIDER_NOTE: "Provider's note",
    PaperKind.AMBULANCE: "Ambulance",
    PaperKind.SPECIALIZED_TRANSPORTATION: "Specialized transportation form",
    PaperKind.DISCHARGE_PAPERS: "Discharge papers",
}
PAPER_STATES: dict[PaperState, str] = {
    PaperState.ON_FILE: "On file",
    PaperState.ASKED: "Asked for, not back",
    PaperState.REFUSED: "Refused",
}
CHECK_RESULTS: dict[CheckResult, str] = {
    CheckResult.ELIGIBLE: "Eligible",
    CheckResult.NOT_ELIGIBLE: "Not eligible",
    CheckResult.NOT_FOUND: "Not found",
}
DRIVER_KINDS: dict[DriverKind, str] = {
    DriverKind.VOLUNTEER: "Volunteer",
    DriverKind.STAFF: "Staff",
    DriverKind.CARRIER: "Carrier",
    DriverKind.PRIVATE: "Private: family or friend",
}
CREDENTIALS: dict[CredentialKind, str] = {
    CredentialKind.LICENCE: "Driver's licence",
    CredentialKind.INSURANCE: "Car insurance",
    CredentialKind.BACKGROUND: "Background check",
    CredentialKind.EXCLUSION_CHECK: "Exclusion list",
    CredentialKind.DRIVING_RECORD: "Driving record",
    CredentialKind.TRAINING: "Training",
    CredentialKind.INSPECTION: "Inspection",
}
RELATIONS: dict[RelationKind, str] = {
    RelationKind.FAMILY: "Family",
    RelationKind.FRIEND: "Friend",
    RelationKind.NEIGHBOR: "Neighbor",
    RelationKind.PCA: "Personal care assistant",
    RelationKind.HHA: "Home health aide",
    RelationKind.ATTENDANT: "Attendant",
    RelationKind.FOSTER_CARE: "Foster care",
    RelationKind.SOCIAL_WORKER: "Social worker",
    RelationKind.REFUSED: "Not to be paired",
}
PLACE_KINDS: dict[PlaceKind, str] = {
    PlaceKind.CLINIC: "Clinic",
    PlaceKind.HOSPITAL: "Hospital",
    PlaceKind.DIALYSIS: "Dialysis",
    PlaceKind.PHARMACY: "Pharmacy",
    PlaceKind.NURSING_FACILITY: "Nursing facility",
    PlaceKind.RESIDENTIAL_FACILITY: "Residential facility",
    PlaceKind.SCHOOL: "School",
    PlaceKind.WORK: "Work",
    PlaceKind.AGENCY: "Agency",
    PlaceKind.OTHER: "Other",
    PlaceKind.HOME: "Home",
}
PINS: dict[PinSource, str] = {
    PinSource.PIN: "pin set by hand",
    PinSource.POINT: "house point, about 10 m",
    PinSource.RANGE: "address range, about 20 m",
    PinSource.STREET: "only the middle of the street",
    PinSource.TOWN: "only the middle of the town",
    PinSource.ZIP: "only the middle of the ZIP area",
    PinSource.NONE: "no pin",
}
ROUGH_PINS = frozenset({PinSource.STREET, PinSource.TOWN, PinSource.ZIP})
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def needs_text(needs: Iterable[Need]) -> str:
    """Return the needs in the order they are always said."""
    chosen = set(needs)
    return ", ".join(words for need, words in NEEDS.items() if need in chosen)


def born_text(day: date | None) -> str:
    """Return a birth date without its weekday, `1 Feb 1950`: nobody tells it."""
    return day_year_text(day).partition(" ")[2] if day is not None else ""
