"""Case files: facts and what is expected of them, as in decisions.md. Strict about every word."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nemt_desk.ground.errors import EnvironmentProblem, RefusedError
from nemt_desk.policy import packs
from nemt_desk.policy.case_facts import case_facts
from nemt_desk.policy.case_values import cut, known_keys, number, plain, unique_keys, word
from nemt_desk.policy.coverage import known_ids
from nemt_desk.policy.decision import Decision, Outcome
from nemt_desk.policy.engine import decide
from nemt_desk.policy.entries import Json, PackError
from nemt_desk.policy.facts import Facts, MemberFacts, TripFacts
from nemt_desk.policy.pack import Pack
from nemt_desk.policy.question import UNKNOWN
from nemt_desk.policy.vocabulary import CASE, FIELDS, MODES

_LISTS = ("rules", "not_rules", "notes", "not_notes")


@dataclass(frozen=True, slots=True)
class Case:
    """One case: the pack, the facts, and what is expected; `refused` says why it can't be read."""

    name: str
    pack: str
    facts: Facts
    expect: Mapping[str, Any]
    refused: str = ""


def read_cases(path: Path, *, own: Pack | None = None) -> list[Case]:
    """Return the cases of a file; one with an unknown key or word comes out as refused.

    `own` is a pack that is not shipped: its author's cases may set its local figures.

    Raises:
        EnvironmentProblem: the file can't be read.
        PackError: it is no list of cases in JSON.
    """
    cases = _json(path)
    if not isinstance(cases, list) or not all(isinstance(one, dict) for one in cases):
        raise PackError(f"{path.name} must hold a list of cases.")
    read = []
    for count, values in enumerate(cases, start=1):
        try:
            read.append(read_case(values, f"{path.name}, case {count}", own=own))
        except PackError as error:
            name = _shown(values.get("name")) or f"case {count}"
            facts = Facts(member=MemberFacts(), trip=TripFacts())
            read.append(Case(name, "", facts, {}, refused=error.sentence))
    return read


def _json(path: Path) -> Json:
    try:
        text = path.read_text(encoding="utf-8-sig")
        return json.loads(text, object_pairs_hook=unique_keys)
    except PackError as error:
        raise PackError(f"{path.name}: {error.sentence}") from error
    except OSError as error:
        raise EnvironmentProblem(
            f"{path.name} could not be read ({error.strerror}). Check its name and folder."
        ) from error
    except UnicodeDecodeError as error:
        raise PackError(f"{path.name} is not in UTF-8. Save it as UTF-8.") from error
    except RecursionError as error:
        raise PackError(f"{path.name} is no case file: it is nested too deeply.") from error
    except ValueError as error:
        raise PackError(f"{path.name} is no proper JSON: {error}.") from error


def read_case(values: Json, where: str = "case", *, own: Pack | None = None) -> Case:
    """Return the case written as `values`.

    Raises:
        PackError: a key or a word in it is not known.
    """
    known_keys(values, CASE, required=("pack", "member", "trip"), where=where)
    name = plain(str, values.get("name"), f"{where}, name")
    where = f"{where} “{_shown(name)}”"
    code = values["pack"]
    figures = _own_figures(code, own, where)
    return Case(
        _shown(name), code, case_facts(values, figures, where), _expect(values.get("expect"), where)
    )


def _own_figures(code: Json, own: Pack | None, where: str) -> Collection[str]:
    if own is not None and code == own.code:
        pack = own
    elif isinstance(code, str) and code in {info.code for info in packs.available()}:
        pack = packs.load(code)
    else:
        raise PackError(f"{where}: {cut(code)} is no pack.")
    return [one.key for one in pack.local_figures]


def _expect(value: Json, where: str) -> Mapping[str, Any]:
    if value is None:
        return {}
    where = f"{where}, expect"
    expect = known_keys(value, FIELDS["expect"], where=where)
    for key in _LISTS:
        plain(tuple, expect.get(key), f"{where}.{key}")
    for rule in (*(expect.get("rules") or ()), *(expect.get("not_rules") or ())):
        if rule not in known_ids() and rule != UNKNOWN:
            raise PackError(f"{where}: {cut(rule)} is no rule.")
    plain(str, expect.get("contact"), f"{where}.contact")
    if expect.get("outcome") is not None:
        word("outcome", expect["outcome"], tuple(Outcome), where)
    if expect.get("mode") is not None:
        number(int, expect["mode"], f"{where}.mode", MODES[-1])
    return expect


def _shown(name: Json) -> str:
    """Return a name as it is printed: on one line, on any console."""
    if not isinstance(name, str):
        return ""
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in name)


# --- trying -----------------------------------------------------------------------------------


def failures(case: Case, decision: Decision) -> list[str]:
    """Return what is not as expected, in words; none when the case passes."""
    expect, found = case.expect, []
    rules = {rule for one in decision.findings for rule in (one.rule, *one.also)}
    notes = {said for one in decision.notes for said in (one.code, one.rule)}
    for name, is_value in (
        ("outcome", decision.outcome.value),
        ("mode", decision.mode),
        ("contact", decision.contact.phone),
    ):
        if expect.get(name) is not None and expect[name] != is_value:
            found.append(f"{name} {is_value}, expected {expect[name]}")
    for key in _LISTS:
        heard = rules if key.endswith("rules") else notes
        is_wanted = not key.startswith("not_")
        verb = "missing" if is_wanted else "not expected"
        found += [
            f"{said} {verb}" for said in expect.get(key) or () if (said in heard) != is_wanted
        ]
    return found


def try_case(case: Case) -> list[str]:
    """Decide the case; return what is not as expected, or why it can't be read."""
    if case.refused:
        return [case.refused]
    try:
        return failures(case, decide(case.facts, packs.load(case.pack)))
    except RefusedError as error:
        return [error.sentence]
