"""What is to be mended in a pack, and the gaps and overlaps of dated things."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from nemt_desk.policy.entries import Entry
from nemt_desk.policy.eras import InForce

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing to mend: in which file, which entry of it, what is wrong and what to do."""

    file: str
    entry: str
    sentence: str
    cure: str


def rule_name(entry: Entry) -> str:
    """Return what a rule is called among its pack's: its ID, its check, its series."""
    return f"{entry.id} {entry.check}" + (f" ({entry.series})" if entry.series else "")


def gaps(file: str, name: str, things: Iterable[InForce]) -> Iterator[Flaw]:
    """Name days on which none of `things` is in force, or two are; the start may be open."""
    held = sorted(things, key=lambda one: one.since or date.min)
    for one in held:
        if one.since is not None and one.until is not None and one.until < one.since:
            sentence = f"It ends on {one.until} before it begins on {one.since}."
            yield Flaw(file, name, sentence, "Correct “from” or “until”.")
    for before, after in pairwise(held):
        begins = after.since or date.min
        if before.until is None or before.until >= begins:
            sentence = f"Two entries are in force on {begins if after.since else 'every day'}."
            cure = f"End the first one before {after.since}." if after.since else "Date them."
            cure += " If both are meant, give each a “series” of its own." * (file == "rules.json")
            yield Flaw(file, name, sentence, cure)
        elif before.until + _DAY < begins:
            sentence = f"Nothing is in force from {before.until + _DAY} to {begins - _DAY}."
            yield Flaw(file, name, sentence, "Join the dates, or give each a key of its own.")
