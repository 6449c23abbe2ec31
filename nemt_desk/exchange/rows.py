"""What leaves the exchange room."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from nemt_desk.ground.ids import Id

ADDRESS_POINTS: Final = "address_points"
"""The county's own (E911) address points."""


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """Which column holds what, for files of one purpose with these headers."""

    purpose: str
    headers: tuple[str, ...]
    mapping: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Batch:
    """A file that was brought in, and what became of its rows."""

    id: Id
    at: datetime
    purpose: str
    file_name: str
    row_count: int
    imported: int
    warned: int
    refused: int
    skipped: int
    note: str
