"""What people type, cleaned and checked: odd blanks out, all problems told at once.

Rules of one room (which field is needed, what an ID looks like) belong into that room.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date
from typing import Any, Protocol, cast

from sqlalchemy.orm import InstrumentedAttribute

from nemt_desk.ground.changes import Values
from nemt_desk.ground.errors import InputError, Problem, StaleError
from nemt_desk.ground.ids import Id, new_id
from nemt_desk.ground.session import STALE, Work
from nemt_desk.ground.tables import Record
from nemt_desk.ground.words import parse_phone

LINE_LIMIT = 200
NOTE_LIMIT = 10_000
_BLANKS = re.compile(r"[ \t\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
# Control, invisible (zero width, direction marks), surrogate and unassigned characters.
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Cn"})


def _visible(text: str, keep: str = "") -> str:
    whole = unicodedata.normalize("NFC", text)
    return "".join(
        char
        for char in whole
        if char == " " or char in keep or unicodedata.category(char) not in _INVISIBLE
    )


def clean_line(text: str) -> str:
    """Return `text` as one line: single blanks, nothing invisible, composed letters."""
    if not text:
        return text
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    spaced = re.sub(r"[\r\n\v\f\x85]+", " ", text)
    return " ".join(_visible(_BLANKS.sub(" ", spaced)).split())


def clean_note(text: str) -> str:
    """Return `text` with its line breaks, but without odd blanks and invisible characters."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    lines = re.split(r"\r\n|[\r\n\v\f\x85\u2028\u2029]", text)
    cleaned = [_visible(_BLANKS.sub(" ", line)).strip() for line in lines]
    return "\n".join(cleaned).strip("\n")


class Checker:
    """Cleans field by field and collects what is wrong, to tell it all at once."""

    def __init__(self, prefix: str = "") -> None:
        self.prefix = prefix
        self.problems: list[Problem] = []

    def say(self, field: str, sentence: str) -> None:
        """Add a problem with `field`."""
        self.problems.append(Problem(f"{self.prefix}{field}", sentence))

    def line(self, field: str, text: str, *, needed: str = "") -> str:
        """Return one clean line; `needed` is the sentence if it is empty."""
        if not text and not needed:
            return text
        cleaned = clean_line(text)
        if needed and not cleaned:
            self.say(field, needed)
        if len(cleaned) > LINE_LIMIT:
            self.say(field, f"This is longer than {LINE_LIMIT} characters. Shorten it.")
        return cleaned

    def note(self, field: str, text: str) -> str:
        """Return a clean note."""
        cleaned = clean_note(text)
        if len(cleaned) > NOTE_LIMIT:
            self.say(field, f"This note is longer than {NOTE_LIMIT} characters. Shorten it.")
        return cleaned

    def phone(self, field: str, text: str) -> str:
        """Return ten digits, or nothing."""
        try:
            return parse_phone(clean_line(text), field)
        except InputError as error:
            self.say(field, error.sentence)
            return text

    def order(self, field: str, first: date | None, last: date | None) -> None:
        """Say so if the last day lies before the first."""
        if first is not None and last is not None and last < first:
            self.say(field, "The last day lies before the first day.")

    def take(self, part: str, error: InputError) -> None:
        """Add the problems of a part that was checked on its own, as `part.field`."""
        for problem in error.problems:
            self.say(f"{part}.{problem.field}", problem.sentence)

    def raise_if_any(self) -> None:
        """Refuse if anything was wrong.

        Raises:
            InputError: with every problem.
        """
        if self.problems:
            raise InputError(self.problems)


def put(row: Record, values: Mapping[str, Any]) -> None:
    """Set the columns of `row` that differ, so that the trail shows true changes only."""
    kept = type(row).__dict__
    for name, value in values.items():
        if not isinstance(kept.get(name), InstrumentedAttribute):
            raise TypeError(f"{type(row).__name__} has no column {name}")
        if getattr(row, name) != value:
            setattr(row, name, value)


class ChildEntry(Protocol):
    """A dependent row as it is typed: `id` is the row it changes, None for a new one."""

    @property
    def id(self) -> Id | None:
        """Key of the row this changes."""
        ...


def keep_children[R: Record](
    work: Work, table: type[R], kept: Sequence[R], typed: Sequence[ChildEntry], owner: Values
) -> list[R]:
    """Bring an owner's rows to what was typed, row by row; return those nobody listed any more.

    The caller deletes or archives what is returned: unlisted rows may still be referred to.

    Raises:
        RefusedError: an entry refers to a row that is not the owner's (any more).
    """
    left = {row.id: row for row in kept}
    for entry in typed:
        values = {item.name: getattr(entry, item.name) for item in fields(cast("Any", entry))}
        key = values.pop("id")
        if key is None:
            work.session.add(table(id=new_id(), **owner, **values))
        elif (row := left.pop(key, None)) is not None:
            put(row, values)
        else:
            raise StaleError(STALE)
    return list(left.values())


def delete_rows(work: Work, rows: Sequence[Record]) -> None:
    """Delete dependent rows; the trail keeps what stood in them."""
    for row in rows:
        work.session.delete(row)
