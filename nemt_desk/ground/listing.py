"""A page of rows for a list on screen, and how many there are in all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Listing[Row]:
    """Rows of one page; `count` is how many there are without the page's limit."""

    rows: tuple[Row, ...]
    count: int

    @property
    def is_cut(self) -> bool:
        """Tell whether there are more than these."""
        return self.count > len(self.rows)


def chunks[Item](items: Sequence[Item], size: int = 500) -> Iterator[Sequence[Item]]:
    """Yield `items` in pieces small enough for one statement."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
