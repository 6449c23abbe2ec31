"""Rows of a file of addresses with known points: `address,lat,lon`, in whatever shape it comes."""

import csv
import io
import math
from dataclasses import dataclass
from pathlib import Path

from nemt_desk.ground.errors import EnvironmentProblem, RefusedError

_NAMES = {
    "address": ("address", "addr", "full_address", "street_address", "address1"),
    "lat": ("lat", "latitude", "y"),
    "lon": ("lon", "lng", "long", "longitude", "x"),
    "city": ("city", "town", "place"),
    "state": ("state", "st"),
    "zip": ("zip", "zipcode", "zip_code", "postcode", "postal_code", "zip code"),
}
_NEEDED = ("address", "lat", "lon")
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True, slots=True)
class Row:
    """One address, as typed, with the point it should have; `line` counts from 1, headings too."""

    line: int
    text: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Rows:
    """What a file holds, and the lines that can't be used."""

    rows: tuple[Row, ...]
    unusable: tuple[int, ...]


def read_rows(path: Path) -> Rows:
    """Read a CSV; a sentence when it is none or lacks a column."""
    try:
        raw = path.read_bytes()
    except OSError as why:
        raise EnvironmentProblem(
            f"{path.name} can't be read ({why.strerror or 'no reason given'})."
        ) from why
    text = _decoded(raw)
    if not text.strip() or "\x00" in text:
        raise RefusedError(f"{path.name} is empty or no CSV. Its columns are address,lat,lon.")
    try:
        dialect = csv.Sniffer().sniff(text[:4096].splitlines()[0], ",;\t|")
        separator = dialect.delimiter
    except csv.Error:
        separator = ","
    lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    columns = _columns(lines[0], path.name)
    rows, unusable = [], []
    for number, cells in enumerate(lines[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        row = _row(number, cells, columns)
        if row is None:
            unusable.append(number)
        else:
            rows.append(row)
    if not rows:
        raise RefusedError(f"{path.name} has no row with an address and a point.")
    return Rows(tuple(rows), tuple(unusable))


def _decoded(raw: bytes) -> str:
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return raw.decode(encoding, errors="replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _columns(headings: list[str], name: str) -> dict[str, int]:
    plain = [heading.strip().lower() for heading in headings]
    found = {}
    for key, spellings in _NAMES.items():
        place = next((plain.index(one) for one in spellings if one in plain), None)
        if place is not None:
            found[key] = place
    missing = [key for key in _NEEDED if key not in found]
    if missing:
        raise RefusedError(
            f"{name} has no column {' or '.join(missing)}. It needs address,lat,lon; "
            f"it has {', '.join(plain[:12]) or 'none'}."
        )
    return found


def _row(number: int, cells: list[str], columns: dict[str, int]) -> Row | None:
    def cell(key: str) -> str:
        place = columns.get(key)
        return cells[place].strip() if place is not None and place < len(cells) else ""

    try:
        lat, lon = float(cell("lat")), float(cell("lon"))
    except ValueError:
        return None
    address = " ".join(cell("address").split())
    if not address or not (math.isfinite(lat) and abs(lat) <= 90 and abs(lon) <= 180):
        return None
    parts = [address]
    if cell("city") and cell("city").lower() not in address.lower():
        parts.append(cell("city"))
    code = cell("zip").split(".")[0]
    code = code.rjust(5, "0") if code.isdigit() and len(code) < 5 else code
    area = " ".join(one for one in (cell("state"), code) if one and one not in address)
    if area:
        parts.append(area)
    return Row(number, ", ".join(parts), lat, lon)
