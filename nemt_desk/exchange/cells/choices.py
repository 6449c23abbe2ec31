"""Words that stand for one of a few things: needs, lift, wheelchair, the way back, kinds. Pure."""

import re
from enum import StrEnum

from nemt_desk.exchange.cells.got import EMPTY, Got, no_cell, taken, warned
from nemt_desk.ground.words import fold

_YES = frozenset(["y", "yes", "true", "x", "1", "t", "ja", "si", "oui", "wahr"]) | {
    "\u2713",
    "\u2714",
    "\u2611",
}
_NO = frozenset(["n", "no", "false", "0", "f", "none", "nein", "non", "falsch"]) | {
    "\u2717",
    "\u2610",
}
_CHAIRS = frozenset(
    fold(word)
    for word in (
        "w/c", "wc", "wheelchair", "wheel chair", "chair", "power chair", "pwr chair", "powerchair",
        "electric chair", "electric wheelchair", "manual chair", "manual w/c", "manual wheelchair",
        "power w/c", "power wheelchair", "transport chair", "scooter", "in wheelchair", "pwc",
        "motorized chair", "w/c yes", "yes w/c",
    )
)  # fmt: skip
_AMBULATORY = frozenset({"amb", "ambulatory", "walks", "walker", "cane"})
_NEEDS = {
    "walker": "walker|walks with walker|rollator",
    "cane": "cane|stick",
    "wheelchair": "w/c|wc|wheelchair|wheel chair|manual wheelchair|manual w/c|manual chair|"
        "chair|in w/c",
    "wheelchair_folds": "folding wheelchair|folding w/c|transport chair|w/c folds|folds|"
        "folding chair",
    "power_chair": "power chair|pwr chair|powerchair|electric wheelchair|power wheelchair|"
        "scooter|power w/c",
    "oxygen": "oxygen|o2|portable oxygen|oxygen tank",
    "service_animal": "service dog|service animal|guide dog|seeing eye dog|dog (service)",
    "child_seat": "child seat|car seat|booster|booster seat|carseat",
    "low_vision": "low vision|blind|visually impaired|legally blind|vision",
    "hard_of_hearing": "hard of hearing|hoh|deaf|hearing impaired|hearing",
    "interpreter": "interpreter|needs interpreter|asl|translator",
}  # fmt: skip
_NEED = {fold(word): need for need, words in _NEEDS.items() for word in words.split("|")}
_KINDS = {
    "dialysis": "dialysis|dialysis center|renal",
    "hospital": "hospital|hosp|medical center|er",
    "pharmacy": "pharmacy|drug store|drugstore|rx",
    "clinic": "clinic|doctor|dr|dentist|dental|eye|eye doctor|optometry|vision|therapy|pt|"
        "physical therapy"
    "|mental health|behavioral health|counseling|imaging|radiology|lab|x ray|mri|medical|"
        "urgent care"
    "|specialist|cancer|oncology|chiropractor|audiology|hearing|foot|podiatry|health center|"
        "primary care",
    "nursing_facility": "nursing home|nursing facility|snf|skilled nursing|nh|rehab|nursing",
    "residential_facility": "assisted living|group home|adult foster care|residential|alf|"
        "foster care"
    "|residential facility",
    "school": "school|college",
    "work": "work|employer|job|workshop",
    "agency": "agency|county office|social services|court|office|county",
    "other": "other|adult day|adult day care|adult day services|day program|senior center|store"
    "|grocery|church|library|bank|misc",
    "home": "home|house|private home",
}  # fmt: skip
_KIND = {fold(word): kind for kind, words in _KINDS.items() for word in words.split("|")}
_RETURNS = {
    "scheduled": "sched|scheduled|s|set|yes|y|round trip|rt|return|set time|timed|fixed|schedule",
    "will_call": "will call|wc|w c|willcall|call|will-call|will call when ready|on call|"
    "open|w call",
    "wait": "wait|wait and return|waits|driver waits|wait return|waiting|stay|driver stays",
    "none": "none|no|n|one way|oneway|ow|no return|single|1 way|0",
}
_RETURN = {fold(word): kind for kind, words in _RETURNS.items() for word in words.split("|")}
_DOUBTFUL_WAIT = frozenset({"w r", "wr", "w and r", "w"})
_RETURN_TEXT = {"scheduled": "scheduled", "will_call": "will call", "wait": "wait", "none": "none"}


class Told(StrEnum):
    """What is said where a word is understood only roughly."""

    RAMP = "A ramp is written where yes or no belongs: taken as yes; look whether a chair fits."


def read_needs(text: str) -> Got:
    """Return (needs, words nobody knows); unknown ones are told, to be kept as a note."""
    if not text or fold(text) in {"none", "no", "n a", "na", ""}:
        return EMPTY
    known = _NEED.get(fold(text))
    if known:
        return taken(((known,), ""), text)
    found: list[str] = []
    other: list[str] = []
    for part in re.split(r"[,;+&\n]|\band\b|/(?!c\b)", text, flags=re.IGNORECASE):
        word = part.strip()
        need = _NEED.get(fold(word))
        if need:
            found.append(need)
        elif word:
            other.append(word)
    needs = tuple(dict.fromkeys(found))
    if not other:
        return taken((needs, ""), text)
    unknown = ", ".join(other)
    return warned((needs, unknown), text, "Not all of it is a need the program knows; it is kept as"
                  " a note for the office.")  # fmt: skip


def read_lift(text: str) -> Got:
    """Return whether a car has a lift or ramp."""
    folded = fold(text)
    if folded in _YES or folded in {"lift", "has lift", "yes lift"}:
        return taken(True)
    if folded in _NO or folded in {"no lift", ""}:
        return taken(False) if text else EMPTY
    if "ramp" in folded:
        return warned(True, "True", Told.RAMP)
    return no_cell("Whether there is a lift can't be read: yes or no.")


def read_wheelchair(text: str) -> Got:
    """Return whether the member rides in a wheelchair."""
    if not text:
        return EMPTY
    folded = fold(text)
    if folded in _CHAIRS or folded in _YES or text in _YES:
        return taken(True)
    if folded in _NO or folded in _AMBULATORY or not folded:
        return taken(False)
    return no_cell("Whether the member rides in a wheelchair can't be read: yes or no.")


def read_return(text: str) -> Got:
    """Return how the member comes back: scheduled, will_call, wait, none."""
    if not text:
        return EMPTY
    folded = fold(text)
    if folded in _DOUBTFUL_WAIT:
        return warned("wait", "wait", "Read as: the driver waits.")
    kind = _RETURN.get(folded)
    if kind is None:
        return no_cell("How the member comes back can't be read.")
    return taken(kind, _RETURN_TEXT[kind])


def read_kind(text: str) -> Got:
    """Return what kind of place it is."""
    if not text:
        return EMPTY
    kind = _KIND.get(fold(text))
    if kind is None:
        return warned("other", "other", "This kind of place is not known; it is kept as “other”.")
    return taken(kind, text)
