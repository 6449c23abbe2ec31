"""Letters, notices and the files of papers on the screen: shown, printed, saved, attached."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from nemt_desk.ground.errors import DeskError, EnvironmentProblem
from nemt_desk.ground.ids import Id
from nemt_desk.members.paper_files import MOST_BYTES, SUFFIXES, FileEntry
from nemt_desk.members.paper_queries import PaperFile
from nemt_desk.members.rows import PaperKind
from nemt_desk.trips import denials, letters
from reports.denial_notice import denial_notice
from reports.paper_letters import paper_letter
from ui.members.file_view import FileView
from ui.shell.desk import Desk
from ui.widgets.paper import PaperPreview


class Papers:
    """What is shown and kept on paper for one member; `parent` is over whose window it opens."""

    def __init__(self, desk: Desk, member_id: Id, parent: QWidget) -> None:
        self._desk = desk
        self._member_id = member_id
        self._parent = parent
        self._shown: list[QWidget] = []

    def show_letter(self, kind: PaperKind, trip_id: Id | None) -> None:
        """Show the letter that asks for a paper."""
        office = self._desk.office
        now = office.clock.now()
        try:
            with office.store.read() as session:
                letter = (
                    letters.for_member(session, office.settings, self._member_id, kind, now)
                    if trip_id is None
                    else letters.for_trip(session, office.settings, trip_id, kind, now)
                )
        except DeskError as error:
            self._desk.refuse(error)
            return
        self._preview(letter.title, paper_letter(letter), f"{kind.value}-letter.pdf", "a letter")

    def show_notice(self, denial_id: Id) -> None:
        """Show a formal notice; it says what it said when it was made."""
        office = self._desk.office
        try:
            with office.store.read() as session:
                now = office.clock.now()
                paper = denials.denial_paper(session, office.settings, denial_id, now)
        except DeskError as error:
            self._desk.refuse(error)
            return
        self._preview("Notice", denial_notice(paper), "notice.pdf", "a formal notice")

    def _preview(self, title: str, pdf: bytes, file_name: str, what: str) -> None:
        desk, key = self._desk, self._member_id

        def printed() -> None:
            desk.office.trail.note(
                desk.office.store, desk.actor, f"Printed {what}", kind="member", ids=[key]
            )

        PaperPreview(title, pdf, self._parent, printed=printed, file_name=file_name).show()

    # --- files ------------------------------------------------------------------------------

    def ask_file(self, paper_id: Id) -> None:
        """Let the person choose a file for a paper."""
        dialog = QFileDialog(self._parent, "Choose the scanned paper")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        kinds = " ".join(f"*{suffix}" for suffix in SUFFIXES)
        dialog.setNameFilters([f"Papers ({kinds})", "All files (*)"])
        dialog.fileSelected.connect(lambda path: self.attach(paper_id, Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def attach(self, paper_id: Id, path: Path) -> None:
        """Keep a file with a paper."""
        desk = self._desk
        try:
            entry = FileEntry(path.name, _read(path))
            saved = desk.office.papers.add_file(desk.actor, paper_id, entry)
        except DeskError as error:
            desk.refuse(error)
        else:
            desk.did(saved.changes)

    def show_files(self, files: Sequence[PaperFile]) -> None:
        """Show files, each in a window of its own; who looked is noted in the trail."""
        desk = self._desk
        for file in files:
            try:
                found, content = desk.office.papers.read_file(desk.actor, file.id)
            except DeskError as error:
                desk.refuse(error)
                continue
            FileView(desk, found, content, self._parent).show()


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            # One byte more than may be: enough to say that it is too large.
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise EnvironmentProblem(
            f"The file could not be read ({error.strerror}). Nothing was kept; choose it again."
        ) from error
