"""The decision panel: what the rules say about the call so far, and what can be done about it."""

from collections.abc import Iterator, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from nemt_desk.policy.decision import Outcome
from ui.actions.action import Action, key_text
from ui.actions.button import ActionButton
from ui.book.call.judge import Verdict
from ui.book.decision import blocks, words
from ui.book.decision.blocks import Block, Offer
from ui.book.decision.chip import OVERRIDE, OutcomeChip
from ui.book.form.fields import WideLine
from ui.book.form.lines import labelled
from ui.theme.theme import GAP, SPACE, larger, theme
from ui.widgets.flow import flow
from ui.widgets.form import ErrorLabel
from ui.widgets.layout import QuietLabel, column, panel, plain_label

WAITING, GO_ON = "Waiting", "Go on asking"


class DecisionPanel(QFrame):
    """Shows a verdict; the override's reason is typed here.

    Signals:
        reason_edited: the person has typed at the override's reason.
        paper_asked: (kind of paper) a paper is to be made.
        fact_asked: (the engine's name of a fact) the field of a fact is wanted.
    """

    reason_edited = Signal()
    paper_asked = Signal(str)
    fact_asked = Signal(str)

    def __init__(self, actions: Mapping[str, Action]) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAccessibleName("Decision")
        self._actions = actions
        self._shown: tuple[Outcome | None, str] = (None, WAITING)
        self._blocks: list[tuple[Block, str]] = []
        self.chip = OutcomeChip(None, WAITING, big=True)
        self._meaning = plain_label()
        self._rows = _Rows()
        self._findings, self._notes = _lines(), _lines()
        self.reason = WideLine("Reason for the override", chars=60, hint="who decided, and why")
        self.reason.edited.connect(self.reason_edited)
        self.error = ErrorLabel()
        self._override = panel(
            column(
                QuietLabel("To book it all the same, say why. It stays with the trip."),
                labelled("Reaso&n", self.reason),
                self.error,
                space=GAP,
            )
        )
        names = ("override", "refer", "turn_down", "deny")
        self.buttons = {name: ActionButton(actions[name]) for name in names}
        self._bar = flow(*self.buttons.values())
        self._lay_out()
        theme().changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self.show_nothing()

    def _lay_out(self) -> None:
        # What can be done stands above what was found: it keeps its place while findings change.
        top = (self.chip, self._meaning, self._rows, self._bar, self._override)
        self.setLayout(column(*top, self._findings, self._notes, None, margin=SPACE))

    def show_nothing(self) -> None:
        """Show that nothing is known yet."""
        self._show(None, WAITING)
        self._meaning.setText("The rules answer here while you type.")
        self._rows.show_rows(())
        self._fill([])
        self._override.hide()
        self._bar.hide()

    def show_verdict(self, verdict: Verdict, asked: Mapping[str, str]) -> None:
        """Show what the rules say so far; `asked` says which papers were asked for, and when."""
        if verdict.decision is None:
            self.show_nothing()
            return
        outcome = words.outcome_of(verdict)
        is_overridden = words.is_overridden(verdict)
        self._show(None if is_overridden else outcome, _word(outcome, is_overridden=is_overridden))
        self._meaning.setText(words.meaning(verdict))
        self._rows.show_rows(words.rows(verdict))
        self._fill(_parts(verdict, asked))
        self._show_buttons(verdict, outcome)

    def shown(self) -> tuple[Outcome | None, str]:
        """Return the outcome shown, or the word in its place."""
        return self._shown

    def ask_reason(self) -> None:
        """Go to the override's reason, if there is one to be given."""
        if not self._override.isHidden():
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def text(self) -> str:
        """Return everything the panel says."""
        said = [self.chip.word(), self._meaning.text(), self._rows.text()]
        return "\n".join([*said, *(block.text for block, _offer in self._blocks)])

    def show_problem(self, sentence: str) -> None:
        """Show what is wrong with the override's reason."""
        self.error.show_problem(sentence)
        if sentence:
            self._override.show()

    def _show(self, outcome: Outcome | None, word: str) -> None:
        self._shown = (outcome, word)
        self.chip.show_outcome(outcome, word)

    def _show_buttons(self, verdict: Verdict, outcome: Outcome | None) -> None:
        needs = outcome not in {None, Outcome.ALLOWED, Outcome.EMERGENCY}
        self._override.setVisible(needs and verdict.may_override)
        shown = {
            "override": needs and verdict.may_override,
            "refer": outcome is Outcome.REFER,
            "turn_down": True,
            "deny": needs and outcome is not Outcome.REFER,
        }
        for name, button in self.buttons.items():
            button.setVisible(shown[name])
            button.refresh()
        self._bar.show()

    def _fill(self, wanted: Sequence[Block]) -> None:
        pairs = list(self._with_offers(wanted))
        if pairs == self._blocks:
            return  # nothing flickers, and a button keeps its focus, while other facts are typed
        self._blocks = pairs
        for lines in (self._findings, self._notes):
            _empty(lines)
        shown = []
        for block, offer in pairs:
            lines = self._findings if block.is_loud else self._notes
            shown.append(block.widget(self._offer(block, offer)))
            lines.addWidget(shown[-1])
        # A layout shows what it gets only when the loop runs: these are seen with the outcome.
        for widget in shown:
            widget.show()

    def _with_offers(self, wanted: Sequence[Block]) -> Iterator[tuple[Block, str]]:
        """Go through the parts with their buttons' words; the key does the first of each kind."""
        keyed: set[str] = set()
        for block in wanted:
            if not block.offer:
                yield block, ""
                continue
            name = "answer" if block.asks else "paper"
            what = "Answer" if block.asks else f"Make the paper: {words.paper_name(block.offer)}"
            yield block, what if name in keyed else f"{what}  {key_text(self._actions[name].key)}"
            keyed.add(name)

    def _offer(self, block: Block, said: str) -> Offer | None:
        if not said:
            return None
        signal = self.fact_asked if block.asks else self.paper_asked
        return Offer(said, lambda: signal.emit(block.offer))

    def _on_theme_changed(self) -> None:
        font = self.font()
        font.setPointSize(theme().points)
        self._meaning.setFont(larger(font, factor=1.1))


