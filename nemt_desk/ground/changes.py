"""What a service call touched: screens judge by it whether they are stale, undo works from it."""

from collections.abc import Mapping
from dataclasses import dataclass

from nemt_desk.ground.ids import Id

type Values = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class RowStep:
    """One row before and after: `before` is None for a new row, `after` for one taken away.

    For a changed row both hold only the columns that changed.
    """

    kind: str
    id: Id
    before: Values | None
    after: Values | None


@dataclass(frozen=True, slots=True)
class Changes:
    """What one call changed: kinds are table names, `text` says it to the dispatcher."""

    kinds: frozenset[str]
    ids: frozenset[Id]
    text: str = ""
    steps: tuple[RowStep, ...] = ()

    @staticmethod
    def none() -> "Changes":
        """Return changes that touched nothing."""
        return Changes(frozenset(), frozenset())

    @staticmethod
    def of(text: str, steps: tuple[RowStep, ...]) -> "Changes":
        """Return the changes made up of `steps`."""
        kinds = frozenset(step.kind for step in steps)
        return Changes(kinds, frozenset(step.id for step in steps), text, steps)

    def __or__(self, other: "Changes") -> "Changes":
        """Return both changes as one; the later text is kept if there is one."""
        return Changes.of(other.text or self.text, self.steps + other.steps)

    def followed_by(self, other: "Changes") -> "Changes":
        """Return both as one; what followed is said after this, and only if it touched anything."""
        text = "; ".join(part for part in (self.text, other.text if other else "") if part)
        return Changes.of(text, self.steps + other.steps)

    def __bool__(self) -> bool:
        """Tell whether anything was touched."""
        return bool(self.steps)


@dataclass(frozen=True, slots=True)
class Saved:
    """What saving one record gives back: its id and what was touched."""

    id: Id
    changes: Changes
