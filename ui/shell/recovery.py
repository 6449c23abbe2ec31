"""The recovery code: shown once after the first start, and typed when a password is lost."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QCheckBox, QLabel, QLayout, QPushButton, QSizePolicy, QWidget

from nemt_desk.ground.errors import DeskError, InputError, Problem
from ui.shell.entrance import MIN_PASSWORD, Recovery
from ui.theme.theme import BLOCK, SPACE, WIDE, target_height, text_height, theme
from ui.widgets.form import ErrorLabel, FieldForm
from ui.widgets.layout import Heading, centred, column, panel, plain_label, row, scrolling

_WHY = (
    "This code opens the office when all passwords are forgotten. It is shown now and never "
    "again, and nobody else has it. Keep it on paper, where you keep the keys of the building; "
    "not on this computer."
)
_IN_A_ROW = 4
_CARD_LINES = 44


class RecoveryCode(QWidget):
    """Shows the code until it is written down.

    Signals:
        written_down: the person has ticked it and goes on.
    """

    written_down = Signal()

    def __init__(self, code: str, pdf: Callable[[], bytes] | None) -> None:
        super().__init__()
        self._pdf = pdf
        self.shown = QLabel()
        self.shown.setTextFormat(Qt.TextFormat.PlainText)
        self.shown.setText(_in_rows(code))
        self.shown.setAccessibleName("Recovery code")
        self.shown.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.tick = QCheckBox("I have &written it down and put it away")
        self.tick.setMinimumHeight(target_height())
        self.paper_button = _button("&Print or save as PDF …")
        self.paper_button.setEnabled(pdf is not None)
        self.go_on = _button("Go &on")
        self.go_on.setDefault(True)
        self.error = ErrorLabel()
        body = column(
            Heading("Recovery code", 1.8),
            plain_label(_WHY),
            self.shown,
            row(self.paper_button, None),
            self.tick,
            self.error,
            row(self.go_on, None),
            space=BLOCK,
        )
        self.setLayout(column(scrolling(_card(body), margin=WIDE, to_top=False)))
        self.paper_button.clicked.connect(self._on_paper)
        self.go_on.clicked.connect(self._on_go_on)
        self.tick.toggled.connect(self._on_ticked)
        theme().changed.connect(self._size)
        self._size()

    def focus_first(self) -> None:
        """Put the focus where the page is done with: on paper, else on the tick."""
        first = self.paper_button if self._pdf is not None else self.tick
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _size(self) -> None:
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(theme().points * 1.6)
        self.shown.setFont(font)
        self.shown.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        self.shown.setMinimumHeight(text_height() * 2)

    def _on_ticked(self) -> None:
        self.error.show_problem("")

    def _on_go_on(self) -> None:
        if self.tick.isChecked():
            self.written_down.emit()
            return
        self.error.show_problem("Write the code down first, then tick the line above.")
        self.tick.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_paper(self) -> None:
        from ui.widgets.paper import PaperPreview  # noqa: PLC0415 - once in an office's life

        if self._pdf is not None:
            name = "recovery-code.pdf"
            PaperPreview("Recovery code", self._pdf(), self, file_name=name).show()


class RecoverForm(QWidget):
    """Lets somebody in who has the code, and gives them a new password.

    Signals:
        offered: (Recovery)
        left: back to signing in.
    """

    offered = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.form = FieldForm()
        self.form.text("&Name", "login", help="The name you sign in with.")
        self.form.text("Recovery &code", "code", help="As printed; blanks and dashes do not count.")
        self.form.secret(
            "New &password", "password", help=f"At least {MIN_PASSWORD} characters; a sentence."
        )
        self.form.secret("Password a&gain", "again")
        self.error = ErrorLabel()
        self.button = _button("&Open with the code")
        self.button.setDefault(True)
        self.back = _button("&Back to signing in")
        body = column(
            Heading("Open with the recovery code", 1.8),
            self.form,
            self.error,
            row(self.button, self.back, None),
            space=BLOCK,
        )
        self.setLayout(column(scrolling(_card(body), margin=WIDE, to_top=False)))
        self.button.clicked.connect(self._on_offered)
        self.back.clicked.connect(self.left)

    def focus_first(self) -> None:
        """Put the cursor into the first field."""
        self.form.widget("login").setFocus(Qt.FocusReason.OtherFocusReason)

    def refuse(self, error: DeskError) -> None:
        """Say why not; what was typed stays."""
        self.setEnabled(True)
        if isinstance(error, InputError) and self.form.knows(error):
            self.form.show_problems(error)
        else:
            self.error.show_problem(error.sentence)

    def _on_offered(self) -> None:
        self.form.clear_problems()
        self.error.show_problem("")
        values = {name: str(value) for name, value in self.form.values().items()}
        problems = []
        if len(values["password"]) < MIN_PASSWORD:
            problems.append(Problem("password", f"Use at least {MIN_PASSWORD} characters."))
        elif values["password"] != values["again"]:
            problems.append(Problem("again", "The two passwords differ. Type the second again."))
        if problems:
            self.refuse(InputError(problems))
            return
        self.setEnabled(False)
        self.offered.emit(Recovery(values["login"], values["code"], values["password"]))


def _in_rows(code: str) -> str:
    groups = code.replace(" ", "-").split("-")
    lines = [groups[at : at + _IN_A_ROW] for at in range(0, len(groups), _IN_A_ROW)]
    return "\n".join("-".join(line) for line in lines)


def _card(body: QLayout) -> QWidget:
    card = panel(body)
    card.setMaximumWidth(text_height() * _CARD_LINES)
    card.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    return centred(card)


def _button(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setMinimumHeight(target_height())
    button.setAutoDefault(False)
    return button
