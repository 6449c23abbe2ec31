"""The small tables of a driver's record: cars, credentials, days off, relations to members."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from nemt_desk.drivers.rows import (
    CarEntry,
    CredentialEntry,
    DayOffEntry,
    RelationEntry,
)
from nemt_desk.drivers.rules import REQUIRED
from nemt_desk.ground.errors import InputError, Problem
from nemt_desk.ground.ids import Id
from ui.widgets.fields import ChoiceBox, DayEdit, LineField, TickBox
from ui.widgets.numbers import NumberEdit
from ui.widgets.people_words import CREDENTIALS, RELATIONS
from ui.widgets.rowsedit import Cell, RowsEdit
from ui.widgets.typeahead import Suggestion, TypeAhead

_USUAL_SEATS = 3


@dataclass(frozen=True, slots=True)
class ShownRelation:
    """A relation with the member's name, which the entry does not hold."""

    entry: RelationEntry
    name: str


def shown_relation(entry: RelationEntry, names: Mapping[Id, str]) -> ShownRelation:
    """Return a relation as the table shows it."""
    return ShownRelation(entry, names.get(entry.member_id, "a member no longer there"))


def cars_table() -> RowsEdit[CarEntry]:
    """Return the table of cars; the first is the one used first."""

    def make(values: Mapping[str, object], key: object) -> CarEntry | None:
        typed = cast("dict[str, Any]", dict(values))
        if key is None and not typed["text"] and not typed["plate"]:
            return None
        return CarEntry(**typed, id=cast("Id | None", key))

    names = ("text", "plate", "seats", "wheelchair_places", "has_lift")
    return RowsEdit(
        "car",
        [
            Cell("text", "Color and make", lambda: LineField(chars=18), 1),
            Cell("plate", "Plate", lambda: LineField(chars=8)),
            Cell("seats", "Seats", lambda: NumberEdit(empty=_USUAL_SEATS)),
            Cell("wheelchair_places", "Wheelchairs", lambda: NumberEdit(empty=0)),
            Cell("has_lift", "Lift or ramp", lambda: TickBox("lift")),
        ],
        make=make,
        take=lambda car: ({name: getattr(car, name) for name in names}, car.id),
        add_text="Add a car",
    )


def credentials_table(today: Callable[[], date]) -> RowsEdit[CredentialEntry]:
    """Return the table of credentials; an empty end means it has none."""

    def make(values: Mapping[str, object], key: object) -> CredentialEntry | None:
        typed = cast("dict[str, Any]", dict(values))
        if typed["kind"] is None:
            if key is None and not typed["number"] and typed["until_day"] is None:
                return None
            raise InputError([Problem("kind", "Choose what this is.")])
        return CredentialEntry(**typed, id=cast("Id | None", key))

    names = ("kind", "number", "until_day", "is_blocking")
    kinds = [(None, "choose"), *((k, w + (" *" if k in REQUIRED else "")) for k, w in
             CREDENTIALS.items())]  # fmt: skip
    return RowsEdit(
        "credential",
        [
            Cell("kind", "Kind (* needed)", lambda: ChoiceBox(kinds)),
            Cell("number", "Number", lambda: LineField(chars=9)),
            Cell("until_day", "Last good day", lambda: DayEdit(today)),
            Cell("is_blocking", "Then", _blocking),
        ],
        make=make,
        take=lambda one: ({name: getattr(one, name) for name in names}, one.id),
        add_text="Add a credential",
    )


def _blocking() -> ChoiceBox:
    return ChoiceBox({True: "no rides", False: "only warn"})


def days_off_table(today: Callable[[], date]) -> RowsEdit[DayOffEntry]:
    """Return the table of days off; one day needs no last day."""

    def make(values: Mapping[str, object], key: object) -> DayOffEntry | None:
        first, last, reason = values["from_day"], values["until_day"], values["reason"]
        if first is None:
            if key is None and last is None and not reason:
                return None
            raise InputError([Problem("from_day", "Type the first day away.")])
        first = cast("date", first)
        until = cast("date | None", last) or first
        return DayOffEntry(first, until, str(reason), cast("Id | None", key))

    names = ("from_day", "until_day", "reason")
    return RowsEdit(
        "time off",
        [
            Cell("from_day", "First day away", lambda: DayEdit(today)),
            Cell("until_day", "Last day away", lambda: DayEdit(today)),
            Cell("reason", "Reason", lambda: LineField(chars=20), 1),
        ],
        make=make,
        take=lambda off: ({name: getattr(off, name) for name in names}, off.id),
        add_text="Add days off",
    )


def relations_table(
    find_members: Callable[[str], list[Suggestion]],
) -> RowsEdit[ShownRelation]:
    """Return the table of relations; a vested interest changes what is paid (S4-108)."""

    def who() -> TypeAhead:
        return TypeAhead(find_members, name="Member", chars=20)

    def make(values: Mapping[str, object], key: object) -> ShownRelation | None:
        member_id, kind, note = values["member_id"], values["kind"], values["note"]
        if member_id is None:
            if key is None and not note and kind is None:
                return None
            raise InputError([Problem("member_id", "Choose a member from the list.")])
        if kind is None:
            raise InputError([Problem("kind", "Choose how they stand to each other.")])
        typed = cast("dict[str, Any]", {"member_id": member_id, "kind": kind, "note": note})
        return ShownRelation(RelationEntry(**typed, id=cast("Id | None", key)), "")

    def take(shown: ShownRelation) -> tuple[Mapping[str, object], object]:
        entry = shown.entry
        values = {
            "member_id": Suggestion(entry.member_id, shown.name),
            "kind": entry.kind,
            "note": entry.note,
        }
        return values, entry.id

    kinds = [(None, "choose"), *RELATIONS.items()]
    return RowsEdit(
        "relation",
        [
            Cell("member_id", "Member", who, 1),
            Cell("kind", "Relation", lambda: ChoiceBox(kinds)),
            Cell("note", "Note", lambda: LineField(chars=16), 1),
        ],
        make=make,
        take=take,
        add_text="Add a relation",
    )
