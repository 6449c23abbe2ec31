"""A real encrypted office with a few people in it, straight roads, and a window on Book."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, time
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from nemt_desk import metadata
from nemt_desk.calendars.service import CalendarService
from nemt_desk.closures.service import ClosureService
from nemt_desk.geo import Answer, Match, Point, Precision, Suggested
from nemt_desk.geo.roads.driving import USUAL, Driving, Kind
from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.ids import Id
from nemt_desk.ground.settings import Settings
from nemt_desk.members import queries as members
from nemt_desk.members.papers import PaperService
from nemt_desk.members.rows import MemberEntry, Need, PaperEntry, PaperKind, Payer, Program
from nemt_desk.places import queries as places
from nemt_desk.places.rows import PinSource, Place, PlaceEntry, PlaceKind
from nemt_desk.trips import queries as trips
from nemt_desk.trips.day_roads import DayRoads
from nemt_desk.trips.denials import DenialService
from nemt_desk.trips.routing import How, how_on
from nemt_desk.trips.rows import LegRequest, Mileage, ReturnKind, TripRequest
from nemt_desk.trips.service import TripService
from tests.factories import ACTOR, Built, build_store, home_entry, member_entry, place_entry
from tests.ui.hands import PLAIN
from ui.book.call.booking import Booking
from ui.book.page import BookPage
from ui.pages import PageEntry
from ui.shell.entrance import Entrance, Opened
from ui.shell.window import MainWindow

if TYPE_CHECKING:
    from nemt_desk.office import Office

LAST_DAY = date(2026, 11, 17)
MINUTES = 30
CALL_DAY = date(2026, 12, 1)


@dataclass(frozen=True)
class StraightRoute:
    distance_m: float
    duration_s: float
    engine: str = "straight"
    version: str = "1"
    map_date: str = "2026-01-01"
    map_hash: str = "abc"
    off_road_m: float = 0.0


@dataclass
class StraightRoads:
    """Every way takes 30 minutes and is twice as long as it looks; remembers who asked."""

    asked: int = 0
    info: Any = field(default_factory=lambda: SimpleNamespace(map_hash="abc"))

    def route(
        self, a: Point, b: Point, kind: Kind = "shortest", *, driving: Driving = USUAL
    ) -> StraightRoute:
        self.asked += 1
        if driving.closed and b.lat > 47.3:
            raise RefusedError("The only road to the end is shut.")
        round_m = 5_000 * len(driving.closed)
        return StraightRoute(2 * a.distance_m(b) + round_m, MINUTES * 60 + round_m / 10)

    def geocode(self, text: str) -> Answer:
        if text.startswith("12 Oak"):
            match = Match(47.29, -93.42, "12 Oak St, Bovey", Precision.RANGE, 90.0)
            return Answer((match,))
        return Answer((), "No street of that name is on the map.")


@dataclass
class BookOffice:
    """What the Book page sees of an office."""

    built: Built
    map: Any = None
    settings: Settings = field(default_factory=lambda: Settings(name="Test Agency"))
    actor: Any = ACTOR
    ids: dict[str, Id] = field(default_factory=dict)
    offered: tuple[Suggested, ...] = ()

    def __post_init__(self) -> None:
        self.store, self.clock = self.built.store, self.built.clock
        self.members, self.places = self.built.members, self.built.places
        self.trips = TripService(self.store, lambda: self.settings)

        self.closures = ClosureService(self.store)
        self.calendar = CalendarService(self.store)
        self.papers = PaperService(self.store, self.built.trail, lambda: self.settings)
        self.denials = DenialService(self.store, lambda: self.settings)

    def geocode(self, text: str) -> Answer | None:
        return self.map.geocode(text) if self.map else None

    def suggest(self, text: str) -> tuple[Suggested, ...]:
        return tuple(one for one in self.offered if one.text.startswith(text))

    def how(self, day: date) -> How:
        with self.store.read() as session:
            return how_on(session, day, self.settings)

    def day_roads(self) -> DayRoads:
        return DayRoads(self.map, self.how)

    @property
    def time(self) -> Any:
        return self.settings.time

    def place(self, name: str) -> Place:
        with self.store.read() as session:
            return places.place(session, self.ids[name])

    def add_place(self, name: str, entry: PlaceEntry) -> Id:
        self.ids[name] = self.places.add(ACTOR, entry).id
        return self.ids[name]

    def add_member(self, name: str, entry: MemberEntry) -> Id:
        self.ids[name] = self.members.add(ACTOR, entry).id
        return self.ids[name]

    def book_last_week(self, member: str, home: Place) -> None:
        at = self.time.at
        routed = Mileage(9000.0, MINUTES, "straight", "1", "", "abc")
        self.trips.book(
            ACTOR,
            TripRequest(
                member_id=self.ids[member],
                legs=(
                    LegRequest(
                        from_id=home.id,
                        to_id=self.ids["dialysis"],
                        appointment_at=at(LAST_DAY, time(10, 30)),
                        stay_min=240,
                        mileage=routed,
                    ),
                ),
                service="dialysis",
                return_kind=ReturnKind.SCHEDULED,
                return_at=at(LAST_DAY, time(14, 30)),
                return_mileage=routed,
                driver_note="Entrance on the left",
            ),
        )


@pytest.fixture
def book_office(tmp_path: Path) -> Iterator[BookOffice]:
    assert metadata.ROOMS  # all tables are known before anything asks for one
    built = build_store(tmp_path)
    office = BookOffice(built, StraightRoads())
    office.add_place(
        "dialysis",
        place_entry(kind=PlaceKind.DIALYSIS, name="Grand Itasca Dialysis", lat=47.24, lon=-93.53),
    )
    office.add_place("pharmacy", place_entry(kind=PlaceKind.PHARMACY, name="Bridge Pharmacy"))
    office.add_place(
        "unpinned",
        place_entry(
            name="Far Clinic", address="1 Far Road", lat=None, lon=None, pin_source=PinSource.NONE
        ),
    )
    common: dict[str, Any] = {"program": Program.MA, "assessed_mode": 2, "county": "Cass"}
    paper = PaperEntry(PaperKind.DISTANCE, "A-17", date(2026, 1, 1), date(2026, 12, 2))
    office.add_member("ann", member_entry(**common, papers=(paper,), mhcp_id="01234567"))
    oja: dict[str, Any] = {"last_name": "Oja", "first_name": "Matti", "birth_date": None}
    office.add_member(
        "oja",
        member_entry(
            **common,
            **oja,
            phone="2185550177",
            needs=frozenset({Need.WHEELCHAIR, Need.SERVICE_ANIMAL}),
            home=home_entry(address="77 Lake Road", lat=47.3, lon=-93.4),
        ),
    )
    plan: dict[str, Any] = {"last_name": "Nguyễn", "first_name": "Ánh", "phone": "2185550178"}
    office.add_member(
        "plan", member_entry(**common, **plan, payer=Payer.MCO, plan="Blue Plus", home=None)
    )
    with office.store.read() as session:
        ann = members.member(session, office.ids["ann"])
        home = members.home_of(session, ann)
    assert home is not None
    office.book_last_week("ann", home)
    yield office
    built.engine.dispose()


@pytest.fixture
def booking(book_office: BookOffice) -> Booking:
    return Booking(cast("Office", book_office), ACTOR)


def routed(booking: Booking) -> None:
    """Find all ways that the call wants."""
    booking.ways.learn(booking.look(booking.wanted_ways()))


@pytest.fixture
def call(booking: Booking, book_office: BookOffice) -> Booking:
    """Ann to dialysis on 1 December, 10:30."""
    booking.take_member(book_office.ids["ann"])
    booking.put(
        service="dialysis",
        place=book_office.place("dialysis"),
        day=CALL_DAY,
        appointment=time(10, 30),
    )
    routed(booking)
    return booking


ENTRIES = (
    PageEntry("book", "ui.book.page:BookPage", "Book", "mdi6.phone-plus-outline", 20),
    PageEntry("board", "tests.ui.book.conftest:Board", "Board", "mdi6.view-list-outline", 30),
)


class Board(BookPage):
    """Stands for the board: remembers what it was asked to show."""

    page_id, title = "board", "Board"
    shown: tuple[str, Id | None] = ("", None)

    def actions(self) -> list[Any]:
        return []

    def show_record(self, kind: str, id: Id | None) -> None:  # noqa: A002
        self.shown = (kind, id)


@dataclass
class Hands:
    """Presses keys on whatever has the focus, and counts them."""

    window: MainWindow
    pressed: int = 0

    @property
    def page(self) -> BookPage:
        assert self.window.frame is not None
        assert isinstance(self.window.frame.page, BookPage)
        return self.window.frame.page

    @property
    def focus(self) -> QWidget:
        widget = QApplication.focusWidget()
        assert widget is not None
        return widget

    def type(self, text: str) -> None:
        self.pressed += len(text)
        QTest.keyClicks(self.focus, text)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = PLAIN) -> None:
        self.pressed += 1
        QTest.keyClick(self.focus, key, modifier)

    def alt(self, letter: str) -> None:
        self.key(Qt.Key(ord(letter.upper())), Qt.KeyboardModifier.AltModifier)

    def said(self) -> str:
        """Return the notice line."""
        assert self.window.desk is not None
        latest = self.window.desk.notices.latest
        return latest.text if latest is not None else ""

    def take(self, name: str) -> None:
        """Choose a member by the first suggestion."""
        self.type(name)
        self.key(Qt.Key.Key_Return)

    def tell(self, qtbot: QtBot, service: str, place: str, day: str, at: str) -> None:
        """Type a trip for the chosen member."""
        self.type(service)
        self.key(Qt.Key.Key_Return)
        self.alt("h")
        self.type(place)
        self.key(Qt.Key.Key_Return)
        self.alt("a")
        self.type(day)
        self.alt("t")
        self.type(at)
        self.settle(qtbot)

    def settle(self, qtbot: QtBot) -> None:
        """Wait until the page has answered and no way is looked for any more."""
        desk = self.window.desk
        assert desk is not None
        self.page.call.answer()  # what a key changed is answered when the loop runs
        qtbot.waitUntil(lambda: not desk.jobs.is_busy and self.page.call.is_settled)


def call_ann(hands: Hands, qtbot: QtBot) -> None:
    """Ann calls for her usual trip, next on Tuesday 1 December."""
    hands.take("schro")
    hands.key(Qt.Key.Key_F6)
    hands.settle(qtbot)


def rides(office: BookOffice, day: date) -> int:
    """Return how many rides a day has."""
    with office.store.read() as session:
        return len(trips.rides_on(session, day))


@pytest.fixture
def hands(qtbot: QtBot, book_office: BookOffice) -> Hands:
    opened = Opened(cast("Office", book_office), ACTOR)
    never: Callable[..., Any] = lambda *_given: opened  # noqa: E731
    entrance = Entrance(exists=lambda: True, open=never, create=never, unlock=never)
    window = MainWindow(entrance, entries=ENTRIES)
    qtbot.addWidget(window, before_close_func=lambda w: cast("MainWindow", w).close_anyhow())
    window.resize(1366, 768)
    window.show()
    window.enter(opened)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return Hands(window)
