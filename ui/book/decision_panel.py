"""The decision panel: what the rules say about the call so far, each with source and cure."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QLayout, QVBoxLayout, QWidget

from nemt_desk.policy.decision import Contact, Decision, Finding, Note, Outcome, Requirement
from nemt_desk.trips.rows import Violation
from ui.actions.action import Action
from ui.actions.button import ActionButton
from ui.book.booking import Verdict
from ui.book.fields import WideLine
from ui.book.lines import labelled
from ui.book.outcome import CARRY, NOTE, WARNING, OutcomeChip
from ui.theme.theme import GAP, SPACE
from ui.widgets.flow import flow
from ui.widgets.form import ErrorLabel
from ui.widgets.layout import QuietLabel, column, heading, line, panel, plain_label, row

_UNKNOWN = "FACT"


class DecisionPanel(QFrame):
    """Shows a verdict; the override's reason is typed here.

    Signals:
        reason_edited: the person has typed at the override's reason.
    """

    reason_edited = Signal()

    def __init__(self, override: Action, turn_down: Action) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAccessibleName("Decision")
        self.chip = OutcomeChip(None, "Decision", big=True)
        self._head = plain_label()
        self._lines = QVBoxLayout()
        self._lines.setSpacing(SPACE)
        self.reason = WideLine("Reason for the override", chars=60, hint="who decided, and why")
        self.reason.edited.connect(self.reason_edited)
        self.error = ErrorLabel()
        self._override = panel(
            column(
                plain_label("To book it all the same, say why. It stays with the trip."),
                labelled("Reaso&n", self.reason),
                self.error,
                space=GAP,
            )
        )
        self._to_reason = ActionButton(override)
        self._buttons = flow(self._to_reason, ActionButton(turn_down))
        self.setLayout(
            column(
                heading("Decision"),
                _beside(self.chip, self._head),
                self._lines,
                self._override,
                self._buttons,
                None,
                margin=SPACE,
            )
        )
        self.show_nothing()

    def show_nothing(self) -> None:
        """Show that nothing is known yet."""
        self._show(None, "Waiting")
        self._head.setText("The rules answer here while you type.")
        self._fill([])
        self._override.hide()
        self._buttons.hide()

    def show_verdict(self, verdict: Verdict) -> None:
        """Show what the rules say so far."""
        decision = verdict.decision
        if decision is None:
            self.show_nothing()
            return
        findings = _told(decision, is_open=bool(verdict.missing))
        outcome = findings[0].outcome if findings else Outcome.ALLOWED
        is_open = bool(verdict.missing) and outcome is Outcome.ALLOWED
        self._show(None if is_open else outcome, "Go on asking" if is_open else "")
        self._head.setText(self._head_words(decision, verdict, outcome))
        self._fill([*_blocks(findings, verdict.warnings, decision)])
        needs = outcome not in {Outcome.ALLOWED, Outcome.EMERGENCY}
        self._override.setVisible(needs and verdict.may_override)
        self._to_reason.setVisible(needs and verdict.may_override)
        self._buttons.show()

    def shown(self) -> tuple[Outcome | None, str]:
        """Return the outcome shown, or the word in its place."""
        return self._shown

    def ask_reason(self) -> None:
        """Go to the override's reason, if there is one to be given."""
        if not self._override.isHidden():
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, outcome: Outcome | None, word: str) -> None:
        self._shown = (outcome, word)
        self.chip.show_outcome(outcome, word)

    def text(self) -> str:
        """Return everything the panel says."""
        return "\n".join([self.chip.word(), self._head.text(), *self._words])

    def show_problem(self, sentence: str) -> None:
        """Show what is wrong with the override's reason."""
        self.error.show_problem(sentence)
        if sentence:
            self._override.show()

    def _head_words(self, decision: Decision, verdict: Verdict, outcome: Outcome) -> str:
        parts = []
        if outcome in {Outcome.REFER, Outcome.EMERGENCY}:
            contact = decision.contact
            parts.append(f"Call {contact.name} {contact.phone}".strip())
        elif decision.mode is not None:
            parts.append(f"Mode {decision.mode}. {decision.payer}")
        if verdict.missing:
            parts.append(f"Still to ask: {', '.join(verdict.missing)}.")
        return "\n".join(parts)

    def _fill(self, blocks: Iterable[QWidget]) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._words: list[str] = []
        for block in blocks:
            self._lines.addWidget(block)
            self._words.append(block.accessibleName())


def _told(decision: Decision, *, is_open: bool) -> tuple[Finding, ...]:
    """Leave out what is only not known yet because the caller has not been asked."""
    if not is_open:
        return decision.findings
    return tuple(
        one
        for one in decision.findings
        if not (one.rule == _UNKNOWN and str(one.facts.get("field", "")).startswith("trip."))
    )


def _blocks(
    findings: Iterable[Finding], warnings: Iterable[Violation], decision: Decision
) -> Iterable[QWidget]:
    yield from (_finding(one, decision.contact) for one in findings)
    yield from map(_warning, warnings)
    yield from map(_note, decision.notes)
    yield from map(_requirement, decision.requirements)


def _beside(chip: OutcomeChip, said: QLabel) -> QLayout:
    both = row(chip, said)
    both.setStretchFactor(said, 1)
    both.setAlignment(chip, Qt.AlignmentFlag.AlignTop)
    return both


def _block(chip: OutcomeChip, sentence: str, *more: str) -> QWidget:
    said = plain_label(sentence)
    quiet = [QuietLabel(words) for words in more if words]
    block = panel(column(line(), _beside(chip, said), *quiet, space=GAP))
    block.setAccessibleName(" ".join([chip.word(), sentence, *more]))
    return block


def _finding(one: Finding, told: Contact) -> QWidget:
    """Show a finding; `told` is whom to call as the panel's head says already."""
    rules = ", ".join([one.rule, *one.also])
    other = one.contact if one.contact != told else None
    call = f"Call: {other.name} {other.phone}" if other is not None else ""
    return _block(
        OutcomeChip(one.outcome),
        f"{one.rule}  {one.sentence}",
        f"Cure: {one.cure}" if one.cure else "",
        call,
        f"Source: {one.source} ({rules})",
    )


def _warning(one: Violation) -> QWidget:
    return _block(OutcomeChip(None, WARNING), one.sentence)


def _note(one: Note) -> QWidget:
    source = f"({one.source})" if one.source else ""
    word = "Ask" if one.code.startswith("ask") else NOTE
    said = "  ".join(part for part in (one.rule, one.sentence, source) if part)
    return _block(OutcomeChip(None, word), said)


def _requirement(one: Requirement) -> QWidget:
    return _block(OutcomeChip(None, CARRY), f"{one.rule}  {one.sentence}")
