"""Packs: one jurisdiction's dated rules, figures, phones, words and calendar, read from JSON.

Strict on purpose: an unknown key is an error, so that a misspelt figure can't pass unnoticed.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from nemt_desk.ground.errors import EnvironmentProblem, RefusedError
from nemt_desk.ground.paths import resources
from nemt_desk.policy.checks import CHECKS, SHARED_CONTACT
from nemt_desk.policy.entries import Entry, Json, PackError, Phone, checked_keys, period

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
_PHONE_KEYS = ("use", "name", "phone", "from", "until", "source", "confidence")
_ENTRY_KEYS = (
    *("id", "also", "check", "outcome", "sentence", "cure", "source", "confidence"),
    *("from", "until", "contact", "with"),
)
_ROUTE_KEYS = ("kind", "source", "confidence")
_CONFIDENCES = ("seed", "found", "unverified")


@dataclass(frozen=True, slots=True)
class PackInfo:
    """A pack that can be chosen."""

    code: str
    name: str
    state: str
    zone: str


@dataclass(frozen=True, slots=True)
class PaperRoute:
    """Which route's miles and directions stand on paper, and which source says so (S4-137)."""

    kind: Literal["shortest", "fastest"]
    source: str
    confidence: str


@dataclass(frozen=True)
class Pack:
    """One jurisdiction. `modes` names the modes that rules choose among; `payers` is by mode."""

    code: str
    name: str
    state: str
    zone: str
    agency: str
    words: Mapping[str, str]
    notice: str
    emergency_script: tuple[str, ...]
    modes: Mapping[str, int]
    payers: Mapping[str, str]
    paper_route: PaperRoute
    all_phones: tuple[Phone, ...]
    entries: tuple[Entry, ...]
    holidays: Mapping[date, str] = field(default_factory=dict)
    calendar_source: str = ""

    def phones(self, day: date) -> tuple[Phone, ...]:
        """Return the numbers valid on `day`."""
        return tuple(phone for phone in self.all_phones if phone.covers(day))

    def phone(self, use: str, day: date) -> Phone | None:
        """Return the number for one use valid on `day`, if there is one."""
        return next((phone for phone in self.phones(day) if phone.use == use), None)

    def has_calendar(self, day: date) -> bool:
        """Tell whether the holidays of `day`'s year are known."""
        return any(holiday.year == day.year for holiday in self.holidays)


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
    head = _read(folder / "pack.json")
    checked_keys(head, _PACK_KEYS, required=_PACK_KEYS, where="pack.json")
    for key, kind in _PACK_KEYS.items():
        if not isinstance(head[key], kind):
            raise PackError(f"pack.json: {key} must be a {kind.__name__}.")
    calendar = _read(folder / "calendar.json")
    checked_keys(calendar, ("source", "confidence", "holidays"), where="calendar.json")
    phones = tuple(_phone(one) for one in head["phones"])
    entries = tuple(_entries(_read(folder / "rules.json"), {phone.use for phone in phones}))
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
    )


def _root() -> Path:
    return resources() / "packs"


def _read(path: Path) -> Json:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
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
    return Phone(values["use"], values["name"], values["phone"], since, until)


def _route(values: Mapping[str, Any]) -> PaperRoute:
    checked_keys(values, _ROUTE_KEYS, required=_ROUTE_KEYS, where="paper_route")
    if values["kind"] not in ("shortest", "fastest"):
        raise PackError(f"paper_route: {values['kind']!r} is neither shortest nor fastest.")
    if values["confidence"] not in _CONFIDENCES:
        raise PackError(f"paper_route: {values['confidence']!r} is no confidence.")
    return PaperRoute(values["kind"], values["source"], values["confidence"])


def _entries(rules: Iterable[Mapping[str, Any]], uses: set[str]) -> Iterable[Entry]:
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
        if values["confidence"] not in _CONFIDENCES:
            raise PackError(f"{where}: {values['confidence']!r} is no confidence.")
        contact = values.get("contact", "")
        if contact and contact not in uses | {SHARED_CONTACT}:
            raise PackError(f"{where}: no telephone is kept for {contact!r}.")
        figures = values.get("with", {})
        checked_keys(figures, check.figures, required=check.required, where=where)
        yield Entry.of(values)
