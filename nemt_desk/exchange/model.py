"""The table of remembered column mappings: how the office's files name their columns."""

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
