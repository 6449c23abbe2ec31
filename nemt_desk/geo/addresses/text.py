"""An address as typed, taken apart: number, street, towns, ZIP, unit; in several readings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from nemt_desk.geo.addresses.house_numbers import (
    HouseNumber,
    house_number,
    other_splits,
    split_number,
)
from nemt_desk.geo.addresses.street_words import STATE_CODES, STATE_NAMES
from nemt_desk.geo.addresses.zip_states import state_of_zip

_ZIP = re.compile(r"(\d{5})(?:-\d{0,4}|\d{4}|\.0)?$")
_COUNTRIES = frozenset({"usa", "us", "u.s.a", "u.s"})
_UNIT_HINT = re.compile(
    r"#|\b(?:apt|apartment|unit|ste|suite|lot|rm|room|bldg|building|fl|flr|floor|trlr|trailer|spc|"
    r"space|dept|no|upper|lower|rear|front|bsmt|basement|ph|penthouse|side|hangar|slip|pmb|upstairs|"
    r"downstairs)\b",
    re.IGNORECASE,
)
_UNIT_NUMBER = r"#?\s*(?P<{n}>[a-z]{{0,2}}-?\d+[a-z]?(?:-\w+)?|[a-z]\d*)(?=[\s,)]|$)"
_UNIT = re.compile(
    r"[\s,(]*(?:\b(?:apartment|apt|unit|suite|ste|lot|room|rm|building|bldg|floor|flr|fl|trailer|trlr|"
    r"space|spc|dept|no|hangar|slip|penthouse|ph)\b\.?\s*" + _UNIT_NUMBER.format(n="id") + r"|"
    r"#\s*(?P<hash>[\w-]+)|"
    r"\b(?:\d+(?:st|nd|rd|th)|first|second|third|ground|top)\s+(?:floor|flr|fl)\b|"
    r"(?:(?<=\s)|(?<=,))(?:upper|lower|rear|front|bsmt|basement|upstairs|downstairs)(?:\s+(?:unit|level|apt))?"
    r"(?=\s*(?:,|$)))\)?",
    re.IGNORECASE,
)
_NUMBERED_ROAD = re.compile(
    r"\b((?:co(?:unty)?|cty|cnty|state|st|us|twp|township|forest)\.?\s+(?:rd|road)|"
    r"hwy|highway|rte|route|csah|cth|cr|sr|cty|county|us)\.?\s*(?:#|no\.?\s?|number\s)\s*"
    r"(?=\d)",
    re.IGNORECASE,
)
_FIRST_UNIT = re.compile(
    r"^(?:(?:apartment|apt|unit|suite|ste|lot|trailer|trlr)\b\.?|#)\s*#?\s*(\w+)\s*(?:,\s*|\s+(?=\d))",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\([^)]*\)")
_CROSS = re.compile(
    r"\s*(?:&|@|\+|\\|/|\band\b|\bat\b|\bx\b|\bnear\b|\bcrossing\b)\s*", re.IGNORECASE
)
_MAY_CROSS = re.compile(
    r"[&@+\\/]|\b(?:and|at|x|near|crossing|corner|jct|junction)\b", re.IGNORECASE
)
_CORNER = re.compile(
    r"^\s*(?:the\s+)?(?:(?:n|s|e|w|ne|nw|se|sw|north|south|east|west)\w*\s+)?"
    r"(?:corner|cor|intersection|junction|jct|crossroads?)\.?\s+(?:of\s+)?",
    re.IGNORECASE,
)
_FRACTION = re.compile(r"\b\d/\d\b")
_TOWN_WORDS = re.compile(
    r"^(?:(?:city|town|village|township)\s+of\s+)|\s+(?:township|twp|city\s+limits)\.?$",
    re.IGNORECASE,
)
_COUNTY = re.compile(r"^[a-z.' -]+\s(?:county|co|cnty)\.?$", re.IGNORECASE)
# Hyphens and dashes of other kinds, and fractions as one letter.
_MARKS = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
        **dict.fromkeys("\u2018\u2019\u00b4`", "'"),
        **dict.fromkeys(';\n\r\t"', ","),
        "½": " 1/2", "¼": " 1/4", "¾": " 3/4", "\u00a0": " ",
    }
)  # fmt: skip
# Also kinds of streets and directions: "Oak Ct", "Main St NE".
_AMBIGUOUS = frozenset({"ct", "la", "ne", "al", "co", "in", "me", "or", "mt", "pr", "vi", "va"})


@dataclass(frozen=True, slots=True)
class Asked:
    """One reading of what was typed. `alternative`: not the plain way to read it.

    `is_other_number`: letters or digits beside the number were counted to it or to the street.
    """

    number: HouseNumber | None
    street: str
    towns: tuple[str, ...]
    zip_code: str
    state: str
    unit: str = ""
    alternative: bool = False
    without_hyphen: bool = False
    is_other_number: bool = False


def levelled(text: str) -> str:
    """Return the text with one kind of dash, quote, blank and comma."""
    return " ".join(text.translate(_MARKS).split()).strip(" ,")


def as_crossing(text: str) -> list[tuple[str, str, str]]:
    """Return the ways to read it as two roads that cross, with what follows (the town)."""
    if not _MAY_CROSS.search(text):
        return []
    plain = _CORNER.sub("", text)
    head, _, rest = plain.partition(",")
    hits = [
        hit
        for hit in _CROSS.finditer(head)
        if not any(
            f.start() < hit.end() and hit.start() < f.end() for f in _FRACTION.finditer(head)
        )
    ]
    pairs = [(head[: hit.start()].strip(), head[hit.end() :].strip(), rest.strip()) for hit in hits]
    return [pair for pair in pairs if pair[0] and pair[1]]


def readings(text: str) -> Iterator[Asked]:
    """Give the readings of a levelled address, the likeliest first; nothing is proved yet."""
    later: list[Asked] = []
    for area, rest in _tails(text):
        unit, plain = _without_unit(rest)
        number, after = split_number(plain)
        parts = [part for part in (one.strip() for one in after.split(",")) if part]
        base = replace(area, number=number, unit=unit)
        if not parts:
            yield base
            continue
        yield from _arranged(base, parts)
        for other, street in other_splits(number, parts[0]):
            guess = replace(base, number=other, street=street, towns=_towns(parts[1:]))
            lost = _lost_hyphen(number, other)
            later.append(replace(guess, alternative=True, without_hyphen=lost,
                                 is_other_number=number is not None))  # fmt: skip
    yield from later


def _lost_hyphen(number: HouseNumber | None, other: HouseNumber) -> bool:
    return number is not None and "-" in number.prefix and "-" not in other.prefix


def _arranged(base: Asked, parts: list[str]) -> Iterator[Asked]:
    """Give the parts between commas as street and towns."""
    if len(parts) > 1 and base.number is None:
        # A building's name may stand before the street: "Courthouse, 128 N Church St, Hertford".
        for index, part in enumerate(parts[1:], start=1):
            inner, street = split_number(part)
            if inner is not None:
                yield replace(base, number=inner, street=street, towns=_towns(parts[index + 1 :]))
        # The number by itself behind the street: "Nixon St, 104, Hertford".
        alone = house_number(parts[1])
        if alone is not None:
            yield replace(base, number=alone, street=parts[0], towns=_towns(parts[2:]))
            return
    yield replace(base, street=parts[0], towns=_towns(parts[1:]))
    if len(parts) > 1:
        yield replace(base, street=" ".join(parts))


def _towns(parts: list[str]) -> tuple[str, ...]:
    plain = (_TOWN_WORDS.sub("", part) for part in parts if not _COUNTY.match(part))
    return tuple(town for town in plain if town)


def _tails(text: str) -> Iterator[tuple[Asked, str]]:
    """Take country, ZIP and state off the end; where a state may be a kind of street, both ways."""
    words = text.replace(",", " , ").split()
    while len(words) > 2 and (words[-1] == "," or words[-1].lower().strip(".") in _COUNTRIES):
        words.pop()
    zip_code = _pop_zip(words)
    while words and words[-1] == ",":
        words.pop()
    state, count = _state(words)
    with_comma = count < len(words) and words[-count - 1] == ","
    bare = Asked(None, "", (), zip_code, "")
    whole = _joined(words)
    if not state or count == len(words):
        yield bare, whole
        return
    cut = _joined(words[:-count])
    told = replace(bare, state=state)
    is_plain = with_comma or words[-1].isupper() or bool(zip_code) or len(words[-1]) > 3
    if words[-1].lower().strip(".") in _AMBIGUOUS and not with_comma:
        is_plain = bool(zip_code) and state_of_zip(zip_code).lower() == state
    if is_plain:
        yield told, cut
        if not with_comma and not zip_code:
            yield bare, whole
    else:
        yield bare, whole
        yield told, cut


def _pop_zip(words: list[str]) -> str:
    """Take the ZIP off; the only number of a line is its house number, unless it stands alone."""
    if not words:
        return ""
    hit = _ZIP.match(words[-1])
    if hit is not None:
        words.pop()
        return hit[1]
    before = words[-2].lower().strip(".") if len(words) > 2 else ""
    if words[-1].isdigit() and len(words[-1]) in (3, 4) and before in STATE_CODES:
        padded = words[-1].rjust(5, "0")  # a table that took the ZIP for a number
        if state_of_zip(padded).lower() == before:
            words.pop()
            return padded
    return ""


def _state(words: list[str]) -> tuple[str, int]:
    """Return the state at the end, and how many words it has."""
    for count in (1, 2):
        name = " ".join(words[-count:]).lower().strip(".")
        code = STATE_NAMES.get(name) or (name.replace(".", "") if count == 1 else "")
        if len(words) > count and code in STATE_CODES:
            two = " ".join(words[-2:]).lower()
            if count == 1 and len(words) > 2 and two in STATE_NAMES:
                continue  # "West Virginia"
            return code, count
    return "", 0


def _joined(words: list[str]) -> str:
    return " ".join(words).replace(" ,", ",").strip(" ,")


def _without_unit(text: str) -> tuple[str, str]:
    """Return the flat, suite or lot, and the text without it and without brackets."""
    if "(" in text:
        text = _BRACKETS.sub(" ", text)
    if not _UNIT_HINT.search(text):
        return "", text.strip(" ,")
    text = _NUMBERED_ROAD.sub(r"\1 ", text)
    unit = ""
    first = _FIRST_UNIT.match(text)
    if first is not None:
        unit, text = first[1], text[first.end() :]
    kept, end = [], 0
    for hit in _UNIT.finditer(text):
        _, street = split_number(text[: hit.start()] + " .")
        if not any(len(word) > 1 for word in street.replace(".", "").split()):
            continue  # "12500 RM 620" is a road
        kept.append(text[end : hit.start()])
        end = hit.end()
        unit = unit or hit["id"] or hit["hash"] or ""
    rest = ("".join([*kept, " ", text[end:]]) if kept else text).strip(" ,")
    return unit.lower(), " ".join(rest.split())
