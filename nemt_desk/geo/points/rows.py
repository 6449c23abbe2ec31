"""One row of a county's file made into an address point, or refused with the reason."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from nemt_desk.geo.addresses.house_numbers import house_number, split_number
from nemt_desk.geo.points.columns import ColumnMapping
from nemt_desk.geo.shapes import LatLon

type Values = Mapping[str, str]

# West, south, east, north: the states, the Aleutians past the date line, the islands.
_UNITED_STATES = (
    (-180.0, 17.5, -64.0, 72.0),
    (172.0, 51.0, 180.0, 54.0),
    (144.0, 13.0, 147.0, 21.0),
    (-172.0, -15.0, -168.0, -10.0),
)
_UNIT = re.compile(
    r"[\s,]+(?P<unit>(?:apt|apartment|unit|ste|suite|lot|rm|room|bldg|building|fl|floor|trlr|"
    r"trailer|spc|space)\b\.?\s*#?\s*\w[\w-]*|#\s*\w[\w-]*)\s*$",
    re.IGNORECASE,
)
_ZIP = re.compile(r"^(\d{5})(?:-?\d{4})?(?:\.0)?$")
_DECIMAL = re.compile(r"\.0+$")
_NO_TOWN = frozenset({"unincorporated", "uninc", "none", "n/a", "na", "unknown", "null", "rural"})
_FRACTIONS = str.maketrans({"½": " 1/2", "¼": " 1/4", "¾": " 3/4"})
_LONGEST = 120
# What follows the street in a whole address: `HERTFORD NC 27944`, `Hertford, NC`, `27944-1234`.
_AREA = re.compile(
    r"(?P<town>[^\W\d][^,\d]*?)??[\s,]*(?:\b(?P<state>[A-Za-z]{2}))?[\s,]*"
    r"(?:\b(?P<zip>\d{5})(?:-?\d{4})?)?[\s,]*(?:USA?)?\s*"
)


class Reason(StrEnum):
    """Why a row is not taken, in words; never with what stands in the row."""

    NO_NUMBER = "no house number"
    BAD_NUMBER = "a house number that can't be read"
    NO_STREET = "no street"
    TOO_LONG = "a text far too long for an address"
    NO_POINT = "no coordinates"
    BAD_POINT = "coordinates that are no numbers"
    ZERO = "coordinates 0, 0"
    SWAPPED = "latitude and longitude the wrong way round"
    NOT_DEGREES = "coordinates that are no degrees"
    OUTSIDE = "a point outside the United States"
    CELLS = "more cells than there are columns"
    NO_OBJECT = "no point, or nothing told about it"


@dataclass(frozen=True, slots=True)
class CountyPoint:
    """One address of the county: `street` whole, `unit` as told, WGS 84 degrees."""

    number: str
    street: str
    unit: str
    town: str
    zip_code: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that was not taken; the first row after the headers is 1."""

    row: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row as the file has it; `at` when the file itself knows where it is."""

    row: int
    values: Values
    at: LatLon | None = None
    problem: Reason | None = None


type Reader = Callable[[RawRow], CountyPoint | RefusedRow]


def reader_of(mapping: ColumnMapping) -> Reader:
    """Return how to read rows with these columns."""
    street = mapping.street_parts

    def read(raw: RawRow) -> CountyPoint | RefusedRow:
        values = raw.values
        at = raw.problem or _place(raw, mapping)
        if isinstance(at, Reason):
            return RefusedRow(raw.row, at)
        area = ("", "")
        if mapping.full and not (mapping.number and street):
            line = values.get(mapping.full, "")
            number, name, unit = _from_line(line)
            area = _area_of_line(line)
        else:
            number = _number(values, mapping)
            name = " ".join(text for part in street if (text := values.get(part, "")))
            unit = ""
        reason = _reason(number, name)
        read_number = house_number(number) if reason is None else None
        if read_number is None:
            return RefusedRow(raw.row, reason or Reason.BAD_NUMBER)
        return CountyPoint(
            read_number.text,
            name,
            _unit(values, mapping) or unit,
            _town(values, mapping) or area[0],
            _zip(values.get(mapping.zip_code, "")) or area[1],
            round(at[0], 7),
            round(at[1], 7),
        )

    return read


def _reason(number: str, street: str) -> Reason | None:
    if not number or number == "0":
        return Reason.NO_NUMBER
    if not any(char.isalnum() for char in street):
        return Reason.NO_STREET
    if len(street) > _LONGEST or len(number) > _LONGEST:
        return Reason.TOO_LONG
    return None


def _number(values: Values, mapping: ColumnMapping) -> str:
    """Put a number together; a prefix that ends in a digit is parted by a hyphen (`84-49`)."""
    middle = _DECIMAL.sub("", values.get(mapping.number, "")).translate(_FRACTIONS).strip()
    before = values.get(mapping.number_prefix, "") if mapping.number_prefix else ""
    after = values.get(mapping.number_suffix, "") if mapping.number_suffix else ""
    after = after.translate(_FRACTIONS).strip()
    if not middle:
        return ""
    if before and before[-1].isdigit():
        before += "-"
    gap = " " if "/" in after else ""
    return f"{before.replace(' ', '')}{middle}{gap}{after}".strip()


def _from_line(line: str) -> tuple[str, str, str]:
    """Take number, street and unit out of a whole address."""
    number, rest = split_number(line.translate(_FRACTIONS).strip(" ,"))
    street = rest.partition(",")[0].strip()
    hit = _UNIT.search(street)
    unit = hit["unit"] if hit is not None else ""
    if hit is not None:
        street = street[: hit.start()]
    else:
        second = rest.partition(",")[2].partition(",")[0]
        hit = _UNIT.search(f" {second.strip()}")
        unit = hit["unit"] if hit is not None and hit.start() == 0 else ""
    return (number.text if number is not None else ""), street.strip(), unit


def _area_of_line(line: str) -> tuple[str, str]:
    """Take town and ZIP out of a whole address, what stands behind its street."""
    parts = [part.strip() for part in line.split(",")[1:]]
    while parts and _UNIT.fullmatch(f" {parts[0]}"):
        parts.pop(0)
    hit = _AREA.fullmatch(", ".join(part for part in parts if part))
    if hit is None:
        return "", ""
    town = (hit["town"] or "").strip()
    is_town = town.lower() not in _NO_TOWN and len(town) <= _LONGEST
    return (town if is_town else ""), hit["zip"] or ""


def _unit(values: Values, mapping: ColumnMapping) -> str:
    unit = values.get(mapping.unit, "") if mapping.unit else ""
    kind = values.get(mapping.unit_type, "") if mapping.unit_type else ""
    if len(unit) > _LONGEST:
        return ""
    return f"{kind} {unit}" if unit and kind and not unit.lower().startswith(kind.lower()) else unit


def _town(values: Values, mapping: ColumnMapping) -> str:
    for column in (mapping.town, mapping.town_else):
        town = values.get(column, "") if column else ""
        if town and town.lower() not in _NO_TOWN and len(town) <= _LONGEST:
            return town
    return ""


def _zip(text: str) -> str:
    hit = _ZIP.match(text.strip())
    if hit is not None:
        return hit[1]
    # A number column has lost its leading zero: 1040 is 01040.
    lost = _DECIMAL.sub("", text.strip())
    return f"0{lost}" if len(lost) == 4 and lost.isdigit() else ""


def _place(raw: RawRow, mapping: ColumnMapping) -> LatLon | Reason:
    if raw.at is not None:
        return _checked(*raw.at)
    texts = [raw.values.get(name, "") for name in (mapping.lat, mapping.lon)]
    if not mapping.lat or not all(texts):
        return Reason.NO_POINT
    try:
        lat, lon = (float(_dotted(text)) for text in texts)
    except ValueError:
        return Reason.BAD_POINT
    return _checked(lat, lon)


def _dotted(text: str) -> str:
    """Return a number with a decimal point: some tables are written with a comma."""
    return text.replace(",", ".") if text.count(",") == 1 and "." not in text else text


def _checked(lat: float, lon: float) -> LatLon | Reason:
    if not (math.isfinite(lat) and math.isfinite(lon)):
        return Reason.BAD_POINT
    if abs(lat) < 1e-6 and abs(lon) < 1e-6:
        return Reason.ZERO
    if _is_ours(lat, lon):
        return lat, lon
    if _is_ours(lon, lat):
        return Reason.SWAPPED
    if abs(lat) > 90 or abs(lon) > 180:
        return Reason.NOT_DEGREES
    return Reason.OUTSIDE


def _is_ours(lat: float, lon: float) -> bool:
    return any(w <= lon <= e and s <= lat <= n for w, s, e, n in _UNITED_STATES)
