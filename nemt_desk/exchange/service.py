"""Remembers how the office's files name their columns."""

from collections.abc import Sequence

from nemt_desk.exchange import queries
from nemt_desk.exchange.model import ColumnMappingRecord
from nemt_desk.exchange.rows import ColumnChoice
from nemt_desk.ground.changes import Changes
from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.ids import new_id
from nemt_desk.ground.session import Store
from nemt_desk.security.rows import Actor, Right, require


class MappingService:
    """Keeps column mappings by the list of headers: next year's file maps itself."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def remembered(self, purpose: str, headers: Sequence[str]) -> dict[str, str] | None:
        """Return what was chosen for files with these headers; None if nothing was."""
        with self._store.read() as session:
            return queries.remembered(session, purpose, headers)

    def remember(self, actor: Actor, choice: ColumnChoice) -> Changes:
        """Keep a choice, in place of an earlier one for the same headers.

        Raises:
            RefusedError: it maps nothing, or a column that is not among the headers.
        """
        require(actor, Right.WRITE)
        mapping = {key: value for key, value in choice.mapping.items() if value}
        if not mapping or not set(mapping.values()) <= set(choice.headers):
            raise RefusedError("These columns are not in the file. Choose them again.")
        with self._store.write(actor, "Remembered the columns of a file") as work:
            row = queries.row_for(work.session, choice.purpose, choice.headers)
            if row is None:
                row = ColumnMappingRecord(
                    id=new_id(),
                    purpose=choice.purpose,
                    headers=list(choice.headers),
                    mapping=mapping,
                )
                work.session.add(row)
            elif row.mapping != mapping:
                row.mapping = mapping
        return work.changes

    def forget(self, actor: Actor, purpose: str, headers: Sequence[str]) -> Changes:
        """Let a choice go; the next such file is guessed or asked again."""
        require(actor, Right.WRITE)
        with self._store.write(actor, "Forgot the columns of a file") as work:
            row = queries.row_for(work.session, purpose, headers)
            if row is None:
                raise RefusedError("Nothing is remembered for such a file.")
            work.session.delete(row)
        return work.changes
