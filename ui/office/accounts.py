"""Accounts: who may open the office, one more, one's own password, a new recovery code."""

from collections.abc import Callable
from dataclasses import replace
from typing import override

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from nemt_desk.ground.changes import Changes
from nemt_desk.ground.errors import DeskError, InputError, Problem
from nemt_desk.ground.progress import Progress
from nemt_desk.security.accounts import MIN_PASSWORD, accounts
from nemt_desk.security.rows import Actor, Right, Role
from ui.office.section import Section, button
from ui.shell.desk import Desk
from ui.shell.recovery import RecoveryCode
from ui.theme.theme import BLOCK
from ui.widgets.form import ErrorLabel, FieldForm
from ui.widgets.layout import Heading, column, panel, plain_label, row, scrolling
from ui.widgets.rows import Column
from ui.widgets.table import RowsTable

ROLES: dict[Role, str] = {
    Role.DISPATCHER: "Dispatcher: all daily work, overrides, the audit trail",
    Role.SCHEDULER: "Scheduler: all daily work, no overrides",
    Role.READER: "Reader: looks and prints",
    Role.AUDITOR: "Auditor: looks, prints, the audit trail",
    Role.ADMINISTRATOR: "Administrator: everything, accounts and settings too",
}
_OWN = frozenset({"old", "new", "again"})
_CODE_WHY = (
    "If the printed page is lost or somebody saw it, make another code. The one before opens"
    " nothing from then on, apart from backups of its day."
)


class CodeDialog(QDialog):
    """Holds the new code on the screen until it is written down: Esc does not lose it."""

    def __init__(self, view: RecoveryCode, parent: QWidget) -> None:
        super().__init__(parent)
        self.view = view
        self.setWindowTitle("New recovery code")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setLayout(column(view))
        self.resize(760, 560)
        view.written_down.connect(self.accept)

    @override
    def reject(self) -> None:
        self.view.go_on.click()


