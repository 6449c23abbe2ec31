"""Reads of the exchange room."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from nemt_desk.exchange.model import ColumnMappingRecord
from nemt_desk.exchange.rows import ColumnChoice


def remembered(session: Session, purpose: str, headers: Sequence[str]) -> dict[str, str] | None:
    """Return the mapping kept for files with these very headers; their order does not matter.

    None if there is none, or if it names a column that is not among them.
    """
    row = row_for(session, purpose, headers)
    if row is None:
        return None
    mapping = {str(key): str(value) for key, value in row.mapping.items()}
    return mapping if set(mapping.values()) <= set(headers) else None


def choices(session: Session, purpose: str) -> tuple[ColumnChoice, ...]:
    """Return every mapping kept for a purpose, the newest first."""
    rows = session.scalars(
        select(ColumnMappingRecord)
        .where(ColumnMappingRecord.purpose == purpose, ColumnMappingRecord.archived_at.is_(None))
        .order_by(ColumnMappingRecord.changed_at.desc(), ColumnMappingRecord.id.desc())
    )
    return tuple(ColumnChoice(row.purpose, tuple(row.headers), dict(row.mapping)) for row in rows)


def row_for(session: Session, purpose: str, headers: Sequence[str]) -> ColumnMappingRecord | None:
    """Return the record for these headers, for this room alone."""
    wanted = sorted(headers)
    rows = session.scalars(
        select(ColumnMappingRecord)
        .where(ColumnMappingRecord.purpose == purpose, ColumnMappingRecord.archived_at.is_(None))
        .order_by(ColumnMappingRecord.changed_at.desc())
    )
    return next((row for row in rows if sorted(row.headers) == wanted), None)
