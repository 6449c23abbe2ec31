"""One record being looked at or typed: fields, warnings before saving, history.

What a record is made of says its page's `RecordRoom`; this knows saving, drafts and conflicts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from nemt_desk.ground.changes import Changes, Saved
from nemt_desk.ground.errors import DeskError, InputError, StaleError
from nemt_desk.ground.ids import Id
from ui.shell.desk import Desk
from ui.theme.theme import BLOCK, SPACE
from ui.widgets.banner import Banner, FactsStrip
from ui.widgets.history import HistoryLine, HistoryPanel
from ui.widgets.layout import column, panel, scrolling
from ui.widgets.recordform import RecordFields

_LOOK_AFTER_MS = 500
_ANYWAY = "Save anyway  Ctrl+Enter"
_OTHER_CHANGE = (
    "Somebody changed this record since you opened it. What you typed is still here. Take the"
    " other change in: your own fields stay as you typed them. Then look and save."
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A record as it is kept; `facts` are (status key, sentence)."""

    key: Id
    version: int
    title: str
    values: Mapping[str, object]
    facts: Sequence[tuple[str, str]] = ()
    is_archived: bool = False


@dataclass(frozen=True, slots=True)
class Double:
    """A record that may be the same, and why, in words."""

    key: Id
    words: str


class RecordRoom(Protocol):
    """What a page knows about its records."""

    name: str
    noun: str

    def make_fields(self) -> RecordFields:
        """Return empty fields."""
        ...

    def blank(self) -> Mapping[str, object]:
        """Return the values of a new record."""
        ...

    def read(self, key: Id, *, is_opened: bool) -> Loaded:
        """Read a record; `is_opened` when a person opens it, for the trail."""
        ...

    def doubles(self, fields: RecordFields, key: Id | None) -> list[Double]:
        """Return records that may be the same; raises InputError."""
        ...

    def question(self, fields: RecordFields) -> str:
        """Return what should be answered before saving, in words."""
        ...

    def add(self, fields: RecordFields) -> Saved:
        """Add what was typed."""
        ...

    def change(self, fields: RecordFields, key: Id, version: int) -> Changes:
        """Change the record to what was typed."""
        ...

    def history(self, key: Id) -> list[HistoryLine]:
        """Return who changed what."""
        ...


