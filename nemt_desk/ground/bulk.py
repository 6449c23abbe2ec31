"""Many new rows in one statement: stamped, findable and told to the trail like any others.

For lists that are brought in; a form's few rows go through the session.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from nemt_desk.ground import search
from nemt_desk.ground.changes import RowStep
from nemt_desk.ground.ids import Id, new_id
from nemt_desk.ground.inserting import insert_many
from nemt_desk.ground.listing import chunks
from nemt_desk.ground.session import Work
from nemt_desk.ground.tables import Record

if TYPE_CHECKING:
    from sqlalchemy import Table

_AT_ONCE = 2000
_FIRST_VERSION = 1
_SAME = ("version", "created_at", "created_by", "changed_at", "changed_by", "archived_at")
_NOTHING: tuple[object, ...] = (None, "", False, {}, [])


@cache
def _defaults(table: type[Record]) -> dict[str, Any]:
    """Return a row without values: what each column holds if nothing is said."""
    found: dict[str, Any] = {}
    for column in cast("Table", table.__table__).columns:
        given = getattr(column.default, "arg", None)
        if callable(given):
            # An empty list or mapping is asked for like any value; a row's key is given later.
            given = None if column.primary_key else given(None)
        found[column.key] = given
    return found


def insert_rows(
    work: Work,
    table: type[Record],
    rows: Sequence[Mapping[str, Any]],
) -> list[Id]:
    """Add rows with these values to a transaction under way; return their keys, in order.

    A row may bring its `id`. The trail names every row; of its values those that say something.
    Rows that others point to must be added before them.
    """
    stamps = {
        "version": _FIRST_VERSION,
        "created_at": work.now,
        "created_by": work.actor.id,
        "changed_at": work.now,
        "changed_by": work.actor.id,
        "archived_at": None,
    }
    empty = _defaults(table) | stamps
    known = empty.keys()
    keys: list[Id] = []
    for some in chunks(rows, _AT_ONCE):
        whole = []
        for row in some:
            if not row.keys() <= known:
                raise TypeError(f"{table.__name__} has no column {sorted(row.keys() - known)}")
            values = {**empty, **row}
            values["id"] = row.get("id") or new_id()
            whole.append(values)
        _add(work, table, whole)
        keys += [values["id"] for values in whole]
    return keys


def _add(work: Work, table: type[Record], rows: list[dict[str, Any]]) -> None:
    # What the session still holds may be pointed to.
    work.session.flush()
    same = {key: rows[0][key] for key in _SAME}
    insert_many(work.session.connection(), cast("Table", table.__table__), rows, same)
    kind = str(table.__tablename__)
    for row in rows:
        said = {key: value for key, value in row.items() if value not in _NOTHING}
        work.steps.append(RowStep(kind, row["id"], None, said))
    if table.search_words is not Record.search_words:
        words = cast("Callable[[object], str | None]", table.search_words)
        found = [(row["id"], words(SimpleNamespace(**row))) for row in rows]
        search.keep_new_words(work.session, kind, [pair for pair in found if pair[1] is not None])
