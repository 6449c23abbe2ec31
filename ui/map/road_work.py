"""Marking a road as closed: points on the map, then the form; changing and ending a closure."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import timedelta

from nemt_desk.closures.queries import closure as read_closure
from nemt_desk.closures.rows import Closure, ClosureEntry
from nemt_desk.geo.roads.driving import ClosedRoad
from nemt_desk.geo.shapes import LatLon
from nemt_desk.ground.changes import Changes, Saved
from nemt_desk.ground.errors import DeskError, InputError
from nemt_desk.ground.ids import Id
from nemt_desk.ground.words import road_text
from ui.map.closure_marks import Piece
from ui.map.pane import MapPane
from ui.map.road_form import RoadForm
from ui.map.where import Whereabouts
from ui.shell.desk import Desk

type Done = Callable[[Closure | None, Closure | None, Changes], object]
"""Hears what a closure was before and is now (None: was new, is taken back), and what was done."""


class RoadWork:
    """Holds the closure that is being marked.

    `moved` is called when it begins, goes on or ends; `done` with what was saved.
    """

    _form: RoadForm

    def __init__(
        self, desk: Desk, pane: MapPane, *, moved: Callable[[], object], done: Done
    ) -> None:
        self._desk = desk
        self._pane = pane
        self._moved = moved
        self._done = done
        self._where = Whereabouts(desk, pane)
        self._where.told.connect(self._on_told)
        self._kept: Closure | None = None
        self._given = ""
        self._at: LatLon | None = None
        self._lines: tuple[tuple[LatLon, ...], ...] = ()
        self._is_added, self._refusal = False, ""
        self.points: tuple[LatLon, ...] = ()
        self.is_on = False

    def sit(self, form: RoadForm) -> None:
        """Take the form; before anything else."""
        self._form = form

    @property
    def has_unsaved(self) -> bool:
        """Whether leaving the program now would lose something."""
        return self.is_on and (bool(self.points) or self._form.form.is_changed())

    def begin(self) -> None:
        """Begin to mark a road; what was left unsaved before is still there."""
        if self._desk.office.map is None:
            self._desk.say("There is no map yet to mark a road on. Build one in Office.")
            return
        is_draft = self._kept is None and (self.points or self._form.name.text().strip())
        if not is_draft:
            self._start(ClosureEntry(from_on=self._desk.today()), None)
        self._turn_on(is_draft=bool(is_draft))

    def change(self, closure_id: Id) -> None:
        """Take up a closure that is kept."""
        try:
            kept = self._read(closure_id)
        except DeskError as error:
            self._desk.refuse(error)
            return
        self._start(ClosureEntry.of(kept), kept)
        self._turn_on(is_draft=True)
        self._form.focus_first()

    def put(self, at: LatLon) -> None:
        """Note where the cross-hair is."""
        self._at = at
        self._where.ask(at)

    def hear(self, word: str) -> None:
        """Do what was said on the map: add a point, take one back, go on to the form."""
        if word == "add":
            self.add()
        elif word == "back":
            self.take_back()
        elif word == "done":
            self._form.focus_first()

    def add(self) -> None:
        """Add the spot under the cross-hair."""
        if self._at is not None and self._at not in self.points[-1:]:
            self.points = (*self.points, self._at)
            self._is_added, self._refusal = True, ""
            self._ask_pieces()

    def take_back(self) -> None:
        """Take the last point back."""
        self.points = self.points[:-1]
        self._is_added, self._refusal = False, ""
        self._ask_pieces()

    def save(self) -> None:
        """Keep the closure."""
        closures, actor, kept = self._desk.office.closures, self._desk.actor, self._kept
        try:
            entry = self._form.entry(self.points)
            if kept is None:
                saved = closures.add(actor, entry)
            else:
                changes = closures.change(actor, kept.id, entry, version=kept.version)
                saved = Saved(kept.id, changes)
        except InputError as error:
            self._form.form.show_problems(error)
            line = [p.sentence for p in error.problems if p.field == "line"]
            self._form.say(self._form.shut.text(), " ".join(line))
        except DeskError as error:
            self._desk.refuse(error)
        else:
            self._start(ClosureEntry(from_on=self._desk.today()), None)
            self.leave()
            self._done(kept, self._read(saved.id), saved.changes)

    def reopen(self, closure_id: Id) -> None:
        """Say that a road is open again from today; one that was never shut is taken back."""
        office, today = self._desk.office, self._desk.today()
        try:
            kept = self._read(closure_id)
            if kept.from_on >= today:
                changes = office.closures.archive(self._desk.actor, closure_id)
            else:
                changes = office.closures.end(
                    self._desk.actor, closure_id, today - timedelta(days=1), version=kept.version
                )
        except DeskError as error:
            self._desk.refuse(error)
        else:
            after = self._read(closure_id)
            self._done(kept, None if after.is_archived else after, changes)

    def _read(self, closure_id: Id) -> Closure:
        with self._desk.office.store.read() as session:
            return read_closure(session, closure_id)

    def start_anew(self) -> None:
        """Empty points and form."""
        self._start(ClosureEntry(from_on=self._desk.today()), None)
        self._show()

    def leave(self) -> None:
        """Go back to the list; a new closure that is not saved can be gone on with."""
        self.is_on = False
        self._where.ask(None)
        self._pane.draw_road(None)
        self._moved()

    def _start(self, entry: ClosureEntry, kept: Closure | None) -> None:
        self._kept = kept
        self._given = ""
        self.points = entry.line
        self._lines = ()
        self._at = None
        self._form.begin(entry, is_new=kept is None)

    def _turn_on(self, *, is_draft: bool) -> None:
        self.is_on = True
        self._moved()
        if is_draft:
            self._ask_pieces()
        else:
            self._show()

    def _show(self) -> None:
        start = self._at or (self.points[-1] if self.points else None)
        self._pane.draw_road(start, self.points, self._lines or (self.points,))

    def _ask_pieces(self) -> None:
        points, known = self.points, self._desk.office.map
        if not points or known is None:
            self._on_pieces(())
            return
        self._lines = ()
        self._show()
        self._desk.jobs.read(
            lambda _progress: known.closed_pieces(ClosedRoad(points)),
            lambda pieces: self._on_pieces(pieces) if points == self.points else None,
            failed=lambda error: self._on_no_road(error) if points == self.points else None,
            latest="map.closed_pieces",
        )

    def _on_pieces(self, pieces: Sequence[Piece]) -> None:
        self._lines = tuple(piece.line for piece in pieces)
        names = _names(pieces)
        typed = self._form.name.text().strip()
        if names and typed in ("", self._given):
            self._given = names[0]
            self._form.name.set_value(names[0])
        self._form.say(_shut_words(len(self.points), pieces, names), self._refusal)
        self._show()

    def _on_no_road(self, error: DeskError) -> None:
        """Say what is wrong; a point that was only just added is taken back by itself."""
        self._refusal, self._lines = error.sentence, ()
        if self._is_added:
            self._is_added = False
            self.points = self.points[:-1]
            self._refusal += " The point was not set."
            self._ask_pieces()
            return
        self._form.say(_shut_words(len(self.points), (), []), self._refusal)
        self._show()

    def _on_told(self, words: str) -> None:
        if self.is_on:
            self._form.say_where(words)
            self._pane.say_near(words)


def _shut_words(count: int, pieces: Sequence[Piece], names: Sequence[str]) -> str:
    if not count:
        return ""
    points = f"{count} point{'s' if count != 1 else ''}"
    if not pieces:
        return f"{points} set."
    length = road_text(sum(piece.length_m for piece in pieces))
    others = f" and {len(names) - 1} more" if len(names) > 1 else ""
    road = f"{names[0]}{others}" if names else "a road without a name"
    return f"{points} set. Closes {length} of {road}."


def _names(pieces: Sequence[Piece]) -> list[str]:
    """Return the roads' names, the one that is shut longest first."""
    lengths: defaultdict[str, float] = defaultdict(float)
    for piece in pieces:
        lengths[piece.name] += piece.length_m
    return sorted((name for name in lengths if name), key=lambda name: -lengths[name])
