"""The steps before a no-show, what is decided and what becomes of the return."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QCheckBox

from nemt_desk.runs.live.no_shows import STEP_WORDS, step_words
from nemt_desk.runs.live.rows import NoShow, NoShowStep
from nemt_desk.trips.live_figures import LiveFigures
from ui.board.live.panel import ActPanel
from ui.widgets.fields import ChoiceBox, LineField

_DECISIONS = {None: "Decide later", True: "Counts", False: "Excused"}


@dataclass(frozen=True, slots=True)
class NoShowSaid:
    """What was ticked and typed."""

    steps: tuple[NoShowStep, ...]
    reason: str
    counts: bool | None
    cancels_rest: bool


class NoShowPanel(ActPanel):
    """One tick for each step; those taken before stay ticked."""

    def __init__(self) -> None:
        self.ticks = {step: QCheckBox(STEP_WORDS[step].capitalize()) for step in NoShowStep}
        self.reason = LineField(chars=20)
        self.decision = ChoiceBox(list(_DECISIONS.items()))
        self.rest = QCheckBox("Cancel its return too")
        super().__init__(
            "No-show: the agency's steps",
            "Mark: no-show",
            [
                *(("", tick) for tick in self.ticks.values()),
                ("Why, if a step was left out or it is excused", self.reason),
                ("Does it count?", self.decision),
                ("", self.rest),
            ],
        )

    def show_ride(
        self, name: str, kept: NoShow, figures: LiveFigures, *, is_over: bool, rest: Sequence[str]
    ) -> None:
        """Ask about a ride; `is_over`: it is a no-show already, to be decided."""
        done = {taken.step: taken for taken in kept.steps}
        for step, tick in self.ticks.items():
            words = step_words(step, figures).capitalize()
            tick.setText(words + (f" ({done[step].by})" if step in done else ""))
            tick.setChecked(step in done)
            tick.setEnabled(step not in done and not is_over)
            tick.setVisible(step in done or step.value in figures.steps)
        self.reason.clear()
        self.decision.set_value(kept.counts)
        self.rest.setChecked(False)
        self.rest.setVisible(bool(rest) and not is_over)
        self.rest.setText(f"Cancel too: {', '.join(rest)}")
        left = "" if is_over else f"Wait {figures.no_show_wait_min} min before you give up."
        lines = [left, f"Miles without the member: {figures.no_load}." if figures.no_load else ""]
        self.go.setText(f"{'Keep what is decided' if is_over else 'Mark: no-show'}  Ctrl+Enter")
        self.show_question(f"No-show? {name}", lines)

    def said(self) -> NoShowSaid:
        """Return what was ticked and typed."""
        counts = self.decision.value()
        return NoShowSaid(
            steps=tuple(s for s, tick in self.ticks.items() if tick.isChecked()),
            reason=self.reason.text().strip(),
            counts=counts if isinstance(counts, bool) else None,
            cancels_rest=self.rest.isVisibleTo(self) and self.rest.isChecked(),
        )
