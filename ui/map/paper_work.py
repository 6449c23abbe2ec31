"""The map on paper: what is in sight, or one run; made by a job, previewed, noted in the trail."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFileDialog, QWidget

from nemt_desk.geo.shapes import BBox
from nemt_desk.ground.errors import DeskError, EnvironmentProblem
from nemt_desk.ground.progress import Progress
from nemt_desk.ground.words import long_day_text
from ui.map.day import MapDay
from ui.map.marks import Layer, Mark
from ui.map.pane import MapPane
from ui.shell.desk import Desk
from ui.widgets.paper import PaperPreview

if TYPE_CHECKING:
    from ui.map.print_map import PrintMark, PrintWish

_NOT_ON_PAPER = {Layer.REACH: "drivers' reach", Layer.UNMET: "requests turned down"}
_ABOUT_PEOPLE = frozenset(Layer) - {Layer.CLOSED, Layer.PLACES, Layer.UNMET}


class PaperWork:
    """Prints and saves; remembers whose data stands on what."""

    def __init__(self, desk: Desk, pane: MapPane) -> None:
        self._desk = desk
        self._pane = pane

    @property
    def can_print(self) -> bool:
        """Whether there is a map to print."""
        return self._desk.office.map is not None

    def print_sight(self, day: MapDay, shown: Iterable[Layer]) -> None:
        """Print what is in sight."""
        layers = frozenset(shown)

        def make(box: BBox) -> None:
            marks = seen_marks(day.marks, layers, box)
            missing = left_out(day.marks, layers)
            wish = replace(sight_words(self._desk, day.day, marks, box), left_out=missing)
            self._print(wish, marks, act="Printed the map", file_name=f"map-{day.day}.pdf")

        self._pane.ask_sight(make)

    def print_run(self, day: MapDay, run: Mark) -> None:
        """Print one run with its stops in order."""
        closed = [mark for mark in day.marks if mark.layer is Layer.CLOSED]
        wish = run_words(self._desk, day.day, run, closed)
        name = f"run-map-{day.day}.pdf"
        self._print(wish, [run], act="Printed a run's map", file_name=name)

    def save_picture(self, day: MapDay, shown: Iterable[Layer]) -> None:
        """Save what is in sight, as it is seen."""
        view, layers = self._pane.view, frozenset(shown)
        if view is None:
            return
        picture = view.grab()
        dialog = QFileDialog(self._pane, "Save as picture", f"map-{day.day}.png", "PNG (*.png)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("png")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def save(box: BBox) -> None:
            marks = seen_marks(day.marks, layers, box)
            dialog.fileSelected.connect(lambda name: self.save_to(Path(name), picture, marks))
            dialog.open()

        self._pane.ask_sight(save)

    def save_to(self, path: Path, picture: QPixmap, marks: Iterable[Mark]) -> None:
        """Write a picture, and note in the trail whose data it shows."""
        if not picture.save(str(path), "PNG"):
            self._desk.refuse(
                EnvironmentProblem("The picture could not be written there. Choose another place.")
            )
            return
        self._note("Saved a picture of the map", list(marks))
        self._desk.say(f"Saved {path.name}. It may show members' homes and is not encrypted.")

    def _print(self, wish: "PrintWish", marks: list[Mark], *, act: str, file_name: str) -> None:
        known = self._desk.office.map
        if known is None:
            return

        def work(progress: Progress) -> bytes:
            from ui.map.print_map import print_map  # noqa: PLC0415 - paper, when it is wanted

            progress.step("Drawing the map", 10)
            return print_map(known.display, known.info, wish)

        def show(pdf: bytes) -> None:
            PaperPreview(
                wish.title, pdf, self._parent(), file_name=file_name,
                printed=lambda: self._note(act, marks),
            ).show()  # fmt: skip

        self._desk.jobs.read(work, show, title="Printing the map")

    def _parent(self) -> QWidget:
        return self._pane.window()

    def _note(self, act: str, marks: list[Mark]) -> None:
        runs = [mark.run_id for mark in marks if mark.run_id is not None]
        members = [member for mark in marks for member in mark.members]
        try:
            self._desk.office.runs.printed(self._desk.actor, act, run_ids=runs, member_ids=members)
        except DeskError as error:
            self._desk.refuse(error)


def seen_marks(marks: Iterable[Mark], layers: frozenset[Layer], box: BBox) -> list[Mark]:
    """Return the marks of those layers of which a part lies in the box."""
    return [
        mark
        for mark in marks
        if mark.layer in layers and any(box.contains(*point) for point in mark.line)
    ]


def left_out(marks: Sequence[Mark], layers: frozenset[Layer]) -> tuple[str, ...]:
    """Return, in words, what those layers show on the screen that paper does not."""
    shown = {mark.layer for mark in marks if mark.line} & layers
    words = [text for layer, text in _NOT_ON_PAPER.items() if layer in shown]
    if Layer.CLOSED in shown and any(m.is_faint for m in marks if m.layer is Layer.CLOSED):
        words.append("roads that will be closed later")
    return tuple(words)


def sight_words(desk: Desk, day: date, marks: list[Mark], box: BBox) -> "PrintWish":
    """Return the paper of what is in sight: runs by number, no member's name."""
    from ui.map.print_map import MarkKind, PrintMark, PrintRoute, PrintWish  # noqa: PLC0415

    kinds = {
        Layer.HOMES: MarkKind.HOME, Layer.OTHER_HOMES: MarkKind.HOME,
        Layer.PLACES: MarkKind.PLACE, Layer.DRIVERS: MarkKind.DRIVER,
    }  # fmt: skip
    runs = [mark for mark in marks if mark.layer is Layer.RUNS]
    rides = [mark for mark in marks if mark.layer is Layer.UNASSIGNED]
    points = [PrintMark(m.line[0], kinds[m.layer]) for m in marks if m.layer in kinds]
    office = desk.office
    return PrintWish(
        title=f"Map of {long_day_text(day)}",
        subtitle=_sight_counts(runs, rides),
        area=box,
        routes=tuple(PrintRoute(m.line, str(m.number), f"{m.title}, {m.detail}") for m in runs),
        marks=tuple(points),
        rides=tuple(mark.line for mark in rides),
        closed=tuple(m.line for m in marks if m.layer is Layer.CLOSED and not m.is_faint),
        agency=office.settings.name,
        printed_at=office.time.local(office.clock.now()),
        is_confidential=any(mark.layer in _ABOUT_PEOPLE for mark in marks),
    )


