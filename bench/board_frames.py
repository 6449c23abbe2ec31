"""Frames of the board: scrolling, dragging, choosing, with the real page on a real office."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from datetime import time as clock_time
from functools import partial
from statistics import median

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollBar, QWidget

from bench.measure import Result, percentile
from bench.offices import an_office
from nemt_desk.drivers.rows import CarEntry, DriverEntry, Hours
from nemt_desk.ground.ids import Id, new_id
from nemt_desk.ground.progress import Progress
from nemt_desk.members.queries import member as read_member
from nemt_desk.members.rows import MemberEntry
from nemt_desk.office import Office
from nemt_desk.places.rows import PlaceEntry, PlaceKind
from nemt_desk.runs.model import AssignmentRecord, RunRecord
from nemt_desk.trips.model import RideRecord, TripRecord
from nemt_desk.trips.rows import Leg, ReturnKind, RideState
from ui.app import make_application
from ui.board.page import BoardPage
from ui.shell.entrance import Entrance, Opened, Setup
from ui.shell.window import MainWindow

SIZES = ((40, 400), (100, 1000))
FRAME_MS = 16.0
_WINDOW = (1366, 768)
_FRAMES = 120
_FREE = 24
_KEY_MS = 25  # a key held down repeats about thirty times a second
_AIM = 4
_CAR = CarEntry(text="grey van", seats=4, wheelchair_places=1, has_lift=True)
_BEGIN, _EVERY, _LASTS = 6 * 60 + 30, 57, 38


@dataclass
class _Frames:
    """Milliseconds of frames of one kind: on the clock, and of this thread's own work."""

    wall: list[float] = field(default_factory=list)
    own: list[float] = field(default_factory=list)

    def add(self, work: Callable[[], object]) -> None:
        begun, began = time.perf_counter(), time.thread_time()
        work()
        self.wall.append((time.perf_counter() - begun) * 1000)
        self.own.append((time.thread_time() - began) * 1000)

    def told(self, name: str) -> dict[str, float]:
        told: dict[str, float] = {}
        for side, values in (("", self.wall), (" of own work", self.own)):
            late = sum(ms > FRAME_MS for ms in values)
            told |= {
                f"{name}{side}: median ms": median(values),
                f"{name}{side}: p95 ms": percentile(values, 95),
                f"{name}{side}: worst ms": max(values),
                f"{name}{side}: of {len(values)} frames over {FRAME_MS:g} ms": late,
            }
        return told


class _Plain(QWidget):
    """The baseline: a ground, and for each ride in view one rectangle and one text."""

    def __init__(self, boxes: list[QRect]) -> None:
        super().__init__()
        self._boxes = boxes

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        for box in self._boxes:
            painter.fillRect(box, Qt.GlobalColor.lightGray)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), "Schroeder A.")


def measure() -> Result:
    """Scroll, drag and choose at both sizes; the ratio is that of scrolling at the larger one."""
    running = QApplication.instance()
    app = running if isinstance(running, QApplication) else make_application()
    details: dict[str, float] = {}
    mine, plain = _Frames(), _Frames()
    for drivers, rides in SIZES:
        with an_office() as office:
            fill(office, drivers, rides)
            bench = _Bench(app, office)
            mine, plain = bench.scroll()
            name = f"{drivers} drivers with {rides} rides"
            kinds = {
                "scroll": mine,
                "page at a time": bench.pages(),
                "sideways, magnified": bench.sideways(),
                "drag": bench.drag(),
                "choose": bench.choose(),
                "plain": plain,
            }
            for kind, frames in kinds.items():
                details |= frames.told(f"{name}, {kind}")
            bench.leave()
    return Result(
        "board frames",
        _AIM,
        median(mine.own),
        median(plain.own),
        f"what the window's own thread works for a step of scrolling, {SIZES[-1][0]} drivers and"
        f" {SIZES[-1][1]} rides, painted: the Board page in a window of 1366 by 768 over a real"
        " office",
        "a plain widget as large as the timeline, painted in turns with it: for each ride in view"
        " one filled rectangle and one text, nothing else",
        details,
    )


