"""No-shows inside one transaction: the agency's steps, the mark, the decision, the other rides."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from nemt_desk.ground.entry import Checker, put
from nemt_desk.ground.errors import InputError, Problem, RefusedError
from nemt_desk.ground.session import Work
from nemt_desk.runs.live.marks import moment_of
from nemt_desk.runs.live.no_show_rows import no_show_of, to_keep, with_steps
from nemt_desk.runs.live.rows import NoShow, NoShowStep
from nemt_desk.trips.bookings import mark_by_hand
from nemt_desk.trips.live_figures import LiveFigures
from nemt_desk.trips.marking import set_state
from nemt_desk.trips.model import RideRecord
from nemt_desk.trips.rows import OPEN_STATES, CancelCode, CancelNotice, RideState

STEP_WORDS = {
    NoShowStep.WAITED: "waited",
    NoShowStep.CALLED_MEMBER: "called the member",
    NoShowStep.CALLED_FACILITY: "called the facility",
    NoShowStep.LOOKED: "looked for the member",
}


def step_words(step: NoShowStep, figures: LiveFigures) -> str:
    """Return a step in words, the wait with its minutes."""
    if step is NoShowStep.WAITED:
        return f"waited {figures.no_show_wait_min} min"
    return STEP_WORDS[step]


def take_steps(
    work: Work,
    row: RideRecord,
    steps: Sequence[NoShowStep],
    *,
    note: str = "",
    at: datetime | None = None,
) -> None:
    """Keep steps with who took them and when; the ride stays as it is.

    Raises:
        RefusedError: the ride is over, and is no no-show.
        InputError: the moment has not come yet, or the note is too long.
    """
    if row.state not in OPEN_STATES | {RideState.NO_SHOW}:
        raise RefusedError("This ride is over. Nothing was changed.")
    check = Checker()
    said = check.line("note", note)
    check.raise_if_any()
    moment = moment_of(work.now, at)
    kept = with_steps(no_show_of(row.no_show), steps, at=moment, by=work.actor.name, note=said)
    put(row, {"no_show": to_keep(kept)})


def mark_no_show(
    work: Work,
    row: RideRecord,
    *,
    reason: str,
    figures: LiveFigures,
    counts: bool | None,
) -> None:
    """Mark a ride a no-show; steps that were not taken need a reason.

    Raises:
        RefusedError: the ride can't become one.
        InputError: steps are missing and nobody says why.
    """
    kept = no_show_of(row.no_show)
    missing = kept.missing(figures.steps)
    if missing and not reason.strip():
        left = ", ".join(step_words(step, figures) for step in missing)
        sentence = f"Not done yet: {left}. Do it, or say why not; the reason stays with the ride."
        raise InputError([Problem("reason", sentence)])
    taken = ", ".join(STEP_WORDS[one.step] for one in kept.steps)
    set_state(row, RideState.NO_SHOW, reason.strip() or f"{taken}: nobody came".capitalize())
    mark_by_hand(work, row.trip_id)
    if counts is not None:
        decide(work, row, counts=counts, why=reason)


def decide(work: Work, row: RideRecord, *, counts: bool, why: str) -> None:
    """Keep whether a no-show counts against the member; excusing one needs a reason.

    Raises:
        RefusedError: the ride is no no-show.
        InputError: the reason is missing.
    """
    if row.state is not RideState.NO_SHOW:
        raise RefusedError("This ride is no no-show. Nothing was changed.")
    check = Checker()
    needed = "" if counts else "Say why it is excused; the reason stays with the ride."
    said = check.line("reason", why, needed=needed)
    check.raise_if_any()
    decided: NoShow = replace(
        no_show_of(row.no_show),
        counts=counts,
        decided_by=work.actor.name,
        decided_at=work.now,
        why=said,
    )
    put(row, {"no_show": to_keep(decided)})


def later_rides(work: Work, row: RideRecord) -> list[RideRecord]:
    """Return the open rides of the trip after this one that have not begun."""
    statement = (
        select(RideRecord)
        .where(RideRecord.trip_id == row.trip_id, RideRecord.seq > row.seq)
        .order_by(RideRecord.seq)
    )
    found = work.session.scalars(statement)
    return [one for one in found if one.state in OPEN_STATES and one.state is not RideState.ABOARD]


def cancel_rest(work: Work, row: RideRecord) -> int:
    """Cancel what follows a no-show; return how many rides."""
    rest = later_rides(work, row)
    for one in rest:
        set_state(
            one,
            RideState.CANCELLED,
            "The member was not there for the ride before",
            CancelCode.MEMBER,
            notice=CancelNotice.SAME_DAY,
        )
    return len(rest)