class AccountsSection(Section):
    """Accounts."""

    name = "accounts"
    title = "A&ccounts"
    kinds = frozenset({"account"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.code: CodeDialog | None = None
        self.table = RowsTable[Actor](
            [
                Column("Name", lambda known: known.name, width=200),
                Column("Signs in as", lambda known: known.login, width=130),
                Column("Role", lambda known: ROLES.get(known.role, known.role), width=380),
            ],
            key=lambda known: known.id,
            name="Accounts",
            noun=("account", "accounts"),
            empty="Nobody.",
            remember=("office.accounts", desk.prefs),
        )
        self.table.filter.hide()
        self.table.setMinimumHeight(160)
        self.adding, self.add = FieldForm(), button("&Add the account")
        self.own, self.change = FieldForm(), button("Change my &password")
        self.new_code = button("Make a new reco&very code …")
        self.error = ErrorLabel()
        self._fill_forms()
        self.admin = panel(
            column(
                Heading("Let somebody else in"),
                self.adding,
                row(self.add, None),
                Heading("Recovery code"),
                plain_label(_CODE_WHY),
                row(self.new_code, None),
                space=BLOCK,
            )
        )
        body = column(
            self.table,
            self.error,
            Heading("My own password"),
            self.own,
            row(self.change, None),
            self.admin,
            space=BLOCK,
        )
        self.setLayout(column(self.bar, scrolling(panel(body))))
        self.add.clicked.connect(self.add_account)
        self.change.clicked.connect(self.change_password)
        self.new_code.clicked.connect(self.make_code)

    def _fill_forms(self) -> None:
        enough = f"At least {MIN_PASSWORD} characters: a sentence is good."
        self.adding.text("&Name", "user_name", help="Stands beside everything they do.")
        self.adding.text("&Signs in as", "login", help="Short, such as the first name.", chars=20)
        self.adding.choice("&Role", "role", ROLES)
        self.adding.secret(
            "&First password", "password", help=f"{enough} They change it here themselves."
        )
        self.own.secret("Present passw&ord", "old")
        self.own.secret("Ne&w password", "new", help=enough)
        self.own.secret("New one a&gain", "again")

    @override
    def read(self) -> None:
        with self.office.store.read() as session:
            self.table.set_rows(accounts(session))
        self.admin.setVisible(self.may(Right.ACCOUNTS))

    @override
    def save(self) -> None:
        if self.own.is_changed():
            self.change_password()
        elif self.adding.is_changed():
            self.add_account()

    @override
    def has_unsaved(self) -> bool:
        return self.own.is_changed() or self.adding.is_changed()

    @override
    def first_focus(self) -> QWidget | None:
        return self.table.view

    def drop(self) -> None:
        """Forget what was typed."""
        self.own.fill(dict.fromkeys(_OWN, ""))
        self.adding.fill({"user_name": "", "login": "", "password": "", "role": Role.DISPATCHER})

    def add_account(self) -> None:
        """Add the account that was typed."""
        values, office = self.adding.values(), self.office
        name, login = str(values["user_name"]), str(values["login"])
        role, password = Role(str(values["role"])), str(values["password"])

        def work(_progress: Progress) -> Changes:
            return office.add_user(name, login, role, password)

        self.adding.clear_problems()
        self._start(work, self._on_added, self._on_add_failed)

    def change_password(self) -> None:
        """Change the password of the person at the desk."""
        values, office = self.own.values(), self.office
        old, new = str(values["old"]), str(values["new"])
        self.own.clear_problems()
        if new != values["again"]:
            sentence = "The two passwords differ. Type the second again."
            self.own.show_problems(InputError([Problem("again", sentence)]))
            return

        def work(_progress: Progress) -> None:
            office.change_password(old, new)

        self._start(work, self._on_changed, self._on_change_failed)

    def make_code(self) -> None:
        """Make a new recovery code and show it this once."""
        office = self.office

        def work(_progress: Progress) -> str:
            return office.new_recovery_code()

        self._start(work, self.show_code, self._on_code_failed)

    def _start[T](
        self,
        work: Callable[[Progress], T],
        done: Callable[[T], object],
        failed: Callable[[DeskError], object],
    ) -> None:
        self.error.show_problem("")
        self.desk.jobs.write(work, done, failed=failed)

    def show_code(self, code: str) -> None:
        """Show the code until it is written down."""
        self.code = CodeDialog(RecoveryCode(code, lambda: self._code_pdf(code)), self)
        self.code.accepted.connect(self._on_code_kept)
        self.code.open()

    def _code_pdf(self, code: str) -> bytes:
        from reports.recovery_code import recovery_code_pdf  # noqa: PLC0415 - once in a while

        office = self.office
        made_at = office.time.local(office.clock.now())
        return recovery_code_pdf(agency_name=office.settings.name, code=code, made_at=made_at)

    def _on_code_kept(self) -> None:
        self.code = None
        self.desk.say("The new recovery code holds; the one before opens nothing any more.")

    def _on_added(self, changes: Changes) -> None:
        self.drop()
        self.desk.published.emit(changes)
        self.read()
        self.desk.say("Added the account. They can sign in now.")

    def _on_changed(self, _nothing: object) -> None:
        self.drop()
        self.desk.say("Your password is changed. Backups made before open with the old one.")

    def _on_add_failed(self, error: DeskError) -> None:
        self._refuse(self.adding, error)

    def _on_change_failed(self, error: DeskError) -> None:
        if isinstance(error, InputError):
            names = {"password": "new"}
            told = [replace(p, field=names.get(p.field, p.field)) for p in error.problems]
            error = InputError(told)
        self._refuse(self.own, error)

    def _on_code_failed(self, error: DeskError) -> None:
        self.error.show_problem(error.sentence)

    def _refuse(self, form: FieldForm, error: DeskError) -> None:
        if isinstance(error, InputError) and form.knows(error):
            form.show_problems(error)
        else:
            self.error.show_problem(error.sentence)
