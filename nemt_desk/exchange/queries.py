"""Reads of the exchange room."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from nemt_desk.exchange.model import ColumnMappingRecord, ImportBatchRecord
from nemt_desk.exchange.rows import Batch, ColumnChoice


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


def batches(session: Session, limit: int = 50) -> tuple[Batch, ...]:
    """Return the files that were brought in, the newest first."""
    table = ImportBatchRecord
    rows = session.scalars(
        select(table).where(table.archived_at.is_(None)).order_by(table.id.desc()).limit(limit)
    )
    return tuple(map(_batch, rows))


def _batch(row: ImportBatchRecord) -> Batch:
    return Batch(
        id=row.id,
        at=row.created_at,
        purpose=row.purpose,
        file_name=row.file_name,
        row_count=row.row_count,
        imported=row.imported,
        warned=row.warned,
        refused=row.refused,
        skipped=row.skipped,
        note=row.note,
    )


def batch_of(session: Session, sha256: str, purpose: str) -> Batch | None:
    """Return when this very file was brought in last, None if it never was."""
    table = ImportBatchRecord
    row = session.scalar(
        select(table)
        .where(table.file_sha256 == sha256, table.purpose == purpose, table.archived_at.is_(None))
        .order_by(table.id.desc())
        .limit(1)
    )
    return None if row is None else _batch(row)
