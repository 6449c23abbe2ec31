"""Finds the one member, place or moment that was meant, by key or by words as in the window."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from cli.session import tell
from nemt_desk.ground.clock import AgencyTime
from nemt_desk.ground.errors import InputError, Problem, RefusedError
from nemt_desk.ground.words import day_year_text, fold, parse_day, parse_time
from nemt_desk.members import queries as members
from nemt_desk.members.rows import Member
from nemt_desk.office import Office
from nemt_desk.places import queries as places
from nemt_desk.places.rows import Place

_HALVES = frozenset({"a", "p", "am", "pm", "a.m.", "p.m."})


class _Keyed(Protocol):
    @property
    def id(self) -> UUID: ...


def today(office: Office) -> date:
    """Return the agency's day now."""
    return office.time.day(office.clock.now())


def key_of(text: str) -> UUID | None:
    """Return the key that `text` is, None if it is words."""
    try:
        return UUID(text)
    except ValueError:
        return None


def member_of(office: Office, text: str) -> Member:
    """Return the one member that `text` means.

    Raises:
        RefusedError: none fits, or several do (they are listed on standard error).
    """
    with office.store.read() as session:
        key = key_of(text)
        if key is None:
            found = members.find_members(session, text)
            key = _one(found, "member", lambda hit: f"{hit.name}, {_born(hit.birth_date)}").id
        return members.member(session, key)


def _born(day: date | None) -> str:
    return f"born {day_year_text(day)}" if day else "birth date not known"


def place_of(office: Office, text: str, member: Member | None = None) -> Place:
    """Return the one place that `text` means; `home` is where the member lives.

    Raises:
        RefusedError: none fits, or several do (they are listed on standard error).
    """
    with office.store.read() as session:
        if member is not None and text.strip().lower() == "home":
            home = members.home_of(session, member)
            if home is None:
                raise RefusedError("This member has no home on file. Name the place instead.")
            return home
        key = key_of(text)
        if key is not None:
            return places.place(session, key)
        found = places.find_places(session, text)
        exact = [one for one in found if fold(text) in {fold(one.name), fold(one.short_name)}]
        return _one(exact or found, "place", lambda place: f"{place.name}, {place.where}")


def _one[Row: _Keyed](found: Sequence[Row], what: str, words: Callable[[Row], str]) -> Row:
    if not found:
        raise RefusedError(f"No {what} fits these words. Nothing was done.")
    if len(found) > 1:
        # Names go to the person who asked, never into the sentence that may be logged.
        for row in found:
            tell(f"  {row.id}  {words(row)}")
        raise RefusedError(
            f"{len(found)} {what}s fit these words (listed above). Say more, or use the key."
        )
    return found[0]


def moment_of(text: str, day_now: date, time: AgencyTime, field: str) -> datetime:
    """Read `2026-11-24 10:30`, `11/24 2:30p`, `Tue 10:30 a.m.` on the agency's clock.

    Raises:
        InputError: day or time can't be read.
    """
    if len(text.replace("T", " ", 1).split()) < 2:
        sentence = f"“{text}” is no day and time. Type both, like 2026-11-24 10:30."
        raise InputError([Problem(field, sentence)])
    words = text.replace("T", " ", 1).split() if text[:4].isdigit() else text.split()
    cut = len(words) - 1
    if words and words[-1].lower() in _HALVES:
        cut -= 1
    day = " ".join(words[: max(cut, 0)])
    clock = "".join(words[max(cut, 0) :])
    return time.at(parse_day(day, day_now, field), parse_time(clock, field))
