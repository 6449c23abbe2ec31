"""Hangs the telling list on the board: what was published is printed and told, changes marked."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, override

from nemt_desk.ground.errors import DeskError
from nemt_desk.runs.rows import RunState, TellResult
from nemt_desk.runs.telling.queries import telling_list
from nemt_desk.runs.telling.rows import TellingList
from nemt_desk.security.rows import Right
from ui.actions.action import Action
from ui.board.day import Choice
from ui.board.guest import Guest
from ui.board.overlay import Overlay
from ui.board.telling.looks import head_part, overlay
from ui.board.telling.panel import TellingPanel
from ui.board.telling.papers import Papers

if TYPE_CHECKING:
    from datetime import datetime

    from nemt_desk.ground.ids import Id
    from nemt_desk.ground.progress import Progress
    from nemt_desk.runs.telling.rows import TellLine
    from ui.board.day import BoardDay
    from ui.board.dispatch import Dispatch

NAME = "telling"
TELL = "tell:"
"""How the kind of record begins that opens a day's telling list: `tell:2026-11-24`."""


class TellingGuest(Guest):
    """Who must still hear what."""

    def __init__(self, at: "Dispatch") -> None:
        super().__init__(at)
        self.found = TellingList(at.day, ())
        self.papers = Papers(at, self._on_sheets_ready)
        self._seen: set[tuple[Id, datetime | None]] = set()
        self._opens = False
        self._acts = {act.id: act for act in self._made()}

    def _made(self) -> list[Action]:
        tell = self.tell
        return [
            Action("board.telling", "Telling list", self.open_list, "F"),
            Action("board.told", "Told", lambda: tell(TellResult.TOLD), "Shift+F", self._has_line),
            Action(
                "board.tell_message",
                "Message left",
                lambda: tell(TellResult.MESSAGE),
                "8",
                self._has_line,
            ),
            Action(
                "board.tell_no_answer",
                "No answer",
                lambda: tell(TellResult.NO_ANSWER),
                "9",
                self._has_line,
            ),
            Action(
                "board.tell_print",
                "Print the list",
                self._print_list,
                "Shift+G",
                lambda: bool(self.found.lines),
            ),
            Action(
                "board.sheets",
                "Print the sheets",
                self.papers.show_sheets,
                "F9",
                lambda: self.papers.is_ready,
            ),
        ]

    # --- what the board asks -------------------------------------------------------------------

    @override
    def sit(self) -> None:
        shown = [act for name, act in self._acts.items() if name != "board.telling"]
        self.panel = TellingPanel(self.desk.prefs, self.desk.office.time, shown)
        self.at.parts.below.add(NAME, self.panel, focus=self.panel.focus_list)
        self.panel.told.connect(self._on_told)
        self.panel.looked_at.connect(self._on_looked_at)

    @override
    def actions(self) -> list[Action]:
        return list(self._acts.values())

    @override
    def buttons(self) -> Sequence[str]:
        return ["board.telling"]

    @override
    def kinds(self) -> frozenset[str]:
        return frozenset({"told", "agency"})

    @override
    def day_read(self, known: "BoardDay", before: "BoardDay | None") -> None:
        office, day = self.desk.office, known.day

        def work(_progress: "Progress") -> TellingList:
            with office.store.read() as session:
                return telling_list(session, day, office.settings)

        self.desk.jobs.read(work, self._on_read, latest="board.telling")
        published = {
            (run.id, run.published_at)
            for run in known.board.runs
            if run.state is RunState.PUBLISHED
        }
        # Undoing a change of a published run publishes nothing: it was seen published so before.
        fresh = [run for run, at in published - self._seen]
        self._seen |= published
        if before is None or before.day != day:
            self._seen = set(published)
            self.papers.forget()
            return
        self.papers.keep(frozenset(run for run, _at in published))
        if fresh:
            self.papers.make(fresh)
            self.at.parts.below.turn_to(NAME, focus=False)

    @override
    def show_record(self, kind: str, key: "Id") -> bool:
        if not kind.startswith(TELL):
            return False
        day = date.fromisoformat(kind.removeprefix(TELL))
        if day != self.at.day or self.at.known is None:
            self.at.show_day(day)
        self._opens = True  # the list of another day is still being read
        self._open()
        return True

    @override
    def head_parts(self) -> Sequence[str]:
        part = head_part(self.found) if self.found.day >= self.desk.today() else ""
        return [part] if part else []

    # --- showing ---------------------------------------------------------------------------------

    def open_list(self) -> None:
        """Show the telling list, the first open line current; close it again."""
        below = self.at.parts.below
        if below.name == NAME and below.has_focus():
            below.close_panel()
            self.at.focus_board()
            return
        self._open()

    def _open(self) -> None:
        self.at.parts.below.turn_to(NAME, focus=False)
        self.panel.select_open()
        self.panel.focus_list()
        self.panel.buttons.refresh()  # they ask whether the list stands: it does only now

    def _on_read(self, found: TellingList) -> None:
        if found.day != self.at.day:
            return
        self.found = found
        self._show()
        if self._opens:
            self._opens = False
            self.panel.select_open()
        self.at.moved.emit()

    def _show(self) -> None:
        is_past = self.found.day < self.desk.today()
        self.at.show_overlay(NAME, Overlay() if is_past else overlay(self.found))
        self.panel.show_list(self.found, self.papers.words())

    def _on_sheets_ready(self) -> None:
        self.panel.show_list(self.found, self.papers.words())

    def _on_looked_at(self, line: "TellLine | None") -> None:
        known = self.at.known
        if line is None or known is None or not self.at.parts.below.has_focus():
            return
        ride = known.rides.get(line.target.id)
        if ride is not None:
            self.at.choose(Choice().only(ride.id, self.at.driver_of(ride)))
        elif line.driver_id is not None:
            self.at.choose(Choice(driver=line.driver_id))

    # --- acts ------------------------------------------------------------------------------------

    def _has_line(self) -> bool:
        return self.at.parts.below.name == NAME and bool(self.panel.chosen())

    def _on_told(self, lines: "list[TellLine]") -> None:
        self._note(lines, TellResult.TOLD)

    def tell(self, result: TellResult) -> None:
        """Note how the calls of the marked lines went."""
        self._note(self.panel.chosen(), result)

    def _note(self, lines: "Sequence[TellLine]", result: TellResult) -> None:
        telling, actor = self.desk.office.telling, self.desk.actor
        try:
            changes = telling.tell(actor, [line.target for line in lines], result)
        except DeskError as error:
            self.desk.refuse(error)
            return
        after = self._after(lines)
        self.desk.did(changes)
        if after is not None:
            self.panel.table.select(after.target)

    def _after(self, lines: "Sequence[TellLine]") -> "TellLine | None":
        """Return the open line that follows: the next call."""
        rows = self.panel.table.model.rows()
        done = {line.target for line in lines}
        last = max((n for n, row in enumerate(rows) if row.target in done), default=-1)
        rest = [*rows[last + 1 :], *rows[: last + 1]]
        return next((row for row in rest if row.is_open and row.target not in done), None)

    def _print_list(self) -> None:
        if self.desk.actor.may(Right.PRINT):
            self.papers.show_list(self.found)
        else:
            self.desk.say("Printing needs the right to print.")
