"""The words of run sheets, trip logs and violations for what records keep as codes."""

from nemt_desk.drivers.rows import RelationKind
from nemt_desk.members.rows import Assistance, Need
from nemt_desk.places.rows import Place, PlaceKind
from nemt_desk.trips.rows import CompanionKind, CompanionReason

ASSISTANCE = {
    Assistance.CURB: "curb to curb",
    Assistance.DOOR: "door to door",
    Assistance.DOOR_THROUGH: "door through door",
}
NEEDS = {
    Need.WALKER: "walker",
    Need.CANE: "cane",
    Need.WHEELCHAIR_FOLDS: "wheelchair, folds",
    Need.WHEELCHAIR: "wheelchair",
    Need.POWER_CHAIR: "power wheelchair",
    Need.OXYGEN: "oxygen",
    Need.SERVICE_ANIMAL: "service animal",
    Need.CHILD_SEAT: "child seat",
    Need.LOW_VISION: "low vision",
    Need.HARD_OF_HEARING: "hard of hearing",
    Need.INTERPRETER: "interpreter",
}
COMPANIONS = {
    CompanionKind.RESPONSIBLE_PERSON: "responsible person",
    CompanionKind.PARENT: "parent",
    CompanionKind.GUARDIAN: "guardian",
    CompanionKind.CAREGIVER: "caregiver",
    CompanionKind.ADULT: "adult",
    CompanionKind.ATTENDANT: "attendant",
    CompanionKind.SIBLING: "sibling",
    CompanionKind.SERVICE_ANIMAL: "service animal",
}
REASONS = {
    CompanionReason.DECISIONS: "makes medical decisions",
    CompanionReason.LEARN_CARE: "learns about the care",
    CompanionReason.NECESSARY: "needed to enable the service",
    CompanionReason.THERAPY: "family therapy",
}
RELATIONS = {
    RelationKind.FAMILY: "family",
    RelationKind.FRIEND: "friend",
    RelationKind.NEIGHBOR: "neighbor",
    RelationKind.PCA: "personal care assistant",
    RelationKind.HHA: "home health aide",
    RelationKind.ATTENDANT: "attendant",
    RelationKind.FOSTER_CARE: "foster care staff",
    RelationKind.SOCIAL_WORKER: "social worker",
    RelationKind.REFUSED: "refused pair",
}
MODES = {
    1: "personal mileage",
    2: "volunteer driver",
    3: "unassisted carrier",
    4: "assisted carrier",
    5: "lift-equipped vehicle",
    6: "protected transport",
    7: "stretcher transport",
}


def needs_words(needs: frozenset[Need]) -> tuple[str, ...]:
    """Return what a member travels with, always in the same order, service animals apart."""
    return tuple(NEEDS[n] for n in Need if n in needs and n is not Need.SERVICE_ANIMAL)


def place_name(place: Place) -> str:
    """Return the place's name; a home without one is `Home`."""
    return place.name or ("Home" if place.kind is PlaceKind.HOME else place.where)


def place_address(place: Place) -> str:
    """Return the address or description in one line, or that there is none."""
    return place.where or "no address on file"
