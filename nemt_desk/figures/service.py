"""Writes of the figures room: lay the agency's own figure over the pack's, and take it off."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from nemt_desk.figures.queries import PHONE_KEY, PHONES, figure_row
from nemt_desk.figures.rows import FigureGroup, FigureRow
from nemt_desk.figures.rules import VALUE, checked_value
from nemt_desk.ground.changes import Changes
from nemt_desk.ground.entry import Checker
from nemt_desk.ground.errors import InputError, Problem, RefusedError
from nemt_desk.ground.session import Store
from nemt_desk.ground.settings import Settings, keep_settings
from nemt_desk.ground.words import parse_phone
from nemt_desk.policy.entries import Json
from nemt_desk.security.rows import Actor, Right, require


class FigureService:
    """Keeps what the agency lays over its pack, with who, when and why."""

    def __init__(self, store: Store, settings: Callable[[], Settings]) -> None:
        self._store = store
        self._settings = settings

    def lay(self, actor: Actor, key: str, typed: str, *, why: str, name: str = "") -> Changes:
        """Lay the agency's own figure over the pack's; `name` is whom a telephone reaches.

        Raises:
            InputError: it can't be read, is out of bounds, or no reason was given.
            RefusedError: the pack knows no such figure.
        """
        require(actor, Right.SETTINGS)
        settings, row = self._settings(), self._known(key)
        check = Checker()
        reason = check.line("why", why, needed="Say why, so that an auditor can follow it.")
        value: Json = None
        try:
            value = self._value(row, typed, name)
        except InputError as error:
            check.problems += error.problems
        check.raise_if_any()
        note = {"by": actor.name, "at": self._store.clock.now().isoformat(), "why": reason}
        local = _with(settings.local, key, value)
        notes = {**settings.local_notes, key: note}
        text = f"Laid over the pack: {row.label}"
        return keep_settings(
            self._store, actor, replace(settings, local=local, local_notes=notes), text
        )

    def reset(self, actor: Actor, key: str) -> Changes:
        """Take the agency's own figure off: the pack's counts again.

        Raises:
            RefusedError: nothing was laid over it.
        """
        require(actor, Right.SETTINGS)
        settings, row = self._settings(), self._known(key)
        if row.laid is None:
            raise RefusedError("The pack's own figure counts here already. Nothing was changed.")
        local = _with(settings.local, key, None)
        notes = {name: note for name, note in settings.local_notes.items() if name != key}
        text = f"Reset to the pack's: {row.label}"
        return keep_settings(
            self._store, actor, replace(settings, local=local, local_notes=notes), text
        )

    def _today(self) -> date:
        return self._settings().time.day(self._store.clock.now())

    def _known(self, key: str) -> FigureRow:
        row = figure_row(self._settings(), key, self._today())
        if row is None:
            raise RefusedError(
                f"The state pack has no local figure called “{key}”. Nothing was changed; see"
                " which there are in Office, Rules and local figures."
            )
        return row

    def _value(self, row: FigureRow, typed: str, name: str) -> Json:
        if row.local is not None:
            return checked_value(row.local, typed, self._today())
        if row.group is not FigureGroup.PHONE:
            raise InputError([Problem(VALUE, "This pack knows no such figure: it can be reset.")])
        phone = parse_phone(typed, VALUE) if typed.strip() not in _SHORT else typed.strip()
        if not phone:
            raise InputError([Problem(VALUE, "Type the number that is called from here.")])
        return {"name": " ".join(name.split()) or row.label, "phone": phone}


_SHORT = frozenset({"211", "311", "711", "911", "988"})


def _with(local: dict[str, Any], key: str, value: Json) -> dict[str, Any]:
    """Return what is laid with `key` put or, for None, taken away."""
    if not key.startswith(PHONE_KEY):
        return _put(local, key, value)
    phones = _put(local.get(PHONES) or {}, key.removeprefix(PHONE_KEY), value)
    return _put(local, PHONES, phones or None)


def _put(values: dict[str, Any], key: str, value: Json) -> dict[str, Any]:
    rest = {name: kept for name, kept in values.items() if name != key}
    return rest if value is None else {**rest, key: value}
