"""The day as it runs: late, called, stranded, no-shows to decide, who is to be told. Pure.

The same list as the board's bar: facts in, lines out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from nemt_desk.ground.words import day_text
from nemt_desk.planning.words import clock_text
from nemt_desk.runs.board_rows import BoardRide
from nemt_desk.runs.live.rows import Need, NeedKind
from nemt_desk.runs.telling.rows import TellingList
from nemt_desk.trips.rows import Leg
from ui.today.facts import Facts
from ui.today.lines import Group, Line

FEW = 5
_LEGS = {Leg.OUTBOUND: "there", Leg.ONWARD: "onward", Leg.RETURN: "return"}
_SHOWN = {
    NeedKind.STRANDED: (Group.LATE, "stranded", "do:board.help"),
    NeedKind.LATE: (Group.LATE, "late", "do:board.late_words"),
    NeedKind.AT_DOOR: (Group.LATE, "arrived", "do:board.no_show_steps"),
    NeedKind.READY: (Group.WILL_CALL, "will_call", "do:board.help"),
    NeedKind.NO_SHOW: (Group.NO_SHOW, "no_show", "do:board.no_show_steps"),
    NeedKind.SOON: (Group.NO_DRIVER, "unassigned", "ride"),
}
"""Under which heading, how it looks, and what of the board opens on it."""


def live_lines(facts: Facts) -> Iterator[Line]:
    """Yield what needs a hand this minute, then who must still hear of what was published."""
    for need in facts.needs:
        if need.kind in _SHOWN:
            group, status, kind = _SHOWN[need.kind]
            why = f"{need.words}. {need.next_words}".rstrip(".")
            yield replace(_line(need.ride, group, status, why), kind=kind)
    yield from _silent([need for need in facts.needs if need.kind is NeedKind.SILENT])
    for found in facts.told:
        yield from _to_tell(found, facts.today)


def _line(ride: BoardRide, group: Group, status: str, why: str) -> Line:
    who = f"{ride.member_name}, {_LEGS[ride.leg]}"
    return Line(group, status, _at(ride), who, why, "board", "ride", ride.id)


def _at(ride: BoardRide) -> str:
    begin = ride.task.begin_min
    return clock_text(begin) if begin is not None else "when called"


def _silent(found: Sequence[Need]) -> Iterator[Line]:
    """Yield rides that should be over and were never marked, in one line if they are many."""
    if len(found) <= FEW:
        for need in found:
            yield _line(need.ride, Group.LATE, "not_marked", need.words)
        return
    ordered = sorted(found, key=lambda need: need.ride.task.begin_min or 0)
    first = ordered[0].ride
    said = "should be over; nobody has marked them en route, aboard, done or late"
    who = f"{len(found)} rides"
    when = f"since {_at(first)}"
    yield Line(Group.LATE, "not_marked", when, who, said, "board", "ride", first.id, len(found))


def _to_tell(found: TellingList, today: date) -> Iterator[Line]:
    left = found.open
    if not left:
        return
    drivers = sum(line.is_driver for line in left)
    changed = sum(bool(line.changes) for line in left)
    parts = [_count(drivers, "driver"), _count(len(left) - drivers, "member")]
    why = "not told yet; the telling list on the Board has the words and the numbers"
    if changed:
        why = f"{changed} of them of a change since they were told"
    yield Line(
        Group.TELL,
        "to_tell_again" if changed else "to_tell",
        "today" if found.day == today else day_text(found.day),
        " and ".join(part for part in parts if part),
        why,
        "board",
        f"tell:{found.day.isoformat()}",
        left[0].target.id,
        len(left),
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}" if number else ""
