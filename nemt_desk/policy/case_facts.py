"""Reads the facts of one case, in the words of decisions.md."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from nemt_desk.policy import facts as told
from nemt_desk.policy.case_values import (
    cut,
    dated,
    day,
    items,
    known_keys,
    moment,
    number,
    plain,
    word,
)
from nemt_desk.policy.entries import Json, PackError
from nemt_desk.policy.vocabulary import COUNTY_CLASSES, FIELDS, LOCAL, MODES, WORDS

_DATES = frozenset({"birth_date", "program_from", "program_until", "admitted_on"})
_MODES = frozenset({"mode", "assessed_mode"})
_MOMENTS = frozenset({"appointment_at", "pickup_at"})
_MOST_DAYS = 366


def case_facts(values: Mapping[str, Any], own_figures: Collection[str], where: str) -> told.Facts:
    """Return the facts of a case; `own_figures` are what its pack lets an agency set.

    Raises:
        PackError: a key, a word or a value in them is not known.
    """
    trip = dict(known_keys(values["trip"], {*FIELDS["trip"], "return"}, where=f"{where}, trip"))
    if "return_kind" in trip:
        raise PackError(f"{where}, trip: 'return_kind' is not known.")
    if "return" in trip:
        trip["return_kind"] = trip.pop("return")
    if trip.get("words", "") is None:
        del trip["words"]
    return told.Facts(
        member=told.MemberFacts(**_read("member", values["member"], where)),
        trip=told.TripFacts(**_read("trip", trip, where)),
        asked_at=moment(values.get("asked_at"), f"{where}, asked_at"),
        checked_on=day(values.get("checked_on"), f"{where}, checked_on"),
        local=_local(values.get("local"), own_figures, f"{where}, local"),
    )


def _local(value: Json, own_figures: Collection[str], where: str) -> Mapping[str, Any]:
    if value is None:
        return {}
    local = known_keys(value, {*LOCAL, *own_figures}, where=where)
    for key in ("notice_business_days", "notice_days"):
        if local.get(key) is not None:
            number(int, local[key], f"{where}.{key}", _MOST_DAYS)
    if local.get("county_class") is not None:
        word("county_class", local["county_class"], COUNTY_CLASSES, where)
    plain(float, local.get("far_miles"), f"{where}.far_miles")
    for one in items(local.get("holidays"), f"{where}.holidays"):
        if day(one, f"{where}.holidays") is None:
            raise PackError(f"{where}.holidays: null is no date.")
    return local


def _read(what: str, value: Json, where: str) -> dict[str, Any]:
    where = f"{where}, {what}"
    values = known_keys(value, FIELDS[what], where=where)
    return {key: _value(what, key, one, f"{where}.{key}") for key, one in values.items()}


def _value(what: str, key: str, value: Json, where: str) -> Json:
    if key in _DATES:
        return day(value, where)
    if key in _MOMENTS:
        return moment(value, where)
    nested = _NESTED.get(key)
    if nested is not None:
        return nested(value, where)
    words = MODES if key in _MODES else WORDS.get(f"{what}.{key}")
    if words is not None and value is not None:
        word(key, value, words, where)
    return plain(FIELDS[what][key], value, where)


def _exceptions(value: Json, where: str) -> tuple[told.Dated, ...]:
    return dated("exception", "documented", value, where)


def _consents(value: Json, where: str) -> tuple[told.Dated, ...]:
    return dated("consent", "signed", value, where)


def _authorizations(value: Json, where: str) -> tuple[told.Dated, ...]:
    return dated("authorization", "", value, where)


def _documents(value: Json, where: str) -> frozenset[str]:
    held = items(value, where)
    word("document", held, WORDS["member.documents"], where)
    return frozenset(held)


def _companions(value: Json, where: str) -> tuple[told.CompanionFacts, ...]:
    return tuple(_companion(one, where) for one in items(value, where))


def _companion(value: Json, where: str) -> told.CompanionFacts:
    values = _with_kind(value, "companion", where)
    return told.CompanionFacts(**_read("companion", values, where))


def _place(value: Json, where: str) -> told.PlaceFacts | None:
    return None if value is None else told.PlaceFacts(**_read("place", value, where))


def _driver(value: Json, where: str) -> told.DriverFacts | None:
    if value is None:
        return None
    return told.DriverFacts(**_read("driver", _with_kind(value, "driver", where), where))


def _with_kind(value: Json, what: str, where: str) -> Mapping[str, Any]:
    values = known_keys(value, FIELDS[what], required=("kind",), where=where)
    if values["kind"] is None:
        raise PackError(f"{where}: {cut(None)} is no kind.")
    return values


def _urgent(value: Json, where: str) -> told.Urgent | None:
    if value is None:
        return None
    known_keys(value, FIELDS["urgent"], required=("reason",), where=where)
    return told.Urgent(**_read("urgent", value, where))


_NESTED: Mapping[str, Callable[[Json, str], Any]] = {
    "exceptions": _exceptions,
    "consents": _consents,
    "authorizations": _authorizations,
    "documents": _documents,
    "companions": _companions,
    "origin": _place,
    "destination": _place,
    "driver": _driver,
    "urgent": _urgent,
}
