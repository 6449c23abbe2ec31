"""Dated things looked up by day: the spans between two changes are laid out once."""

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol


class InForce(Protocol):
    """Something in force from `since` until `until`, both inclusive; None is open."""

    @property
    def since(self) -> date | None:
        """The first day."""

    @property
    def until(self) -> date | None:
        """The last day."""


def covers(since: date | None, until: date | None, day: date) -> bool:
    """Tell whether `day` lies from `since` until `until`, both inclusive; None is open."""
    return (since is None or since <= day) and (until is None or day <= until)


@dataclass(frozen=True, slots=True)
class Eras[T]:
    """What is in force in each span of days, in the order it was given."""

    starts: tuple[date, ...]
    held: tuple[tuple[T, ...], ...]

    def on(self, day: date) -> tuple[T, ...]:
        """Return what is in force on `day`."""
        return self.held[bisect_right(self.starts, day)]


def eras[D: InForce, T](things: Iterable[D], shape: Callable[[D], T]) -> Eras[T]:
    """Lay out dated `things`, each as `shape` makes it."""
    known = list(things)
    starts = {thing.since for thing in known if thing.since is not None}
    # An end on the calendar's last day never comes.
    ends = {thing.until for thing in known if thing.until is not None} - {date.max}
    begins = sorted(starts | {end + timedelta(days=1) for end in ends})
    held = tuple(
        tuple(shape(thing) for thing in known if covers(thing.since, thing.until, day))
        for day in (date.min, *begins)
    )
    return Eras(tuple(begins), held)
