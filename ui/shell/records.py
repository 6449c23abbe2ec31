"""The page of one kind of record: a list that asks SQL as you type, and the record in full.

Esc goes back to the list and keeps what was typed; each record that holds typed text keeps its
own fields until they are saved or dropped.
"""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from PySide6.QtWidgets import QCheckBox, QStackedWidget, QWidget

from nemt_desk.ground.changes import Changes
from nemt_desk.ground.errors import DeskError
from nemt_desk.ground.ids import Id
from nemt_desk.ground.listing import Listing
from ui.actions.action import Action
from ui.actions.button import ActionButton
from ui.shell.desk import Desk
from ui.shell.page import Page
from ui.shell.record import RecordPane, RecordRoom
from ui.shell.record_actions import record_actions
from ui.theme.theme import BLOCK
from ui.widgets.columns import Columns, folding
from ui.widgets.layout import Heading, QuietLabel, column, panel, row
from ui.widgets.status import StatusLabel
from ui.widgets.table import RowsTable


class RecordsPage(Page):
    """A list and its records. Subclasses give the room, the table and how the list is read."""

    record_kind: ClassVar[str] = ""
    kinds: ClassVar[frozenset[str]] = frozenset()
    nouns: ClassVar[str] = ""

    def __init__(
        self, desk: Desk, make_room: Callable[[], RecordRoom], table: RowsTable[Any]
    ) -> None:
        super().__init__(desk)
        self._make_room = make_room
        self.noun = make_room().noun
        self.table = table
        self._panes: dict[Id | None, RecordPane] = {}
        self._pane: RecordPane | None = None
        self._count = 0
        self._acts = {act.id.partition(".")[2]: act for act in record_actions(self)}
        self.archived = QCheckBox("Show arc&hived")
        self.archived.toggled.connect(lambda _on: self.read_list())
        self._title = Heading("")
        self._title.setWordWrap(True)  # a long name must not widen the window
        self._chip = StatusLabel()
        self._drafts = QuietLabel()
        self._go_on = ActionButton(self._acts["go_on"])
        self._buttons = [ActionButton(self._acts[name]) for name in _ON_RECORD]
        self._shown = QStackedWidget()
        self._forms = QStackedWidget()
        self.setLayout(column(self._shown, margin=BLOCK))
        self._empty_text = table.empty_text()
        table.set_empty("Reading the list …")
        table.filter_typed.connect(lambda _text: self.read_list())
        table.opened.connect(lambda item: self.open_record(item.id))
        table.selected.connect(lambda _item: self._dress())

    # --- what subclasses give -------------------------------------------------------------------

    def reader(self, text: str, *, archived: bool) -> Callable[[], Listing[Any]]:
        """Return what reads the rows, on a reader's thread."""
        raise NotImplementedError

    def list_bar(self) -> Sequence[QWidget]:
        """Return more choices for the list's bar."""
        return ()

    def record_bar(self) -> Sequence[QWidget]:
        """Return more buttons for the record's bar."""
        return ()

    def archive_record(self, key: Id, *, is_back: bool) -> Changes:
        """Archive a record or bring it back."""
        raise NotImplementedError

    # --- the page -------------------------------------------------------------------------------

    def lay_out(self) -> None:
        """Put the parts together; after the subclass is made."""
        new = ActionButton(self._acts["new"])
        archive, back = (ActionButton(self._acts[name]) for name in ("archive", "unarchive"))
        self._buttons += [archive, back]
        drafts = row(self._go_on, self._drafts)
        drafts.setStretch(1, 1)
        listed = column(
            self._bar(new, archive, back),
            drafts,
            self.table,
        )
        named = row(self._title, self._chip)
        named.setStretch(0, 1)
        acts = row(None, *self.record_bar(), *self._buttons[: len(_ON_RECORD)])
        record = column(folding(panel(named), panel(acts)), self._forms)
        self._shown.addWidget(panel(listed))
        self._shown.addWidget(panel(record))
        self._dress()

    def _bar(self, *buttons: QWidget) -> Columns:
        """Return what stands above the list: one line, two where the text is large."""
        choices = row(None, *self.list_bar(), self.archived)
        return folding(panel(row(*buttons, None)), panel(choices))

    def refresh(self, changes: Changes | None) -> None:
        """Read the list again if one of its records was touched."""
        if changes is not None and not changes.kinds & self.kinds:
            return
        self.read_list()
        if changes is None:
            return
        for key, pane in list(self._panes.items()):
            if not pane.reload() and not pane.is_changed():
                self._forget(key)
        self._dress()

    def read_list(self) -> None:
        """Read the list for what is typed and chosen; an older answer is dropped."""
        read = self.reader(self.table.filter.text(), archived=self.archived.isChecked())
        self.desk.jobs.read(
            lambda _progress: read(), self.show_listing, latest=f"{self.page_id}.list"
        )

    def head_text(self) -> str:
        """Say how many there are, and what is not saved."""
        words = f"{self._count:,} {self.noun if self._count == 1 else self.nouns}"
        waiting = len(self.unsaved())
        return f"{words} · {waiting} not saved" if waiting else words

    def actions(self) -> list[Action]:  # type: ignore[override]  # ours, not QWidget's QActions
        """Return what can be done here."""
        return list(self._acts.values())

    def show_record(self, kind: str, id: Id | None) -> None:  # noqa: A002 - the contract's word
        """Show one record, or begin a new one."""
        if kind == self.record_kind and id is not None:
            self.open_record(id)
        elif kind == "new":
            self.new_record()

    def back(self) -> bool:
        """Leave the record for the list, or empty the filter."""
        if self._pane is not None:
            self._leave()
            return True
        if self.table.filter.text():
            self.table.filter.clear()
            return True
        return False

    def has_unsaved(self) -> bool:
        """Tell whether any record holds typed text."""
        return bool(self.unsaved())

    def first_focus(self) -> QWidget | None:
        """Begin in the record's first field, else where a name is typed."""
        if self._pane is not None:
            return self._first_field(self._pane)
        return self.table.filter

    @property
    def pane(self) -> RecordPane | None:
        """The record shown, None while the list is."""
        return self._pane

    def open_record(self, key: Id) -> None:
        """Show a record in full; the trail notes who looked at it."""
        pane = self._panes.get(key)
        if pane is None:
            try:
                pane = RecordPane(self.desk, self._make_room(), key)
            except DeskError as error:
                self.desk.refuse(error)
                return
            self._keep(key, pane)
        self._show(pane)

    def new_record(self) -> None:
        """Begin a new record, or go on with the one begun before."""
        pane = self._panes.get(None)
        if pane is None:
            pane = RecordPane(self.desk, self._make_room(), None)
            self._keep(None, pane)
        elif pane.is_changed():
            self.desk.say(f"The {self.noun} you began is still here.")
        self._show(pane)

    def _keep(self, key: Id | None, pane: RecordPane) -> None:
        pane.edited.connect(self._on_edited)
        pane.other_asked.connect(self.open_record)
        pane.save_asked.connect(self.save)
        self._panes[key] = pane
        self._forms.addWidget(pane)

    def _show(self, pane: RecordPane) -> None:
        before, self._pane = self._pane, pane
        if before is not None and before is not pane and not before.is_changed():
            self._forget(before.key)
        self._forms.setCurrentWidget(pane)
        self._shown.setCurrentIndex(1)
        self._dress()
        field = self._first_field(pane)
        field.setFocus()

    def _leave(self) -> None:
        pane, self._pane = self._pane, None
        if pane is not None and pane.is_changed():
            self.desk.say("What you typed is kept, not saved. F6 goes on with it.")
        elif pane is not None:
            self._forget(pane.key)
        self._shown.setCurrentIndex(0)
        self._dress()
        if pane is not None and pane.key is not None and self.table.select(pane.key):
            self.table.focus_rows()
        else:
            self.table.filter.setFocus()

    def _forget(self, key: Id | None) -> None:
        pane = self._panes.pop(key, None)
        if pane is None:
            return
        if pane is self._pane:
            self._pane = None
            self._shown.setCurrentIndex(0)
        self._forms.removeWidget(pane)
        pane.deleteLater()

    def changed(self) -> list[RecordPane]:
        """Return the records that hold typed text."""
        return [pane for pane in self._panes.values() if pane.is_changed()]

    def unsaved(self) -> list[str]:
        """Return the names of what holds typed text, on this page."""
        return [pane.title for pane in self.changed()]

    def can_save(self) -> bool:
        """Tell whether something is shown that could be saved."""
        return self._pane is not None

    def is_typed(self) -> bool:
        """Tell whether what is shown holds typed text."""
        return self._pane is not None and self._pane.is_changed()

    def _first_field(self, pane: RecordPane) -> QWidget:
        form = pane.fields.forms[0]
        return form.widget(form.names[0])

    def target(self) -> tuple[Id, bool] | None:
        """Return which record archiving means, and whether it is archived already."""
        if self._pane is not None:
            return (self._pane.key, self._pane.is_archived) if self._pane.key else None
        item = self.table.current()
        return (item.id, item.is_archived) if item is not None else None

    # --- what a person does ---------------------------------------------------------------------

    def save(self) -> None:
        """Save the record shown."""
        pane = self._pane
        if pane is None:
            return
        was = pane.key
        changes = pane.save()
        if changes is None:
            return
        if was is None:
            self._panes[pane.key] = self._panes.pop(None)
        if changes:
            self.desk.did(changes)
        else:
            self.desk.say("Nothing was changed.")
        self._dress()

    def find_record(self) -> None:
        """Go to the filter."""
        if self._pane is not None:
            self._leave()
        self.table.focus_filter()

    def drop(self) -> None:
        """Give up what was typed into the record shown."""
        if self._pane is not None:
            self._pane.drop()
            self.desk.say("What you typed was dropped; the record is as it was.")
            self._dress()

    def turn_history(self) -> None:
        """Show the history of the record, or hide it."""
        if self._pane is not None:
            self._pane.show_history(shown=self._pane.history.isHidden())

    def go_on(self) -> None:
        """Go on with a record that is not saved, the next one each time."""
        waiting = self.changed()
        if waiting:
            at = waiting.index(self._pane) + 1 if self._pane in waiting else 0
            self._show(waiting[at % len(waiting)])

    def archive(self, *, is_back: bool) -> None:
        target = self.target()
        if target is None or target[1] is not is_back:
            return
        try:
            changes = self.archive_record(target[0], is_back=is_back)
        except DeskError as error:
            self.desk.refuse(error)
        else:
            self.desk.did(changes)

    # --- what comes back ------------------------------------------------------------------------

    def show_listing(self, listing: Listing[Any]) -> None:
        """Show rows, and how many there are in all."""
        self._count = listing.count
        self.table.set_empty(self._empty_text)
        self.table.set_rows(listing.rows)
        if listing.is_cut:
            shown = f"{len(listing.rows):,} of {listing.count:,} {self.nouns}"
            self.table.count.setText(f"{shown}; type to narrow")
        self._dress()

    def _on_edited(self) -> None:
        self._dress()

    def _dress(self) -> None:
        """Show what is possible now, and what is not saved."""
        pane = self._pane
        if pane is not None:
            self._title.setText(pane.title)
            key = "typed" if pane.is_changed() else ("archived" if pane.is_archived else "")
            self._chip.set_status(key)
        waiting = self.unsaved()
        names = "; ".join(waiting)
        self._drafts.setText(f"Not saved yet: {names}" if waiting else "")
        self._drafts.setVisible(bool(waiting))
        self._go_on.setVisible(bool(waiting))
        for button in self._buttons:
            button.refresh()
            at_record = pane is not None and button.action_record.id.endswith(".archive")
            if at_record or button.action_record.id.endswith((".unarchive", ".drop")):
                button.setVisible(button.isEnabled())
        self.head_changed.emit()


_ON_RECORD = ("drop", "archive", "unarchive", "history", "save")
