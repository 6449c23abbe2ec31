"""A full day in one office, seen from the outside: `python -m tests.e2e.full_day DATA PAPERS MAP`.

By command line, by services and in the window with every page and preview; a save is refused, the
program breaks. It says `open` while everything is still open, waits for a line, and leaves.
Everything that must never stand anywhere in plain text is in CANARIES.
"""

import contextlib
import io
import sys
from collections.abc import Callable, Iterator
from datetime import time
from functools import partial
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QEvent, Qt, QThreadPool, qCritical, qWarning
from PySide6.QtWidgets import QApplication, QLineEdit, QTextEdit, QWidget

from nemt_desk.cases.entry import CaseEntry
from nemt_desk.ground.clock import SystemClock
from nemt_desk.ground.errors import DeskError
from nemt_desk.logs.queries import trip_logs
from nemt_desk.members.rows import MemberEntry
from nemt_desk.office import Office
from nemt_desk.runs.sheets import run_sheets
from nemt_desk.trips import queries as trips
from reports.run_sheet import run_sheets_pdf
from reports.trip_log import trip_logs_pdf
from tests.e2e.commands import LOGIN, PASSWORD, Shell, working_day
from tests.ui.hands import press, type_in
from ui.app import entrance, make_application
from ui.crash import CrashLog
from ui.map.view import MapView
from ui.shell.entrance import Opened
from ui.shell.looks import apply_looks
from ui.shell.window import MainWindow
from ui.widgets.paper import PaperPreview
from ui.widgets.prefs import Prefs

LAST, FIRST, PREFERRED = "Quyrßavová", "Xiomáralee", "Zuzkatwo"
OTHER_LAST, DRIVER_LAST, COMPANION = "Vexholmqvist", "Ångströmkova", "Bartholomeusz-Yy"
PHONE, OTHER_PHONE, DRIVER_PHONE = "3205550173", "3205550186", "3205550191"
MHCP_ID, OTHER_ID = "07391846", "08264193"
ADDRESS, OTHER_ADDRESS = "117 Rollings Ln", "357 Winslow Rd"
DESCRIPTION, NOTE = "Crimson gate beyond Quibblefen", "Keeps vermouthy parakeets"
COMPLAINT, WRONG_PASSWORD = "Drove past Zwetschgenhof twice", "a wrong but dear password"
CANARIES = (
    *(LAST, FIRST, PREFERRED, OTHER_LAST, DRIVER_LAST, COMPANION, PHONE, OTHER_PHONE),
    *(DRIVER_PHONE, MHCP_ID, OTHER_ID, ADDRESS, OTHER_ADDRESS, DESCRIPTION, NOTE, COMPLAINT),
    *(PASSWORD, WRONG_PASSWORD),
)
ENDS = ("licence", "insurance", "background", "exclusion-check", "driving-record")


def by_command(desk: Shell, papers: Path, map_file: Path) -> Iterator[str]:
    """Do the morning by command line; give what was said beside the results."""
    setup = ("--agency", "Perch County Rides", "--name", "A. Coordinator")
    yield desk.did("setup", *setup, "--zone", "America/New_York").err
    yield desk.did("map", "build", map_file).err
    covered = ("--program", "MA", "--mode", "2", "--eligible-from", "2024-01-01", "--county", "X")
    notes = ("--driver-note", NOTE, "--preferred", PREFERRED, "--born", "2/1/1950")
    add = ("members", "add", "--last")
    one = ("--first", FIRST, "--id", MHCP_ID, "--phone", PHONE, *covered, *notes)
    yield desk.did(*add, LAST, *one, "--address", f"{ADDRESS}, Hertford").err
    two = ("--first", "Ida", "--id", OTHER_ID, "--phone", OTHER_PHONE, *covered)
    yield desk.did(*add, OTHER_LAST, *two, "--address", f"{OTHER_ADDRESS}, Hertford").err
    yield desk(*add, LAST, "--first", FIRST, "--id", MHCP_ID[1:], "--phone", PHONE[:7]).err
    papers_of = (word for kind in ENDS for word in (f"--{kind}-until", "2049-12-31"))
    driver = ("--last", DRIVER_LAST, "--first", "Lars", "--phone", DRIVER_PHONE, "--open-to-all")
    car = ("--plate", "ABC 123", "--recognized", "1/1/2024", "--hours", "Mon-Sat 6-18")
    yield desk.did("drivers", "add", *driver, *car, *papers_of, "--describe", DESCRIPTION).err
    place = ("places", "add", "--name", "Lakeside Dialysis", "--kind", "dialysis")
    yield desk.did(*place, "--address", "150 E Market St, Hertford").err
    day = working_day()
    for member, clock in ((LAST, "9:30"), (OTHER_LAST, "14:00")):
        trip = ("book", "--member", member, "--to", "lakeside", "--appointment", f"{day} {clock}")
        along = ("--companion", f"attendant:decisions:{COMPANION}", "--driver-note", NOTE)
        yield desk.did(*trip, "--return", "will-call", *along).err
    rides = [ride["id"] for ride in desk.json("rides", "--date", day)]
    on = ("--driver", DRIVER_LAST, "--override", "Nobody else")
    yield desk.did("assign", *rides, *on).err
    yield desk.did("publish", "--date", day).err
    for kind in ("run-sheets", "trip-logs"):
        yield desk.did("print", kind, "--date", day, "--out", papers / f"{kind}.pdf").err
    yield desk("rides", NEMT_DESK_PASSWORD=WRONG_PASSWORD).err
    yield desk("book", "--member", LAST, "--to", "lakeside", "--appointment", "soon").err
    yield desk("print", "run-sheets", "--date", day, "--out", papers / "no" / "x.pdf").err
    yield desk.did("backup").err
    yield desk.did("restore", "latest").err
    yield desk.did("audit", "verify").err


