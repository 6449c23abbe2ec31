"""What may go wrong in words a dispatcher understands. Anything else is a bug.

A sentence says what happened, what was kept and what to do. It never carries a member's
name, address, phone or number: sentences end in logs.
"""

from collections.abc import Sequence
from dataclasses import dataclass


class DeskError(Exception):
    """Base of everything the office says no with."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class RefusedError(DeskError):
    """A rule or a fact says no."""


class StaleError(RefusedError):
    """Somebody else changed the record in the meantime."""


class EnvironmentProblem(DeskError):  # noqa: N818 - the house's own word
    """The machine says no: disk, lock, file, printer, a newer database."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field of an entry."""

    field: str
    sentence: str


class InputError(RefusedError):
    """One or more fields of an entry can't be taken; nothing was saved."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(problem.sentence for problem in self.problems))

    @property
    def field(self) -> str:
        """Name of the first field that is wrong."""
        return self.problems[0].field if self.problems else ""
