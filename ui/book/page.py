"""The Book page: who calls, what for, the rules' answer, saved; keys only, nothing modal."""

from typing import ClassVar, override
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from nemt_desk.ground.changes import Changes
from nemt_desk.ground.ids import Id
from ui.actions.action import Action
from ui.book.call.booking import Booking
from ui.book.deeds import Deeds
from ui.book.form.place_field import PlaceField
from ui.book.open_call import OpenCall
from ui.book.parts import BookParts
from ui.book.people.newcomers import Newcomers
from ui.book.services import BY_CODE
from ui.shell.desk import Desk
from ui.shell.page import Page
from ui.widgets.notice import Notice, NoticeKind

_OTHER_WAYS = frozenset({"place", "agency", "map", "closure", "calendar_day"})
_STALE = _OTHER_WAYS | {"member", "member_paper", "trip", "ride"}


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
        self.newcomers = Newcomers(desk, self.parts.new_member, self.parts.new_place, self)
        self.call = OpenCall(desk, self.booking, self.parts, self)
        self.deeds = Deeds(self.call, self)
        self._wire()
        self.call.show_all()

    def _made_actions(self) -> dict[str, Action]:
        made = (
            Action("book.save", "Save", self.save, "Ctrl+Return"),
            Action("book.save_find", "Save, find driver", self.save_and_find, "F5"),
            Action("book.same", "Same again", self.same_again, "F6", enabled=self._has_member),
            Action("book.change", "Change a trip", self.change, "F4", enabled=self._has_member),
            Action("book.new_member", "New member", self.ask_new_member, "Insert"),
            Action("book.texts", "Texts OK", self.turn_texts, "F9", enabled=self._has_member),
            Action("book.paper", "Make the paper", self.make_paper, "F7"),
            Action("book.answer", "Answer", self.answer, "F8"),
            Action("book.override", "Override", self.ask_override, "Ctrl+O"),
            Action("book.refer", "Refer", self.ask_referral, "Ctrl+R"),
            Action("book.turn_down", "Turn down", self.ask_turn_down, "Ctrl+T"),
            Action("book.deny", "Denial notice", self.ask_denial, "Ctrl+D"),
            Action("book.clear", "Close the call", self.clear, "Ctrl+N"),
            Action("book.back", "Bring a call back", self.bring_back, "Ctrl+B"),
        )
        return {action.id.removeprefix("book."): action for action in made}

    def _wire(self) -> None:
        self.who.chosen.connect(self._on_who_chosen)
        self.who.cleared.connect(self._on_who_cleared)
        self.who.edited.connect(self.call.on_edited)
        self.form.edited.connect(self.call.on_edited)
        self.parts.caller.edited.connect(self.call.on_edited)
        for field in self.parts.side_texts().values():
            field.edited.connect(self.call.on_edited)
        self.form.service.chosen.connect(self._on_service_chosen)
        self.form.new_place_asked.connect(self._on_new_place_asked)
        self.parts.decision.reason_edited.connect(self._on_reason_edited)
        self.parts.turn_down.left.connect(self.back)
        self.parts.member_fact.left.connect(self.back)
        self.newcomers.member_ready.connect(self.call.take_member)
        self.newcomers.place_ready.connect(self._on_place_ready)
        self.call.opened.connect(self.head_changed)
        self.newcomers.closed.connect(self._on_newcomer_closed)

    # --- what a dispatcher does -----------------------------------------------------------

    def same_again(self) -> None:
        """Fill in the last trip."""
        self.call.same_again()

    def change(self) -> None:
        """Fill in the member's next trip, to be changed."""
        self.call.change_next()

    def ask_new_member(self) -> None:
        """Open the panel for a member who is not known yet."""
        typed = "" if self._has_member() else self.who.text().strip()
        self.newcomers.ask_member(typed)

    def ask_override(self) -> None:
        """Go to the override's reason."""
        self.parts.decision.ask_reason()

    def make_paper(self) -> None:
        """Make the paper that the worst finding asks for."""
        self.deeds.make_next_paper()

    def answer(self) -> None:
        """Go to the field of the first fact that a rule waits for."""
        self.deeds.answer_next()

    def ask_referral(self) -> None:
        """Open the panel that keeps a request as referred, with the number."""
        self.deeds.ask_referral()

    def ask_turn_down(self) -> None:
        """Open the panel that keeps a request as turned down."""
        self.deeds.ask_turn_down()

    def ask_denial(self) -> None:
        """Open the same panel for a formal denial."""
        self.deeds.ask_denial()

    def turn_texts(self) -> None:
        """Note that the member agrees to text messages, or no longer does."""
        self.deeds.turn_texts()

    def clear(self) -> None:
        """Make room for the next call; Undo brings one back that is not saved."""
        if not self.booking.is_empty:
            self.call.put_away()
            words = "The call was put away. Undo brings it back."
            self.desk.notices.say(Notice(NoticeKind.INFO, words, self.desk.undo))
        else:
            self.call.over()
        self.parts.close_panels()
        self.who.setFocus(Qt.FocusReason.OtherFocusReason)

    def bring_back(self) -> None:
        """Open a call again that was put away; one that is open is put away in turn."""
        self.call.bring_back()
        self.parts.close_panels()
        self.who.setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self) -> None:
        """Save the trip, or what is typed in the panel that has the focus; the call stays open."""
        if not (self.newcomers.offer() or self.parts.keep_side()):
            self.call.save()

    def save_and_find(self) -> None:
        """Save the trip and go to the board with its first ride."""
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
            self.parts.show_changing(None)
            self.call.show_card()
            self.form.origin.show_home(None)
            self.call.later()

    def _on_service_chosen(self, key: object) -> None:
        known = BY_CODE.get(str(key))
        if known is not None:
            self.form.asks.care.set_value(known.care)
            self.call.on_edited()

    def _on_new_place_asked(self, field: PlaceField, typed: str) -> None:
        self.newcomers.ask_place(field, typed)

    def _on_place_ready(self, field: PlaceField, place: object) -> None:
        field.show_place(place)  # type: ignore[arg-type]  # through a signal
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.call.on_edited()

    def _on_newcomer_closed(self, focus: QWidget | None) -> None:
        (focus or self.who).setFocus(Qt.FocusReason.OtherFocusReason)

    # --- what the shell asks --------------------------------------------------------------

    @override
    def refresh(self, changes: Changes | None) -> None:
        if changes is not None and not changes.kinds & _STALE:
            return
        member = self.booking.draft.member
        if changes is None or changes.kinds & _OTHER_WAYS:
            self.booking.forget_ways()
        self.booking.reload_booked()
        if changes is not None and member is not None and not self.booking.reload_member():
            self.call.show_who(member.name)
        self.parts.show_call(self.booking.draft.caller, self.booking.booked)
        self.call.show_card()
        self.call.answer()

    @override
    def head_text(self) -> str:
        if self.booking.changing is not None:
            return "changing a booked trip, not saved yet"
        return "" if self.booking.is_empty else "a call is open, not saved yet"

    @override
    def actions(self) -> list[Action]:  # type: ignore[override]
        return list(self._actions.values())

    @override
    def help_text(self) -> str:
        return (
            "Type a part of the member's name and press Enter; F6 fills in the last trip. Any one"
            " time fills the others, computed ones are slanted. The panel on the right answers"
            " while you type: F8 goes to what it asks, F7 makes the paper it wants. Ctrl+Enter"
            " saves and the call stays open; typing another name begins the next call."
        )

    @override
    def show_record(self, kind: str, id: Id | None) -> None:
        if kind == "member" and id is not None:
            member = self.booking.draft.member
            if member is not None and member.id != id:
                self.call.make_room()
            self.call.take_member(id)
        elif kind == "trip" and id is not None:
            self.call.change_trip(id)

    @override
    def back(self) -> bool:
        open_panels = (self.parts.turn_down, self.parts.member_fact)
        shown = [panel for panel in open_panels if not panel.isHidden()]
        for panel in shown:
            panel.hide()
        if shown:
            self.call.to_next_empty()
            return True
        return self.newcomers.close()

    @override
    def has_unsaved(self) -> bool:
        return not self.booking.is_empty

    @override
    def first_focus(self) -> QWidget | None:
        if self.booking.is_empty:
            self.who.selectAll()  # typing begins the next call
        return self.who
