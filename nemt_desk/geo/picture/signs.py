"""Highway signs: what a road's reference or numbered name says, and of which sort the sign is."""

import re
from dataclasses import dataclass

# Two letters of a state before its highways' numbers, and what some states write in their place.
_STATE_WORDS = (
    "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM"
    " NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC SR SH STH TH M K"
)
_STATES = frozenset(_STATE_WORDS.split())
_COUNTY = frozenset({"CR", "CSAH", "CH", "CO", "COUNTY", "T", "CTH"})
_REFERENCE = re.compile(r"^(?P<head>[A-Za-z]+)[ -]?(?P<number>\d+[A-Za-z]?)\b")
_WORDS = r"(?:Hwy|Highway|Rte|Route|Rd|Road) "
_NAMED = (
    (re.compile(r"^(?:Interstate|I)[ -](?:(?:Hwy|Highway) )?(\d+)\b", re.IGNORECASE), "I"),
    (re.compile(rf"^(?:US|U\.S\.) (?:{_WORDS})?(\d+[A-Za-z]?)\b", re.IGNORECASE), "US"),
    (re.compile(rf"^(?:State|[A-Z]{{2}} State) {_WORDS}(\d+[A-Za-z]?)\b", re.IGNORECASE), "SR"),
    (re.compile(rf"^(?:Co|County|Co\.|Cty) {_WORDS}(\d+[A-Za-z]?)\b", re.IGNORECASE), "CR"),
)
_LONGEST = 6


@dataclass(frozen=True, slots=True)
class Shield:
    """A sign: `kind` chooses its shape, `text` stands on it."""

    kind: str
    text: str


def shield(ref: str, name: str = "") -> Shield | None:
    """Return the sign of a road by its reference, else by a name like `US Hwy 17`."""
    first = ref.partition(";")[0].strip() or _named(name)
    hit = _REFERENCE.match(first)
    if hit is None:
        return Shield("other", first) if first and len(first) <= _LONGEST else None
    head, number = hit["head"].upper(), hit["number"]
    if head == "I":
        return Shield("interstate", number)
    if head == "US":
        return Shield("us", number)
    if head in _COUNTY:
        return Shield("county", number)
    if head in _STATES:
        return Shield("state", number)
    return Shield("other", f"{head} {number}")


def _named(name: str) -> str:
    for pattern, head in _NAMED:
        hit = pattern.match(name)
        if hit is not None:
            return f"{head} {hit[1]}"
    return ""
