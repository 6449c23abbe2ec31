"""How the board says a plan: totals, what it would change, how good it is, what is left. No Qt."""

from nemt_desk.ground.units import miles
from nemt_desk.ground.words import money_text
from nemt_desk.planning.proposal.rows import (
    Cure,
    CureKind,
    LeftOut,
    PlanView,
    Proposal,
    ProposalKind,
    Totals,
    Why,
)
from ui.board.plan.offered import PlanLine, Stand
from ui.board.words import clock, count, short_name

ARROW = "\N{RIGHTWARDS ARROW}"
DOT = " \N{MIDDLE DOT} "
CURE_KEYS = ("5", "6", "7")

_DOES = {
    CureKind.TIME: "Change in Book",
    CureKind.VOLUNTEER: "Who to ask",
    CureKind.HOURS: "His hours",
    CureKind.WHEELCHAIR: "Who to ask",
    CureKind.CARRIER: "Which carrier",
}


def totals_text(before: Totals, after: Totals) -> str:
    """Return what the plan makes of the day: `12 → 19 of 20 rides · paid … · 96 → 121 mi · …`."""
    return DOT.join(
        [
            f"{_change(before.served, after.served)} of {after.rides} rides",
            f"paid {_change(money_text(before.cents), money_text(after.cents))}",
            f"{_change(_miles(before), _miles(after))} mi",
            f"empty {_change(miles(before.unloaded_m, 0), miles(after.unloaded_m, 0))} mi",
            f"{_change(before.drivers, after.drivers)} drivers",
            f"{_change(_hours(before), _hours(after))} h",
        ]
    )


def _hours(totals: Totals) -> str:
    return f"{totals.duty_min / 60:.1f}"


def _miles(totals: Totals) -> object:
    return miles(totals.loaded_m + totals.unloaded_m, 0)


def _change(before: object, after: object) -> str:
    return f"{after}" if before == after else f"{before} {ARROW} {after}"


def plan_text(view: PlanView, lines: tuple[PlanLine, ...]) -> str:
    """Return where a plan stands: `12 proposed · 3 accepted · 1 refused · 2 stay open`."""
    stands = [line.stand for line in lines]
    many = {stand: stands.count(stand) for stand in Stand}
    parts = [
        f"{many[Stand.OPEN]} proposed" if many[Stand.OPEN] else "",
        f"{many[Stand.DONE]} accepted" if many[Stand.DONE] else "",
        f"{many[Stand.REFUSED]} refused" if many[Stand.REFUSED] else "",
        f"{many[Stand.CHANGED]} changed since" if many[Stand.CHANGED] else "",
        f"{count(many[Stand.LEFT], 'ride')} without a driver" if many[Stand.LEFT] else "",
    ]
    said = DOT.join(part for part in parts if part)
    return said or "Nothing to change: the day is as good as it can be planned."


def ride_words(line: PlanLine) -> str:
    """Return which ride: `9:05 a.m. Schroeder, Ann M.`."""
    if line.ride is not None:
        return f"{clock(line.ride.task.begin_min)} {line.ride.member_name}"
    if line.proposal is not None:
        return f"{clock(line.proposal.was_pickup_min)} {line.proposal.member_name}"
    if isinstance(line.left, LeftOut):
        return line.left.name
    return f"{clock(line.left.pickup_min)} {line.left.member_name}" if line.left else ""


def driver_words(line: PlanLine) -> str:
    """Return whose it is and whose it would be: `nobody → Berg L.`."""
    one = line.proposal
    if one is None:
        return "nobody"
    before = short_name(one.from_name) or "nobody"
    after = short_name(one.to_name) or _nobody(one)
    return after if before == after else f"{before} {ARROW} {after}"


def _nobody(one: Proposal) -> str:
    return "a carrier" if one.kind is ProposalKind.CARRIER else "nobody"


def time_words(line: PlanLine) -> str:
    """Return how its times move: `9:05 a.m. (+15 min)`; nothing while they stay."""
    one = line.proposal
    if one is None:
        return ""
    if one.was_pickup_min == one.pickup_min and one.kind is ProposalKind.RETIME:
        return f"there {_moved(one.was_dropoff_min, one.dropoff_min)}"
    return (
        "" if one.was_pickup_min == one.pickup_min else _moved(one.was_pickup_min, one.pickup_min)
    )


def _moved(was: int | None, now: int | None) -> str:
    if was is None or now is None:
        return clock(now) if now is not None else ""
    by = f"{now - was:+d} min".replace("-", "\N{MINUS SIGN}")
    return f"{clock(now)} ({by})"


def cost_words(line: PlanLine) -> str:
    """Return what its miles cost: `$14.20`."""
    one = line.proposal
    return money_text(one.cost_cents) if one is not None and one.cost_cents else ""


def note_words(line: PlanLine) -> str:
    """Return why, or what to look at, in one line."""
    if line.proposal is not None:
        note = line.proposal.note
        return DOT.join(part for part in (note, _choice(line.why) or line.proposal.what) if part)
    if isinstance(line.left, LeftOut):
        return line.left.sentence
    return " ".join(line.left.why) if line.left else ""


def _choice(why: Why | None) -> str:
    """Return against whom a driver was chosen."""
    if why is None:
        return ""
    if not why.next_best:
        return "nobody else can"
    best = why.next_best[0]
    return f"next best {short_name(best.name)}, {best.words}"


def line_text(line: PlanLine) -> str:
    """Return a line of the plan for the board's own line below."""
    parts = [ride_words(line), driver_words(line), time_words(line), cost_words(line)]
    return DOT.join(part for part in (*parts, note_words(line)) if part)


def money_words(one: Proposal) -> str:
    """Return what accepting it costs, in a sentence; nothing where it adds no way."""
    if not (one.cost_cents or one.added_loaded_m or one.added_unloaded_m):
        return ""
    return (
        f"Costs {money_text(one.cost_cents)}: {miles(one.added_loaded_m)} mi with somebody aboard,"
        f" {miles(one.added_unloaded_m)} mi empty."
    )


def why_lines(why: Why) -> list[str]:
    """Return who comes next and who can't, line by line."""
    nexts = [f"{one.name}: {one.words}" for one in why.next_best]
    cannot = [f"{one.name}: {one.sentence}" for one in why.cannot]
    return [
        *(["Next best:", *(f"   {text}" for text in nexts)] if nexts else []),
        *(["Can't take it:", *(f"   {text}" for text in cannot)] if cannot else []),
    ]


def cure_verb(cure: Cure) -> str:
    """Return what the key of a cure does."""
    return _DOES[cure.kind]
