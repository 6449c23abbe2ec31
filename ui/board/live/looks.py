"""How the live day looks and reads on the board: the bar's words, signs on rides. No widgets."""

from collections.abc import Sequence

from nemt_desk.ground.ids import Id
from nemt_desk.ground.words import minutes_text
from nemt_desk.planning.words import clock_text
from nemt_desk.runs.board_rows import BoardRide
from nemt_desk.runs.live.rows import Helper, Need, NeedKind
from ui.board.overlay import Overlay, Sign
from ui.board.words import LEGS

WORDS = {
    NeedKind.STRANDED: "Stranded",
    NeedKind.LATE: "Late",
    NeedKind.AT_DOOR: "At the door",
    NeedKind.READY: "Ready",
    NeedKind.NO_SHOW: "No-show",
    NeedKind.SOON: "No driver",
    NeedKind.SILENT: "Not marked",
}
_ICONS = {
    NeedKind.STRANDED: "mdi6.car-emergency",
    NeedKind.LATE: "mdi6.clock-alert-outline",
    NeedKind.AT_DOOR: "mdi6.car-door",
    NeedKind.READY: "mdi6.phone-clock",
    NeedKind.NO_SHOW: "mdi6.account-question-outline",
    NeedKind.SOON: "mdi6.alert-outline",
    NeedKind.SILENT: "mdi6.clock-outline",
}


def overlay(needs: Sequence[Need]) -> Overlay:
    """Return a sign for each ride that needs a hand."""
    return Overlay(ride_signs={need.ride.id: (_sign(need),) for need in needs})


def _sign(need: Need) -> Sign:
    if need.kind is NeedKind.READY:
        word = f"{-need.minutes} min left"
    elif need.kind is NeedKind.LATE and need.minutes:
        word = f"{minutes_text(need.minutes)} late"
    else:
        word = WORDS[need.kind].lower()
    return Sign(_ICONS[need.kind], word)


def bar_text(needs: Sequence[Need], current: Need) -> str:
    """Return the bar's sentence: how many, then the one that is looked at."""
    place = needs.index(current) + 1
    return f"{place} of {len(needs)}  {WORDS[current.kind]}: {need_text(current)}"


def need_text(need: Need) -> str:
    """Return one thing that needs a hand: who, what, and what to do next."""
    return f"{ride_name(need.ride)}: {need.words}. {need.next_words}"


def ride_name(ride: BoardRide) -> str:
    """Return `9:20 a.m. Schroeder, Ann M., there`."""
    begin = ride.task.begin_min
    at = f"{clock_text(begin)} " if begin is not None else ""
    return f"{at}{ride.member_name}, {LEGS[ride.leg]}"


def head_part(needs: Sequence[Need]) -> str:
    """Return what the page head says: `2 late now`; marked ones are counted there already."""
    late = sum(need.kind is NeedKind.LATE for need in needs)
    stranded = sum(need.kind is NeedKind.STRANDED for need in needs)
    parts = [f"{stranded} stranded"] if stranded else []
    parts += [f"{late} past their window"] if late else []
    return ", ".join(parts)


def helper_why(helper: Helper) -> str:
    """Return what speaks against somebody, or that he fits; first of all that he has it now."""
    against = " ".join(violation.sentence for violation in helper.violations)
    if helper.has_it:
        return f"has it now. {against}".rstrip()
    return against or "fits"


def first_after(needs: Sequence[Need], ride: Id | None) -> Need | None:
    """Return the need that follows the one of a ride, going round; None if there is none."""
    if not needs:
        return None
    at = next((n for n, need in enumerate(needs) if need.ride.id == ride), -1)
    return needs[(at + 1) % len(needs)]
