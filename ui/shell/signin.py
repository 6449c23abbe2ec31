"""Signing in, and unlocking: name and password, one answer to anything wrong."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from nemt_desk.ground.errors import DeskError, EnvironmentProblem
from ui.jobs.runner import Job
from ui.shell.entrance import WRONG
from ui.theme.theme import BLOCK, WIDE, target_height, text_height
from ui.widgets.form import ErrorLabel, FieldForm
from ui.widgets.layout import Heading, centred, column, panel, plain_label, row, scrolling

_CARD_LINES = 26


class SignIn(QWidget):
    """Asks who is there.

    Signals:
        offered: (login, password)
        code_asked: the person wants in by the recovery code.
    """

    offered = Signal(str, str)
    code_asked = Signal()

    def __init__(self, *, title: str, hint: str, has_code: bool = False) -> None:
        super().__init__()
        self.form = FieldForm()
        self.login = self.form.text("&Name", "login")
        self.password = self.form.secret("&Password", "password")
        self.error = ErrorLabel()
        self.button = QPushButton("&Open  Enter")
        self.button.setAccessibleName("Open")
        self.button.setDefault(True)
        self.button.setMinimumHeight(target_height())
        self._waiting = plain_label()
        self.code = QPushButton("&Recovery code …")
        self.code.setMinimumHeight(target_height())
        self.code.setAutoDefault(False)
        self.code.setVisible(has_code)
        self.code.clicked.connect(self.code_asked)
        card = panel(
            column(
                Heading(title, 1.8),
                plain_label(hint),
                self.form,
                self.error,
                row(self.button, self._waiting, None, self.code),
                space=BLOCK,
            )
        )
        card.setMaximumWidth(text_height() * _CARD_LINES)
        card.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        layout = column(scrolling(centred(card), margin=WIDE, to_top=False))
        self.setLayout(layout)
        self.button.clicked.connect(self._on_offered)
        self.login.returnPressed.connect(self._on_login_entered)
        self.password.returnPressed.connect(self._on_offered)

    def ask(self, login: str = "") -> None:
        """Begin anew; a given name can't be changed (the lock)."""
        self.set_busy(busy=False)
        self.error.show_problem("")
        self.password.clear()
        if login:
            self.login.setText(login)
            self.login.setReadOnly(True)
        self.focus_first()

    def focus_first(self) -> None:
        """Put the cursor where the next thing is typed."""
        first = self.password if self.login.text() else self.login
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_busy(self, *, busy: bool) -> None:
        """Wait while the key is made from the password."""
        self.button.setEnabled(not busy)
        self.form.setEnabled(not busy)
        self._waiting.setText("Opening the office …" if busy else "")

    def show_step(self, job: Job) -> None:
        """Say how far the opening is."""
        self._waiting.setText(f"{job.text} …")

    def refuse(self, error: DeskError) -> None:
        """Say why not: always the same, unless it is the machine that refuses."""
        self.set_busy(busy=False)
        is_machine = isinstance(error, EnvironmentProblem)
        self.error.show_problem(error.sentence if is_machine else WRONG)
        self.password.clear()
        self.password.setFocus(Qt.FocusReason.OtherFocusReason)

    def refuse_in_words(self, error: DeskError) -> None:
        """Say why not in the refusal's own words: a restore may fail for more than a password."""
        self.refuse(error)
        self.error.show_problem(error.sentence)

    def _on_login_entered(self) -> None:
        self.password.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_offered(self) -> None:
        if not self.button.isEnabled():
            return
        if not self.login.text().strip():
            self.login.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if not self.password.text():
            self.password.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.error.show_problem("")
        self.set_busy(busy=True)
        password = self.password.text()
        self.password.clear()
        self.offered.emit(self.login.text().strip(), password)
