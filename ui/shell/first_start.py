"""The first start: one form for agency, state pack and the first account."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QPushButton, QSizePolicy, QWidget

from nemt_desk.ground.errors import DeskError, InputError, Problem
from ui.jobs.runner import Job
from ui.shell.entrance import MIN_PASSWORD, PackChoice, Setup
from ui.theme.theme import BLOCK, SPACE, WIDE, target_height, text_height
from ui.widgets.form import ErrorLabel, FieldForm
from ui.widgets.layout import Heading, centred, column, panel, plain_label, row, scrolling

_CARD_LINES = 44
_ZONES = (
    ("America/New_York", "Eastern (New York)"),
    ("America/Chicago", "Central (Chicago)"),
    ("America/Denver", "Mountain (Denver)"),
    ("America/Phoenix", "Arizona (Phoenix)"),
    ("America/Los_Angeles", "Pacific (Los Angeles)"),
    ("America/Anchorage", "Alaska (Anchorage)"),
    ("Pacific/Honolulu", "Hawaii (Honolulu)"),
)
_MUST = {
    "agency_name": "Type the agency's name as it stands on letters.",
    "user_name": "Type your own name; it stands beside everything you do.",
    "login": "Choose a short name to sign in with.",
}


class FirstStart(QWidget):
    """Asks what an office needs to begin.

    Signals:
        offered: (Setup)
    """

    offered = Signal(object)

    def __init__(self, packs: Sequence[PackChoice]) -> None:
        super().__init__()
        self._zones = {pack.pack: pack.zone for pack in packs}
        self._map_files: tuple[Path, ...] = ()
        self.form = FieldForm()
        self._fill_agency(packs)
        self._fill_account()
        self._fill_map()
        self.error = ErrorLabel()
        self.button = QPushButton("Make the office  Ctrl+Enter")
        self.button.setAccessibleName("Make the office")
        self.button.setShortcut("Ctrl+Return")
        self.button.setDefault(True)
        self.button.setMinimumHeight(target_height())
        self._waiting = plain_label()
        body = column(
            Heading("A new office", 1.8),
            plain_label(
                "Everything stays on this computer, encrypted. There is no internet, no account "
                "anywhere else, and nobody who could open it for you without the recovery code "
                "that comes next."
            ),
            self.form,
            self.error,
            row(self.button, self._waiting, None),
            space=BLOCK,
        )
        card = panel(body)
        card.setMaximumWidth(text_height() * _CARD_LINES)
        card.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setLayout(column(scrolling(centred(card), margin=WIDE, to_top=False)))
        self.button.clicked.connect(self._on_offered)

    def focus_first(self) -> None:
        """Put the cursor into the first field."""
        self.form.widget("agency_name").setFocus(Qt.FocusReason.OtherFocusReason)

    def set_busy(self, *, busy: bool, text: str = "") -> None:
        """Wait while the office is made."""
        self.form.setEnabled(not busy)
        self.button.setEnabled(not busy)
        self._waiting.setText(text or "Making the office …" if busy else "")

    def show_step(self, job: Job) -> None:
        """Say how far the making is."""
        self.set_busy(busy=True, text=job.text)

    def refuse(self, error: DeskError) -> None:
        """Show why the office was not made; everything typed stays."""
        self.set_busy(busy=False)
        self.error.show_problem("")
        if isinstance(error, InputError) and self.form.knows(error):
            self.form.show_problems(error)
        else:
            self.error.show_problem(error.sentence)

    def setup(self) -> Setup:
        """Return what was typed.

        Raises:
            InputError: something is missing or too short.
        """
        values = {name: str(value or "") for name, value in self.form.values().items()}
        problems = [
            Problem(name, sentence) for name, sentence in _MUST.items() if not values[name].strip()
        ]
        password = values["password"]
        if len(password) < MIN_PASSWORD:
            problems.append(
                Problem("password", f"Use at least {MIN_PASSWORD} characters: a sentence is good.")
            )
        elif password != values["again"]:
            problems.append(Problem("again", "The two passwords differ. Type the second again."))
        if problems:
            raise InputError(problems)
        return Setup(
            agency_name=values["agency_name"],
            pack=values["pack"],
            zone=values["zone"],
            user_name=values["user_name"],
            login=values["login"],
            password=password,
            map_files=self._map_files,
        )

    def set_map_files(self, files: Sequence[Path]) -> None:
        """Take these files for the map."""
        self._map_files = tuple(files)
        self._map_words.setText(
            ", ".join(file.name for file in files) or "None yet: Office takes them later too."
        )

    def _fill_agency(self, packs: Sequence[PackChoice]) -> None:
        self.form.section("The agency")
        self.form.text("&Agency name", "agency_name", chars=40)
        choices = [(pack.pack, pack.name) for pack in packs] or [("", "No state pack found")]
        self.pack = self.form.choice(
            "State &pack", "pack", choices, help="Rules, rates and words of the state that pays."
        )
        self.zone = self.form.choice("Time &zone", "zone", _ZONES)
        self.pack.edited.connect(self._on_pack_chosen)
        self._on_pack_chosen()

    def _fill_account(self) -> None:
        self.form.section("You")
        self.form.text("Your &name", "user_name", help="Stands beside everything you do.")
        self.form.text("&Sign in as", "login", help="Short, such as your first name.", chars=20)
        self.password = self.form.secret("Pass&word", "password")
        self.again = self.form.secret("Password a&gain", "again")
        self.password.textChanged.connect(self._on_password_typed)
        self.again.textChanged.connect(self._on_password_typed)
        self._on_password_typed()

    def _fill_map(self) -> None:
        self.form.section("The map (may come later)")
        self._map_words = plain_label()
        choose = QPushButton("&Choose files …")
        choose.setAccessibleName("Choose map files")
        choose.setMinimumHeight(target_height())
        choose.setAutoDefault(False)
        choose.clicked.connect(self._on_choose)
        self.form.field(
            "Map files",
            "map_files",
            panel(column(row(choose, None), self._map_words, space=SPACE)),
            help="OpenStreetMap .osm.pbf, or Census TIGER edges .zip",
        )
        self.set_map_files(())

    def _on_pack_chosen(self) -> None:
        zone = self._zones.get(str(self.pack.value()), "America/Chicago")
        self.zone.set_value(zone)

    def _on_password_typed(self) -> None:
        typed, again = self.password.text(), self.again.text()
        missing = MIN_PASSWORD - len(typed)
        if missing > 0:
            words = f"At least {MIN_PASSWORD} characters, {missing} to go. A sentence is good."
        elif again and again != typed:
            words = "✔ Long enough. The second one is not the same yet."
        elif again:
            words = "✔ Long enough, and both are the same."
        else:
            words = "✔ Long enough. Now type it again."
        self.form.set_help("password", words)

    def _on_choose(self) -> None:
        dialog = QFileDialog(self, "Choose map files")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilter("Maps (*.osm.pbf *.pbf *.zip)")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(self._on_files_chosen)
        dialog.open()

    def _on_files_chosen(self, names: list[str]) -> None:
        self.set_map_files([Path(name) for name in names])

    def _on_offered(self) -> None:
        self.error.show_problem("")
        self.form.clear_problems()
        try:
            setup = self.setup()
        except InputError as error:
            self.refuse(error)
            return
        self.set_busy(busy=True)
        self.offered.emit(setup)
