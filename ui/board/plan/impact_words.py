"""What a change of the day would do, in words with names: times, appointments, miles, who is told.

Pure; planning works it out, the board's rows have the names.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nemt_desk.ground.ids import Id
from nemt_desk.ground.units import miles
from nemt_desk.ground.words import money_text
from nemt_desk.planning.impact import Impact
from nemt_desk.planning.words import clock_text
from ui.board.day import BoardDay
from ui.board.plan.words import ARROW, DOT
from ui.board.words import FITS, FITS_NOT, count, short_name

_TOLD = 3
_LATE = frozenset({"late_pickup", "late_dropoff", "late_other"})


@dataclass(frozen=True, slots=True)
class Told:
    """An impact in words: one line, and all of it part by part. `is_bad`: something breaks."""

    line: str
    parts: tuple[tuple[str, tuple[str, ...]], ...]
    is_bad: bool


def told(impact: Impact, known: BoardDay, title: str) -> Told:
    """Return an impact in words."""
    names = {ride.id: ride.member_name for ride in known.rides.values()}
    against = _against(impact, names)
    moved = [
        f"{names.get(one.ride_id, '')}: {'pick-up' if one.is_pickup else 'drop-off'}"
        f" {clock_text(one.was_min)} {ARROW} {clock_text(one.now_min)}"
        for one in impact.moved
    ]
    drivers = [known.drivers[one].name for one in impact.tell_drivers if one in known.drivers]
    members = list(dict.fromkeys(names.get(ride, "") for ride in impact.tell_members))
    cost = _cost(impact)
    parts = (
        ("What breaks", tuple(against)),
        ("Times that move", tuple(moved)),
        ("Miles and money", (cost,)),
        ("To be told", (*drivers, *members)),
    )
    return Told(
        line=_line(title, against, len(moved), cost, [*drivers, *members]),
        parts=tuple(part for part in parts if part[1]),
        is_bad=bool(against),
    )


def _against(impact: Impact, names: dict[Id, str]) -> list[str]:
    """Return what breaks: appointments, time aboard, and what speaks against each ride."""
    found = [f"{names.get(one.ride_id, '')}: {one.sentence}" for one in impact.broken]
    found += [
        f"{names.get(one.ride_id, '')}: {one.minutes} min aboard, {one.most_min} at most"
        for one in impact.aboard
    ]
    # How late a ride comes is said above, with the minutes that all changes together make.
    late = bool(impact.broken)
    for ride, violations in impact.violations.items():
        found += [
            f"{names.get(ride, '')}: {one.sentence}"
            for one in violations
            if one.is_blocking and not (late and one.code in _LATE)
        ]
    return list(dict.fromkeys(found))


def _line(title: str, against: Sequence[str], moved: int, cost: str, tell: Sequence[str]) -> str:
    first = f"{FITS_NOT} {against[0]}" if against else f"{FITS} nothing breaks"
    more = f"{len(against) - 1} more that break" if len(against) > 1 else ""
    times = f"{count(moved, 'time')} {'moves' if moved == 1 else 'move'}" if moved else ""
    return f"{title}: " + DOT.join(
        part for part in (first, more, times or "no time moves", cost, _tell(tell)) if part
    )


def _tell(names: Sequence[str]) -> str:
    if not names:
        return "nobody to tell"
    rest = len(names) - _TOLD
    said = ", ".join(short_name(name) for name in names[:_TOLD])
    return f"tell {said}{f' and {rest} more' if rest > 0 else ''}"


def _cost(impact: Impact) -> str:
    about = "about " if impact.is_estimate else ""
    parts = [f"{about}{_signed(miles(impact.unloaded_m))} mi empty"]
    parts += [f"{_signed(miles(impact.loaded_m))} mi loaded"] if impact.loaded_m else []
    parts += [f"{_signed(impact.drive_min)} min driving"]
    if impact.cents is not None:
        sign = "+" if impact.cents >= 0 else ""
        parts.append(f"{sign}{money_text(impact.cents)}")
    return ", ".join(parts)


def _signed(value: object) -> str:
    text = str(value)
    return text if text.startswith("-") else f"+{text}"


def whole(said: Told | None) -> str:
    """Return all of it, part below part."""
    lines: list[str] = []
    for title, each in said.parts if said else ():
        lines += [title, *_indented(each)]
    return "\n".join(lines)


def _indented(lines: Iterable[str]) -> list[str]:
    return [f"   {text}" for text in lines]
