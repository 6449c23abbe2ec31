"""What the recheck list says of a ride, and how it is found out. No widgets."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.progress import Progress
from nemt_desk.ground.units import miles
from nemt_desk.ground.words import day_text, miles_text, minutes_text
from nemt_desk.trips.mileage_words import SHORT_ROUTES, off_road_text
from nemt_desk.trips.recheck import KEPT, Recheck, RecheckLine, planned, recheck
from nemt_desk.trips.rows import Mileage
from ui.widgets.rows import Column

if TYPE_CHECKING:
    from nemt_desk.office import Office

NO_MAP = "There is no county map to measure with. Build one first (Office > Map)."


def measuring(office: "Office", first: date, last: date | None) -> Callable[[Progress], Recheck]:
    """Return the work of measuring the rides of these days; it changes nothing."""
    today = office.time.day(office.clock.now())

    def work(progress: Progress) -> Recheck:
        roads = office.map
        if roads is None:
            raise RefusedError(NO_MAP)
        with office.store.read() as session:
            asked = planned(session, office.settings, first, last)
        return recheck(asked, roads, today=today, progress=progress)

    return work


def _way(found: Mileage | None) -> str:
    if found is None:
        return "not routed"
    return f"{miles_text(found.direct_m)} · {minutes_text(found.minutes)}"


def _source(found: Mileage | None) -> str:
    if found is None:
        return ""
    dated = f", {found.map_date}" if found.map_date else ""
    return f"{found.engine} {found.version}{dated}"


def _state(line: RecheckLine) -> str:
    if line.is_kept:
        return "kept"
    return "no way" if line.now is None else "differs"


def _more_miles(line: RecheckLine) -> str:
    if line.paper is None or line.now is None:
        return ""
    # Of the figures shown, so that they add up for whoever compares.
    more = miles(line.now.direct_m) - miles(line.paper.direct_m)
    return f"{more:+}" if more else "0.0"


def _more_minutes(line: RecheckLine) -> str:
    if line.more_min is None:
        return ""
    return f"{line.more_min:+}" if line.more_min else "0"


def detail(line: RecheckLine | None) -> str:
    """Return everything about one line in a sentence or two."""
    if line is None:
        return ""
    if line.now is None:
        said = f"On paper {_way(line.paper)}. No way now: {line.why_not}"
    else:
        kind = SHORT_ROUTES[line.now.kind]
        off = off_road_text(line.now.off_road_m)
        said = f"On paper {_way(line.paper)}"
        said += f" by {_source(line.paper)}" if line.paper is not None else ""
        said += f"; now {_way(line.now)} by {_source(line.now)}, {kind}"
        said += f", {off}." if off else "."
    return f"{said} {KEPT.capitalize()}." if line.is_kept else said


def summary(found: Recheck) -> str:
    """Return how many rides were measured and what is to be done about them."""
    if not found.checked:
        return "No ride is planned on these days."
    rides = "1 ride" if found.checked == 1 else f"{found.checked} rides"
    if not found.lines:
        return f"{rides} measured: none differs by 0.1 mile or 2 minutes."
    lost = sum(line.now is None and not line.is_kept for line in found.lines)
    kept = sum(line.is_kept for line in found.lines)
    parts = [f"{len(found.lines)} of {rides} differ"]
    parts += [f"{lost} with no way now, listed first"] if lost else []
    parts += [f"{kept} over or under way, kept as they are"] if kept else []
    return "; ".join(parts) + ". What is not taken over stays as it is on paper."


COLUMNS: list[Column[RecheckLine]] = [
    Column("State", _state, width=70),
    Column("Day", lambda line: day_text(line.day), sort=lambda line: line.day, width=100),
    Column("Member", lambda line: line.member_name, width=160),
    Column(
        "On paper",
        lambda line: _way(line.paper),
        sort=lambda line: line.paper.direct_m if line.paper else None,
        tooltip=lambda line: _source(line.paper),
        width=130,
    ),
    Column(
        "Now",
        lambda line: _way(line.now) if line.now else "no way by road",
        sort=lambda line: line.now.direct_m if line.now else None,
        tooltip=lambda line: line.why_not or _source(line.now),
        width=130,
    ),
    Column("Miles ±", _more_miles, sort=lambda line: line.more_m, right=True, width=75),
    Column("Minutes ±", _more_minutes, sort=lambda line: line.more_min, right=True, width=85),
    Column("Way", lambda line: f"{line.from_label} → {line.to_label}", width=280),
    Column("Paper's map", lambda line: _source(line.paper), width=170),
]
