"""Looks a pack's folder over for its author: cited, dated without gaps, tried, covered.

What the reader refuses is found by reading it; here is what reads well and is still wrong.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from nemt_desk.ground.errors import EnvironmentProblem
from nemt_desk.policy.cases import Case, read_cases
from nemt_desk.policy.checks import SHARED_CONTACT
from nemt_desk.policy.coverage import known_ids, read_coverage
from nemt_desk.policy.coverage_check import coverage_flaws
from nemt_desk.policy.decision import Decision, Outcome
from nemt_desk.policy.engine import decide
from nemt_desk.policy.entries import Entry, PackError
from nemt_desk.policy.flaws import Flaw, gaps, rule_name
from nemt_desk.policy.pack import Pack
from nemt_desk.policy.packs import read_pack
from nemt_desk.policy.question import UNKNOWN

# Drivers' lapsed papers come from the office's records; a case file has no words for them.
_NOT_IN_CASES = frozenset({"credentials"})


def check_pack(folder: Path) -> list[Flaw]:
    """Return what is to be mended in the pack kept in `folder`; nothing when it is sound.

    Raises:
        EnvironmentProblem: a file of it can't be read.
    """
    if not (folder / "pack.json").is_file():
        raise EnvironmentProblem(
            f"There is no pack.json in {folder}. Name the folder of one state pack."
        )
    flaws = [flaw for path in sorted(folder.glob("*.json")) for flaw in _twice(path)]
    pack = _tried("pack.json, rules.json", flaws, lambda: read_pack(folder))
    rows = _tried("coverage.json", flaws, lambda: read_coverage(folder))
    cases = _tried("cases.json", flaws, lambda: _cases(folder, pack))
    if pack is None:
        return flaws
    flaws += _dates(pack)
    flaws += _words(pack)
    flaws += _contacts(pack)
    flaws += _letters(pack)
    flaws += _calendar(pack)
    if rows is not None:
        flaws += _citations(pack, {row.id for row in rows})
        flaws += coverage_flaws(pack, rows)
    if cases is not None:
        flaws += _untried(pack, [case for case in cases if case.pack == pack.code])
    return flaws


def _tried[T](file: str, flaws: list[Flaw], read: Callable[[], T]) -> T | None:
    """Read something; what is wrong with it becomes a flaw, and None is returned."""
    again = "Mend it and check again; the rest of the file has not been looked at."
    try:
        return read()
    except PackError as error:
        flaws.append(Flaw(file, "", error.sentence, again))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        sentence = f"It could not be understood: {error}."
        flaws.append(Flaw(file, "", sentence, again))
    return None


def _twice(path: Path) -> list[Flaw]:
    """Name keys that stand twice in one place of a file; a reader keeps the last one only."""
    found: list[str] = []

    def note(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        counts = Counter(key for key, _ in pairs)
        found.extend(key for key, count in counts.items() if count > 1)
        return dict(pairs)

    try:
        json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=note)
    except (OSError, ValueError):
        return []  # whoever reads the file for its rules tells that
    sentence = "A name stands twice in one place; only the last one counts."
    return [Flaw(path.name, key, sentence, "Keep one of them.") for key in found]


def _cases(folder: Path, pack: Pack | None) -> list[Case]:
    path = folder / "cases.json"
    cases = read_cases(path, own=pack) if path.is_file() else []
    for case in cases:
        if case.refused:
            raise PackError(case.refused)
    return cases


# --- cited ------------------------------------------------------------------------------------


def _citations(pack: Pack, own: set[str]) -> Iterator[Flaw]:
    cited = [
        ("rules.json", rule_name(one), (one.id, *one.also), one.source) for one in pack.entries
    ]
    cited += [("figures.json", one.key, (one.id,), one.source) for one in pack.figures]
    cited += [
        ("pack.json", f"local {one.key}", (one.rule,), one.rule) for one in pack.local_figures
    ]
    cited += [
        ("pack.json", f"letter {kind}", (words.rule,), words.rule)
        for kind, words in pack.letters.items()
    ]
    for file, entry, ids, source in cited:
        if not source.strip():
            yield Flaw(file, entry, "It has no source.", "Say where it stands.")
        for one in ids:
            if one not in known_ids() and one not in own:
                cure = "Correct the ID, or give it a row in coverage.json."
                yield Flaw(file, entry, f"No source has a row called {one!r}.", cure)
        twice = [one for one, count in Counter(ids).items() if count > 1]
        if twice:
            yield Flaw(file, entry, f"It names {twice[0]} twice.", "Name each row once.")


# --- dated ------------------------------------------------------------------------------------


def _dates(pack: Pack) -> Iterator[Flaw]:
    # A series without a name is one rule's; a named one may go from rule to rule.
    for name, entries in _grouped(pack.entries, lambda one: one.series or rule_name(one)).items():
        yield from gaps("rules.json", name, entries)
    for name, figures in _grouped(pack.figures, lambda one: one.key).items():
        yield from gaps("figures.json", name, figures)
    for name, phones in _grouped(pack.all_phones, lambda one: one.use).items():
        yield from gaps("pack.json", f"telephone {name}", phones)


def _grouped[T](things: Iterable[T], key: Callable[[T], str]) -> dict[str, list[T]]:
    groups: dict[str, list[T]] = defaultdict(list)
    for one in things:
        groups[key(one)].append(one)
    return groups


def calendar_end(folder: Path) -> int | None:
    """Return the last year whose holidays the pack in `folder` knows; None if it has none."""
    try:
        held = json.loads((folder / "calendar.json").read_text(encoding="utf-8"))
        return max((int(day[:4]) for day in held["holidays"]), default=None)
    except (OSError, ValueError, LookupError, TypeError):
        return None  # whoever reads the pack for its rules tells that


def _calendar(pack: Pack) -> Iterator[Flaw]:
    years = {day.year for day in pack.holidays}
    missing = sorted(set(range(min(years), max(years) + 1)) - years) if years else []
    if not years:
        sentence = "It has no holidays."
        yield Flaw("calendar.json", "", sentence, "Enter them, so that notice is counted right.")
    for year in missing:
        yield Flaw("calendar.json", str(year), "This year has no holidays.", "Enter them.")


# --- what is said, whom to call, what to write -----------------------------------------------


def _words(pack: Pack) -> Iterator[Flaw]:
    for entry in pack.entries:
        if entry.outcome is not Outcome.ALLOWED and not entry.cure.strip():
            cure = "Say in “cure” what helps, or what to correct if the rule is mistaken."
            yield Flaw("rules.json", rule_name(entry), "It does not say what helps.", cure)


def _contacts(pack: Pack) -> Iterator[Flaw]:
    for entry in pack.entries:
        if not entry.contact or entry.contact == SHARED_CONTACT:
            continue
        numbers = [one for one in pack.all_phones if one.use == entry.contact]
        ends = [one.until for one in numbers]
        last = None if None in ends else max(end for end in ends if end is not None)
        is_open = last is not None and (entry.until is None or entry.until > last)
        begins = [one.since for one in numbers]
        first = None if None in begins else min(begin for begin in begins if begin is not None)
        is_late = entry.since is not None and first is not None and first > entry.since
        if is_open or is_late:
            sentence = f"It is not kept for every day of the rule {rule_name(entry)}."
            cure = "Add the number, or an empty one with the name of whom to ask."
            yield Flaw("pack.json", f"telephone {entry.contact}", sentence, cure)


def _letters(pack: Pack) -> Iterator[Flaw]:
    for entry in pack.entries:
        if entry.paper and entry.paper not in pack.letters:
            sentence = f"It asks for the paper “{entry.paper}”, and no letter does."
            yield Flaw(
                "rules.json", rule_name(entry), sentence, "Add its words to pack.json, letters."
            )


# --- tried ------------------------------------------------------------------------------------


def _untried(pack: Pack, cases: list[Case]) -> Iterator[Flaw]:
    """Name rules that no case hits: alone with the case, the rule must say something."""
    bare = replace(pack, entries=())
    silent = {id(case): _said(decide(case.facts, bare)) for case in cases}
    for entry in pack.entries:
        try:
            is_hit = _is_hit(pack, entry, cases, silent)
        except (AttributeError, LookupError, TypeError, ValueError) as error:
            sentence = f"A case makes it stumble: {type(error).__name__} {error}."
            cure = "Correct the names in {braces} of its sentence and cure, and its figures."
            yield Flaw("rules.json", rule_name(entry), sentence, cure)
            continue
        if not is_hit and entry.check not in _NOT_IN_CASES:
            cure = "Add a case to cases.json in which this rule says something."
            yield Flaw("rules.json", rule_name(entry), "No case tries this rule.", cure)


def _is_hit(pack: Pack, entry: Entry, cases: list[Case], silent: dict[int, set[str]]) -> bool:
    alone = replace(pack, entries=(entry,))
    return any(
        entry.id in _said(decide(case.facts, alone)) - silent[id(case)]
        for case in cases
        if _in_force(entry, case)
    )


def _in_force(entry: Entry, case: Case) -> bool:
    moment = case.facts.ride_at or case.facts.asked_at
    return moment is None or entry.covers(moment.date())


def _said(decision: Decision) -> set[str]:
    found = {one.rule for one in decision.notes}
    found |= {one.rule for one in decision.requirements}
    for said in decision.findings:
        # A missing fact tries nothing, unless the rule is to ask for it.
        found |= {*said.also} if said.rule == UNKNOWN else {said.rule}
    return found
