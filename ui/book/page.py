"""The Book page: who calls, what for, the rules' answer, saved; keys only, nothing modal."""

from typing import ClassVar, override
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from nemt_desk.ground.changes import Changes
from nemt_desk.ground.errors import DeskError, InputError
from nemt_desk.ground.ids import Id
from ui.actions.action import Action
from ui.book.booking import Booking
from ui.book.call import Call
from ui.book.layout import BookParts
from ui.book.newcomers import Newcomers
from ui.book.place_field import PlaceField
from ui.book.turn_down_reasons import likely_reason
from ui.book.words import BY_CODE
from ui.shell.desk import Desk
from ui.shell.page import Page
from ui.widgets.notice import Notice, NoticeKind

_STALE = frozenset({"member", "place", "trip", "ride", "agency", "paper", "map", "closure"})


class BookPage(Page):
    """One call after the other."""

    page_id: ClassVar[str] = "book"
    title: ClassVar[str] = "Book"
    icon: ClassVar[str] = "mdi6.phone-plus-outline"
    order: ClassVar[int] = 20

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.booking = Booking(desk.office, desk.actor)
        self._actions = self._made_actions()
        self.parts = BookParts(self, self.booking, self._actions)
        self.form = self.parts.form
        self.who = self.parts.who
        self.newcomers = Newcomers(desk, self.parts.new_member, self.form.new_place, self)
        self.call = Call(desk, self.booking, self.parts, self)
        self._wire()
        self.call.show_all()

    def _made_actions(self) -> dict[str, Action]:
        made = (
            Action("book.save", "Save and next", self.save_and_next, "Ctrl+Return"),
            Action("book.save_find", "Save, find driver", self.save_and_find, "F5"),
            Action("book.same", "Same again", self.same_again, "F6", enabled=self._has_member),
            Action("book.new_member", "New member", self.ask_new_member, "Insert"),
            Action("book.override", "Override", self.ask_override, "Ctrl+O"),
            Action("book.turn_down", "Turn down", self.ask_turn_down, "Ctrl+T"),
            Action("book.clear", "Clear for the next call", self.clear, "Ctrl+N"),
        )
        return {action.id.removeprefix("book."): action for action in made}

    def _wire(self) -> None:
        self.who.chosen.connect(self._on_who_chosen)
        self.who.cleared.connect(self._on_who_cleared)
        self.who.edited.connect(self.call.on_edited)
        self.form.edited.connect(self.call.on_edited)
        for field in self.parts.side_texts().values():
            field.edited.connect(self.call.on_edited)
        self.form.service.chosen.connect(self._on_service_chosen)
        self.form.new_place_asked.connect(self._on_new_place_asked)
        self.parts.decision.reason_edited.connect(self._on_reason_edited)
        self.parts.turn_down.offered.connect(self._on_turned_down)
        self.parts.turn_down.left.connect(self.back)
        self.newcomers.member_ready.connect(self.call.take_member)
        self.newcomers.place_ready.connect(self._on_place_ready)
        self.call.opened.connect(self.head_changed)
        self.newcomers.closed.connect(self._on_newcomer_closed)

    # --- what a dispatcher does -----------------------------------------------------------

    def same_again(self) -> None:
        """Fill in the last trip."""
        self.call.same_again()

    def ask_new_member(self) -> None:
        """Open the panel for a member who is not known yet."""
        typed = "" if self._has_member() else self.who.text().strip()
        self.newcomers.ask_member(typed)

    def ask_override(self) -> None:
        """Go to the override's reason."""
        self.parts.decision.ask_reason()

    def ask_turn_down(self) -> None:
        """Open the panel that keeps a request as turned down."""
        self.call.take()
        self.parts.turn_down.ask(likely_reason(self.booking.verdict().decision))

    def clear(self) -> None:
        """Make room for the next call; Undo brings this one back."""
        if not self.booking.is_empty or self.who.text():
            self.call.put_away()
            words = "The call was put away. Undo brings it back."
            self.desk.notices.say(Notice(NoticeKind.INFO, words, self.desk.undo))
        self.parts.turn_down.hide()
        self.who.setFocus(Qt.FocusReason.OtherFocusReason)

    def save_and_next(self) -> None:
        """Save the call; the form is ready for the next one."""
        self.call.save()

    def save_and_find(self) -> None:
        """Save the call and go to the board with its first ride."""
        ride_ids = self.call.save()
        if ride_ids:
            self.desk.go("board", "ride", ride_ids[0])

    def _has_member(self) -> bool:
        return self.booking.draft.member is not None

    # --- what happened --------------------------------------------------------------------

    def _on_reason_edited(self) -> None:
        self.call.take()
        self.parts.decision.show_problem("")

    def _on_who_chosen(self, key: object) -> None:
        if isinstance(key, UUID):
            self.call.take_member(key)
        else:
            typed = self.parts.typed_name()
            self.who.set_chosen(None, typed)
            self.newcomers.ask_member(typed)

    def _on_who_cleared(self) -> None:
        if self._has_member():
            self.booking.drop_member()
            self.call.show_card()
            self.form.origin.show_home(None)
            self.call.later()

    def _on_service_chosen(self, key: object) -> None:
        known = BY_CODE.get(str(key))
        if known is not None:
            self.form.care.set_value(known.care)
            self.call.on_edited()

    def _on_new_place_asked(self, field: PlaceField, typed: str) -> None:
        self.newcomers.ask_place(field, typed)

    def _on_place_ready(self, field: PlaceField, place: object) -> None:
        field.show_place(place)  # type: ignore[arg-type]  # through a signal
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.call.on_edited()

    def _on_newcomer_closed(self, focus: QWidget | None) -> None:
        (focus or self.who).setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_turned_down(self, reason: str, note: str) -> None:
        self.call.take()
        try:
            changes = self.booking.turn_down(reason, note)
        except InputError as error:
            self.parts.turn_down.show_problems(error)
        except DeskError as error:
            self.desk.refuse(error)
        else:
            self.parts.turn_down.note.set_value("")
            self.parts.turn_down.hide()
            self.call.over()
            self.desk.did(changes)
            self.who.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- what the shell asks --------------------------------------------------------------

    @override
    def refresh(self, changes: Changes | None) -> None:
        if changes is not None and not changes.kinds & _STALE:
            return
        member = self.booking.draft.member
        self.booking.forget_ways()
        if changes is not None and member is not None and not self.booking.reload_member():
            self.call.show_who(member.name)
        self.call.show_card()
        self.call.answer()

    @override
    def head_text(self) -> str:
        return "" if self.booking.is_empty else "a call is open, not saved yet"

    @override
    def actions(self) -> list[Action]:  # type: ignore[override]
        return list(self._actions.values())

    @override
    def help_text(self) -> str:
        return (
            "Type a part of the member's name and press Enter; F6 fills in the last trip. Any one"
            " time fills the others, computed ones are slanted. Ctrl+Enter saves; what is refused"
            " stays as typed."
        )

    @override
    def show_record(self, kind: str, id: Id | None) -> None:
        if kind == "member" and id is not None:
            self.call.take_member(id)

    @override
    def back(self) -> bool:
        if not self.parts.turn_down.isHidden():
            self.parts.turn_down.hide()
            self.who.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return self.newcomers.close()

    @override
    def has_unsaved(self) -> bool:
        return not self.booking.is_empty

    @override
    def first_focus(self) -> QWidget | None:
        return self.who
