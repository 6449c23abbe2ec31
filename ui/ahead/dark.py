"""Go dark: the next days as one pack, locked on a stick or printed, now or at closing time."""

from dataclasses import dataclass, replace
from datetime import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from nemt_desk.ground.errors import DeskError, InputError
from nemt_desk.ground.words import time_text
from nemt_desk.runs.dark.queries import dark_pack
from nemt_desk.runs.dark.rows import DarkPack
from nemt_desk.security.rows import Right
from reports.dark_pack import dark_pack_pdf
from ui.shell.closing_pack import WROTE, file_name, write_pack
from ui.widgets.form import FieldForm
from ui.widgets.layout import column, panel, plain_label
from ui.widgets.numbers import NumberEdit
from ui.widgets.paper import PaperPreview
from ui.widgets.pdf_view import PdfView
from ui.widgets.sidebyside import SideBySide

if TYPE_CHECKING:
    from nemt_desk.ground.progress import Progress
    from ui.shell.desk import Desk

_BEGIN = (
    "One file with everything for the next days without this PC: rides without a driver, each"
    " day's rides, telephones, standing orders and run sheets."
)


@dataclass(frozen=True, slots=True)
class Made:
    """A pack and its pages."""

    pack: DarkPack
    pdf: bytes


class DarkPart(QWidget):
    """What the pack holds, where it goes, and what it looks like."""

    def __init__(self, desk: "Desk") -> None:
        super().__init__()
        self.desk = desk
        self.made: Made | None = None
        self.form = FieldForm()
        self.form.section("The pack")
        self.form.field("&Days", "dark_days", NumberEdit(unit="days"), help="1 to 14, from today.")
        self.form.section("At closing time")
        self.form.time("&Write it at", "dark_at", help="Empty: never by itself.")
        self.form.text(
            "&Folder", "dark_folder", chars=44, help="A stick or a folder of another computer."
        )
        self.said = plain_label(_BEGIN, name="What the pack holds")
        self.password = plain_label(name="What opens the pack")
        self.view = PdfView("The pack")
        left = column(self.said, self.form, self.password, None)
        self.setLayout(column(SideBySide(panel(left), self.view, share=0.45)))
        self.show_settings()

    def show_settings(self) -> None:
        """Show what Office keeps."""
        kept = self.desk.office.settings
        at = time.fromisoformat(kept.dark_at.zfill(5)) if kept.dark_at else None
        self.form.fill(
            {"dark_days": kept.dark_days, "dark_at": at, "dark_folder": kept.dark_folder}
        )
        self.form.setEnabled(self.desk.actor.may(Right.SETTINGS))

    def keep(self) -> None:
        """Keep days, closing time and folder."""
        try:
            values = self.form.values()
            days, at = values["dark_days"], values["dark_at"]
            changed = replace(
                self.desk.office.settings,
                dark_days=days if isinstance(days, int) else 0,
                dark_at=f"{at:%H:%M}" if isinstance(at, time) else "",
                dark_folder=str(values["dark_folder"]).strip(),
            )
            changes = self.desk.office.save_settings(changed)
        except InputError as error:
            self.form.show_problems(error)
        except DeskError as error:
            self.desk.refuse(error)
        else:
            self.form.mark_unchanged()
            self.desk.did(changes)
            self.make()

    def make(self) -> None:
        """Make the pack and show it."""
        office, first = self.desk.office, self.desk.today()
        days, now = office.settings.dark_days, office.clock.now()

        def work(progress: "Progress") -> Made:
            with office.store.read() as session:
                pack = dark_pack(
                    session,
                    first,
                    days,
                    roads=office.map,
                    settings=office.settings,
                    now=now,
                    progress=progress,
                )
            return Made(pack, dark_pack_pdf(pack))

        self.made = None
        self.said.setText("Making the pack …")
        self.desk.jobs.read(
            work, self._on_made, failed=self._on_failed, title="Making the pack", latest="dark"
        )

    def _on_made(self, made: Made) -> None:
        self.made = made
        self.view.show_pdf(made.pdf)
        self.said.setText(holds_text(made.pack))

    def _on_failed(self, error: DeskError) -> None:
        self.said.setText(f"{_BEGIN} {error.sentence}")

    def show_password(self) -> None:
        """Show what opens locked packs."""
        try:
            found = self.desk.office.dark_password()
        except DeskError as error:
            self.desk.refuse(error)
            return
        self.password.setText(
            f"What opens every locked pack of this office: {found}. Write it down and keep it away"
            " from the stick; it opens nothing else."
        )

    def write(self) -> None:
        """Write the locked pack into the folder kept; ask for one where there is none."""
        folder = self.desk.office.settings.dark_folder
        if folder:
            self.write_into(Path(folder))
            return
        dialog = QFileDialog(self, "Where to write the pack")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda chosen: self.write_into(Path(chosen)))
        dialog.open()

    def write_into(self, folder: Path) -> None:
        """Write the locked pack there."""
        made = self.made
        if made is None:
            self.desk.say("The pack is being made; wait a moment and press the key again.")
            return
        office = self.desk.office

        def work(_progress: "Progress") -> Path:
            return write_pack(office, made.pack, made.pdf, folder)

        self.desk.jobs.write(work, self._on_written, title="Writing the pack")

    def _on_written(self, path: Path) -> None:
        self.desk.say(f"Written: {path}. It is locked; F7 shows what opens it.")

    def print(self) -> None:
        """Show the pack in its own window, to be printed."""
        made = self.made
        if made is None:
            self.desk.say("The pack is being made; wait a moment and press the key again.")
            return
        preview = PaperPreview(
            "Days without the program",
            made.pdf,
            self,
            printed=lambda: self._note(made.pack),
            file_name=file_name(made.pack.first),
        )
        preview.show()

    def _note(self, pack: DarkPack) -> None:
        self.desk.office.runs.printed(
            self.desk.actor, WROTE, run_ids=pack.run_ids, member_ids=pack.member_ids
        )


def holds_text(pack: DarkPack) -> str:
    """Return in a sentence what the pack holds."""
    rides = sum(len(day.rides) for day in pack.days)
    made = f"made {time_text(pack.printed_at)}"
    return (
        f"The pack, {made}: {len(pack.days)} days, {rides} rides, {pack.open_count} of them"
        f" without a driver, {len(pack.sheets)} run sheets, {len(pack.phones)} telephones,"
        f" {len(pack.orders)} standing orders. Ctrl+S writes it locked, Ctrl+P prints it."
    )
