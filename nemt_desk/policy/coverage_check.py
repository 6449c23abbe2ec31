"""Holds a pack's coverage against its rules and the rows that it owes."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from nemt_desk.policy.coverage import Covered, families, known_ids, owed_ids
from nemt_desk.policy.flaws import Flaw, rule_name
from nemt_desk.policy.pack import Pack


def coverage_flaws(pack: Pack, rows: tuple[Covered, ...]) -> Iterator[Flaw]:
    """Name rows that are missing, twice, unknown, or at odds with the pack's rules."""
    counts = Counter(row.id for row in rows)
    for one in owed_ids(pack.code):
        if one not in counts:
            cure = "Add a row that says what the program does about it, or why nothing."
            yield Flaw("coverage.json", one, "The row is missing.", cure)
    for one, count in counts.items():
        if count > 1:
            yield Flaw("coverage.json", one, f"The row stands {count} times.", "Keep one.")
        if one not in known_ids() and one.partition("-")[0] in families(known_ids()):
            yield Flaw("coverage.json", one, "No source has such a row.", "Correct the ID.")
    yield from _beyond(pack, {row.id: row for row in rows})
    ruled = {one for entry in pack.entries for one in (entry.id, *entry.also)}
    counted = _counted(pack)
    for row in rows:
        yield from _row_flaws(row, ruled, counted)


def _beyond(pack: Pack, rows: dict[str, Covered]) -> Iterator[Flaw]:
    """Name rules that speak on days on which a row they cite is not in force."""
    for entry in pack.entries:
        for row in (rows[one] for one in (entry.id, *entry.also) if one in rows):
            is_early = row.since is not None and (entry.since or date.min) < row.since
            is_late = row.until is not None and (entry.until or date.max) > row.until
            if is_early or is_late:
                sentence = f"It speaks on days on which {row.id} is not in force."
                cure = "Date it like that row, or correct the row's dates in coverage.json."
                yield Flaw("rules.json", rule_name(entry), sentence, cure)


def _row_flaws(row: Covered, ruled: set[str], counted: set[str]) -> Iterator[Flaw]:
    if not row.how.strip() or not (row.says.strip() or row.does == "rule"):
        sentence = "It does not say what the source says and what the program does."
        yield Flaw("coverage.json", row.id, sentence, "Write one short sentence each.")
    if row.does == "rule" and row.id not in ruled:
        sentence = "It says “rule”, and no rule has this ID."
        yield Flaw("coverage.json", row.id, sentence, "Name it in rules.json (id or also).")
    elif row.does != "rule" and row.id in ruled:
        sentence = f"It says “{row.does}”, and rules.json has a rule of this ID."
        yield Flaw("coverage.json", row.id, sentence, "Say “rule”.")
    elif row.does == "figure" and not any(row.id in text for text in counted):
        sentence = "It says “figure”, and no figure, telephone or calendar names this ID."
        yield Flaw("coverage.json", row.id, sentence, "Name it there as ID, source or rule.")


def _counted(pack: Pack) -> set[str]:
    """Return the texts in which figures, telephones and the calendar name their rows."""
    texts = {f"{one.id} {one.what} {one.source}" for one in pack.figures}
    texts |= {one.rule for one in pack.local_figures}
    texts |= {one.source for one in pack.all_phones}
    return texts | {pack.calendar_source}
