"""What leaves the exchange room."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

ADDRESS_POINTS: Final = "address_points"
"""The county's own (E911) address points."""


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """Which column holds what, for files of one purpose with these headers."""

    purpose: str
    headers: tuple[str, ...]
    mapping: Mapping[str, str]
