"""Decides a case of a pack with changes, for the tests of the single states."""

from copy import deepcopy
from typing import Any

from nemt_desk.policy.cases import read_case
from nemt_desk.policy.decision import Decision
from nemt_desk.policy.engine import decide
from nemt_desk.policy.packs import load


def asked(base: dict[str, Any], **changes: Any) -> Decision:
    """Decide `base` with `member__x=…`, `trip__y=…` or top-level changes."""
    case = deepcopy(base)
    for key, value in changes.items():
        part, _, name = key.partition("__")
        if name:
            case[part][name] = value
        else:
            case[key] = value
    read = read_case(case)
    return decide(read.facts, load(read.pack))


def papers(decision: Decision) -> list[str]:
    """Return the papers that would cure its findings."""
    return [one.paper for one in decision.findings]
