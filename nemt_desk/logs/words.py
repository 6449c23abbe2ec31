"""The words of trip logs for what records keep as codes."""

from nemt_desk.ground.words import day_year_text
from nemt_desk.members.rows import Member, PaperKind, Payer, Program
from nemt_desk.trips.rows import Care, Purpose, Trip

PURPOSES = {
    Purpose.COVERED_SERVICE: "covered service",
    Purpose.APPEAL_HEARING: "appeal hearing",
    Purpose.OTHER: "other",
}
CARE = {Care.PRIMARY: "primary care", Care.SPECIALTY: "specialty care"}
PROGRAMS = {
    Program.MNCARE: "MinnesotaCare",
    Program.HUSKY_A: "HUSKY A",
    Program.HUSKY_B: "HUSKY B",
    Program.HUSKY_C: "HUSKY C",
    Program.HUSKY_D: "HUSKY D",
    Program.LIMITED: "Limited Benefit",
    Program.MHN: "MO HealthNet",
}
AUTHORIZATIONS = {
    PaperKind.DISTANCE: "distance over 30/60 miles",
    PaperKind.OUT_OF_STATE: "out of state",
    PaperKind.ESCORT: "escort",
    PaperKind.LODGING: "lodging",
    PaperKind.MILEAGE: "mileage",
    PaperKind.UPGRADE: "higher mode",
    PaperKind.MEDICAL_NEED: "medical need",
    PaperKind.VEHICLE_MEDICAL: "vehicle exception, medical",
    PaperKind.VEHICLE_UNAVAILABLE: "vehicle exception, unavailable",
}


def purpose_text(trip: Trip) -> str:
    """Return `covered service: dialysis`."""
    service = trip.service.replace("_", " ")
    purpose = PURPOSES[trip.purpose]
    return f"{purpose}: {service}" if service and service != purpose else purpose


def eligibility_text(member: Member) -> str:
    """Return the eligibility check as J6 asks: program, payer, living arrangement, date."""
    if member.checked_on is None:
        return ""
    program = PROGRAMS.get(member.program, member.program.value) if member.program else ""
    payer = "fee for service" if member.payer is Payer.FFS else member.plan or "managed care"
    living = f"living arrangement {member.living_arrangement}" if member.living_arrangement else ""
    parts = (
        f"{program} {payer}".strip(),
        living,
        f"checked {day_year_text(member.checked_on)}",
    )
    return ", ".join(part for part in parts if part)
