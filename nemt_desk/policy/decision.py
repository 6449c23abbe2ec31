"""What the rules answer: an outcome with every finding, its source and its cure."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any


class Outcome(StrEnum):
    """How a request stands, worst first."""

    EMERGENCY = "emergency"
    REFER = "refer"
    NOT_COVERED = "not_covered"
    NEEDS_PAPER = "needs_paper"
    NEEDS_REVIEW = "needs_review"
    ALLOWED = "allowed"

    @property
    def rank(self) -> int:
        """0 for allowed up to 5 for an emergency."""
        return len(Outcome) - 1 - list(Outcome).index(self)


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom the member calls; `phone` as 866-467-1724, empty if none is known."""

    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that says something worse than allowed; `paper` is the kind that cures it, or ""."""

    rule: str
    also: tuple[str, ...]
    outcome: Outcome
    sentence: str
    source: str
    cure: str
    facts: Mapping[str, object] = field(default_factory=dict)
    contact: Contact | None = None
    paper: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """Something to ask or to know; it stops nothing."""

    code: str
    rule: str
    sentence: str
    source: str


@dataclass(frozen=True, slots=True)
class Requirement:
    """What the run sheet or the trip log must carry."""

    code: str
    rule: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Decision:
    """The whole answer; `findings` are worse than allowed, worst first."""

    outcome: Outcome
    findings: tuple[Finding, ...]
    notes: tuple[Note, ...]
    mode: int | None
    payer: str
    contact: Contact
    requirements: tuple[Requirement, ...]

    @property
    def needs_override(self) -> bool:
        """Tell whether a ride can be saved only with a reason and the right to override."""
        return self.outcome not in {Outcome.ALLOWED, Outcome.EMERGENCY}

    def to_json(self) -> dict[str, Any]:
        """Return the decision as plain JSON values, to be kept with the trip."""
        kept: dict[str, Any] = json.loads(json.dumps(asdict(self)))
        return kept

    @staticmethod
    def from_json(kept: Mapping[str, Any]) -> "Decision":
        """Return a decision that was kept."""
        return Decision(
            outcome=Outcome(kept["outcome"]),
            findings=tuple(_finding(one) for one in kept["findings"]),
            notes=tuple(Note(**one) for one in kept["notes"]),
            mode=kept["mode"],
            payer=kept["payer"],
            contact=Contact(**kept["contact"]),
            requirements=tuple(Requirement(**one) for one in kept["requirements"]),
        )


def _finding(kept: Mapping[str, Any]) -> Finding:
    values = dict(kept)
    values["also"] = tuple(values["also"])
    values["outcome"] = Outcome(values["outcome"])
    values["contact"] = Contact(**values["contact"]) if values.get("contact") else None
    return Finding(**values)
