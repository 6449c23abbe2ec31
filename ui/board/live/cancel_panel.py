"""A cancel: how late it is, why, what else goes, who must hear of it, what the pack pays."""

from dataclasses import dataclass

from PySide6.QtWidgets import QCheckBox

from nemt_desk.planning.words import clock_text
from nemt_desk.runs.live.cancels import NOTICES
from nemt_desk.runs.live.rows import CancelPlan
from nemt_desk.trips.rows import CancelCode, CancelNotice
from ui.board.live.looks import ride_name
from ui.board.live.panel import ActPanel
from ui.widgets.fields import ChoiceBox, LineField

CODES = {
    CancelCode.MEMBER: "Member does not go",
    CancelCode.SICK: "Member is sick",
    CancelCode.ABSENT: "Member is away",
    CancelCode.FACILITY: "Facility cancelled",
    CancelCode.WEATHER: "Weather",
    CancelCode.NO_DRIVER: "No driver",
    CancelCode.RULES: "Rules",
    CancelCode.OTHER: "Other",
}


@dataclass(frozen=True, slots=True)
class CancelSaid:
    """What was chosen and typed."""

    notice: CancelNotice
    code: CancelCode
    reason: str
    with_later: bool


class CancelPanel(ActPanel):
    """Computes how late it is; the person may say otherwise."""

    def __init__(self) -> None:
        words = {notice: text.capitalize() for notice, text in NOTICES.items()}
        self.notice = ChoiceBox(words)
        self.code = ChoiceBox(CODES)
        self.reason = LineField(chars=20)
        self.later = QCheckBox("Its return goes too")
        super().__init__(
            "Cancel the ride",
            "Cancel the ride",
            [
                ("Why, in words", self.reason),
                ("Counts as", self.code),
                ("How late", self.notice),
                ("", self.later),
            ],
        )
        self.by_name = {"reason": self.reason}
        self.code.edited.connect(self._suggest)

    def show_plan(self, plan: CancelPlan) -> None:
        """Ask about a ride."""
        self.notice.set_value(plan.notice)
        self.code.set_value(CancelCode.MEMBER)
        self.reason.setText(CODES[CancelCode.MEMBER])
        self.reason.selectAll()
        self.later.setVisible(bool(plan.later))
        self.later.setChecked(True)
        times = ", ".join(
            clock_text(r.task.begin_min) if r.task.begin_min is not None else "the will-call"
            for r in plan.later
        )
        self.later.setText(f"Its return goes too: {times}")
        told = f"To be told: {'; '.join(plan.drivers)}" if plan.drivers else ""
        no_load = f"Miles without the member: {plan.no_load}." if plan.no_load else ""
        late = plan.notice in {CancelNotice.AT_DOOR, CancelNotice.SAME_DAY}
        lines = [f"This is {plan.notice_words}.", told, no_load if late else ""]
        self.show_question(f"Cancel: {ride_name(plan.ride)}", lines)

    def said(self) -> CancelSaid:
        """Return what was chosen and typed."""
        notice, code = self.notice.value(), self.code.value()
        return CancelSaid(
            notice if isinstance(notice, CancelNotice) else CancelNotice.EARLY,
            code if isinstance(code, CancelCode) else CancelCode.OTHER,
            self.reason.text().strip(),
            self.later.isVisibleTo(self) and self.later.isChecked(),
        )

    def _suggest(self) -> None:
        code = self.code.value()
        if isinstance(code, CancelCode) and self.reason.text() in {"", *CODES.values()}:
            self.reason.setText(CODES[code])
