"""Stretches of every year, such as winter: from one month and day until another, both included."""

import re
from datetime import date

from nemt_desk.ground.errors import InputError, Problem
from nemt_desk.ground.words import day_text, month_day

_KEPT = re.compile(r"[0-9]{2}-[0-9]{2}")
_LEAP = 2024


def is_month_day(kept: str) -> bool:
    """Tell whether `kept` is a day of the year as it is kept: `11-15`."""
    if not _KEPT.fullmatch(kept):
        return False
    try:
        date(_LEAP, int(kept[:2]), int(kept[3:]))
    except ValueError:
        return False
    return True


def parse_month_day(text: str, field: str) -> str:
    """Read 11/15, 11-15, 15 Nov, Nov 15; return `11-15`.

    Raises:
        InputError: it is no day of the year.
    """
    found = month_day(text)
    kept = "" if found is None else f"{found[0]:02d}-{found[1]:02d}"
    if not is_month_day(kept):
        sentence = f"“{text}” is no day of the year. Type it like 11/15 or 15 Nov, without a year."
        raise InputError([Problem(field, sentence)])
    return kept


def month_day_text(kept: str) -> str:
    """Return `15 Nov` for `11-15`; what can't be read stays as it is."""
    if not is_month_day(kept):
        return kept
    day = date(_LEAP, int(kept[:2]), int(kept[3:]))
    return day_text(day).partition(" ")[2]


def is_within(day: date, first: str, last: str) -> bool:
    """Tell whether `day` lies from `first` until `last` of a year; it may go over New Year."""
    here = f"{day.month:02d}-{day.day:02d}"
    if first <= last:
        return first <= here <= last
    return here >= first or here <= last
