"""What a member's record must be like before it is kept, and who may be the same person. Pure."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

from rapidfuzz import fuzz

from nemt_desk.ground.entry import Checker, clean_line
from nemt_desk.ground.errors import InputError
from nemt_desk.ground.words import fold
from nemt_desk.members.rows import ApartEntry, Member, MemberEntry, PaperEntry, Program
from nemt_desk.places import rules as places
from nemt_desk.places.rows import PlaceEntry, PlaceKind

_LINES = (
    "middle_name",
    "suffix",
    "preferred_name",
    "language",
    "plan",
    "waiver",
    "county",
    "living_arrangement",
    "rides_alone_reason",
    "contact_name",
    "signs_name",
)
_NOTES = ("driver_note", "office_note")
_PHONES = ("phone", "phone2", "contact_phone")
_MINNESOTA = frozenset(
    {Program.MA, Program.EMA, Program.IMD, Program.MNCARE, Program.MFPP, Program.RMA}
)
MINNESOTA = "mn"
"""The pack of offices whose members' IDs are Minnesota's unless their program says otherwise."""
_ID_DIGITS = 8
_OTHER_ID = re.compile(r"[0-9A-Z]{6,15}")
_OLDEST = 120
_MODES = range(1, 8)


def checked(entry: MemberEntry, today: date, *, is_minnesota: bool = True) -> MemberEntry:
    """Return the entry cleaned; `is_minnesota` says whose programs the office works with.

    Raises:
        InputError: with everything that can't be taken, by field name.
    """
    check = Checker()
    cleaned: dict[str, Any] = {name: check.line(name, getattr(entry, name)) for name in _LINES}
    cleaned |= {name: check.note(name, getattr(entry, name)) for name in _NOTES}
    cleaned |= {name: check.phone(name, getattr(entry, name)) for name in _PHONES}
    cleaned["last_name"] = check.line("last_name", entry.last_name, needed="Type the last name.")
    cleaned["first_name"] = check.line(
        "first_name", entry.first_name, needed="Type the first name."
    )
    cleaned["mhcp_id"] = tidy_id(entry.mhcp_id)
    if problem := mhcp_problem(cleaned["mhcp_id"], entry.program, is_minnesota=is_minnesota):
        check.say("mhcp_id", problem)
    _check_days(check, entry, today)
    if entry.assessed_mode is not None and entry.assessed_mode not in _MODES:
        check.say("assessed_mode", "A mode is a number from 1 to 7.")
    home = _home(check, entry.home)
    papers = None
    if entry.papers is not None:
        papers = tuple(_paper(check, at, paper, today) for at, paper in enumerate(entry.papers))
    apart = None
    if entry.apart is not None:
        apart = tuple(_apart(check, at, entry.apart) for at in range(len(entry.apart)))
    check.raise_if_any()
    return replace(entry, **cleaned, home=home, papers=papers, apart=apart)


def _apart(check: Checker, at: int, entries: tuple[ApartEntry, ...]) -> ApartEntry:
    one = entries[at]
    if one.other_id in {other.other_id for other in entries[:at]}:
        check.say(f"apart.{at}.other_id", "This member is listed twice.")
    return replace(one, note=check.line(f"apart.{at}.note", one.note))


def _check_days(check: Checker, entry: MemberEntry, today: date) -> None:
    born = entry.birth_date
    if born is not None and born > today:
        check.say("birth_date", "The birth date lies in the future.")
    elif born is not None and born.year < today.year - _OLDEST:
        check.say("birth_date", "The birth date lies more than 120 years back.")
    check.order("eligible_until", entry.eligible_from, entry.eligible_until)
    if entry.checked_on is not None and entry.checked_on > today:
        check.say("checked_on", "Eligibility can't have been checked on a day to come.")


def _home(check: Checker, home: PlaceEntry | None) -> PlaceEntry | None:
    if home is None:
        return None
    try:
        return places.checked(replace(home, kind=PlaceKind.HOME))
    except InputError as error:
        check.take("home", error)
        return home


def _paper(check: Checker, at: int, paper: PaperEntry, today: date) -> PaperEntry:
    try:
        return checked_paper(paper, today)
    except InputError as error:
        check.take(f"papers.{at}", error)
        return paper


def checked_paper(paper: PaperEntry, today: date) -> PaperEntry:
    """Return a paper cleaned.

    Raises:
        InputError: with everything that can't be taken, by field name.
    """
    check = Checker()
    check.order("until_day", paper.from_day, paper.until_day)
    for name in ("asked_on", "received_on"):
        day: date | None = getattr(paper, name)
        if day is not None and day > today:
            check.say(name, "This day is still to come.")
    cleaned = replace(
        paper,
        number=check.line("number", paper.number),
        signed_by=check.line("signed_by", paper.signed_by),
        note=check.note("note", paper.note),
    )
    check.raise_if_any()
    return cleaned


def tidy_id(text: str) -> str:
    """Return a member ID without blanks and dashes."""
    return re.sub(r"[\s-]", "", clean_line(text)).upper()


def has_minnesota_id(program: Program | None, *, is_minnesota: bool) -> bool:
    """Tell whether a member's ID is Minnesota's: by the program, without one by the office."""
    return is_minnesota if program is None else program in _MINNESOTA


def mhcp_problem(text: str, program: Program | None, *, is_minnesota: bool = True) -> str | None:
    """Return what is wrong with a member ID, or None (MN-086: eight digits, the first a 0).

    Other states have other IDs; they are only looked over.
    """
    if not text:
        return None
    if not has_minnesota_id(program, is_minnesota=is_minnesota):
        return None if _OTHER_ID.fullmatch(text) else "A member ID has 6 to 15 digits or letters."
    if not (text.isascii() and text.isdigit()):
        return "The member ID has digits only: eight, the first a 0, like 01234567."
    if len(text) == _ID_DIGITS - 1:
        return "This member ID has seven digits: the leading 0 seems lost. Type all eight."
    if len(text) != _ID_DIGITS:
        return f"The member ID has eight digits, like 01234567; this has {len(text)}."
    if not text.startswith("0"):
        return "The member ID begins with 0. Compare it with the card."
    return None


_SIMILAR = 80
_SAME_LAST = 85
_SIMILAR_FIRST = 75


def duplicate_reasons(entry: MemberEntry, known: Member) -> tuple[str, ...]:
    """Return why `known` may be the person being entered; nothing if it is unlikely."""
    reasons = []
    member_id = tidy_id(entry.mhcp_id)
    if member_id and member_id == known.mhcp_id:
        reasons.append("the same member ID")
    both_born = entry.birth_date is not None and known.birth_date is not None
    if both_born and entry.birth_date == known.birth_date and _is_alike(entry, known):
        reasons.append("the same birth date and a similar name")
    differ = both_born and entry.birth_date != known.birth_date
    if not differ and _shares_phone(entry, known) and _is_close(entry, known):
        reasons.append("the same telephone number and a similar name")
    return tuple(reasons)


def _ratio(one: str, other: str) -> float:
    return fuzz.ratio(fold(one), fold(other))


def _is_alike(entry: MemberEntry, known: Member) -> bool:
    """Tell whether names fit for one birth date: also Bob for Robert, or a new last name."""
    ours = fold(f"{entry.last_name} {entry.first_name}")
    theirs = fold(f"{known.last_name} {known.first_name}")
    if not ours:
        return False
    if fuzz.token_sort_ratio(ours, theirs) >= _SIMILAR:
        return True
    return _ratio(entry.last_name, known.last_name) >= _SAME_LAST or _shares_phone(entry, known)


def _is_close(entry: MemberEntry, known: Member) -> bool:
    """Tell whether names fit for one telephone: not so loosely that it warns of the spouse."""
    if _ratio(entry.last_name, known.last_name) < _SAME_LAST:
        return False
    firsts = {known.first_name, known.preferred_name} - {""}
    return any(_ratio(entry.first_name, first) >= _SIMILAR_FIRST for first in firsts)


def phones_of(*numbers: str) -> frozenset[str]:
    """Return the bare digits of numbers, without extensions."""
    bare = (re.sub(r"\D", "", number.partition("x")[0]) for number in numbers)
    return frozenset(digits for digits in bare if digits)


def _shares_phone(entry: MemberEntry, known: Member) -> bool:
    return bool(phones_of(entry.phone, entry.phone2) & phones_of(known.phone, known.phone2))
