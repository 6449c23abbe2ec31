"""The words an address is found by while it is typed, and what was typed taken apart."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nemt_desk.geo.addresses.house_numbers import HouseNumber, house_number, split_number
from nemt_desk.ground.words import fold

# Ways to write one word: each finds all the others.
_SAME = (
    "st street str", "st saint", "ave avenue av", "rd road", "dr drive", "dr doctor", "ln lane",
    "ct court", "blvd boulevard", "cir circle", "pl place", "ter terrace", "trl trail tr",
    "pkwy parkway pky", "hwy highway", "sq square", "aly alley", "pt point", "xing crossing",
    "cv cove", "rdg ridge", "hts heights", "hls hills", "lk lake", "lks lakes", "mt mount",
    "ft fort", "rte route rt", "tpke turnpike", "expy expressway", "twp township", "ctr center",
    "n north", "s south", "e east", "w west", "ne northeast", "nw northwest", "se southeast",
    "sw southwest", "1 1st first", "2 2nd second", "3 3rd third", "4 4th fourth", "5 5th fifth",
    "6 6th sixth", "7 7th seventh", "8 8th eighth", "9 9th ninth", "10 10th tenth",
    "11 11th eleventh", "12 12th twelfth",
)  # fmt: skip
_FORMS: dict[str, set[str]] = {}
for _line in _SAME:
    for _word in _line.split():
        _FORMS.setdefault(_word, set()).update(_line.split())
# What a numbered road is called, by the first word of its one form (`cr 24`).
_FAMILIES = {
    "cr": "cr co cty cnty county csah rd road hwy highway cth",
    "us": "us hwy highway u s",
    "sr": "sr state st hwy highway th trunk sh rte route",
    "i": "i ih interstate hwy",
    "tr": "tr twp township town t rd road",
    "fr": "fr fs forest service rd road",
    "hwy": "hwy highway rte route",
}
_GLUED = ("cr", "csah", "us", "hwy", "i", "th", "sr", "sh")
_ORDINAL = re.compile(r"^(\d+)(?:st|nd|rd|th)$")
_UNIT = re.compile(
    r"[\s,]+(?:\b(?P<kind>apt|apartment|unit|ste|suite|lot|rm|room|trlr|trailer|spc|space)\b\.?"
    r"\s*#?\s*|#\s*)(?P<unit>[a-z]?-?\d+[a-z]?|[a-z])(?=[\s,]|$)",
    re.IGNORECASE,
)
_CROSS = re.compile(r"\s+(?:and|at)\s+|\s*[&@\\+]\s*|(?<=\D)\s*/\s*(?=\D|$)", re.IGNORECASE)
_HAS_DIGIT = re.compile(r"\d")
_CAPITALS = re.compile(r"[A-Z][A-Z']+")
_KEPT_CAPITALS = frozenset("NE NW SE SW US CR SR TH FM RR CSAH CTH".split())  # noqa: SIM905
_STATES = frozenset("""
    al ak az ar ca co ct de fl ga hi id il in ia ks ky la me md ma mi mn ms mo mt ne nv nh nj nm
    ny nc nd oh ok or pa ri sc sd tn tx ut vt va wa wv wi wy dc usa
    """.split())  # fmt: skip  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the line: a number (first or behind the street), words, a unit."""

    number: HouseNumber | None
    words: tuple[str, ...]
    unit: str = ""
    line: str = ""


def street_words(name: str, norm: str) -> str:
    """Return every word a street may be found by."""
    written = fold(name).split()
    levelled = norm.split()
    words = dict.fromkeys((*written, *levelled))
    for word in (*written, *levelled):
        words |= dict.fromkeys(sorted(_FORMS.get(word, ())))
        ordinal = _ORDINAL.match(word)
        if ordinal:
            words[ordinal[1]] = None
    if len(levelled) > 1 and levelled[0] in _FAMILIES:
        words |= dict.fromkeys(_FAMILIES[levelled[0]].split())
        words |= {f"{glued}{levelled[1]}": None for glued in _glued(levelled[0])}
    return " ".join(words)


def _glued(family: str) -> Sequence[str]:
    return [one for one in _GLUED if one in _FAMILIES[family].split() or one == family]


def typed(text: str) -> Typed:
    """Take apart what was typed; a number that may be the street's own is still a word."""
    hit = _UNIT.search(text)
    unit = hit["unit"].upper() if hit is not None else ""
    rest = text[: hit.start()] + " " + text[hit.end() :] if hit is not None else text
    number, street = split_number(rest.strip())
    if number is None and (alone := house_number(rest)) is not None:
        return Typed(alone, (), unit)
    words = tuple(_without_state(fold(street).split()))
    return Typed(number, words, unit, rest)


def number_behind(asked: Typed) -> Typed | None:
    """Read the last word that is a number as the house's, behind its street: `church st 12`."""
    parts = asked.line.replace(",", " ").split()
    for at in range(len(parts) - 1, 0, -1):
        number = house_number(parts[at])
        if number is not None and (not number.prefix or number.prefix.endswith("-")):
            rest = " ".join((*parts[:at], *parts[at + 1 :]))
            return Typed(number, tuple(_without_state(fold(rest).split())), asked.unit)
    return None


def crossing(text: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Read `lake & 2nd` as two roads; the second may still be empty."""
    hit = _CROSS.search(text)
    if hit is None:
        return None
    first, second = text[: hit.start()], text[hit.end() :].partition(",")[0]
    words = tuple(fold(first).split()), tuple(fold(second).split())
    return words if words[0] else None


def well_cased(name: str) -> str:
    """Return a name all in capitals as it is written on a letter; others as they are."""
    if any(char.islower() for char in name):
        return name
    return _CAPITALS.sub(
        lambda hit: hit[0] if hit[0] in _KEPT_CAPITALS else hit[0].capitalize(), name
    )


def is_mendable(word: str) -> bool:
    """Say whether a word may be misspelt: long enough, and no number in it."""
    return len(word) >= 4 and not _HAS_DIGIT.search(word)


def _without_state(words: Sequence[str]) -> Sequence[str]:
    """Leave a state behind the town out: it is on no map of one county."""
    if len(words) > 2 and words[-1] in _STATES:
        return words[:-1]
    if len(words) > 3 and words[-2] in _STATES and words[-1].isdigit():
        return [*words[:-2], words[-1]]
    return words
