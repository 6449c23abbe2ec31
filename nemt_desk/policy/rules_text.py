"""Writes docs/rules.md from the packs: each row of the sources and what the program does."""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from nemt_desk.policy.checks import CHECKS
from nemt_desk.policy.coverage import Covered, read_coverage
from nemt_desk.policy.decision import Outcome
from nemt_desk.policy.entries import Entry
from nemt_desk.policy.figures import Figure
from nemt_desk.policy.pack import Pack
from nemt_desk.policy.packs import read_pack

_HEAD = """# The rules: what each source says and what the program does about it

Written by `main.py packs docs` from `resources/packs`; edit the packs, not this file.

The IDs are rows of the project's catalogue of sources; S0 to S4 are the five documents it comes
from. *Seed* and *found* rows were read in a source. *Unverified* ones were not: an agency lays its
own figure over them in Office. After “rule” stand the answers that the rule may give. “Open” in the
column of dates means that the source names neither start nor end.
"""
_COLUMNS = "| ID | What the source says | What the program does | Source | In force | Confidence |"
_FIGURE_COLUMNS = "| Key | ID | Amount | What it is | Source | In force | Confidence |"
_CHECK_COLUMNS = "| Check | What it asks | Figures in “with” (those in brackets may be left out) |"
_PHONE_COLUMNS = "| Use | Name | Number | Source | In force | Confidence |"


def rules_text(folders: Iterable[Path], country: Path) -> str:
    """Return the whole page: a table for each pack's folder, and one for the country's rows."""
    packs = [(read_pack(folder), read_coverage(folder)) for folder in folders]
    # The country's figures have been merged into every pack.
    figures = {figure: None for pack, _ in packs for figure in pack.figures}
    shared = [one for one in figures if all(one in pack.figures for pack, _ in packs)]
    parts = [_HEAD]
    for pack, rows in packs:
        own = [figure for figure in pack.figures if figure not in shared]
        parts += [f"## {pack.name} ({pack.code})\n", *_rows(pack, rows)]
        parts += [*_figures(own), *_phones(pack)]
    parts += ["## The whole country (us)\n", *_country(read_coverage(country)), *_figures(shared)]
    parts += ["## What an entry of rules.json can ask\n", _table(_CHECK_COLUMNS, _checks())]
    return "\n".join(parts).rstrip() + "\n"


def _checks() -> Iterator[tuple[str, ...]]:
    for name, check in CHECKS.items():
        may = [figure for figure in check.figures if figure not in check.required]
        figures = [f"`{one}`" for one in check.required] + [f"(`{one}`)" for one in may]
        asks = (check.ask.__doc__ or "").partition("\n")[0]
        yield f"`{name}`", asks, " ".join(figures) or "none"


def _rows(pack: Pack, rows: tuple[Covered, ...]) -> Iterator[str]:
    entries: dict[str, list[Entry]] = {}
    for entry in pack.entries:
        for one in (entry.id, *entry.also):
            entries.setdefault(one, []).append(entry)
    yield _table(_COLUMNS, (_row(row, entries.get(row.id, [])) for row in rows))
    borrowed = [one for one in entries if one not in {row.id for row in rows}]
    if borrowed:
        yield "Rows of other sources that this pack uses too:\n"
        yield _table(_COLUMNS, (_borrowed(one, entries[one]) for one in sorted(borrowed)))


def _row(row: Covered, entries: list[Entry]) -> tuple[str, ...]:
    says = row.says or _plain(entries[0].sentence)
    does = f"{_does(row.does, entries)}. {row.how}"
    in_force = _period(row.since, row.until)
    if row.since is None and row.until is None and entries:
        in_force = _periods(one for one in entries if one.id == row.id) or in_force
    return row.id, says, does, row.source, in_force, row.confidence


def _borrowed(one: str, entries: list[Entry]) -> tuple[str, ...]:
    first = next((entry for entry in entries if entry.id == one), entries[0])
    does = f"{_does('rule', entries)}."
    in_force = _periods(entries) or "open"
    return one, _plain(first.sentence), does, first.source, in_force, first.confidence


def _does(does: str, entries: list[Entry]) -> str:
    outcomes = {entry.outcome for entry in entries}
    words = [one.value.replace("_", " ") for one in Outcome if one in outcomes]
    said = ["note" if one == "allowed" else one for one in words]
    return f"**{does}**: {', '.join(said)}" if said else f"**{does}**"


def _plain(sentence: str) -> str:
    """Return a rule's sentence without the figures that are filled in when it speaks."""
    plain = sentence
    while "{" in plain:
        before, _, rest = plain.partition("{")
        plain = f"{before}…{rest.partition('}')[2]}"
    return plain


def _country(rows: tuple[Covered, ...]) -> Iterator[str]:
    if rows:
        yield _table(_COLUMNS, (_row(row, []) for row in rows))


def _figures(figures: list[Figure]) -> Iterator[str]:
    if figures:
        yield "Figures:\n"
        yield _table(_FIGURE_COLUMNS, (_figure(one) for one in figures))


def _figure(one: Figure) -> tuple[str, ...]:
    amount = f"{one.value} {one.unit.replace('_', ' ')}".strip()
    in_force = _period(one.since, one.until)
    return f"`{one.key}`", one.id, amount, one.what, one.source, in_force, one.confidence


def _phones(pack: Pack) -> Iterator[str]:
    yield "Telephones:\n"
    yield _table(
        _PHONE_COLUMNS,
        (
            (
                *(f"`{one.use}`", one.name, one.phone or "to be asked for", one.source),
                *(_period(one.since, one.until), one.confidence),
            )
            for one in pack.all_phones
        ),
    )


def _periods(entries: Iterable[Entry]) -> str:
    return "; ".join(dict.fromkeys(_period(one.since, one.until) for one in entries))


def _period(since: date | None, until: date | None) -> str:
    if since is None and until is None:
        return "open"
    words = [f"from {since}" if since else "", f"until {until}" if until else ""]
    return " ".join(word for word in words if word)


def _table(columns: str, rows: Iterable[tuple[str, ...]]) -> str:
    line = "|" + "---|" * (columns.count("|") - 1)
    body = ["| " + " | ".join(_cell(text) for text in row) + " |" for row in rows]
    return "\n".join([columns, line, *body]) + "\n"


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "/").split())
