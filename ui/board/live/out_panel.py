"""A driver cannot come or has broken down: from when, until when, why; what comes back."""

from collections.abc import Sequence
from datetime import date, time

from nemt_desk.ground.ids import Id
from nemt_desk.ground.words import day_text
from nemt_desk.runs.board_rows import BoardRide
from nemt_desk.runs.live.rows import OutEntry, OutKind
from nemt_desk.trips.rows import RideState
from ui.board.live.looks import ride_name
from ui.board.live.panel import ActPanel
from ui.board.words import count
from ui.widgets.fields import ChoiceBox, DayEdit, LineField, TimeEdit

_KINDS = {OutKind.CANNOT_COME: "Cannot come", OutKind.BREAKDOWN: "Car broke down"}
_SHOWN = 6


class OutPanel(ActPanel):
    """Asks; `entry` is what was typed."""

    def __init__(self, today: date) -> None:
        self.driver_id: Id | None = None
        self.day = today
        self.kind = ChoiceBox(_KINDS)
        self.since = TimeEdit()
        self.until = DayEdit(lambda: self.day)
        self.reason = LineField(chars=20)
        self.where = LineField(chars=20)
        super().__init__(
            "A driver is out",
            "Bring the rides back",
            (
                ("What", self.kind),
                ("From (empty: the whole day)", self.since),
                ("Until which day", self.until),
                ("Why", self.reason),
                ("Where the car stands", self.where),
            ),
        )

        self.by_name = {"reason": self.reason, "where": self.where, "until": self.until}

    def show_driver(self, driver_id: Id, name: str, day: date, now: time | None) -> None:
        """Ask about a driver; on today from now on."""
        self.driver_id, self.day = driver_id, day
        self.kind.set_value(OutKind.CANNOT_COME)
        self.since.set_value(now)
        self.until.set_value(day)
        for line in (self.reason, self.where):
            line.clear()
        self.show_question(f"{name} is out, {day_text(day)}", [])

    def show_rides(self, rides: Sequence[BoardRide]) -> None:
        """Say which rides would come back."""
        if not rides:
            self.lines.setText("No open ride comes back on the desk.")
        else:
            lines = [f"{count(len(rides), 'ride')} back on the desk, the most urgent first:"]
            lines += [_said(ride) for ride in rides[:_SHOWN]]
            more = len(rides) - _SHOWN
            lines += [f"and {more} more"] if more > 0 else []
            self.lines.setText("\n".join(lines))
        self.lines.show()

    def entry(self) -> OutEntry | None:
        """Return what was typed; None while no driver is asked about. Raises InputError."""
        if self.driver_id is None:
            return None
        since, kind = self.since.time(), self.kind.value()
        return OutEntry(
            driver_id=self.driver_id,
            kind=kind if isinstance(kind, OutKind) else OutKind.CANNOT_COME,
            day=self.day,
            until=self.until.day(),
            from_min=None if since is None else since.hour * 60 + since.minute,
            reason=self.reason.text().strip(),
            where=self.where.text().strip(),
        )


def _said(ride: BoardRide) -> str:
    aboard = ", aboard" if ride.state is RideState.ABOARD else ""
    return f"\N{BULLET} {ride_name(ride)}{aboard}"
