"""A strip: a piece as wide as the page, with text, lines, boxes and room to write.

Measured in points from its top left corner. Strips know nothing of pages (`paper` lays them).
"""

from dataclasses import dataclass, field
from typing import Final

from reportlab.lib.pagesizes import letter
from reportlab.lib.units import inch, mm

from reports.letters import Face, plain, width, wrap

PAGE_WIDTH, PAGE_HEIGHT = letter
MARGIN: Final = 0.5 * inch
WIDTH: Final = PAGE_WIDTH - 2 * MARGIN
SMALLEST: Final = 10.0
"""No text on paper is smaller."""
WRITING: Final = 8 * mm
"""Height of a line to write on."""
THIN, THICK = 0.6, 1.6
GAP: Final = 10.0
_LEADING: Final = 1.22
_DESCENT: Final = 3.0
_TICK: Final = 9.0


@dataclass(slots=True)
class Strip:
    """A piece of the page, growing downwards as things are put on it."""

    height: float = 0.0
    words: list[tuple[float, float, str, float, Face]] = field(default_factory=list)
    rules: list[tuple[float, float, float, float, float]] = field(default_factory=list)
    fills: list[tuple[float, float, float, float]] = field(default_factory=list)
    pictures: list[tuple[float, float, float, float, bytes]] = field(default_factory=list)

    def write(
        self, x: float, down: float, text: str, *, size: float = SMALLEST, face: Face = Face.REGULAR
    ) -> float:
        """Put one line of text with its baseline `down` from the top; return where it ends."""
        printable = plain(text, face)
        self.words.append((x, down, printable, size, face))
        return x + width(printable, size, face)

    def para(
        self,
        text: str,
        *,
        x: float = 0.0,
        room: float = WIDTH,
        size: float = SMALLEST,
        face: Face = Face.REGULAR,
    ) -> None:
        """Put text below what is there, broken into lines of `room` points."""
        if not text:
            return
        lead = size * _LEADING
        for line in wrap(text, room, size, face):
            self.words.append((x, self.height + size, line, size, face))
            self.height += lead

    def labelled(self, label: str, text: str, *, x: float = 0.0, room: float = WIDTH) -> None:
        """Put `label` and, if there is any, `text` behind it; nothing where text is empty."""
        if not text:
            return
        indent = width(label, SMALLEST) + 5
        self.words.append((x, self.height + SMALLEST, label, SMALLEST, Face.REGULAR))
        self.para(text, x=x + indent, room=room - indent, face=Face.BOLD)

    def rule(
        self, x: float, room: float, *, thick: bool = False, down: float | None = None
    ) -> None:
        """Draw a line across, at the bottom of what is there unless told where."""
        at = self.height if down is None else down
        self.rules.append((x, at, x + room, at, THICK if thick else THIN))

    def frame(self, x: float, down: float, room: float, high: float) -> None:
        """Draw the outline of a box."""
        for mark in (
            (x, down, x + room, down, THIN),
            (x, down + high, x + room, down + high, THIN),
            (x, down, x, down + high, THIN),
            (x + room, down, x + room, down + high, THIN),
        ):
            self.rules.append(mark)

    def tick(self, x: float, baseline: float, text: str) -> float:
        """Put a box to tick with its word; return where it ends."""
        self.frame(x, baseline - _TICK + 1, _TICK, _TICK)
        return self.write(x + _TICK + 4, baseline, text) + GAP

    def picture(self, jpeg: bytes, *, x: float, down: float, room: float, high: float) -> None:
        """Put a JPEG into a frame of this size."""
        self.pictures.append((x, down, room, high, jpeg))
        self.frame(x, down, room, high)
        self.height = max(self.height, down + high + 1)

    def blank(self, x: float, baseline: float, label: str, end: float) -> None:
        """Put a label and a line to write on, up to `end`."""
        start = self.write(x, baseline, label) + 4 if label else x
        self.rule(start, end - start, down=baseline + 2)

    def time_blank(self, x: float, baseline: float, label: str, *, room: float = 64.0) -> float:
        """Put a label, a line for a time and boxes for a.m. and p.m.; return where it ends."""
        start = self.write(x, baseline, label) + 4
        self.rule(start, room, down=baseline + 2)
        after = self.tick(start + room + 5, baseline, "a.m.") - 3
        return self.tick(after, baseline, "p.m.")

    def band(self, text: str, *, end_text: str = "") -> None:
        """Put a heading on a grey band, with `end_text` at its right end."""
        top = self.height
        room = width(end_text, 11, Face.BOLD)
        heading = Strip(height=1)
        heading.para(text, x=4, room=WIDTH - room - 20, size=11, face=Face.BOLD)
        heading.skip(2)
        if end_text:
            heading.write(WIDTH - room - 4, 12, end_text, size=11, face=Face.BOLD)
        heading.fills.append((0, 0, WIDTH, heading.height))
        self.join(heading, down=top)
        self.skip(1)

    def skip(self, points: float) -> None:
        """Leave room."""
        self.height += points

    def join(self, other: "Strip", *, x: float = 0.0, down: float | None = None) -> None:
        """Put another strip on this one: below, or beside what is there."""
        top = self.height if down is None else down
        self.words += [
            (x + wx, top + wy, words, size, face) for wx, wy, words, size, face in other.words
        ]
        self.rules += [
            (x + x1, top + y1, x + x2, top + y2, line) for x1, y1, x2, y2, line in other.rules
        ]
        self.fills += [(x + bx, top + by, room, high) for bx, by, room, high in other.fills]
        self.pictures += [
            (x + px, top + py, room, high, jpeg) for px, py, room, high, jpeg in other.pictures
        ]
        self.height = max(self.height, top + other.height)

    def followed_by(self, other: "Strip") -> "Strip":
        """Return a new strip: this one with another below."""
        both = Strip()
        both.join(self)
        both.join(other)
        return both

    def cut(self, high: float) -> tuple["Strip", "Strip"]:
        """Cut the strip in two between lines of text, the upper part at most `high`."""
        ends = [down + _DESCENT for _, down, *_ in self.words if down + _DESCENT <= high]
        at = max(ends, default=high)
        upper = Strip(
            height=at,
            words=[mark for mark in self.words if mark[1] < at],
            rules=[mark for mark in self.rules if mark[3] < at],
            fills=[mark for mark in self.fills if mark[1] < at],
            pictures=[mark for mark in self.pictures if mark[1] < at],
        )
        lower = Strip(
            height=self.height - at,
            words=[
                (x, down - at, words, size, face)
                for x, down, words, size, face in self.words
                if down >= at
            ],
            rules=[
                (x1, y1 - at, x2, y2 - at, line) for x1, y1, x2, y2, line in self.rules if y2 >= at
            ],
            fills=[(x, down - at, room, deep) for x, down, room, deep in self.fills if down >= at],
            pictures=[
                (x, down - at, room, deep, jpeg)
                for x, down, room, deep, jpeg in self.pictures
                if down >= at
            ],
        )
        return upper, lower
