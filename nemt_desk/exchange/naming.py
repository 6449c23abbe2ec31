"""The name of a row's person, from one column or from several. Pure."""

from collections.abc import Sequence

from nemt_desk.exchange.cells.names import NO_NAME, PersonName, cased, read_name
from nemt_desk.exchange.cells.words import read_line
from nemt_desk.exchange.drafts import Draft, Readers

_ENOUGH = 3
HEADING = (
    "Nothing but this stands in the row: it looks like a heading. A member or driver needs a comma"
    " in the name, or something in another column."
)
NAME_READERS: Readers = {
    "name": read_name,
    "last_name": read_line,
    "first_name": read_line,
    "middle_name": read_line,
    "suffix": read_line,
}


def is_shouted(drafts: Sequence[Draft]) -> bool:
    """Tell whether a list writes its names in capitals throughout; a single LEE may be meant so."""
    names = [f"{draft.line('last_name')}{draft.line('first_name')}" for draft in drafts]
    filled = [name for name in names if name]
    return len(filled) >= _ENOUGH and sum(map(str.isupper, filled)) > 0.8 * len(filled)


def name_of(draft: Draft, *, shouted: bool = False) -> PersonName | None:
    """Return a row's name; None, with the row refused, if it has none."""
    whole = draft.value("name")
    if isinstance(whole, PersonName) and draft.is_alone and "," not in draft.typed("name"):
        draft.refuse("name", HEADING)
        return None
    if isinstance(whole, PersonName):
        last = draft.line("last_name") or whole.last
        first = draft.line("first_name") or whole.first
        middle = draft.line("middle_name") or whole.middle
        return PersonName(last, first, middle, draft.line("suffix") or whole.suffix)
    last, first = draft.line("last_name"), draft.line("first_name")
    if shouted:
        last, first = cased(last), cased(first)
    if last and first:
        return PersonName(last, first, draft.line("middle_name"), draft.line("suffix"))
    if not draft.is_refused:
        both = "last_name" if draft.has("last_name") else "name"
        draft.refuse(
            both, NO_NAME if not (last or first) else "Last and first name are both needed."
        )
    return None
