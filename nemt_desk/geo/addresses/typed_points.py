"""Latitude and longitude in the spellings people use; nothing here knows a map."""

import re
from dataclasses import dataclass

from nemt_desk.geo.shapes import Point

_SIGNS = str.maketrans({
    "\u2212": "-", "\u2013": "-", "º": "°", "˚": "°", "\u2019": "'", "\u2032": "'",
    "”": '"', "″": '"', "“": '"', "(": " ", ")": " ", "@": " ",
})  # fmt: skip
_LABELS = re.compile(r"\b(?:geo|gps|latitude|lat)\b\s*[:=]?|\bcoord\w*\b\s*[:=]?", re.IGNORECASE)
_SECOND = re.compile(r"[,;/ ]*\b(?:longitude|long|lon|lng)\b\s*[:=]?", re.IGNORECASE)
_DEGREES = re.compile(r"\s*(?:°|\bdeg(?:rees)?\b\.?|(?<=\d)d\b)\s*", re.IGNORECASE)
_ZOOM = re.compile(r",\d+(?:\.\d+)?z$", re.IGNORECASE)
_MINUTES = (
    r"(?:° ?(?P<{n}min>\d{{1,2}}(?:\.\d+)?)(?:'|(?= ?[NSEW,]))|"  # after a degree sign
    r" (?P<{n}min2>\d{{1,2}}(?:\.\d+)?)'|"  # with a minute sign
    r" (?P<{n}min3>\d{{1,2}}\.\d+)(?= ?[NSEW]))"  # before a letter
)
_ONE = (
    r"(?P<{n}a>[NSEW])? ?(?P<{n}sign>[-+])? ?(?P<{n}deg>\d{{1,3}}(?:\.\d+)?)"
    r"(?:"
    + _MINUTES
    + r"(?: ?(?P<{n}sec>\d{{1,2}}(?:\.\d+)?)(?:\"|''))?)?°?(?({n}a)| ?(?P<{n}b>[NSEW])?)"
)
_BOTH = re.compile(
    "^" + _ONE.format(n="x") + r"(?: ?[,;/] ?| |(?<=[NSEW])(?=\d))" + _ONE.format(n="y") + "$",
    re.IGNORECASE,
)

_LETTERS = re.compile(r"[a-z]{2,}")
_ALLOWED = frozenset(
    {"geo", "gps", "latitude", "lat", "longitude", "long", "lon", "lng", "deg", "degree",
     "degrees", "coord", "coords"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TypedPoint:
    """A point as typed. `is_plain`: no letter N, S, E or W told which is which."""

    point: Point
    is_plain: bool


def as_point(text: str) -> Point | None:
    """Read `lat, lon`; None when it is something else."""
    typed = typed_point(text)
    return None if typed is None else typed.point


def typed_point(text: str) -> TypedPoint | None:
    """Read latitude and longitude: degrees, minutes, seconds, letters; None when it is none."""
    if not 3 <= len(text) <= 80 or not any(mark in text for mark in ".,°º˚;"):
        return None
    if any(word not in _ALLOWED for word in _LETTERS.findall(text.lower())):
        return None
    hit = _BOTH.match(_levelled(text))
    if hit is None:
        return None
    first, second = _degrees(hit, "x"), _degrees(hit, "y")
    letters = (_letter(hit, "x"), _letter(hit, "y"))
    if first is None or second is None:
        return None
    if letters[0] in ("E", "W") or letters[1] in ("N", "S"):
        first, second, letters = second, first, letters[::-1]
    if letters[0] in ("E", "W") or letters[1] in ("N", "S"):
        return None  # two latitudes
    if abs(first) > 90 and not any(letters):
        first, second = second, first  # longitude first, as maps for machines have it
    if abs(first) > 90 or abs(second) > 180:
        return None
    return TypedPoint(Point(first, second), is_plain=not any(letters))


def _levelled(text: str) -> str:
    """Bring signs, labels, minutes and seconds to one form: signed degrees and letters."""
    plain = _ZOOM.sub("", text.strip()).translate(_SIGNS)
    plain = _SECOND.sub(", ", _LABELS.sub(" ", plain))
    plain = " ".join(_DEGREES.sub("° ", plain).split())
    return plain.replace("° ", "°").replace(" ,", ",")


def _letter(hit: re.Match[str], name: str) -> str:
    return str(hit[f"{name}a"] or hit[f"{name}b"] or "").upper()


def _degrees(hit: re.Match[str], name: str) -> float | None:
    told = hit[f"{name}min"] or hit[f"{name}min2"] or hit[f"{name}min3"]
    minutes, seconds = float(told or 0), float(hit[f"{name}sec"] or 0)
    if minutes >= 60 or seconds >= 60:
        return None
    value = float(hit[f"{name}deg"]) + minutes / 60 + seconds / 3600
    is_negative = hit[f"{name}sign"] == "-" or _letter(hit, name) in ("S", "W")
    return -value if is_negative else value
