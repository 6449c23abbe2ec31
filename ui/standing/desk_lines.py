"""The exception desk without its widgets: what is marked, what will happen, what was refused."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from nemt_desk.ground.errors import InputError
from nemt_desk.ground.ids import Id
from nemt_desk.ground.words import day_text
from nemt_desk.trips.standing.orders import DayChoiceEntry, ExceptionRow
from nemt_desk.trips.standing.rows import DayChoice, DayState, HitKind
from ui.standing.words import CHOICES, HITS, count_text, day_status
from ui.widgets.rows import Column

type LineKey = tuple[Id, date]

_RULES = frozenset({HitKind.RULES, HitKind.NOT_ELIGIBLE})


@dataclass(frozen=True, slots=True)
class Mark:
    """What a person wants of one line; a reason may be typed before the choice.

    `to_text` is what was typed as the other day while it can't be read.
    """

    choice: DayChoice | None = None
    to_day: date | None = None
    reason: str = ""
    to_text: str = ""


@dataclass(frozen=True, slots=True)
class DeskLine:
    """One collision as the grid shows it, with what is marked and what was refused."""

    row: ExceptionRow
    mark: Mark = field(default_factory=Mark)
    problem: str = ""

    @property
    def key(self) -> LineKey:
        """Order and day."""
        return self.row.day.order_id, self.row.day.day

    @property
    def needs_override(self) -> bool:
        """Whether keeping it goes against the rules: it needs a reason, and the right."""
        return any(hit.kind in _RULES and hit.stops for hit in self.row.day.hits)

    @property
    def status(self) -> str:
        """What it collides with first (a key of ui.theme.status)."""
        hits = self.row.day.hits
        return HITS[hits[0].kind] if hits else day_status(self.row.day)

    @property
    def proposal(self) -> str:
        """What the program proposes."""
        proposal = self.row.day.proposal
        return proposal.sentence if proposal is not None else ""

    @property
    def choice_text(self) -> str:
        """What is marked, in a word or two."""
        if self.problem:
            return f"✖ {self.problem}"
        if self.mark.to_text:
            return f"✖ “{self.mark.to_text}” is no day"
        if self.mark.choice is None:
            return ""
        if self.mark.choice is DayChoice.MOVE:
            return f"Move to {day_text(self.mark.to_day)}" if self.mark.to_day else "Move to …"
        return CHOICES[self.mark.choice]

    def entry(self) -> DayChoiceEntry:
        """Return what the service is told."""
        order_id, day = self.key
        is_kept = self.mark.choice is DayChoice.KEEP
        return DayChoiceEntry(
            order_id,
            day,
            self.mark.choice,
            self.mark.to_day if self.mark.choice is DayChoice.MOVE else None,
            self.mark.reason,
            self.mark.reason if is_kept and self.needs_override else "",
        )


def _hits(line: DeskLine) -> str:
    return "; ".join(hit.sentence for hit in line.row.day.hits) or line.row.day.sentence


COLUMNS = [
    Column[DeskLine](
        "Day", lambda line: day_text(line.row.day.day), sort=lambda x: x.row.day.day, width=95
    ),
    Column[DeskLine]("Member", lambda line: line.row.order.member_name, width=145),
    Column[DeskLine](
        "Collides with", lambda _line: "", status=lambda line: line.status, tooltip=_hits, width=135
    ),
    Column[DeskLine](
        "Proposal", lambda line: line.proposal, tooltip=lambda x: x.proposal, width=225
    ),
    Column[DeskLine](
        "Your choice", lambda line: line.choice_text, tooltip=lambda x: x.choice_text, width=150
    ),
]


class Marks:
    """What is marked on the desk, by order and day; it outlives every new reading."""

    def __init__(self) -> None:
        self._marks: dict[LineKey, Mark] = {}
        self._problems: dict[LineKey, str] = {}

    def line(self, row: ExceptionRow) -> DeskLine:
        """Return a row with its mark."""
        key = (row.day.order_id, row.day.day)
        return DeskLine(row, self._marks.get(key, Mark()), self._problems.get(key, ""))

    def of(self, key: LineKey) -> Mark:
        """Return what is marked on a line."""
        return self._marks.get(key, Mark())

    def put(self, key: LineKey, mark: Mark) -> None:
        """Mark a line; an empty mark takes it away."""
        self._problems.pop(key, None)
        if mark == Mark():
            self._marks.pop(key, None)
        else:
            self._marks[key] = mark

    def choose(self, line: DeskLine, choice: DayChoice) -> None:
        """Mark a choice; a move takes the proposed day if none is typed."""
        to_day = line.mark.to_day
        proposal = line.row.day.proposal
        if (
            choice is DayChoice.MOVE
            and to_day is None
            and not line.mark.to_text
            and proposal is not None
        ):
            to_day = proposal.to_day
        self.put(line.key, replace(line.mark, choice=choice, to_day=to_day))

    def propose(self, line: DeskLine) -> bool:
        """Mark what is proposed; tell whether there is something to mark."""
        proposal = line.row.day.proposal
        if proposal is None or proposal.choice is None:
            return False
        mark = replace(line.mark, choice=proposal.choice, to_day=proposal.to_day, to_text="")
        self.put(line.key, mark)
        return True

    def refuse(self, error: InputError, keys: list[LineKey]) -> LineKey | None:
        """Keep what the service refused beside its lines; return the first of them."""
        first: LineKey | None = None
        for problem in error.problems:
            number = problem.field.partition(".")[0]
            if number.isdigit() and int(number) < len(keys):
                key = keys[int(number)]
                self._problems.setdefault(key, problem.sentence)
                first = first if first is not None else key
        return first

    def clear(self, keys: Iterable[Hashable]) -> None:
        """Take the marks of these lines away."""
        for key in list(keys):
            self._marks.pop(key, None)  # type: ignore[call-overload] # a key is one of ours
            self._problems.pop(key, None)  # type: ignore[call-overload]

    @property
    def has_any(self) -> bool:
        """Whether something is marked or typed."""
        return bool(self._marks)

    def known(self) -> Mapping[LineKey, Mark]:
        """Return all marks."""
        return self._marks


def missing(line: DeskLine) -> str:
    """Return what a marked line still lacks, in words; nothing if it can be settled."""
    if line.mark.choice is DayChoice.MOVE and line.mark.to_day is None:
        return "to_day"
    if line.mark.choice is DayChoice.KEEP and line.needs_override and not line.mark.reason:
        return "reason"
    return ""


def will_happen(lines: Iterable[DeskLine]) -> str:
    """Return what settling will do, before it is done."""
    every = list(lines)
    marked = [line for line in every if line.mark.choice is not None]
    if not marked:
        return (
            "Nothing is marked yet. Walk with Up and Down; S skips, M moves, K keeps, P takes the"
            " proposal. Nothing is done before Ctrl+Enter."
        )
    parts = []
    for choice, words in (
        (DayChoice.SKIP, "skip"),
        (DayChoice.MOVE, "move"),
        (DayChoice.KEEP, "keep"),
    ):
        found = [line for line in marked if line.mark.choice is choice]
        if found:
            parts.append(f"{words} {len(found)}")
    left = len(every) - len(marked)
    said = [f"Ctrl+Enter will {', '.join(parts)}."]
    cancelled = sum(_cancels(line) for line in marked)
    if cancelled:
        said.append(f"{count_text(cancelled, 'trip')} made already will be cancelled or moved.")
    if any(missing(line) for line in marked):
        said.append("Some lines still lack a day or a reason.")
    if left:
        said.append(f"{count_text(left, 'line')} will wait on.")
    return " ".join(said)


def _cancels(line: DeskLine) -> bool:
    is_made = line.row.day.state is DayState.MADE
    return is_made and line.mark.choice in {DayChoice.SKIP, DayChoice.MOVE}
