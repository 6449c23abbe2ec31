"""A call as it stands, to be put away and brought back. No Qt."""

from collections.abc import Mapping
from dataclasses import dataclass

from nemt_desk.trips.rows import Trip
from ui.book.call.draft import Draft
from ui.book.call.so_far import BookedTrip


@dataclass(frozen=True, slots=True)
class Aside:
    """A call that was put away and may come back."""

    draft: Draft
    words: Mapping[str, str]
    previous: Draft | None
    changing: Trip | None
    booked: tuple[BookedTrip, ...]