def _word(outcome: Outcome | None, *, is_overridden: bool) -> str:
    if is_overridden:
        return OVERRIDE
    return GO_ON if outcome is None else ""


def _parts(verdict: Verdict, asked: Mapping[str, str]) -> list[Block]:
    decision = verdict.decision
    if decision is None:
        return []
    findings = words.told(verdict)
    parts = [blocks.of_finding(one, decision.contact, asked.get(one.paper, "")) for one in findings]
    if verdict.repeat is not None:
        parts += blocks.of_repeat(verdict.repeat, findings)
    parts += [blocks.of_warning(one.sentence) for one in verdict.warnings]
    parts += [blocks.of_note(one) for one in decision.notes]
    return parts + [blocks.of_requirement(one) for one in decision.requirements]


class _Rows(QWidget):
    """How it goes, who pays and whom to call: name and words side by side."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACE)
        self._grid.setVerticalSpacing(GAP // 2)
        self._grid.setColumnStretch(1, 1)
        self._labels = [(QuietLabel(wraps=False), plain_label()) for _ in range(3)]
        for at, (name, said) in enumerate(self._labels):
            self._grid.addWidget(name, at, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(said, at, 1)

    def show_rows(self, wanted: Sequence[tuple[str, str]]) -> None:
        pairs = [*wanted, *[("", "")] * (len(self._labels) - len(wanted))]
        for (name, said), (what, text) in zip(self._labels, pairs, strict=True):
            name.setText(what)
            said.setText(text)
            _set_shown((name, said), is_shown=bool(text))
        self.setVisible(bool(wanted))

    def text(self) -> str:
        return "\n".join(
            f"{name.text()}: {said.text()}" for name, said in self._labels if said.text()
        )


def _lines() -> QVBoxLayout:
    lines = QVBoxLayout()
    lines.setSpacing(SPACE)
    return lines


def _empty(lines: QVBoxLayout) -> None:
    while (item := lines.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def _set_shown(labels: tuple[QLabel, ...], *, is_shown: bool) -> None:
    for label in labels:
        label.setVisible(is_shown)
