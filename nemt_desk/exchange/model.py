"""Tables of files in and out: remembered column mappings, and what was brought in."""

from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from nemt_desk.ground.columns import JsonText
from nemt_desk.ground.tables import Record


class ColumnMappingRecord(Record):
    """For files of one purpose with these headers: which column holds what."""

    __tablename__ = "column_mapping"
    rules = (Index("ix_column_mapping_purpose", "purpose"),)

    purpose: Mapped[str]
    headers: Mapped[list[Any]] = mapped_column(JsonText())
    mapping: Mapped[dict[str, Any]] = mapped_column(JsonText())


class ImportBatchRecord(Record):
    """One file that was brought in: what it was, and what became of its rows."""

    __tablename__ = "import_batch"

    purpose: Mapped[str]
    file_name: Mapped[str]
    file_sha256: Mapped[str]
    row_count: Mapped[int]
    imported: Mapped[int]
    warned: Mapped[int]
    refused: Mapped[int]
    skipped: Mapped[int]
    note: Mapped[str] = mapped_column(default="")
