"""The booking page in each of its six answers, typed by keys: pictures to be looked at."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from nemt_desk.geo.shapes import distance_m
from nemt_desk.members import queries as members
from nemt_desk.members.rows import Member, Payer, Program
from nemt_desk.places import queries as places
from nemt_desk.places.rows import PlaceKind
from nemt_desk.policy.decision import Outcome
from tests.ui.hands import ALT, CTRL, PLAIN, press, type_in
from ui.book.page import BookPage
from ui.shell.desk import Desk

_Key = Qt.Key
_NEAR_M = 30_000
_FRIDAY = 5
_CARE = frozenset({PlaceKind.CLINIC, PlaceKind.DIALYSIS, PlaceKind.HOSPITAL})


@dataclass(frozen=True)
class State:
    """One answer of the rules, and the keys that lead to it."""

    name: str
    outcome: Outcome
    member: Callable[[Member], bool]
    service: str
    days_ahead: int = 14
    then: Callable[["Typist"], None] = lambda _typist: None


class Typist:
    """Types into whatever has the focus."""

    def __init__(self, page: BookPage, desk: Desk, settle: Callable[[], None]) -> None:
        self.page, self.desk, self.settle = page, desk, settle

    def type(self, text: str) -> None:
        """Type text."""
        type_in(_focus(), text)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = PLAIN) -> None:
        """Press one key."""
        press(_focus(), key, modifier)

    def alt(self, letter: str) -> None:
        """Press an access key."""
        self.key(_Key(ord(letter.upper())), ALT)

    def bring_about(self, state: State) -> None:
        """Type the call that the rules answer so."""
        member, place = self._found(state.member)
        self.page.clear()
        self.desk.notices.clear()
        self.type(member.mhcp_id)
        self.key(_Key.Key_Return)
        self.type(state.service)
        self.key(_Key.Key_Return)
        self.alt("h")
        self.type(place)
        self.key(_Key.Key_Return)
        self.alt("a")
        self.type(f"{self._day(state.days_ahead):%m/%d/%Y}")
        self.alt("t")
        self.type("1030")
        self.settle()
        state.then(self)
        self.settle()

    def _day(self, ahead: int) -> date:
        day = self.desk.today() + timedelta(days=ahead)
        return day + timedelta(days=8 - day.isoweekday() if day.isoweekday() > _FRIDAY else 0)

    def _found(self, fits: Callable[[Member], bool]) -> tuple[Member, str]:
        """Return the first member that fits, and a clinic not far from home."""
        with self.desk.office.store.read() as session:
            for row in members.member_list(session).rows:
                member = members.member(session, row.id)
                home = members.home_of(session, member)
                if not fits(member) or home is None or home.point is None:
                    continue
                for place in places.find_places(session, "clinic", limit=12):
                    is_near = place.point and distance_m(place.point, home.point) < _NEAR_M
                    if place.kind in _CARE and is_near:
                        return member, place.name
        raise RuntimeError("the office has nobody for this picture")


def _focus() -> QWidget:
    focus = QApplication.focusWidget()
    if focus is None:
        raise RuntimeError("no widget has the focus: every key is lost")
    return focus


def is_plain(member: Member) -> bool:
    return (
        member.program is Program.MA
        and member.payer is Payer.FFS
        and member.assessed_mode == 2
        and member.living_arrangement == "80"
        and not member.has_vehicle
    )


def _without_member(typist: Typist) -> None:
    typist.page.form.asks.aboard.click()


def _routine(typist: Typist) -> None:
    typist.key(_Key.Key_F8)
    typist.type("r")


def _emergency(typist: Typist) -> None:
    typist.alt("o")
    typist.type("has chest pain since noon")


def _override(typist: Typist) -> None:
    typist.key(_Key.Key_O, CTRL)
    typist.type("Clinic moved the visit up; supervisor agreed")


STATES = (
    State("allowed", Outcome.ALLOWED, is_plain, "office visit"),
    State("needs-paper", Outcome.NEEDS_PAPER, is_plain, "family therapy", then=_without_member),
    State("refer", Outcome.REFER, lambda one: one.living_arrangement == "42", "office visit"),
    State(
        "not-covered",
        Outcome.NOT_COVERED,
        lambda one: one.program is Program.EMA and one.payer is Payer.FFS,
        "office visit",
        then=_routine,
    ),
    State("emergency", Outcome.EMERGENCY, is_plain, "office visit", then=_emergency),
    State("override", Outcome.NEEDS_REVIEW, is_plain, "office visit", 2, _override),
)


def each_state(page: BookPage, desk: Desk, settle: Callable[[], None]) -> Iterator[str]:
    """Go through the six answers; each stands on the page while its name is yielded."""
    typist = Typist(page, desk, settle)
    for state in STATES:
        typist.bring_about(state)
        decision = page.call.verdict.decision
        if decision is None or decision.outcome is not state.outcome:
            raise RuntimeError(f"the page should show {state.name}")
        yield state.name
    page.clear()
    desk.notices.clear()