class RecordPane(QWidget):
    """One record.

    Signals:
        edited: the person has changed a field.
        other_asked: (key) the person wants to see a possible duplicate.
        save_asked: save, warnings or not.
    """

    edited = Signal()
    other_asked = Signal(object)
    save_asked = Signal()

    def __init__(self, desk: Desk, room: RecordRoom, key: Id | None) -> None:
        super().__init__()
        self._desk = desk
        self._room = room
        self._loaded: Loaded | None = None
        self._told: set[object] = set()
        self._doubles: list[Double] = []
        self.fields = room.make_fields()
        self.facts = FactsStrip()
        self.see_other = QPushButton("Open the &other one")
        self.anyway = QPushButton(_ANYWAY)
        self.take_in = QPushButton("Ta&ke the other change in")
        self.banner = Banner(self.see_other, self.anyway, self.take_in)
        self.history = HistoryPanel(room.name, desk.prefs)
        self.history.hide()
        content = panel(column(self.facts, self.fields, None, space=BLOCK))
        self.area = scrolling(content, margin=SPACE)
        self.area.setAccessibleName("Fields of the record")
        self.setLayout(column(self.banner, self.area, self.history))
        self._look = QTimer(self)
        self._look.setSingleShot(True)
        self._look.setInterval(_LOOK_AFTER_MS)
        self._look.timeout.connect(self._on_looked)
        self.see_other.clicked.connect(self._on_see_other)
        self.anyway.clicked.connect(self.save_asked)
        self.take_in.clicked.connect(self._on_take_in)
        if key is None:
            self.fields.fill(room.blank())
        else:
            self._show(room.read(key, is_opened=True))
            self._told |= {double.key for double in self._found_doubles()}
        self.fields.edited.connect(self._on_edited)

    @property
    def key(self) -> Id | None:
        """The record's key, None for a new one."""
        return self._loaded.key if self._loaded is not None else None

    @property
    def title(self) -> str:
        """What the record is called."""
        return self._loaded.title if self._loaded is not None else f"New {self._room.noun}"

    @property
    def is_archived(self) -> bool:
        """Whether the record is archived."""
        return self._loaded is not None and self._loaded.is_archived

    def is_changed(self) -> bool:
        """Tell whether something typed is not saved."""
        return self.fields.is_changed()

    def save(self) -> Changes | None:
        """Save what was typed; None if something must be looked at first."""
        try:
            self._doubles = self._room.doubles(self.fields, self.key)
        except InputError as error:
            self._refuse(error)
            return None
        if self._must_ask():
            return None
        try:
            saved = self._saved()
        except StaleError:
            self._warn(_OTHER_CHANGE, (), self.take_in)
            return None
        except InputError as error:
            self._refuse(error)
            return None
        except DeskError as error:
            self._desk.refuse(error)
            return None
        self._look.stop()
        self.banner.say("")
        self.fields.mark_unchanged()
        self._show(self._room.read(saved.id, is_opened=False))
        self._told = {double.key for double in self._doubles}
        return saved.changes

    def reload(self) -> bool:
        """Read again what is kept; typed text stays. False if the record is gone."""
        if self._loaded is None:
            return True
        try:
            fresh = self._room.read(self._loaded.key, is_opened=False)
        except DeskError:
            return False
        if not self.is_changed():
            self._show(fresh)
        elif fresh.version != self._loaded.version:
            self._warn(_OTHER_CHANGE, (), self.take_in)
        else:
            # Only what belongs to it was touched, such as the pin of the home.
            self.fields.fill(fresh.values, only_untouched=True)
        if not self.history.isHidden():
            self.show_history(shown=True)
        return True

    def drop(self) -> None:
        """Give up what was typed."""
        self.banner.say("")
        if self._loaded is None:
            self.fields.fill(self._room.blank())
        else:
            self._show(self._room.read(self._loaded.key, is_opened=False))

    def show_history(self, *, shown: bool) -> None:
        """Show who changed what, or take it away."""
        if shown:
            self.history.show_lines(self._room.history(self.key) if self.key else [])
        self.history.setVisible(shown)

    def _show(self, loaded: Loaded) -> None:
        self._loaded = loaded
        self.fields.fill(loaded.values)
        self.facts.show_facts(loaded.facts)

    def _saved(self) -> Saved:
        if self._loaded is None:
            return self._room.add(self.fields)
        key = self._loaded.key
        return Saved(key, self._room.change(self.fields, key, self._loaded.version))

    def _must_ask(self) -> bool:
        """Tell once, in words, what speaks against saving; the second time it is saved."""
        fresh = [double for double in self._doubles if double.key not in self._told]
        question = self._room.question(self.fields)
        lines = [double.words for double in fresh]
        if question and question not in self._told:
            lines.append(question)
        if not lines:
            return False
        self._told |= {*(double.key for double in fresh), question}
        self._warn("Not saved yet. Look at this first, or save anyway:", lines, self.anyway)
        self.see_other.setVisible(bool(fresh))
        asked = self.fields.asked() if question and not fresh else None
        if asked is not None:
            asked.setFocus()
            self.area.ensureWidgetVisible(asked)
        return True

    def _refuse(self, error: InputError) -> None:
        left = self.fields.show_problems(error)
        count = len(error.problems)
        words = "This can't be saved yet" if left else ""
        self.banner.say(f"{words}:" if words else "", left)
        self._offer()
        told = "one field needs" if count == 1 else f"{count} fields need"
        self._desk.say(f"Not saved: {told} another look. What you typed is still here.")

    def _warn(self, sentence: str, lines: Sequence[str], *buttons: QPushButton) -> None:
        self.banner.say(sentence, lines)
        self._offer(*buttons)

    def _offer(self, *buttons: QPushButton) -> None:
        for button in self.banner.buttons:
            button.setVisible(button in buttons)

    def _found_doubles(self) -> list[Double]:
        try:
            return self._room.doubles(self.fields, self.key)
        except InputError:
            return []

    def _on_edited(self) -> None:
        self._look.start()
        self.edited.emit()

    def _on_looked(self) -> None:
        """Say while it is typed who may be on file already."""
        if not self.take_in.isHidden() and not self.banner.isHidden():
            return
        self._doubles = self._found_doubles()
        fresh = [double for double in self._doubles if double.key not in self._told]
        if fresh:
            sentence = f"This {self._room.noun} may be on file already:"
            self._warn(sentence, [double.words for double in fresh], self.see_other)
        elif self.banner.text().startswith(f"This {self._room.noun} may"):
            self.banner.say("")

    def _on_see_other(self) -> None:
        if self._doubles:
            self.other_asked.emit(self._doubles[0].key)

    def _on_take_in(self) -> None:
        if self._loaded is None:
            return
        try:
            fresh = self._room.read(self._loaded.key, is_opened=False)
        except DeskError as error:
            self._desk.refuse(error)
            return
        self._loaded = fresh
        self.fields.fill(fresh.values, only_untouched=True)
        self.facts.show_facts(fresh.facts)
        self.banner.say("")
        self._desk.say("The other change is in the form. Look, then save (Ctrl+Enter).")