class _Bench:
    """A window with the board of one office."""

    def __init__(self, app: QApplication, office: Office) -> None:
        self.app = app
        self.window = MainWindow(_no_door(Opened(office, office.actor)))
        self.window.resize(*_WINDOW)
        self.window.show()
        self.desk = self.window.enter(Opened(office, office.actor))
        if self.window.frame is None:
            raise RuntimeError("the window has no frame")
        self.window.frame.go("board")
        page = self.window.frame.page
        if not isinstance(page, BoardPage):
            raise TypeError("the board is not shown")
        self.page = page
        self.timeline = page.parts.timeline
        self.settle()

    def settle(self, ms: int = 400) -> None:
        """Let everything come that was asked for."""
        QTest.qWait(ms)
        while self.desk.jobs.is_busy:
            QTest.qWait(10)

    def leave(self) -> None:
        """Close the window."""
        self.settle()
        self.window.close_anyhow()

    def scroll(self) -> tuple[_Frames, _Frames]:
        """Scroll down wheel by wheel and back, in turns with the plain widget."""
        view, bar = self.timeline.viewport(), self.timeline.verticalScrollBar()
        plain = self._plain()
        mine, theirs = _Frames(), _Frames()
        step, at = 3 * bar.singleStep(), 0
        for _ in range(_FRAMES):
            at += step
            if not 0 <= at <= bar.maximum():
                step = -step
                at += 2 * step
            mine.add(_moved(bar, at, view))
            theirs.add(plain.repaint)
        plain.close()
        return mine, theirs

    def pages(self) -> _Frames:
        """Scroll whole pages, onto lanes that nobody has seen yet."""
        view, bar = self.timeline.viewport(), self.timeline.verticalScrollBar()
        frames = _Frames()
        for _ in range(12):
            self.timeline.canvas.restyle(self.timeline.canvas.ink)
            bar.setValue(0)
            view.repaint()
            frames.add(_moved(bar, bar.pageStep(), view))
        return frames

    def sideways(self) -> _Frames:
        """Scroll along the day, which is magnified three times."""
        self.timeline.zoom(3)
        self.settle()
        view, bar = self.timeline.viewport(), self.timeline.horizontalScrollBar()
        frames = _Frames()
        for value in range(0, bar.maximum(), max(1, bar.maximum() // _FRAMES)):
            frames.add(_moved(bar, value, view))
        self.timeline.zoom(0)
        self.settle()
        return frames

    def drag(self) -> _Frames:
        """Drag a ride from the list over all rows, by real mouse moves; all that follows counts."""
        page, free = self.page, self.page.parts.free
        rows = free.model.rows()
        page.at.choose(page.at.choice.only(rows[0].ride.id))
        self.settle()
        source, view = free.view.viewport(), self.timeline.viewport()
        start = free.view.visualRect(free.model.index(0, 1)).center()
        button, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        QTest.mousePress(source, button, none, start)
        frames = _Frames()
        for number in range(_FRAMES):
            there = QPoint(view.width() // 2, 30 + (number * 7) % (view.height() - 60))
            to = source.mapFromGlobal(view.mapToGlobal(there))
            frames.add(self._then(partial(QTest.mouseMove, source, to)))
        if not page.hands.is_dragging:
            raise RuntimeError("nothing was dragged")
        page.hands.cancel()
        self.settle()
        return frames

    def choose(self) -> _Frames:
        """Walk from ride to ride by key; the list, the card and the question to planning follow."""
        self.timeline.setFocus()
        page = self.page
        first = next(run for run in page.at.known.board.runs) if page.at.known else None
        if first is None:
            raise RuntimeError("there is no run")
        page.at.choose(page.at.choice.only(first.rides[0].id, first.driver_id))
        self.settle()
        frames = _Frames()
        for number in range(_FRAMES):
            key = Qt.Key.Key_Down if number % 3 == 0 else Qt.Key.Key_Right
            frames.add(self._then(partial(QTest.keyClick, self.timeline, key)))
            QTest.qWait(_KEY_MS)
        self.settle()
        return frames

    def _then(self, act: Callable[[], object]) -> Callable[[], object]:
        """Return an act with everything that follows from it at once."""

        def whole() -> None:
            act()
            self.app.processEvents()

        return whole

    def _plain(self) -> _Plain:
        """Return the baseline, as large as the timeline and with its boxes."""
        placed, view = self.timeline.placed, self.timeline.viewport()
        boxes = [
            QRect(*placed.bar_box(number, bar.start, bar.end, bar.track))
            for number in placed.lanes_between(placed.scale.top, view.height())
            for bar in placed.lanes[number].bars
        ]
        plain = _Plain(boxes)
        plain.resize(view.size())
        plain.show()
        QTest.qWaitForWindowExposed(plain)
        return plain


def _moved(bar: QScrollBar, to: int, view: QWidget) -> Callable[[], object]:
    def whole() -> None:
        bar.setValue(to)
        view.repaint()

    return whole


def _no_door(opened: Opened) -> Entrance:
    def refuse(_setup: Setup, _progress: Progress) -> tuple[Opened, str]:
        raise RuntimeError("the office is there already")

    return Entrance(
        exists=lambda: True,
        open=lambda _login, _password, _progress: opened,
        create=refuse,
        unlock=lambda _opened, _password, _progress: None,
    )


def fill(office: Office, drivers: int, rides: int) -> date:
    """Make a day of that size, all rides on runs but a few; return the day."""
    day = office.time.day(office.clock.now())
    people = [_driver(office, number) for number in range(drivers)]
    members = [_member(office, number) for number in range(60)]
    clinic = office.places.add(
        office.actor,
        PlaceEntry(
            kind=PlaceKind.CLINIC, name="Lakeside Clinic", address="1 Main St", city="Perch",
            lat=47.21, lon=-93.55,
        ),
    ).id  # fmt: skip
    with office.store.write(office.actor, "Made a day") as work:
        runs = []
        for number, driver in enumerate(people):
            run = RunRecord(id=new_id(), code=f"B{number:03}", day=day, driver_id=driver)
            work.session.add(run)
            runs.append(run.id)
        work.session.flush()
        for number in range(rides + _FREE):
            ride = _ride(office, day, number, members[number % len(members)], clinic, len(people))
            for record in ride:
                work.session.add(record)
                work.session.flush()
            if number < rides:
                on = AssignmentRecord(run_id=runs[number % len(runs)], ride_id=ride[1].id)
                work.session.add(on)
    return day


def _driver(office: Office, number: int) -> Id:
    home = PlaceEntry(
        kind=PlaceKind.HOME, address=f"{number + 1} Oak St", city="Perch",
        lat=47.2 + number / 500, lon=-93.5,
    )  # fmt: skip
    entry = DriverEntry(
        last_name=f"Berg-Håkonsen {number:03}",
        first_name="Lars",
        phone=f"218555{number:04}",
        home=home,
        cars=(replace(_CAR, plate=f"ABC {number:03}"),),
        hours=tuple(Hours(weekday, 6 * 60, 19 * 60) for weekday in range(7)),
        open_to_all=True,
        recognized_on=date(2020, 1, 1),
    )
    return office.drivers.add(office.actor, entry).id


def _member(office: Office, number: int) -> tuple[Id, Id]:
    home = PlaceEntry(
        kind=PlaceKind.HOME, address=f"{number + 1} County Road 63", city="Perch",
        lat=47.25 + number / 900, lon=-93.45,
    )  # fmt: skip
    entry = MemberEntry(
        last_name=f"Schroeder {number:02}",
        first_name="Ann",
        phone=f"218556{number:04}",
        birth_date=date(1940, 1, 1) + timedelta(days=40 * number),
        home=home,
    )
    member = office.members.add(office.actor, entry).id
    with office.store.read() as session:
        found = read_member(session, member)
    if found.home_id is None:
        raise RuntimeError("a member without a home")
    return member, found.home_id


def _ride(
    office: Office, day: date, number: int, who: tuple[Id, Id], clinic: Id, lanes: int
) -> tuple[TripRecord, RideRecord]:
    member, home = who
    turn, lane = divmod(number, lanes)
    begin = min(_BEGIN + turn * _EVERY + lane % 20, 20 * 60)
    at = office.time.at(day, clock_time(begin // 60, begin % 60))
    trip = TripRecord(id=new_id(), member_id=member, service="dialysis", place_id=clinic)
    states = (RideState.BOOKED, RideState.CONFIRMED, RideState.BOOKED, RideState.LATE)
    ride = RideRecord(
        id=new_id(), trip_id=trip.id, member_id=member, seq=1, leg=Leg.OUTBOUND, day=day,
        from_id=home, to_id=clinic, pickup_at=at, dropoff_at=at + timedelta(minutes=_LASTS),
        return_kind=ReturnKind.NONE, state=states[number % 4], direct_m=30_000.0, drive_min=_LASTS,
        wheelchair_places=number % 9 == 0,
    )  # fmt: skip
    return trip, ride
