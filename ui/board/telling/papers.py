"""Papers of what was published: run sheets made in the background, the telling list, printed."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from nemt_desk.runs.sheets import run_sheets
from nemt_desk.runs.telling.paper import telling_paper
from reports.run_sheet import run_sheets_pdf
from reports.telling_list import telling_list_pdf
from ui.board.words import count
from ui.widgets.paper import PaperPreview

if TYPE_CHECKING:
    from nemt_desk.ground.ids import Id
    from nemt_desk.ground.progress import Progress
    from nemt_desk.runs.sheet_rows import RunSheet
    from nemt_desk.runs.telling.rows import TellingList
    from ui.board.dispatch import Dispatch


class Papers:
    """Keeps the run sheets of what was published last until they are printed."""

    def __init__(self, at: "Dispatch", ready: Callable[[], object]) -> None:
        self._at = at
        self._ready = ready
        self._sheets: tuple[RunSheet, ...] = ()
        self._pdf = b""
        self._is_making = False

    @property
    def is_ready(self) -> bool:
        """Whether run sheets wait to be printed."""
        return bool(self._pdf)

    def forget(self) -> None:
        """Forget the sheets: another day is shown."""
        self._sheets, self._pdf, self._is_making = (), b"", False

    def words(self) -> str:
        """Return what there is to print, in words."""
        if self._is_making:
            return "run sheets are being written \N{HORIZONTAL ELLIPSIS}"
        return f"{count(len(self._sheets), 'run sheet')} to print (F9)" if self._pdf else ""

    def keep(self, published: "frozenset[Id]") -> None:
        """Write the sheets anew without runs that changed since: nobody prints what is old."""
        made = [sheet.run_id for sheet in self._sheets if sheet.run_id is not None]
        still = [run for run in made if run in published]
        if len(still) == len(made):
            return
        self.forget()
        if still:
            self.make(still)

    def make(self, run_ids: "Sequence[Id]") -> None:
        """Write the run sheets of these runs in the background."""
        desk = self._at.desk
        office, now, day = desk.office, desk.office.clock.now(), self._at.day
        self._is_making = True

        def work(progress: "Progress") -> "tuple[tuple[RunSheet, ...], bytes]":
            with office.store.read() as session:
                made = run_sheets(
                    session,
                    day,
                    roads=office.map,
                    settings=office.settings,
                    now=now,
                    run_ids=run_ids,
                    progress=progress,
                )
            return made, run_sheets_pdf(made) if made else b""

        desk.jobs.read(work, self._on_made, title="Run sheets", latest="board.sheets")

    def _on_made(self, made: "tuple[tuple[RunSheet, ...], bytes]") -> None:
        self._sheets, self._pdf = made
        self._is_making = False
        self._ready()

    def show_sheets(self) -> None:
        """Show the run sheets, to be printed; it blocks nothing."""
        office, actor, sheets = self._at.desk.office, self._at.desk.actor, self._sheets
        if not self._pdf:
            return
        PaperPreview(
            "Run sheets",
            self._pdf,
            self._at.parts,
            printed=lambda: office.runs.printed(
                actor,
                "Printed a run sheet",
                run_ids=[sheet.run_id for sheet in sheets if sheet.run_id is not None],
                member_ids=[member for sheet in sheets for member in sheet.member_ids],
            ),
            file_name="run-sheets.pdf",
        ).show()

    def show_list(self, found: "TellingList") -> None:
        """Show the telling list, to be printed; it blocks nothing."""
        office, actor = self._at.desk.office, self._at.desk.actor
        paper = telling_paper(found, office.settings, office.clock.now())
        PaperPreview(
            "Telling list",
            telling_list_pdf(paper),
            self._at.parts,
            printed=lambda: office.runs.printed(
                actor,
                "Printed the telling list",
                run_ids=paper.run_ids,
                member_ids=paper.member_ids,
            ),
            file_name="telling-list.pdf",
        ).show()
