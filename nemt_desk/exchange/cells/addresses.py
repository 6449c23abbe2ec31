"""Addresses: what is one, what only says where mail goes or how to find it; ZIP codes. Pure."""

import re
from enum import StrEnum
from typing import NamedTuple

from nemt_desk.exchange.cells.got import EMPTY, Got, no_cell, taken, warned

_ZIP = re.compile(r"(\d{5})(?:[- ]?(\d{4}))?")
_FOUR = re.compile(r"\d{4}|\d{3}")
_BOX = re.compile(r"\b(?:p\.?\s?o\.?\s?(?:box|bx)|post office box|box)\s*#?\s*\d", re.IGNORECASE)
_RURAL = re.compile(
    r"\b(?:r\.?\s?r\.?|rural (?:route|rt)|rfd|rte?\.?|star route|hc)\s*#?\s*\d+,?\s*box\b",
    re.IGNORECASE,
)
_HOUSE = re.compile(r"[NSEW]?\d+[A-Z]?(?:[-/ ]\d+(?:/\d)?)?(?:\s*1/2)?\s+\S", re.IGNORECASE)
_KEPT = frozenset(
    [
        "n",
        "s",
        "e",
        "w",
        "ne",
        "nw",
        "se",
        "sw",
        "us",
        "nc",
        "mn",
        "mo",
        "ct",
        "po",
        "rr",
        "hwy",
        "cr",
        "sr",
        "ii",
        "iii",
        "iv",
    ]
)
_ORDINAL = re.compile(r"\d+(st|nd|rd|th)$", re.IGNORECASE)


class AddressKind(StrEnum):
    """What the words of an address are."""

    STREET = "street"
    BOX = "box"
    RURAL = "rural"
    DESCRIPTION = "description"


class Address(NamedTuple):
    """An address as it is kept, and what it is."""

    text: str
    kind: AddressKind


def read_address(text: str) -> Got:
    """Return an address; what a car can't drive to is kept and told."""
    if not text:
        return EMPTY
    if _RURAL.search(text):
        return _odd(text, AddressKind.RURAL, "A rural route is no road: set the pin by hand.")
    if _BOX.search(text) and not _HOUSE.match(text):
        sentence = (
            "A PO box is where the mail goes, not where the driver goes: set the pin by hand."
        )
        return _odd(text, AddressKind.BOX, sentence)
    if not _HOUSE.match(text):
        sentence = "This says how to find it, it is no address: set the pin by hand."
        return _odd(text, AddressKind.DESCRIPTION, sentence)
    shown = _cased(text)
    return taken(Address(shown, AddressKind.STREET), shown)


def _odd(text: str, kind: AddressKind, sentence: str) -> Got:
    return warned(Address(text, kind), text, sentence)


def _cased(text: str) -> str:
    letters = [char for char in text if char.isalpha()]
    if len(letters) < 4 or not (text.isupper() or text.islower()):
        return text
    return " ".join(_word(word) for word in text.split())


def _word(word: str) -> str:
    bare = word.strip(".,#").lower()
    if bare in _KEPT:
        return word.upper() if bare != "hwy" else word.capitalize()
    if _ORDINAL.match(bare):
        return word.lower()
    if any(char.isdigit() for char in word):
        return word.upper()
    return "-".join(part.capitalize() for part in word.split("-"))


def read_town(text: str) -> Got:
    """Return a town with capitals where they belong."""
    if not text:
        return EMPTY
    bare = text.strip(" ,")
    shown = (
        " ".join(word.capitalize() for word in bare.split())
        if bare.isupper() or bare.islower()
        else bare
    )
    return taken(shown, shown)


def read_zip(text: str) -> Got:
    """Return a ZIP code: five digits, or five and four."""
    bare = re.sub(r"\.0+$", "", text.strip().strip("'\""))
    if not bare:
        return EMPTY
    if match := _ZIP.fullmatch(bare):
        code = f"{match[1]}-{match[2]}" if match[2] else match[1]
        return taken(code)
    if _FOUR.fullmatch(bare):
        code = bare.zfill(5)
        return warned(code, code, "The leading 0 of this ZIP was lost; it was put back.")
    return no_cell("A ZIP code has five digits, or five and four.")


def read_state(text: str) -> Got:
    """Return a state's two letters."""
    bare = text.replace(".", "").strip().upper()
    if not bare:
        return EMPTY
    return taken(bare) if re.fullmatch(r"[A-Z]{2}", bare) else no_cell("A state has two letters.")
