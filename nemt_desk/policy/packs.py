"""Packs: one jurisdiction's dated rules, figures, phones, words and calendar, read from JSON.

Strict on purpose: an unknown key is an error, so that a misspelt figure can't pass unnoticed.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from nemt_desk.ground.errors import EnvironmentProblem, RefusedError
from nemt_desk.ground.paths import resources
from nemt_desk.policy.checks import CHECKS, SHARED_CONTACT
from nemt_desk.policy.entries import (
    CONFIDENCES,
    Entry,
    Json,
    PackError,
    Phone,
    checked_keys,
    period,
)
from nemt_desk.policy.figures import Figure, appeal_of, figure_of, letters_of, local_of
from nemt_desk.policy.pack import Pack, PaperRoute
from nemt_desk.policy.vocabulary import PAPERS

__all__ = ["Pack", "PackInfo", "PaperRoute", "available", "load", "read_pack"]

_PACK_KEYS = {
    "code": str,
    "name": str,
    "state": str,
    "zone": str,
    "agency": str,
    "words": dict,
    "notice": str,
    "emergency_script": list,
    "modes": dict,
    "payers": dict,
    "paper_route": dict,
    "phones": list,
}
_MORE_KEYS = {"local": list, "appeal": dict, "letters": dict}
_PHONE_KEYS = ("use", "name", "phone", "from", "until", "source", "confidence")
_ENTRY_KEYS = (
    *("id", "also", "check", "outcome", "sentence", "cure", "source", "confidence"),
    *("from", "until", "contact", "paper", "if_local", "series", "with"),
)
_ROUTE_KEYS = ("kind", "source", "confidence")
# Figures of the whole country, merged into every pack.
_COUNTRY = "us"


@dataclass(frozen=True, slots=True)
class PackInfo:
    """A pack that can be chosen."""

    code: str
    name: str
    state: str
    zone: str


def available() -> tuple[PackInfo, ...]:
    """Return the shipped packs by name."""
    found = []
    for folder in _root().iterdir() if _root().is_dir() else ():
        if (folder / "pack.json").is_file():
            head = _read(folder / "pack.json")
            found.append(PackInfo(head["code"], head["name"], head["state"], head["zone"]))
    return tuple(sorted(found, key=lambda info: info.name))


@lru_cache(maxsize=8)
def load(code: str) -> Pack:
    """Return the pack called `code`.

    Raises:
        RefusedError: there is no such pack, or its files can't be understood.
    """
    folder = _root() / code
    if not code.isalnum() or not (folder / "pack.json").is_file():
        names = ", ".join(info.code for info in available())
        raise RefusedError(f"There is no state pack “{code}”. Choose one of: {names}.")
    return read_pack(folder)


def read_pack(folder: Path) -> Pack:
    """Return the pack kept in `folder`.

    Raises:
        PackError: a key or a word in it is not known.
    """
    head = _head(folder)
    calendar = _read(folder / "calendar.json")
    checked_keys(calendar, ("source", "confidence", "holidays"), where="calendar.json")
    phones = tuple(_phone(one) for one in head["phones"])
    local_figures = tuple(local_of(one) for one in head.get("local", ()))
    uses = {phone.use for phone in phones}
    flags = {one.key for one in local_figures if one.kind == "flag"}
    entries = tuple(_entries(_read(folder / "rules.json"), uses, flags))
    return Pack(
        **{key: head[key] for key in ("code", "name", "state", "zone", "agency", "words")},
        notice=head["notice"],
        emergency_script=tuple(head["emergency_script"]),
        modes=head["modes"],
        payers=head["payers"],
        paper_route=_route(head["paper_route"]),
        all_phones=phones,
        entries=entries,
        holidays={date.fromisoformat(day): name for day, name in calendar["holidays"].items()},
        calendar_source=calendar["source"],
        calendar_confidence=calendar.get("confidence", ""),
        figures=(*_figures(folder), *_figures(folder.parent / _COUNTRY, _root() / _COUNTRY)),
        local_figures=local_figures,
        appeal=appeal_of(head["appeal"]) if "appeal" in head else None,
        letters=letters_of(head.get("letters", {})),
    )


def _head(folder: Path) -> Json:
    head = _read(folder / "pack.json")
    known = {**_PACK_KEYS, **_MORE_KEYS}
    checked_keys(head, known, required=_PACK_KEYS, where="pack.json")
    for key, value in head.items():
        if not isinstance(value, known[key]):
            raise PackError(f"pack.json: {key} must be a {known[key].__name__}.")
    return head


def _figures(*folders: Path) -> Iterable[Figure]:
    """Return the figures of the first folder that has some."""
    for folder in folders:
        if (folder / "figures.json").is_file():
            return [figure_of(one) for one in _read(folder / "figures.json", exact=True)]
    return []


def _root() -> Path:
    return resources() / "packs"


def _read(path: Path, *, exact: bool = False) -> Json:
    """Read JSON; `exact` keeps 72.5 cents as a decimal."""
    try:
        text = path.read_text(encoding="utf-8")
        return json.loads(text, parse_float=Decimal if exact else None)
    except OSError as error:
        raise EnvironmentProblem(
            f"{path.parent.name}/{path.name} of the state pack could not be read"
            f" ({error.strerror}). Nothing was changed; install the program again."
        ) from error
    except ValueError as error:
        raise PackError(f"{path.parent.name}/{path.name} is no proper JSON.") from error


def _phone(values: Mapping[str, Any]) -> Phone:
    checked_keys(values, _PHONE_KEYS, required=("use", "name", "phone", "source"), where="phones")
    since, until = period(values)
    told = (values["use"], values["name"], values["phone"])
    return Phone(*told, since, until, values["source"], values.get("confidence", ""))


def _route(values: Mapping[str, Any]) -> PaperRoute:
    checked_keys(values, _ROUTE_KEYS, required=_ROUTE_KEYS, where="paper_route")
    if values["kind"] not in ("shortest", "fastest"):
        raise PackError(f"paper_route: {values['kind']!r} is neither shortest nor fastest.")
    if values["confidence"] not in CONFIDENCES:
        raise PackError(f"paper_route: {values['confidence']!r} is no confidence.")
    return PaperRoute(values["kind"], values["source"], values["confidence"])


def _entries(
    rules: Iterable[Mapping[str, Any]], uses: set[str], flags: set[str]
) -> Iterable[Entry]:
    for values in rules:
        where = f"rule {values.get('id', '?')}"
        checked_keys(
            values,
            _ENTRY_KEYS,
            required=("id", "check", "sentence", "source", "confidence"),
            where=where,
        )
        check = CHECKS.get(values["check"])
        if check is None:
            raise PackError(f"{where}: there is no check called {values['check']!r}.")
        if values["confidence"] not in CONFIDENCES:
            raise PackError(f"{where}: {values['confidence']!r} is no confidence.")
        contact = values.get("contact", "")
        if contact and contact not in uses | {SHARED_CONTACT}:
            raise PackError(f"{where}: no telephone is kept for {contact!r}.")
        if values.get("paper", "") not in {"", *PAPERS}:
            raise PackError(f"{where}: {values['paper']!r} is no kind of paper.")
        if values.get("if_local", "") not in {"", *flags}:
            raise PackError(f"{where}: {values['if_local']!r} is no flag among the local figures.")
        figures = values.get("with", {})
        checked_keys(figures, check.figures, required=check.required, where=where)
        yield Entry.of(values, check.prepare(figures) if check.prepare is not None else None)
