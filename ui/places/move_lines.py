"""The rides a place touches, as a table shows them: when, who, which run, what becomes of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from nemt_desk.ground.clock import AgencyTime
from nemt_desk.ground.ids import Id
from nemt_desk.ground.words import day_text, miles_text, time_text
from nemt_desk.runs.move_rows import MoveKind, MovePlan, RideChange, Ripple
from nemt_desk.runs.words import place_name
from ui.widgets.rows import Column

NOT_YET = "Type where the place is now."


@dataclass(frozen=True, slots=True)
class MoveLine:
    """One ride, with its words in agency time."""

    change: RideChange
    at: str
    new_at: str = ""

    @property
    def id(self) -> Id:
        """Key of the ride."""
        return self.change.id

    @property
    def status(self) -> str:
        """How the ride is marked: a key of ui.theme.status."""
        if not self.change.is_done:
            return "not_changed"
        return "cancelled" if self.change.is_cancelled else "changed"

    @property
    def worth(self) -> str:
        """What is worth a look: why not, the new time, what does not fit."""
        new = f"New pick-up {self.new_at}." if self.new_at else ""
        return " ".join(part for part in (self.change.why_not, new, self.change.note) if part)

    @property
    def miles(self) -> str:
        """Miles now, and after the change."""
        before, after = self.change.touched.ride.mileage, self.change.mileage
        now = miles_text(before.direct_m if before else None)
        if not self.change.is_done or self.change.is_cancelled:
            return now
        then = miles_text(after.direct_m if after else None)
        return now if now == then else f"{now} → {then}"

    @property
    def run(self) -> str:
        """Whose run it is on."""
        touched = self.change.touched
        return f"{touched.driver.name} · {touched.run_code}" if touched.driver else ""


COLUMNS = [
    Column[MoveLine](
        "Day",
        lambda line: day_text(line.change.touched.ride.day),
        sort=lambda line: line.change.touched.ride.day,
        width=105,
    ),
    Column[MoveLine]("Pick-up", lambda line: line.at, width=105),
    Column[MoveLine]("Member", lambda line: line.change.touched.member.name, width=150),
    Column[MoveLine]("What happens", lambda line: "", status=lambda line: line.status, width=130),
    Column[MoveLine]("Worth a look", lambda line: line.worth, width=240),
    Column[MoveLine]("Miles", lambda line: line.miles, right=True, width=130),
    Column[MoveLine]("Run", lambda line: line.run, width=170),
    Column[MoveLine](
        "Driver holds it",
        lambda line: "",
        status=lambda line: "published" if line.change.touched.is_told else "",
        width=120,
    ),
    Column[MoveLine]("From", lambda line: place_name(line.change.from_place), width=170),
    Column[MoveLine]("To", lambda line: place_name(line.change.to_place), width=170),
]


def lines_of(changes: Iterable[RideChange], time: AgencyTime) -> list[MoveLine]:
    """Return the lines of a plan."""
    return [_line(change, time) for change in changes]


def lines_before(ripple: Ripple, time: AgencyTime) -> list[MoveLine]:
    """Return the lines while it is not known yet what becomes of the rides."""
    waiting = (
        RideChange(one, one.from_place, one.to_place, why_not=NOT_YET) for one in ripple.rides
    )
    return lines_of(waiting, time)


def _line(change: RideChange, time: AgencyTime) -> MoveLine:
    before, after = change.touched.ride.pickup_at, change.pickup_at
    now = time_text(time.local(before)) if before is not None else "will call"
    then = time_text(time.local(after)) if after is not None else now
    return MoveLine(change, now, then if then != now else "")


def summary(ripple: Ripple, plan: MovePlan | None, *, is_applied: bool = False) -> str:
    """Return in a sentence or two what the place touches, and what becomes of it."""
    parts = [_count(len(ripple.rides), "ride") + f" from {day_text(ripple.from_day)} on"]
    if ripple.orders:
        parts.append(_count(len(ripple.orders), "standing order"))
    if ripple.residents:
        names = "; ".join(one.name for one in ripple.residents[:3])
        more = f" and {len(ripple.residents) - 3} more" if len(ripple.residents) > 3 else ""
        parts.append(f"home of {names}{more}")
    said = ", ".join(parts) + "."
    if plan is None:
        return said
    word = "cancelled" if plan.move.kind is MoveKind.CLOSED else "changed"
    left = f", {len(plan.left)} stay as they are" if plan.left else ""
    will = "" if is_applied else "would be "
    return f"{said} {len(plan.done)} {will}{word}{left}."


def _count(number: int, noun: str) -> str:
    return f"1 {noun}" if number == 1 else f"{number} {noun}s"
