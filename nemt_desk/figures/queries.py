"""Every figure of the agency's pack, with what was laid over it. Reads pack and settings only."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from nemt_desk.figures.rows import FigureGroup, FigureRow, Laid
from nemt_desk.figures.rules import HOLIDAYS, amount_text, value_text
from nemt_desk.ground.settings import Settings
from nemt_desk.ground.words import phone_text
from nemt_desk.policy import packs
from nemt_desk.policy.figures import Figure, LocalFigure
from nemt_desk.policy.packs import Pack

PHONES = "phones"
PHONE_KEY = "phone:"
AS_THE_RULE_SAYS, NOT_STATED = "as the rule says", "not stated"
_NO_OTHER_DAYS = "no other days"
_NO_NUMBER = "no number known"


def figure_rows(settings: Settings, day: date) -> tuple[FigureRow, ...]:
    """Return local figures, then telephones, then dated figures; what is in force on `day` first.

    The pack's own value of a local figure is the one in force on `day`.
    """
    pack = packs.load(settings.pack)
    return (
        *_locals(pack, settings, day),
        *_strangers(pack, settings),
        *sorted(_phones(pack, settings, day), key=lambda row: not row.is_in_force),
        *sorted(_dated(pack, day), key=lambda row: not row.is_in_force),
    )


def figure_row(settings: Settings, key: str, day: date) -> FigureRow | None:
    """Return the figure that can be laid under `key`, None if the pack knows none."""
    return next((r for r in figure_rows(settings, day) if r.key == key and r.can_be_laid), None)


def _locals(pack: Pack, settings: Settings, day: date) -> Iterator[FigureRow]:
    for one in pack.local_figures:
        if one.key == PHONES:  # each of them has a line of its own
            continue
        figure = pack.figure(one.key, day)
        source, confidence = _told(pack, one, figure, day)
        laid = settings.local.get(one.key)
        yield FigureRow(
            one.key,
            FigureGroup.LOCAL,
            one.label,
            _pack_text(one, figure, has_rule=bool(source)),
            one.rule,
            source,
            confidence,
            laid=None if laid is None else _laid(settings, one.key, value_text(one, laid)),
            local=one,
        )


def _strangers(pack: Pack, settings: Settings) -> Iterator[FigureRow]:
    """Yield what is laid under keys that this pack does not list: it may still count."""
    known = {one.key for one in pack.local_figures} | {PHONES}
    for key in sorted(settings.local.keys() - known):
        laid = _laid(settings, key, str(settings.local[key]))
        yield FigureRow(
            key, FigureGroup.LOCAL, f"{key} (not in this pack)", "nothing", "", "", "", laid=laid
        )


def _pack_text(one: LocalFigure, figure: Figure | None, *, has_rule: bool) -> str:
    if figure is not None:
        return amount_text(figure)
    if one.key == HOLIDAYS:
        return _NO_OTHER_DAYS
    return value_text(one, one.default) or (AS_THE_RULE_SAYS if has_rule else NOT_STATED)


def _told(pack: Pack, one: LocalFigure, figure: Figure | None, day: date) -> tuple[str, str]:
    """Return source and confidence: the figure's own, or of the rule that it belongs to."""
    if figure is not None:
        return figure.source, figure.confidence
    entries = [e for e in pack.entries if one.rule in (e.id, *e.also)]
    entries.sort(key=lambda entry: not entry.covers(day))
    return (entries[0].source, entries[0].confidence) if entries else ("", "")


def _phones(pack: Pack, settings: Settings, day: date) -> Iterator[FigureRow]:
    overlay: dict[str, dict[str, str]] = settings.local.get(PHONES) or {}
    for one in pack.all_phones:
        own = overlay.get(one.use) if one.covers(day) else None
        text = "" if own is None else _named(own.get("name", ""), own.get("phone", ""))
        yield FigureRow(
            PHONE_KEY + one.use,
            FigureGroup.PHONE,
            one.name,
            phone_text(one.phone) or _NO_NUMBER,
            "",
            one.source,
            one.confidence,
            one.since,
            one.until,
            is_in_force=one.covers(day),
            laid=None if own is None else _laid(settings, PHONE_KEY + one.use, text),
        )


def _dated(pack: Pack, day: date) -> Iterator[FigureRow]:
    for one in pack.figures:
        yield FigureRow(
            f"{one.key}@{one.since or ''}",
            FigureGroup.DATED,
            one.what,
            amount_text(one),
            one.id,
            one.source,
            one.confidence,
            one.since,
            one.until,
            is_in_force=one.covers(day),
        )


def _named(name: str, phone: str) -> str:
    return " · ".join(part for part in (phone_text(phone), name) if part)


def _laid(settings: Settings, key: str, text: str) -> Laid:
    note: dict[str, Any] = settings.local_notes.get(key) or {}
    at = note.get("at")
    return Laid(
        text,
        str(note.get("by", "")),
        datetime.fromisoformat(at) if at else None,
        str(note.get("why", "")),
    )
