"""What a caller told beside the trip's own columns, kept with the trip. Pure.

With it the rules can be asked again later: when a paper has arrived, when a rule has changed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from uuid import UUID

from nemt_desk.ground.ids import Id
from nemt_desk.policy.facts import Urgent


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedFacts:
    """Facts in the words of decisions.md; None is: asked, and not known.

    `mode` is the mode asked for (None: the rules choose), `home_m` metres from the member's home
    when the ride begins elsewhere, `urgent_by` who at the provider's said that it can't wait.
    `driver_kind` and `driver_relation` tell of a driver who has no record here: self, private.
    `checked_on` is given where it is another day than the record's. `care_known` is false while
    nobody has said whether it is primary or specialty care.
    """

    routine: bool | None = True
    care_known: bool = True
    urgent: Urgent | None = None
    urgent_by: str = ""
    words: str = ""
    discharge: bool = False
    admitted_on: date | None = None
    member_aboard: bool | None = True
    ancillary: tuple[str, ...] = ()
    overnight: bool | None = False
    other_funding: str | None = None
    vehicle: str | None = None
    mode: int | None = None
    driver_id: Id | None = None
    driver_kind: str = ""
    driver_relation: str = ""
    home_m: float | None = None
    enrolled: bool | None = True
    country: str = "US"
    checked_on: date | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the facts as plain JSON values; what is as usual is left out, but the mode."""
        kept: dict[str, Any] = {"mode": self.mode}
        for item in fields(self):
            value = getattr(self, item.name)
            if value != item.default:
                kept[item.name] = _PLAIN.get(item.name, _same)(value)
        return kept

    @staticmethod
    def from_json(kept: Mapping[str, Any]) -> "AskedFacts":
        """Return facts that were kept; what a newer program keeps besides is left out."""
        known = {item.name for item in fields(AskedFacts)} & kept.keys()
        values: dict[str, Any] = {
            name: kept[name] if kept[name] is None else _READ.get(name, _same)(kept[name])
            for name in known
        }
        return AskedFacts(**values)


def _same(value: object) -> object:
    return value


_PLAIN: Mapping[str, Callable[[Any], Any]] = {
    "urgent": lambda urgent: {
        "reason": urgent.reason,
        "verified_by_provider": urgent.verified_by_provider,
    },
    "admitted_on": date.isoformat,
    "checked_on": date.isoformat,
    "ancillary": list,
    "driver_id": str,
}
_READ: Mapping[str, Callable[[Any], Any]] = {
    "urgent": lambda kept: Urgent(**kept),
    "admitted_on": date.fromisoformat,
    "checked_on": date.fromisoformat,
    "ancillary": tuple,
    "driver_id": UUID,
}
