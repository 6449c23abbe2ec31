"""How papers are called, in lists, letters and the trail; without anybody's name."""

from typing import Final

from nemt_desk.members.rows import CheckResult, PaperKind, PaperState

PAPER_WORDS: Final[dict[PaperKind, str]] = {
    PaperKind.DISTANCE: "authorization over 30 or 60 miles",
    PaperKind.OUT_OF_STATE: "authorization out of state",
    PaperKind.ESCORT: "escort approval",
    PaperKind.LODGING: "lodging approval",
    PaperKind.MILEAGE: "mileage approval",
    PaperKind.UPGRADE: "upgrade of the mode",
    PaperKind.MEDICAL_NEED: "medical necessity form",
    PaperKind.AMBULANCE: "ambulance authorization",
    PaperKind.VEHICLE_MEDICAL: "exception: medical, can't drive",
    PaperKind.VEHICLE_UNAVAILABLE: "exception: car not available",
    PaperKind.TRAVEL_ALONE: "consent: minor rides alone",
    PaperKind.PLAN_OF_CARE: "plan of care",
    PaperKind.PROVIDER_NOTE: "provider's note",
    PaperKind.SPECIALIZED_TRANSPORTATION: "specialized transportation form",
    PaperKind.DISCHARGE_PAPERS: "discharge papers",
}
STATE_WORDS: Final[dict[PaperState, str]] = {
    PaperState.ASKED: "asked for",
    PaperState.ON_FILE: "on file",
    PaperState.REFUSED: "refused",
}
RESULT_WORDS: Final[dict[CheckResult, str]] = {
    CheckResult.ELIGIBLE: "eligible",
    CheckResult.NOT_ELIGIBLE: "not eligible",
    CheckResult.NOT_FOUND: "not found",
}
