"""An ordinary Minnesota request, and what the rules answer when it is changed."""

from copy import deepcopy
from typing import Any

from nemt_desk.policy.cases import read_case
from nemt_desk.policy.decision import Decision
from nemt_desk.policy.engine import decide
from nemt_desk.policy.packs import load

BASE: dict[str, Any] = {
    "pack": "mn",
    "asked_at": "2026-11-16T09:00",
    "member": {
        "birth_date": "1950-02-01",
        "program": "MA",
        "county": "Itasca",
        "assessed_mode": 2,
    },
    "trip": {
        "service": "office_visit",
        "care": "primary",
        "appointment_at": "2026-12-01T10:00",
        "direct_miles": 12.0,
        "origin": {"kind": "home"},
        "destination": {"kind": "clinic"},
    },
}


def answer(pack: str = "mn", **changes: Any) -> Decision:
    """Decide the base case with `member__x=…`, `trip__y=…` or top-level changes."""
    case = deepcopy(BASE) | {"pack": pack}
    for key, value in changes.items():
        part, _, name = key.partition("__")
        if name:
            case[part][name] = value
        else:
            case[key] = value
    read = read_case(case)
    return decide(read.facts, load(read.pack))


def rules(decision: Decision) -> set[str]:
    return {rule for one in decision.findings for rule in (one.rule, *one.also)}
