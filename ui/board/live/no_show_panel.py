"""The steps before a no-show, what is decided and what becomes of the return."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox

from nemt_desk.ground.clock import AgencyTime
from nemt_desk.ground.words import time_text
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
    """One tick for each step, kept as it is made; those taken before stay ticked.

    Signals:
        ticked: (NoShowStep) this step was taken just now.
    """

    ticked = Signal(object)

    def __init__(self, time: AgencyTime) -> None:
        self._time = time
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
        self.by_name = {"reason": self.reason}
        for step, tick in self.ticks.items():
            tick.clicked.connect(partial(self._on_clicked, step))

    def _on_clicked(self, step: NoShowStep) -> None:
        tick = self.ticks[step]
        if tick.isChecked():
            self.ticked.emit(step)
        else:
            tick.setChecked(True)
            self.show_trouble("This step is kept already; Ctrl+Z takes it back.")

    def show_steps(self, kept: NoShow, figures: LiveFigures, *, is_over: bool) -> None:
        """Show which steps were taken, by whom and when; what was typed stays."""
        done = {taken.step: taken for taken in kept.steps}
        for step, tick in self.ticks.items():
            taken = done.get(step)
            words = step_words(step, figures).capitalize()
            if taken is not None:
                words += f" ({time_text(self._time.local(taken.at))}, {taken.by})"
            tick.setText(words)
            tick.setChecked(taken is not None)
            tick.setEnabled(not is_over)
            tick.setVisible(taken is not None or step.value in figures.steps)

    def show_ride(
        self,
        name: str,
        kept: NoShow,
        figures: LiveFigures,
        *,
        is_over: bool,
        rest: Sequence[str],
        reason: str = "",
    ) -> None:
        """Ask about a ride; `is_over`: it is a no-show already, for that reason, to be decided."""
        self.show_steps(kept, figures, is_over=is_over)
        self.reason.clear()
        self.decision.set_value(kept.counts)
        self.rest.setChecked(False)
        self.rest.setVisible(bool(rest))
        self.rest.setText(f"Cancel too: {', '.join(rest)}")
        left = "" if is_over else f"Wait {figures.no_show_wait_min} min before you give up."
        why = f"Marked no-show: {reason}" if is_over and reason else ""
        lines = [
            left,
            why,
            f"Miles without the member: {figures.no_load}." if figures.no_load else "",
        ]
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
