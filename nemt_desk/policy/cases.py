"""Case files: facts and what is expected of them, as in decisions.md. Strict about every word."""

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from nemt_desk.ground.errors import EnvironmentProblem
from nemt_desk.policy import facts as told
from nemt_desk.policy import packs
from nemt_desk.policy.decision import Decision, Outcome
from nemt_desk.policy.engine import decide
from nemt_desk.policy.entries import Json, PackError, checked_keys
from nemt_desk.policy.vocabulary import CASE, FIELDS, LOCAL, WORDS

_DATES = frozenset({"birth_date", "program_from", "program_until", "admitted_on"})
_MOMENTS = frozenset({"appointment_at", "pickup_at"})


@dataclass(frozen=True, slots=True)
class Case:
    """One case: the pack, the facts, and what is expected."""

    name: str
    pack: str
    facts: told.Facts
    expect: Mapping[str, Any]


def read_cases(path: Path) -> list[Case]:
    """Return the cases of a file.

    Raises:
        EnvironmentProblem: it can't be read.
        PackError: it is no JSON, or a key or a word in it is not known.
    """
    try:
        cases = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise EnvironmentProblem(
            f"{path.name} could not be read ({error.strerror}). Check its name and folder."
        ) from error
    except ValueError as error:
        raise PackError(f"{path.name} is no proper JSON: {error}.") from error
    if not isinstance(cases, list):
        raise PackError(f"{path.name} must hold a list of cases.")
    return [read_case(values, f"case {number}") for number, values in enumerate(cases, start=1)]


def read_case(values: Mapping[str, Any], where: str = "case") -> Case:
    """Return the case written as `values`.

    Raises:
        PackError: a key or a word in it is not known.
    """
    checked_keys(values, CASE, required=("pack", "member", "trip"), where=where)
    where = f"{where} “{values.get('name', '')}”"
    expect = values.get("expect", {})
    checked_keys(expect, FIELDS["expect"], where=f"{where}, expect")
    if expect.get("outcome") is not None:
        _word("outcome", expect["outcome"], tuple(Outcome), where)
    return Case(values.get("name", ""), values["pack"], _facts(values, where), expect)


def failures(case: Case, decision: Decision) -> list[str]:
    """Return what is not as expected, in words; none when the case passes."""
    expect, found = case.expect, []
    rules = {rule for one in decision.findings for rule in (one.rule, *one.also)}
    notes = {word for one in decision.notes for word in (one.code, one.rule)}
    for name, is_value in (
        ("outcome", decision.outcome.value),
        ("mode", decision.mode),
        ("contact", decision.contact.phone),
    ):
        if expect.get(name) is not None and expect[name] != is_value:
            found.append(f"{name} {is_value}, expected {expect[name]}")
    for key, heard, wanted in (
        ("rules", rules, True),
        ("not_rules", rules, False),
        ("notes", notes, True),
        ("not_notes", notes, False),
    ):
        verb = "missing" if wanted else "not expected"
        found += [f"{word} {verb}" for word in expect.get(key) or () if (word in heard) != wanted]
    return found


def try_case(case: Case) -> list[str]:
    """Decide the case; return what is not as expected."""
    return failures(case, decide(case.facts, packs.load(case.pack)))


# --- reading ----------------------------------------------------------------------------------


def _facts(values: Mapping[str, Any], where: str) -> told.Facts:
    local = values.get("local") or {}
    checked_keys(local, LOCAL, where=f"{where}, local")
    trip = dict(values["trip"])
    if "return" in trip:
        trip["return_kind"] = trip.pop("return")
    elif "return_kind" in trip:
        raise PackError(f"{where}, trip: 'return_kind' is not known.")
    return told.Facts(
        member=told.MemberFacts(**_read("member", values["member"], where)),
        trip=told.TripFacts(**_read("trip", trip, where)),
        asked_at=_moment(values.get("asked_at"), f"{where}, asked_at"),
        checked_on=_day(values.get("checked_on"), f"{where}, checked_on"),
        local=local,
    )


