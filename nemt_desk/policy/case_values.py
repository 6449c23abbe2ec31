"""Reads the single values of a case file: each of its kind, or refused with where it stands."""

import math
import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from nemt_desk.policy.entries import Json, PackError
from nemt_desk.policy.facts import Dated
from nemt_desk.policy.vocabulary import FIELDS, WORDS

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?")
_SHOWN = 60


def cut(value: object) -> str:
    """Return a wrong value as it is shown: on one line, printable anywhere, not too long."""
    shown = ascii(value) if not isinstance(value, str) or not value.isprintable() else repr(value)
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"


def known_keys(
    values: Json, known: Collection[str], *, required: Collection[str] = (), where: str
) -> Mapping[str, Json]:
    """Return named values whose keys are known and whose required keys are there.

    Raises:
        PackError: they are not.
    """
    if not isinstance(values, Mapping):
        raise PackError(f"{where}: expected named values, found {cut(values)}.")
    for key in values:
        if key not in known:
            raise PackError(f"{where}: {cut(key)} is not known.")
    for key in required:
        if key not in values:
            raise PackError(f"{where}: {key!r} is missing.")
    return values


def plain(kind: type, value: Json, where: str) -> Json:
    """Return a plain value of its field's kind, or None where it is null.

    Raises:
        PackError: it is of another kind, or a number that can't be one.
    """
    if kind is tuple:
        return tuple(_text(one, where) for one in items(value, where))
    if value is None:
        return None
    if kind in {int, float}:
        return number(kind, value, where)
    if not isinstance(value, kind):
        raise PackError(f"{where}: {cut(value)} is of the wrong kind.")
    return value


def _text(value: Json, where: str) -> str:
    if not isinstance(value, str):
        raise PackError(f"{where}: {cut(value)} is of the wrong kind.")
    return value


def number(kind: type, value: Json, where: str, most: float = 100_000) -> Json:
    """Return a whole (int) or any (float) number from 0 to `most`.

    Raises:
        PackError: it is none.
    """
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or (kind is int and not isinstance(value, int)):
        raise PackError(f"{where}: {cut(value)} is of the wrong kind.")
    if not math.isfinite(value) or not 0 <= value <= most:
        raise PackError(f"{where}: {cut(value)} is out of range.")
    return value


def word(key: str, value: Json, words: Collection[object], where: str) -> None:
    """Look whether a value, or each of a list, is one of the words of `key`.

    Raises:
        PackError: one is not.
    """
    for one in value if isinstance(value, list) else (value,):
        if isinstance(one, bool | list | dict) or one not in words:
            raise PackError(f"{where}: {cut(one)} is no {key}.")


def day(value: Json, where: str) -> date | None:
    """Return a day like 2026-11-24; null is None.

    Raises:
        PackError: it is none.
    """
    if value is None:
        return None
    try:
        if isinstance(value, str) and _DAY.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise PackError(f"{where}: {cut(value)} is no date like 2026-11-24.")


def moment(value: Json, where: str) -> datetime | None:
    """Return a time like 2026-11-24T10:00, local to the agency; null is None.

    Raises:
        PackError: it is none, or it names a zone.
    """
    if value is None:
        return None
    try:
        if isinstance(value, str) and _MOMENT.fullmatch(value):
            return datetime.fromisoformat(value)
    except ValueError:
        pass
    raise PackError(
        f"{where}: {cut(value)} is no time like 2026-11-24T10:00 (local to the agency, no zone)."
    )


def items(value: Json, where: str) -> list[Json]:
    """Return the things of a list; null is an empty one.

    Raises:
        PackError: it is no list.
    """
    if value is None:
        return []
    if not isinstance(value, list):
        raise PackError(f"{where}: expected a list, found {cut(value)}.")
    return value


def dated(what: str, good: str, value: Json, where: str) -> tuple[Dated, ...]:
    """Return papers of one sort; `good` names what makes one count, if something must.

    Raises:
        PackError: a key or a word is not known, or a paper ends before it begins.
    """
    return tuple(_paper(what, good, one, where) for one in items(value, where))


def _paper(what: str, good: str, value: Json, where: str) -> Dated:
    values = known_keys(value, FIELDS[what], required=("kind",), where=where)
    word("kind", values["kind"], WORDS[f"{what}.kind"], where)
    since, until = day(values.get("from"), where), day(values.get("until"), where)
    if since is not None and until is not None and until < since:
        raise PackError(f"{where}: it ends on {until} before it begins on {since}.")
    is_good = plain(bool, values.get(good), where) if good else True
    return Dated(values["kind"], since, until, bool(is_good))


def unique_keys(pairs: Iterable[tuple[str, Json]]) -> dict[str, Json]:
    """Build named values of JSON's pairs.

    Raises:
        PackError: a key stands twice.
    """
    values: dict[str, Json] = {}
    for key, value in pairs:
        if key in values:
            raise PackError(f"The key {cut(key)} stands twice.")
        values[key] = value
    return values