def run_words(desk: Desk, day: date, run: Mark, closed: Iterable[Mark]) -> "PrintWish":
    """Return the paper of one run: its stops by number, in words beside the map."""
    from ui.map.print_map import PrintRoute, PrintWish  # noqa: PLC0415

    office = desk.office
    number = str(run.number)
    return PrintWish(
        title=f"Run {number} of {long_day_text(day)}: {run.title}",
        subtitle=run.detail,
        routes=(PrintRoute(run.line, number, run.title),),
        marks=tuple(_stops(run)),
        closed=tuple(mark.line for mark in closed if not mark.is_faint),
        agency=office.settings.name,
        printed_at=office.time.local(office.clock.now()),
    )


def _stops(run: Mark) -> "Iterable[PrintMark]":
    from ui.map.print_map import MarkKind, PrintMark  # noqa: PLC0415

    for stop in run.stops:
        sign = str(stop.number)
        yield PrintMark(stop.point, MarkKind.STOP, sign, stop.text, str(run.number))


def _sight_counts(runs: list[Mark], rides: list[Mark]) -> str:
    words = _counted(runs, "run")
    return f"{words}, {_counted(rides, 'ride')} without a driver" if rides else words


def _counted(marks: list[Mark], noun: str) -> str:
    return f"{len(marks)} {noun}{'s' if len(marks) != 1 else ''}"
