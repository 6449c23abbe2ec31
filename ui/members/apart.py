"""The small table of those a member may not ride with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from nemt_desk.ground.errors import InputError, Problem
from nemt_desk.members.rows import ApartEntry
from ui.widgets.fields import LineField
from ui.widgets.rowsedit import Cell, RowsEdit
from ui.widgets.typeahead import Suggestion, TypeAhead

if TYPE_CHECKING:
    from nemt_desk.ground.ids import Id


@dataclass(frozen=True, slots=True)
class ShownApart:
    """A pair with the other member's name, which the entry does not hold."""

    entry: ApartEntry
    name: str


def apart_table(find_members: Callable[[str], list[Suggestion]]) -> RowsEdit[ShownApart]:
    """Return the table; a pair counts both ways and stands on both records."""

    def who() -> TypeAhead:
        return TypeAhead(find_members, name="Member", chars=20)

    def make(values: Mapping[str, object], key: object) -> ShownApart | None:
        other_id, note = values["other_id"], values["note"]
        if other_id is None:
            if key is None and not note:
                return None
            raise InputError([Problem("other_id", "Choose a member from the list.")])
        return ShownApart(ApartEntry(cast("Id", other_id), str(note)), "")

    def take(shown: ShownApart) -> tuple[Mapping[str, object], object]:
        entry = shown.entry
        values = {"other_id": Suggestion(entry.other_id, shown.name), "note": entry.note}
        return values, entry.other_id

    return RowsEdit(
        "pair",
        [
            Cell("other_id", "Member", who, 1),
            Cell("note", "Why", lambda: LineField(chars=24), 1),
        ],
        make=make,
        take=take,
        add_text="Add somebody",
    )