def _read(what: str, values: Mapping[str, Any], where: str) -> dict[str, Any]:
    where = f"{where}, {what}"
    checked_keys(values, FIELDS[what], where=where)
    return {key: _value(what, key, value, f"{where}.{key}") for key, value in values.items()}


def _value(what: str, key: str, value: Json, where: str) -> Json:
    if key in _DATES:
        return _day(value, where)
    if key in _MOMENTS:
        return _moment(value, where)
    nested = _NESTED.get(key)
    if nested is not None:
        return nested(value, where)
    words = WORDS.get(f"{what}.{key}")
    if words is not None and value is not None:
        _word(key, value, words, where)
    return _plain(FIELDS[what][key], value, where)


def _plain(kind: type, value: Json, where: str) -> Json:
    """Return a plain value of the kind its field has, or null where that is allowed."""
    if value is None:
        return None if kind is not tuple else ()
    fits = {
        float: isinstance(value, int | float) and not isinstance(value, bool),
        int: isinstance(value, int) and not isinstance(value, bool),
        tuple: isinstance(value, list) and all(isinstance(one, str) for one in value),
    }.get(kind, isinstance(value, kind))
    if not fits:
        raise PackError(f"{where}: {value!r} is of the wrong kind.")
    return tuple(value) if kind is tuple else value


def _word(key: str, value: Json, words: Collection[str], where: str) -> None:
    for one in value if isinstance(value, list) else (value,):
        if one not in words:
            raise PackError(f"{where}: {one!r} is no {key}.")


def _day(value: Json, where: str) -> date | None:
    try:
        return None if value is None else date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise PackError(f"{where}: {value!r} is no date like 2026-11-24.") from error


def _moment(value: Json, where: str) -> datetime | None:
    try:
        moment = None if value is None else datetime.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise PackError(f"{where}: {value!r} is no time like 2026-11-24T10:00.") from error
    if moment is not None and moment.tzinfo is not None:
        raise PackError(f"{where}: times are local to the agency, without a zone.")
    return moment


def _list(value: Json, where: str) -> Iterable[Mapping[str, Any]]:
    if value is None:
        return ()
    if not isinstance(value, list):
        raise PackError(f"{where}: expected a list.")
    return value


def _dated(what: str, good: str = "") -> Callable[[Json, str], tuple[told.Dated, ...]]:
    def read(value: Json, where: str) -> tuple[told.Dated, ...]:
        papers = []
        for one in _list(value, where):
            checked_keys(one, FIELDS[what], required=("kind",), where=where)
            _word("kind", one["kind"], WORDS[f"{what}.kind"], where)
            since, until = _day(one.get("from"), where), _day(one.get("until"), where)
            papers.append(told.Dated(one["kind"], since, until, bool(one.get(good, not good))))
        return tuple(papers)

    return read


def _place(value: Json, where: str) -> told.PlaceFacts | None:
    return None if value is None else told.PlaceFacts(**_read("place", value, where))


def _driver(value: Json, where: str) -> told.DriverFacts | None:
    if value is None:
        return None
    checked_keys(value, FIELDS["driver"], required=("kind",), where=where)
    return told.DriverFacts(**_read("driver", value, where))


def _companions(value: Json, where: str) -> tuple[told.CompanionFacts, ...]:
    found = []
    for one in _list(value, where):
        checked_keys(one, FIELDS["companion"], required=("kind",), where=where)
        found.append(told.CompanionFacts(**_read("companion", one, where)))
    return tuple(found)


def _urgent(value: Json, where: str) -> told.Urgent | None:
    if value is None:
        return None
    checked_keys(value, FIELDS["urgent"], required=("reason",), where=where)
    return told.Urgent(**_read("urgent", value, where))


def _documents(value: Json, where: str) -> frozenset[str]:
    _word("document", value or [], WORDS["member.documents"], where)
    return frozenset(value or ())


_NESTED: Mapping[str, Callable[[Json, str], Any]] = {
    "exceptions": _dated("exception", "documented"),
    "consents": _dated("consent", "signed"),
    "authorizations": _dated("authorization"),
    "documents": _documents,
    "companions": _companions,
    "origin": _place,
    "destination": _place,
    "driver": _driver,
    "urgent": _urgent,
}
