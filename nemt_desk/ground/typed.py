"""Reads what is typed to find somebody: birth dates and telephones among names. Pure."""

import re
from collections.abc import Sequence

from nemt_desk.ground.words import fold

_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_DATE = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?!\d)")
_MONTH_DAY = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/?(?!\d)")
_PHONE = re.compile(r"(?<!\d)(?:\+?1[ .-]*)?\(?(\d{3})\)?[ .-]*(\d{3})[ .-]*(\d{4})(?!\d)")
_PART = re.compile(r"(?<!\d)\(?(\d{3})\)?[.-](\d{1,4})(?!\d)")


def typed_groups(typed: str) -> list[list[str]]:
    """Return what was typed as groups of words to search for; one of each group must be met."""
    groups: list[list[str]] = []

    def take_day(match: re.Match[str]) -> str:
        month, day, year = int(match[1]), int(match[2]), match[3]
        years = [year] if len(year) == len("1950") else [f"19{year}", f"20{year}"]
        groups.append([f"{whole}{month:02d}{day:02d}" for whole in years])
        return " "

    def take_iso(match: re.Match[str]) -> str:
        groups.append([f"{match[1]}{int(match[2]):02d}{int(match[3]):02d}"])
        return " "

    def take_month_day(match: re.Match[str]) -> str:
        groups.append([f"{int(match[1]):02d}{int(match[2]):02d}"])
        return " "

    def take_digits(match: re.Match[str]) -> str:
        groups.append(["".join(match.groups())])
        return " "

    rest = typed
    for pattern, take in (
        (_ISO, take_iso),
        (_PHONE, take_digits),
        (_DATE, take_day),
        (_MONTH_DAY, take_month_day),
        (_PART, take_digits),
    ):
        rest = pattern.sub(take, rest)
    return [[word] for word in fold(rest).split()] + groups


def fits(kept: str, groups: Sequence[Sequence[str]]) -> bool:
    """Tell whether each group has a word that begins a word of `kept` (any text)."""
    words = fold(kept).split()
    return all(any(word.startswith(part) for word in words for part in group) for group in groups)
