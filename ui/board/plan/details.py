"""The selected line of the plan: why this driver, what it costs, who comes next, what would serve.

Stands in the place of the drivers; each cure has a key.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QScrollArea, QWidget

from nemt_desk.planning.proposal.rows import Cure, LeftOut, Why
from ui.board.plan.offered import PlanLine
from ui.board.plan.words import CURE_KEYS, cure_verb, money_words, ride_words, why_lines
from ui.theme.theme import GAP, SPACE, target_height, theme
from ui.widgets.layout import Heading, QuietLabel, column, heading, plain_label, row, scrolling

_LOOKING = "Looking at who else could take it …"
_TRYING = "Trying out what would serve it …"
_NO_CURE = "Nothing small would serve it: no driver, hour or time that was tried."


class _CureLine(QWidget):
    """One cure: the button with its key, and the sentence, which wraps beside it."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key
        self.button = QPushButton()
        self.button.setAutoDefault(False)
        self.words = plain_label()
        layout = row(self.button, self.words)
        layout.setStretch(1, 1)
        layout.setAlignment(self.button, Qt.AlignmentFlag.AlignTop)
        self.setLayout(layout)
        self.hide()

    def show_cure(self, cure: Cure) -> None:
        self.button.setText(f"{cure_verb(cure)}  {self.key}")
        self.button.setAccessibleName(f"{cure_verb(cure)}: {cure.sentence}")
        self.words.setText(cure.sentence)
        self.show()


class PlanDetails(QWidget):
    """Shows one line.

    Signals:
        cure_asked: (int) the cure with that place is to be done.
    """

    cure_asked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.cures: Sequence[Cure] = ()
        self.head = Heading("", 1.05)
        self.head.setWordWrap(True)
        self.about = plain_label(name="Why, and what it costs")
        self.more = plain_label(name="Who else")
        self.quiet = QuietLabel()
        self.lines = [_CureLine(key) for key in CURE_KEYS]
        for at, one in enumerate(self.lines):
            one.button.clicked.connect(lambda _checked=False, place=at: self.cure_asked.emit(place))
        inner = QWidget()
        inner.setLayout(
            column(self.head, self.about, self.quiet, *self.lines, self.more, space=SPACE)
        )
        self.area: QScrollArea = scrolling(inner, margin=0)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.title = heading("")
        self.setLayout(column(self.title, self.area, space=GAP))
        theme().changed.connect(self._size)
        self._size()
        self.show_line(None)

    def show_line(self, line: PlanLine | None) -> None:
        """Show what is known of a line at once; the rest follows."""
        self.cures = ()
        self.more.clear()
        for one in self.lines:
            one.hide()
        is_left = line is not None and line.left is not None
        self.title.setText("Why nobody, and what would serve" if is_left else "Why this driver")
        self.head.setText(ride_words(line) if line else "Choose a line of the plan.")
        self.about.setText("\n".join(_known(line)))
        self.quiet.setText(_asked(line))
        self.quiet.setVisible(bool(self.quiet.text()))
        if line is not None and line.why is not None:
            self.show_why(line.why)

    @property
    def is_asking(self) -> bool:
        """Whether the reasons of the line shown are not there yet."""
        return self.quiet.text() in {_LOOKING, _TRYING} and not self.quiet.isHidden()

    def show_why(self, why: Why) -> None:
        """Show why this driver and who comes next."""
        self.quiet.hide()
        self.about.setText("\n".join([self.about.text(), "", *why.sentences]).strip())
        self.more.setText("\n".join(why_lines(why)))

    def show_cures(self, cures: Sequence[Cure]) -> None:
        """Show what would serve a ride that nobody drives."""
        self.cures = cures[: len(self.lines)]
        self.quiet.setText("What would serve it:" if cures else _NO_CURE)
        for one, cure in zip(self.lines, self.cures, strict=False):
            one.show_cure(cure)

    def focus_first(self) -> None:
        """Put the focus where the arrows scroll, or on the first cure."""
        self.area.setFocus(Qt.FocusReason.OtherFocusReason)

    def _size(self) -> None:
        for one in self.lines:
            one.button.setMinimumHeight(target_height())


def _known(line: PlanLine | None) -> list[str]:
    if line is None:
        return []
    if line.proposal is not None:
        one = line.proposal
        tells = f"To be told: {', '.join(one.tells).rstrip('.')}." if one.tells else ""
        return [text for text in (one.what, money_words(one), one.note, tells) if text]
    if isinstance(line.left, LeftOut):
        return [line.left.sentence]
    return list(line.left.why) if line.left else []


def _asked(line: PlanLine | None) -> str:
    if line is None or isinstance(line.left, LeftOut):
        return ""
    return _LOOKING if line.proposal is not None else _TRYING
