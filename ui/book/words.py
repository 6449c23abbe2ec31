"""The words of the Book page: who comes along, which mode, what is asked. No Qt."""

from nemt_desk.members.rows import Assistance, Need, Payer, Program
from nemt_desk.places.rows import PlaceKind
from nemt_desk.policy.decision import Outcome
from nemt_desk.policy.packs import Pack
from nemt_desk.trips.rows import Care, CompanionKind, CompanionReason, ReturnKind


def cares_of(pack: Pack) -> dict[Care | None, str]:
    """Return the kinds of care, with the pack's distance limits where it has some (S4-061)."""
    distances = [one.figures["limits"] for one in pack.entries if one.check == "distance"]
    limits = distances[0] if distances else {}
    said: dict[Care | None, str] = {None: "primary or specialty?"}
    for care in Care:
        said[care] = f"{care} care" + (f" ({limits[care]} miles)" if care in limits else "")
    return said


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
ROUTINES: dict[bool | None, str] = {
    None: "routine visit or not?",
    True: "routine or checkup",
    False: "not routine",
}
FUNDING = {
    None: "nobody else pays",
    "waiver": "a waiver pays",
    "per_diem": "a per diem pays",
    "pca_program": "the PCA program pays",
}
VEHICLES = {
    None: "by car",
    "taxi": "by taxi",
    "bus": "by bus",
    "rail": "by train",
    "air": "by air",
    "ambulance": "by ambulance",
}
ANCILLARY = {"lodging": "lodging", "meals": "meals", "parking": "parking", "tolls": "tolls"}
ENROLLED: dict[bool | None, str] = {
    True: "provider is enrolled",
    False: "provider is not enrolled",
    None: "enrolled? not known",
}
# Who drives, as (the driver's kind, the relationship) of the rules' facts.
DRIVERS: dict[tuple[str, str], str] = {
    ("", ""): "the agency finds a driver",
    ("self", ""): "the member drives",
    ("private", "family"): "family drives",
    ("private", "friend"): "a friend drives",
    ("private", "neighbor"): "a neighbor drives",
    ("private", "pca"): "the PCA drives",
    ("private", "hha"): "the home health aide drives",
    ("private", "attendant"): "another attendant drives",
    ("private", "foster_care"): "foster care staff drive",
    ("private", "social_worker"): "the social worker drives",
}
RELATIONS = {
    "": "the member",
    "parent": "parent",
    "guardian": "guardian",
    "spouse": "spouse",
    "child": "son or daughter",
    "family": "other family",
    "friend": "friend or neighbor",
    "caregiver": "caregiver",
    "facility": "facility or clinic",
    "social_worker": "social worker",
    "other": "somebody else",
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
_PROGRAMS = {
    "ct": (Program.HUSKY_A, Program.HUSKY_B, Program.HUSKY_C, Program.HUSKY_D, Program.LIMITED),
    "mo": (Program.MHN,),
    "mn": (Program.MA, Program.EMA, Program.IMD, Program.MNCARE, Program.MFPP, Program.RMA),
}


def programs_of(pack: str) -> dict[Program | None, str]:
    """Return the programs of a jurisdiction."""
    known = _PROGRAMS.get(pack, tuple(Program))
    return {None: "not known", **{one: str(one).replace("_", " ") for one in known}}


PAYERS = {Payer.FFS: "fee for service", Payer.MCO: "managed care"}
PLACE_KINDS = {
    kind: str(kind).replace("_", " ") for kind in PlaceKind if kind is not PlaceKind.HOME
}
# What an outcome means to somebody who has never seen the program.
MEANINGS = {
    Outcome.EMERGENCY: "Tell the caller to hang up and dial 911. Nothing is booked.",
    Outcome.REFER: "Somebody else arranges this ride. Give the caller the number.",
    Outcome.NOT_COVERED: "This ride is not covered; no paper changes that.",
    Outcome.NEEDS_PAPER: "Covered as soon as what is missing is there.",
    Outcome.NEEDS_REVIEW: "Somebody with the right must decide, and say why.",
    Outcome.ALLOWED: "Nothing stands against it. Book it.",
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
