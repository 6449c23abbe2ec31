"""A new member without leaving the call: what a booking needs, the rest later on Members."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame

from nemt_desk.ground.errors import InputError, Problem
from nemt_desk.ground.words import day_year_text, parse_birth_date
from nemt_desk.members.rows import Assistance, Duplicate, MemberEntry, Need, Payer, Program
from nemt_desk.places.rows import PlaceEntry, PlaceKind
from nemt_desk.policy.packs import Pack
from ui.book.form.fields import WideLine
from ui.book.form.lines import Lines, bring_into_view, labelled
from ui.book.words import ASSISTANCE, MODES, NEEDS, PAYERS, programs_of
from ui.theme.theme import SPACE
from ui.widgets.addressline import AddressLine
from ui.widgets.buttons import plain_button
from ui.widgets.fields import ChoiceBox, LineField, PhoneEdit, TickBox
from ui.widgets.flow import flow
from ui.widgets.layout import QuietLabel, column, heading, plain_label

_QUICK_NEEDS = (
    *(Need.WALKER, Need.CANE, Need.WHEELCHAIR_FOLDS, Need.WHEELCHAIR, Need.POWER_CHAIR),
    *(Need.OXYGEN, Need.SERVICE_ANIMAL, Need.CHILD_SEAT, Need.LOW_VISION, Need.HARD_OF_HEARING),
    Need.INTERPRETER,
)


class NewMember(QFrame):
    """Asks for a member in calling order.

    Signals:
        offered: (MemberEntry) it is to be saved.
        looked: (PlaceEntry) where is the home on the map?
        known: (Member) the person took one who is there already.
        left: never mind.
    """

    offered = Signal(object)
    looked = Signal(object)
    known = Signal(object)
    left = Signal()

    def __init__(self, today: Callable[[], date], pack: Pack) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAccessibleName("New member")
        self._today = today
        self._doubles: Sequence[Duplicate] = ()
        self.last = WideLine("Last name", chars=16)
        self.first = WideLine("First name", chars=14)
        self.middle = WideLine("Middle name", chars=8)
        self.born = WideLine("Birth date", chars=10, hint="2/1/1950")
        self.phone = PhoneEdit()
        self._id_word = pack.words.get("member_id", "Member ID")
        self.mhcp = WideLine(self._id_word, chars=10)
        self.program = ChoiceBox([*programs_of(pack.code).items()])
        self.payer = ChoiceBox([*PAYERS.items()])
        self.mode = ChoiceBox([*MODES.items()])
        self.mode.setItemText(0, "not assessed")
        self.assistance = ChoiceBox([*ASSISTANCE.items()])
        self.address = AddressLine(chars=28, hint="house number and street")
        self.city = WideLine("Town", chars=16)
        self.state = WideLine("State", chars=4)
        self.zip = WideLine("ZIP", chars=8)
        self.where = WideLine("or where, in words", chars=24, hint="if there is no address")
        self.county = WideLine("County", chars=12)
        self.needs = {need: TickBox(NEEDS[need]) for need in _QUICK_NEEDS}
        self.found = QuietLabel()
        self.warning = plain_label()
        self.take = plain_button("Take the known member")
        self.save = plain_button("Save the member  Enter")
        self.leave = plain_button("Never mind  Esc")
        self._lines = Lines()
        self._lay_out()
        self._wire()
        self.hide()

    def _lay_out(self) -> None:
        add = self._lines.add
        add(
            "Last name",
            [("last_name", self.last), ("first_name", self.first), ("middle_name", self.middle)],
            self.last, labelled("first name", self.first), labelled("middle", self.middle),
        )  # fmt: skip
        add(
            "Birth date",
            [("birth_date", self.born), ("phone", self.phone), ("mhcp_id", self.mhcp)],
            self.born, labelled("phone", self.phone), labelled(self._id_word, self.mhcp),
        )  # fmt: skip
        add(
            "Address",
            [("home.address", self.address), ("home.city", self.city), ("home.state", self.state),
             ("home.zip", self.zip), ("home.description", self.where), ("county", self.county)],
            self.address, labelled("town", self.city), labelled("state", self.state),
            labelled("ZIP", self.zip), labelled("county", self.county),
            labelled("or in words", self.where),
        )  # fmt: skip
        add(
            "Program",
            [("program", self.program), ("payer", self.payer), ("assessed_mode", self.mode),
             ("assistance", self.assistance)],
            self.program, self.payer, labelled("mode", self.mode),
            labelled("assistance", self.assistance),
        )  # fmt: skip
        add("Needs", [], *self.needs.values())
        self.payer.setAccessibleName("Who pays")
        buttons = flow(self.save, self.take, self.leave)
        self.setLayout(
            column(heading("New member"), self._lines, self.found, self.warning, buttons,
                   margin=SPACE)
        )  # fmt: skip

    def _wire(self) -> None:
        for edit in self._lines_of_text():
            edit.returnPressed.connect(self._on_offered)
            edit.edited.connect(self._on_edited)
        self.phone.returnPressed.connect(self._on_offered)
        for edit in (self.address, self.city, self.zip):
            edit.editingFinished.connect(self._on_address_left)
        self.save.clicked.connect(self._on_offered)
        self.take.clicked.connect(self._on_taken)
        self.leave.clicked.connect(self.left)

    def _lines_of_text(self) -> tuple[LineField, ...]:
        names: tuple[LineField, ...] = (self.last, self.first, self.middle, self.born, self.mhcp)
        home = (self.address, self.city, self.state, self.zip, self.where, self.county)
        return names + home

    def ask(self, typed: str, *, state: str, county: str = "") -> None:
        """Open with what was typed as the name; what was typed here before stays."""
        if not self.last.text() and not self.first.text():
            last, _, first = typed.partition("," if "," in typed else " ")
            self.last.set_value(last.strip().capitalize())
            self.first.set_value(first.strip().capitalize())
        if not self.state.text():
            self.state.set_value(state)
        if not self.county.text():
            self.county.set_value(county)
        self.show_doubles(())
        self.show_found(self.found.text())
        self.show()
        self.last.setFocus(Qt.FocusReason.OtherFocusReason)
        self.last.selectAll()

    def clear(self) -> None:
        """Forget what was typed: the member is saved."""
        for edit in self._lines_of_text():
            edit.set_value("")
        self.phone.set_value("")
        for box in (self.program, self.payer, self.mode, self.assistance):
            box.setCurrentIndex(0)
        for tick in self.needs.values():
            tick.set_value(value=False)
        self._lines.clear_problems()
        self.show_doubles(())
        self.show_found("")

    def home(self) -> PlaceEntry | None:
        """Return the home as typed, None if nothing was."""
        if not self.address.text().strip() and not self.where.text().strip():
            return None
        return PlaceEntry(
            kind=PlaceKind.HOME,
            address=self.address.text().strip(),
            city=self.city.text().strip(),
            state=self.state.text().strip(),
            zip=self.zip.text().strip(),
            description=self.where.text().strip(),
        )

    def entry(self) -> MemberEntry:
        """Return what is typed; raises InputError."""
        born = self.born.text().strip()
        if not born:
            raise InputError([Problem("birth_date", "Ask for the birth date.")])
        program, payer, mode = self.program.value(), self.payer.value(), self.mode.value()
        assistance = self.assistance.value()
        return MemberEntry(
            last_name=self.last.text().strip(),
            first_name=self.first.text().strip(),
            middle_name=self.middle.text().strip(),
            birth_date=parse_birth_date(born, self._today()),
            mhcp_id=self.mhcp.text().strip(),
            phone=self.phone.digits(),
            program=program if isinstance(program, Program) else None,
            payer=payer if isinstance(payer, Payer) else Payer.FFS,
            assessed_mode=mode if isinstance(mode, int) else None,
            assistance=assistance if isinstance(assistance, Assistance) else Assistance.CURB,
            county=self.county.text().strip(),
            needs=frozenset(need for need, tick in self.needs.items() if tick.isChecked()),
            home=self.home(),
        )

    def show_found(self, words: str) -> None:
        """Say what the map says of the address."""
        self.found.setText(words)
        self.found.setVisible(bool(words))

    def show_doubles(self, doubles: Sequence[Duplicate]) -> None:
        """Say who may be the same person; saving a second time saves all the same."""
        self._doubles = doubles
        said = []
        for one in doubles[:3]:
            born = one.member.birth_date
            when = f", born {day_year_text(born)}" if born else ""
            gone = ", archived" if one.member.is_archived else ""
            said.append(f"{one.member.name}{when}{gone}: {', '.join(one.reasons)}.")
        ask = " Take the known member, or press Enter again to save a second one."
        words = f"⚠ Perhaps known already. {' '.join(said)}{ask}" if said else ""
        self.warning.setText(words)
        self.warning.setVisible(bool(said))
        self.take.setVisible(bool(said))
        if said:
            # The words and what can be done about them are seen together, at any text size.
            QTimer.singleShot(0, self, self._show_choice)

    @property
    def is_warned(self) -> bool:
        """Whether the person has seen who may be the same."""
        return bool(self._doubles)

    def show_problems(self, error: InputError) -> None:
        """Show what is wrong beside the fields, the first one focused."""
        first = self._lines.show_problems(error.problems)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)
        if first is None or not all(self._lines.knows(one.field) for one in error.problems):
            self.show_found(error.sentence)

    def problem_of(self, name: str) -> str:
        """Return the words beside a field."""
        return self._lines.problem_of(name)

    def _on_edited(self) -> None:
        if self._doubles:
            self.show_doubles(())

    def _on_address_left(self) -> None:
        home = self.home()
        if self.isVisible() and home is not None and home.address:
            self.looked.emit(home)

    def _on_offered(self) -> None:
        try:
            entry = self.entry()
        except InputError as error:
            self.show_problems(error)
            return
        self.offered.emit(entry)

    def _show_choice(self) -> None:
        bring_into_view(self.save)
        bring_into_view(self.warning)

    def _on_taken(self) -> None:
        if self._doubles:
            self.known.emit(self._doubles[0].member)
