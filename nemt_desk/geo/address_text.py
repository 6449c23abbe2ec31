"""An address as typed, taken apart: number, street, town, ZIP, unit; in several readings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import usaddress

from nemt_desk.geo.house_numbers import HouseNumber, house_number, split_number
from nemt_desk.geo.shapes import Point
from nemt_desk.geo.street_names import STATE_CODES, STATE_NAMES

_POINT = re.compile(
    r"^\s*\(?\s*(-?\d{1,2}(?:\.\d+)?)°?\s*[,; ]\s*(-?\d{1,3}(?:\.\d+)?)°?\s*\)?\s*$"
)
_ZIP = re.compile(r"[\s,]*\b(\d{5})(?:-\d{4}|-)?(?:\.0)?\s*$")
_COUNTRY = re.compile(r"[\s,]+(?:usa|u\.s\.a\.|united states(?: of america)?)\.?\s*$", re.I)
_STATE = re.compile(
    rf"(?:[\s,]+|^)(?P<state>{'|'.join(sorted(STATE_CODES))}|{'|'.join(sorted(STATE_NAMES))})\.?\s*$",
    re.I,
)
_UNIT = re.compile(
    r"[\s,]*(?:\b(?:apt|apartment|unit|ste|suite|lot|rm|room|bldg|building|fl|floor|trlr|trailer|"
    r"spc|space|dept|no)\b\.?\s*#?\s*(?:[a-z]?\d+[a-z]?|[a-z])\b|#\s*[\w-]+|"
    r"\b\d+(?:st|nd|rd|th)\s+(?:floor|fl)\b)",
    re.I,
)
_BOX = re.compile(
    r"\b(?:p\.?\s*o\.?|post\s+office|postal)\s*\.?\s*box\b\s*#?\s*\w*|\bpob\s*\d+|^\s*box\s+\d+|"
    r"\b(?:rr|r\.r\.|rural\s+(?:route|rte|rt)|rfd|hc|h\.c\.|star\s+route|highway\s+contract)"
    r"\s*#?\s*\d+[\s,]*(?:#?\s*box\b.*)?|\bgeneral\s+delivery\b|\b(?:psc|cmr)\s+\d+",
    re.I,
)
_CROSS = re.compile(r"\s*(?:&|@|\+|\\|/|\band\b|\bat\b|\bcorner of\b)\s*", re.I)
_CORNER = re.compile(r"^\s*(?:(?:the\s+)?(?:corner|intersection|junction)\s+of)\s+", re.I)
_LEARNED = (
    "AddressNumber", "StreetName", "PlaceName", "StateName", "ZipCode", "Occupancy", "Subaddress",
)  # fmt: skip
_PARTS = re.compile(r"\s*[,;\n\r]+\s*")
# Hyphens and dashes of other kinds, and fractions as one letter.
_DASHES = str.maketrans(
    {**dict.fromkeys("\u2010\u2011\u2013\u2014", "-"), "½": " 1/2", "¼": " 1/4", "¾": " 3/4"}
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One reading of what was typed."""

    number: HouseNumber | None
    street: str
    town: str
    zip_code: str
    state: str
    has_unit: bool = False


def as_point(text: str) -> Point | None:
    """Read `lat, lon`; None when it is something else."""
    hit = _POINT.match(text)
    if hit is None or ("." not in text and "," not in text):
        return None
    lat, lon = float(hit[1]), float(hit[2])
    return Point(lat, lon) if abs(lat) <= 90 and abs(lon) <= 180 else None


def is_mail_only(text: str) -> bool:
    """Say whether it is a box or a rural route: mail goes there, a car can't."""
    hit = _BOX.search(text)
    if hit is None:
        return False
    # "123 Main St, PO Box 5" still tells the house; "RR 2 Box 30" does not.
    rest = (text[: hit.start()] + " " + text[hit.end() :]).strip(" ,")
    number, street = split_number(rest)
    return number is None or not street


def without_box(text: str) -> str:
    """Return the text without its post box."""
    return re.sub(r"[\s,]*\b(?:p\.?\s*o\.?|post\s+office)\s*\.?\s*box\s+\S+", "", text, flags=re.I)


def as_crossing(text: str) -> list[tuple[str, str]]:
    """Return the ways to read it as two roads that cross."""
    plain = _CORNER.sub("", text)
    head = _PARTS.split(plain)[0]
    if not _CROSS.search(head):
        return []
    hits = list(_CROSS.finditer(head))
    pairs = [(head[: hit.start()].strip(), head[hit.end() :].strip()) for hit in hits]
    return [pair for pair in pairs if all(pair)]


def readings(text: str) -> Iterator[Asked]:
    """Give the readings of an address, the likeliest first; streets and towns still unproved."""
    plain = " ".join(without_box(text).translate(_DASHES).split())
    plain = _COUNTRY.sub("", plain)
    base, rest = _tail(plain)
    cleaned = _UNIT.sub("", rest)
    base = replace(base, has_unit=cleaned != rest)
    number, after = split_number(cleaned.strip(" ,"))
    base = replace(base, number=number)
    parts = [part for part in _PARTS.split(after) if part]
    if not parts:
        yield base
        return
    if len(parts) > 1:
        # A building's name may stand before the street: "Courthouse, 128 N Church St, Hertford".
        for index, part in enumerate(parts[1:], start=1):
            inner, street = split_number(part)
            if number is None and inner is not None:
                yield replace(base, number=inner, street=street, town=" ".join(parts[index + 1 :]))
        yield replace(base, street=parts[0], town=parts[-1])
    yield replace(base, street=" ".join(parts))
    learned = _learned(plain, base)
    if learned is not None:
        yield learned


def _tail(text: str) -> tuple[Asked, str]:
    """Take ZIP and state off the end."""
    zip_code = state = ""
    hit = _ZIP.search(text)
    # The only number of a line is its house number, unless it stands alone.
    if hit is not None and (hit.start() > 0 or text.strip() == hit[0].strip()):
        zip_code, text = hit[1], text[: hit.start()]
    state_hit = _STATE.search(text)
    if state_hit is not None and state_hit.start() > 0:
        comma = "," in state_hit[0]
        if comma or zip_code or state_hit["state"].upper() == state_hit["state"]:
            state, text = state_hit["state"], text[: state_hit.start()]
    return Asked(None, "", "", zip_code, state), text.strip(" ,")


def _learned(text: str, base: Asked) -> Asked | None:
    """Ask the trained parser; it knows towns without a comma before them."""
    try:
        fields, _ = usaddress.tag(text)
    except usaddress.RepeatedLabelError:
        return None
    if any(not label.startswith(_LEARNED) for label in fields):
        return None  # a landmark, a description: leaving words out would be a guess
    street = " ".join(
        value.strip(" ,") for label, value in fields.items() if label.startswith("StreetName")
    )
    if not street:
        return None
    number = house_number(str(fields.get("AddressNumber", "")).strip(" ,"))
    return replace(
        base,
        number=number or base.number,
        street=street,
        town=str(fields.get("PlaceName", "")).strip(" ,"),
    )
