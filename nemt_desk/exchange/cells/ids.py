"""Member IDs, NPI and plates. Pure."""

import re
from collections.abc import Container

from nemt_desk.exchange.cells.got import EMPTY, Got, no_cell, no_row, taken, warned
from nemt_desk.ground.settings import npi_is_valid

_WRAPPED = re.compile(r'=?"([^"]*)"')
_AROUND = re.compile("[\\s'\u2018\u2019`._-]")
_POWER = re.compile(r"\d+(\.\d+)?e\+?\d+", re.IGNORECASE)
_OTHER_ID = re.compile(r"[0-9A-Z]{6,15}")
_DIGITS = 8
_NPI = 10
LOST_ZERO = "The leading 0 was lost when a spreadsheet took this ID for a number; it was put back."
NO_ID = "There is no member ID."


def read_member_id(text: str, *, is_eight_digits: bool = True, known: Container[str] = ()) -> Got:
    """Return a member ID: eight digits, the first a 0 (MN-086); other states' as they are.

    One of the `known` is taken as it is: its program may be another state's.
    """
    bare = _bare(text)
    if not bare:
        return EMPTY
    if bare in known:
        return taken(bare)
    if _POWER.fullmatch(text.strip()):
        return no_row("The spreadsheet has shortened this member ID (E+): its digits are lost.")
    if not is_eight_digits:
        if _OTHER_ID.fullmatch(bare):
            return taken(bare)
        return no_row("A member ID has 6 to 15 digits or letters.")
    if not (bare.isascii() and bare.isdigit()):
        return no_row("This member ID has letters in it; it has digits only, like 01234567.")
    if len(bare) == _DIGITS - 1:
        return warned(f"0{bare}", f"0{bare}", LOST_ZERO)
    if len(bare) != _DIGITS:
        return no_row(f"A member ID has eight digits; this has {len(bare)}.")
    if not bare.startswith("0"):
        return no_row("A member ID begins with 0. Compare it with the card.")
    return taken(bare)


def _bare(text: str) -> str:
    wrapped = _WRAPPED.fullmatch(text.strip())
    inner = wrapped[1] if wrapped else text.strip()
    if re.fullmatch(r"\d+\.0+", inner):
        inner = inner.partition(".")[0]
    return _AROUND.sub("", inner).upper()


def read_npi(text: str) -> Got:
    """Return an NPI: ten digits with their check digit."""
    if _POWER.fullmatch(text.strip()):
        return no_cell("The spreadsheet has shortened this NPI (E+): its digits are lost.")
    bare = _bare(text)
    if not bare:
        return EMPTY
    if not (bare.isascii() and bare.isdigit()):
        return no_cell("This NPI has letters in it; it has ten digits.")
    if len(bare) != _NPI:
        return no_cell(f"An NPI has ten digits; this has {len(bare)}.")
    if not npi_is_valid(bare):
        return no_cell("The NPI's check digit is wrong: one of its digits is.")
    return taken(bare)


def read_plate(text: str) -> Got:
    """Return a licence plate in capitals; one that was kept as a number stays what it was."""
    bare = re.sub(r"\.0$", "", text)
    return taken(bare.upper()) if bare else EMPTY


def read_number(text: str) -> Got:
    """Return a running number as text, without a spreadsheet's .0."""
    return taken(re.sub(r"\.0+$", "", text)) if text else EMPTY
