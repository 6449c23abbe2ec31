"""Entries of a pack: a rule's dated figures, sentence, source and cure, and telephones."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from nemt_desk.ground.errors import RefusedError
from nemt_desk.policy.decision import Outcome
from nemt_desk.policy.eras import covers

# What JSON holds; whoever reads it checks its keys and words.
type Json = Any

CONFIDENCES = ("seed", "found", "unverified")


class PackError(RefusedError):
    """A pack or a case file holds a key or word that is not known."""


@dataclass(frozen=True, slots=True)
class Phone:
    """A telephone number in use from `since` until `until`, both inclusive; None is open."""

    use: str
    name: str
    phone: str
    since: date | None
    until: date | None
    source: str = ""
    confidence: str = ""

    def covers(self, day: date) -> bool:
        """Tell whether the number is valid on `day`."""
        return covers(self.since, self.until, day)


@dataclass(frozen=True, slots=True)
class Entry:
    """One rule of a pack: which check it asks, with which figures, from when to when.

    `paper` is the kind of paper that cures it. With `if_local` the rule sleeps until the agency
    sets that flag. Entries of one `series` follow one another (default: of one id and check).
    `ready` is what the check made of the figures when the pack was read.
    """

    id: str
    also: tuple[str, ...]
    check: str
    outcome: Outcome
    sentence: str
    cure: str
    source: str
    confidence: str
    since: date | None
    until: date | None
    contact: str
    paper: str
    if_local: str
    series: str
    figures: Mapping[str, Any]
    ready: Any = None

    @staticmethod
    def of(values: Mapping[str, Any], ready: object = None) -> "Entry":
        """Return the entry written as `values`, whose keys have been checked."""
        since, until = period(values)
        return Entry(
            id=values["id"],
            also=tuple(values.get("also", ())),
            check=values["check"],
            outcome=Outcome(values.get("outcome", Outcome.ALLOWED)),
            sentence=values["sentence"],
            cure=values.get("cure", ""),
            source=values["source"],
            confidence=values["confidence"],
            since=since,
            until=until,
            contact=values.get("contact", ""),
            paper=values.get("paper", ""),
            if_local=values.get("if_local", ""),
            series=values.get("series", ""),
            figures=values.get("with", {}),
            ready=ready,
        )

    def covers(self, day: date) -> bool:
        """Tell whether the rule is in force on `day`."""
        return covers(self.since, self.until, day)


def period(values: Mapping[str, Any]) -> tuple[date | None, date | None]:
    """Return `from` and `until` of `values`; left out or null is open."""
    since, until = values.get("from"), values.get("until")
    return (
        date.fromisoformat(since) if since else None,
        date.fromisoformat(until) if until else None,
    )


def checked_keys(
    values: object, known: Collection[str], *, required: Collection[str] = (), where: str
) -> None:
    """Refuse keys that are not known, and missing ones that are required.

    Raises:
        PackError: with the key and where it stands.
    """
    if not isinstance(values, Mapping):
        raise PackError(f"{where}: expected named values, found something else.")
    for key in values:
        if key not in known:
            raise PackError(f"{where}: {key!r} is not known.")
    for key in required:
        if key not in values:
            raise PackError(f"{where}: {key!r} is missing.")
