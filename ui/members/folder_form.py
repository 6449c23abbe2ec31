"""The right side of a member's folder: one deed being typed, and what it would change."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from nemt_desk.ground.changes import Changes
from nemt_desk.ground.errors import DeskError, InputError
from nemt_desk.ground.ids import Id
from nemt_desk.trips.again import DecidedAgain, Redecided
from ui.members.folder_deeds import Deed, Values
from ui.shell.desk import Desk
from ui.theme.theme import SPACE, target_height
from ui.widgets.form import ErrorLabel
from ui.widgets.layout import Heading, QuietLabel, column, panel, plain_label, row, scrolling

_LOOK_MS = 350
_MOST = 8
_NOTHING = (
    "Choose a row on the left, or press N for a new one. What is typed here is saved by"
    " Ctrl+Enter and can be undone."
)


def decided_words(lines: Sequence[Redecided], head: str) -> list[str]:
    """Return which trips are decided otherwise, each with why it stands as it does."""
    if not lines:
        return []
    told, before = [], ""
    for line in lines[:_MOST]:
        # The same reason is said once, for the first of the trips.
        told.append(f"{line.words}. {line.why}" if line.why != before else f"{line.words}.")
        before = line.why
    more = len(lines) - _MOST
    return [head, *told, *([f"… and {more} more"] if more > 0 else [])]


class FolderForm(QWidget):
    """Shows a deed's form; saves it and decides the member's trips to come again.

    Signals:
        edited: the person has changed a field.
        done: a deed was saved.
        closed: a deed was given up or saved.
    """

    edited = Signal()
    done = Signal()
    closed = Signal()

    def __init__(self, desk: Desk, member_id: Id) -> None:
        super().__init__()
        self._desk = desk
        self._member_id = member_id
        self.deed: Deed | None = None
        self._title = Heading("")
        self._title.setWordWrap(True)
        self._place = QVBoxLayout()
        self.error = ErrorLabel()
        self.change = plain_label(name="What it changes")
        self._hint = QuietLabel(_NOTHING)
        self.save_button = QPushButton()
        self.cancel_button = QPushButton()
        for button in (self.save_button, self.cancel_button):
            button.setAutoDefault(False)
            button.setMinimumHeight(target_height())
        self.save_button.clicked.connect(self.save)
        self.cancel_button.clicked.connect(self.drop)
        typed = column(
            self._title,
            self._place,
            self.error,
            row(self.save_button, self.cancel_button, None),
            self.change,
            self._hint,
            None,
            margin=SPACE,
        )
        self._area = scrolling(panel(typed), margin=0)
        self._area.setAccessibleName("What is being typed")
        self.setLayout(column(self._area))
        self._look = QTimer(self)
        self._look.setSingleShot(True)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(self.look)
        self._dress()

    def show_deed(self, deed: Deed) -> None:
        """Show another deed's form, its first field in hand."""
        self._drop_form()
        self.deed = deed
        self._title.setText(deed.title)
        self.save_button.setText(f"{deed.save_text}  Ctrl+Enter")
        self._place.addWidget(deed.form)
        deed.form.show()
        deed.form.edited.connect(self._on_edited)
        self.error.show_problem("")
        self.change.setText("")
        self._dress()
        self.look()

    def first_field(self) -> QWidget | None:
        """Return the field one types in first, None without a form."""
        return self.deed.form.first_field() if self.deed is not None else None

    @property
    def has_words(self) -> bool:
        """Tell whether there is a form, or something to read about the last deed."""
        return self.deed is not None or bool(self.change.text())

    def is_typed(self) -> bool:
        """Tell whether something typed is not saved."""
        return self.deed is not None and self.deed.form.is_changed()

    def close_deed(self) -> None:
        """Close the form, and what was typed in it."""
        self._drop_form()
        self.change.setText("")
        self._dress()
        self.closed.emit()

    def drop(self) -> None:
        """Close the form on purpose, and say so if something was typed in it."""
        if self.is_typed():
            self._desk.say("What you typed was dropped; nothing was saved.")
        self.close_deed()

    def save(self) -> None:
        """Do the deed, decide the trips to come again, and say what that changed."""
        deed = self.deed
        if deed is None:
            return
        try:
            changes = deed.act(deed.form.values())
        except InputError as error:
            self._desk.notices.let_go()
            deed.form.show_problems(error)
            left = [p.sentence for p in error.problems if not deed.form.knows(InputError([p]))]
            self.error.show_problem(" ".join(left))
            return
        except DeskError as error:
            self._desk.refuse(error)
            return
        again = self._decided_again(changes)
        if deed.then is not None:
            deed.then()
        self._drop_form()
        self._dress()
        self.tell(again)
        if both := changes.followed_by(again.changes):
            self._desk.did(both)
        else:
            self._desk.say("Nothing was changed.")
        self.done.emit()
        self.closed.emit()

    def _decided_again(self, changes: Changes) -> DecidedAgain:
        """Decide the trips to come again; what was saved before stays saved if that fails."""
        try:
            return self._desk.office.decide_again.after(self._desk.actor, changes)
        except DeskError as error:
            self._desk.refuse(error)
            return DecidedAgain(Changes.none(), ())

    def tell(self, again: DecidedAgain) -> None:
        """Say which trips were decided anew."""
        self.change.setText("\n".join(decided_words(again.lines, "Decided anew:")))
        self._dress()

    def look(self) -> None:
        """Say beforehand what the deed would change."""
        deed = self.deed
        if deed is None:
            return
        try:
            values = deed.form.values()
        except InputError:
            return
        told = list(deed.told(values)) if deed.told is not None else []
        ahead = self._ahead(deed, values)
        if ahead is None:
            self._show_look(told)
            return
        self._desk.jobs.read(
            lambda _progress: ahead(),
            lambda lines: self._show_look([*told, *lines]),
            latest=f"members.folder.{self._member_id}",
        )

    def _ahead(self, deed: Deed, values: Values) -> Callable[[], Sequence[str]] | None:
        """Return what says which trips the deed would change; None if it changes none."""
        if deed.ahead is not None:
            return deed.ahead(values)
        member = deed.would_be(values) if deed.would_be is not None else None
        if member is None:
            return None
        again, key = self._desk.office.decide_again, self._member_id
        head = "Saved like this, these trips to come are decided anew:"
        return lambda: decided_words(again.preview(key, member), head)

    def _show_look(self, told: Sequence[str]) -> None:
        if self.deed is None:
            return
        self.change.setText("\n".join(told))
        self._dress()

    def _on_edited(self) -> None:
        self._look.start()
        self._dress()
        self.edited.emit()

    def _drop_form(self) -> None:
        deed, self.deed = self.deed, None
        self._look.stop()
        if deed is not None:
            self._place.removeWidget(deed.form)
            deed.form.hide()
            deed.form.deleteLater()
        self.error.show_problem("")

    def _dress(self) -> None:
        is_open = self.deed is not None
        self._title.setVisible(is_open)
        self.save_button.setVisible(is_open)
        self.cancel_button.setVisible(is_open)
        # Esc keeps what was typed: giving it up is an act of its own.
        self.cancel_button.setText("Drop what I typed" if self.is_typed() else "Cancel  Esc")
        self.change.setVisible(bool(self.change.text()))
        self._hint.setVisible(not is_open)
