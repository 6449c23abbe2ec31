"""The lines of Today: what each says, how it looks, and where its cure is. No widgets."""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from nemt_desk.ground.ids import Id


class Group(StrEnum):
    """What kind of hand is needed, the most pressing first; the value is the heading."""

    LATE = "Late"
    WEATHER = "Weather"
    WILL_CALL = "Will-calls"
    NO_SHOW = "No-shows to decide"
    NO_DRIVER = "Without a driver"
    RUNS = "Runs to publish"
    TELL = "To be told"
    BEFORE = "Left open before"
    STANDING = "Standing orders"
    CREDENTIALS = "Drivers' papers"
    MEMBERS = "Members' papers"
    ASKED = "Papers not back"
    CHECKS = "Eligibility to check"
    CASES = "Complaints"
    OFFICE = "The office"


CURES = {
    "board": "Show it on the Board",
    "complaints": "Open it in Complaints",
    "drivers": "Open the driver",
    "members": "Open the member",
    "office": "Open it in Office",
    "standing": "Settle it on the exception desk",
    "weather": "Open the weather day",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that needs a hand; `page`, `kind` and `record` are where its cure is."""

    group: Group
    status: str
    when: str
    who: str
    why: str
    page: str
    kind: str
    record: Id | None = None
    count: int = 1

    @property
    def key(self) -> Hashable:
        """What makes the line the same line after the next reading."""
        return (self.group, self.kind, self.record, self.who, self.why if not self.record else "")

    @property
    def in_full(self) -> str:
        """The line as a sentence, and what Enter does."""
        return f"{CURES[self.page]}: {self.who}, {self.when}; {self.why}."


@dataclass(frozen=True, slots=True)
class Shown:
    """A line in the list; the first of its group carries the heading."""

    line: Line
    heading: str


def headed(lines: Iterable[Line]) -> Iterator[Shown]:
    """Yield the lines group by group, each group headed by its name and count."""
    order = list(Group)
    ordered = sorted(lines, key=lambda line: order.index(line.group))
    for group, found in groupby(ordered, key=lambda line: line.group):
        members = list(found)
        total = sum(line.count for line in members)
        for at, line in enumerate(members):
            yield Shown(line, "" if at else f"{group}  {total}")