def by_service(office: Office) -> None:
    """Do what the commands do not: a complaint, a mark, an undo, a save the database refuses."""
    today = office.time.day(office.clock.now())
    entry = CaseEntry(COMPLAINT, today, from_name=LAST, from_phone=PHONE, details=NOTE)
    office.cases.record(office.actor, entry, office.time)
    with office.store.read() as session:
        lines = trips.ride_lines_on(session, working_day())
        member_id = lines[0].ride.member_id
    changes = office.trips.cancel(office.actor, lines[0].ride.id, f"{LAST} phoned")
    office.store.undo(office.actor, changes)
    office.members.view(office.actor, member_id)
    with contextlib.suppress(DeskError):
        office.members.add(office.actor, MemberEntry(last_name=LAST, phone=PHONE[:4]))
    with contextlib.suppress(DeskError), office.store.write(office.actor, "Tried") as work:
        wrong = "INSERT INTO no_such_table VALUES (:words)"
        work.session.connection().exec_driver_sql(wrong, {"words": LAST})
    office.backups.make()


class InTheWindow:
    """Goes through the window as somebody would."""

    def __init__(self, data: Path) -> None:
        self.app = make_application()
        self.app.setQuitOnLastWindowClosed(False)
        self.prefs = Prefs(data / "window.json")
        apply_looks(self.prefs)
        self.reports: list[Path | None] = []
        self.saw_the_map = False
        office = Office.open(data, LOGIN, PASSWORD)
        CrashLog(office.files.logs, SystemClock(), self.reports.append).install()
        self.opened = Opened(office, office.actor)
        self.window = MainWindow(entrance(data), prefs=self.prefs)
        self.window.resize(1366, 768)
        self.window.show()
        self.desk = self.window.enter(self.opened)

    def settle(self, until: Callable[[], bool] = lambda: True, most_ms: int = 4_000) -> None:
        """Let events run until nothing is under way."""
        deadline, quiet = QDeadlineTimer(most_ms), 0
        while quiet < 5 and not deadline.hasExpired():
            self.app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
            self.app.processEvents()
            quiet = 0 if self.desk.jobs.is_busy or not until() else quiet + 1

    def visit(self) -> None:
        """Show every page on the day of the rides; type a name into what takes text."""
        frame = self.window.frame
        if frame is None:
            raise RuntimeError("the window has no frame")
        for entry in frame.entries:
            frame.go(entry.page_id)
            self.settle()
            page = frame.page
            if page is None:
                raise RuntimeError(f"there is no page {entry.page_id}")
            if page.head_day() is not None:
                page.show_day(working_day())
                self.settle()
            self._type_into(page)
            if entry.page_id == "map":
                self.settle(partial(_is_drawn, page), 8_000)
                self.saw_the_map = _is_drawn(page)
        self.window.ask_find()
        self.settle()
        found = QApplication.focusWidget()
        if found is not None:
            type_in(found, LAST[:6])
        self.settle()

    def _type_into(self, page: QWidget) -> None:
        for line in page.findChildren(QLineEdit)[:6]:
            if line.isVisible() and line.isEnabled() and not line.isReadOnly():
                type_in(line, LAST)
                self.settle()
                press(line, Qt.Key.Key_Escape)
        for note in page.findChildren(QTextEdit)[:2]:
            if note.isVisible() and not note.isReadOnly():
                type_in(note, NOTE)
        self.settle()

    def preview(self) -> None:
        """Open the papers of the day on the screen."""
        office, day = self.opened.office, working_day()
        about = {"roads": office.map, "settings": office.settings, "now": office.clock.now()}
        with office.store.read() as session:
            sheets = run_sheets(session, day, **about)  # type: ignore[arg-type]
            logs = trip_logs(session, day, **about)  # type: ignore[arg-type]
        for title, pdf in (("Sheets", run_sheets_pdf(sheets)), ("Logs", trip_logs_pdf(logs))):
            PaperPreview(title, pdf, self.window).show()
            self.settle()

    def break_down(self) -> None:
        """Let everything go wrong that can, with members' data in the exceptions' words."""
        for error in (ValueError(LAST), KeyError(PHONE), RuntimeError(f"{FIRST} {ADDRESS}")):
            try:
                raise error
            except (ValueError, KeyError, RuntimeError) as raised:
                sys.excepthook(type(raised), raised, raised.__traceback__)
        qWarning(f"QFont: {LAST}")
        qCritical(f"QObject::connect: {LAST} {PHONE}")
        self.desk.jobs.read(_broken_job, lambda _result: None)
        self.settle()
        QThreadPool.globalInstance().waitForDone(2_000)
        self.settle()


def _is_drawn(page: QWidget) -> bool:
    views = page.findChildren(MapView)
    return bool(views) and all(view.is_ready for view in views)


def _broken_job(_progress: object) -> None:
    raise LookupError(f"{OTHER_LAST} {OTHER_PHONE} at {time(9, 5)}")


def main(data: Path, papers: Path, map_file: Path) -> int:
    """Live the day, wait, leave."""
    told = io.StringIO()
    desk = Shell(data)
    for said in by_command(desk, papers, map_file):
        told.write(said)
    office = Office.open(data, LOGIN, PASSWORD)
    by_service(office)
    office.close()
    seen = InTheWindow(data)
    seen.visit()
    seen.preview()
    seen.break_down()
    (papers / "messages.txt").write_text(told.getvalue(), encoding="utf-8")
    print("open", "with" if seen.saw_the_map else "without", "the map", flush=True)  # noqa: T201 - the test waits for it
    sys.stdin.readline()
    seen.window.close_anyhow()
    seen.settle()
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:])))
