"""What a plan offers against the day as it stands: which proposals are open, done, refused, gone.

Pure. What was accepted is read off the board, so undo puts a proposal back by itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from nemt_desk.ground.ids import Id
from nemt_desk.planning.proposal.rows import (
    LeftOut,
    Proposal,
    ProposalKind,
    Question,
    Unserved,
    Why,
)
from nemt_desk.runs.board_rows import BoardRide
from ui.board.day import BoardDay
from ui.board.overlay import Ghost, Overlay
from ui.board.plan.apart import Found
from ui.board.words import clock, count, short_name

type Refused = frozenset[tuple[Id, Id | None]]

_SHOWN_CHANGES = 3


class Stand(StrEnum):
    """How a line of the plan stands; each is the name of a status' look."""

    OPEN = "proposed"
    DONE = "taken"
    REFUSED = "kept_out"
    CHANGED = "changed"
    LEFT = "unassigned"


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One line of the plan: a proposal, or a ride that nobody drives."""

    ride_id: Id
    stand: Stand
    ride: BoardRide | None
    proposal: Proposal | None = None
    left: Unserved | LeftOut | None = None
    why: Why | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether it can be accepted or refused."""
        return self.stand is Stand.OPEN


def plan_lines(found: Found, known: BoardDay, refused: Refused) -> tuple[PlanLine, ...]:
    """Return the proposals run by run, each by its time, then the rides that nobody drives."""
    view, whys = found.view, found.whys
    offered = sorted(
        view.proposals,
        key=lambda one: (not one.to_driver, one.to_name, one.pickup_min or 0, one.ride_id),
    )
    lines = [
        PlanLine(
            one.ride_id,
            _stand(one, known, refused),
            known.rides.get(one.ride_id),
            one,
            why=whys.get(one.ride_id),
        )
        for one in offered
    ]
    left: list[Unserved | LeftOut] = [*view.unserved, *view.left_out]
    for one in left:
        ride = known.rides.get(one.ride_id)
        is_his = ride is not None and ride.is_assigned
        if is_his and isinstance(one, LeftOut):
            continue  # not planned, and somebody drives it: nothing is asked of anybody
        stand = Stand.CHANGED if ride is None or is_his else Stand.LEFT
        lines.append(PlanLine(one.ride_id, stand, ride, left=one))
    return tuple(lines)


def _stand(one: Proposal, known: BoardDay, refused: Refused) -> Stand:
    ride = known.rides.get(one.ride_id)
    if ride is None or not ride.is_open:
        return Stand.CHANGED
    run = known.run_of(ride)
    driver = run.driver_id if run else None
    on, off = ride.task.begin_min, ride.task.end_min
    has_times = one.pickup_min in {None, on} and one.dropoff_min in {None, off}
    if driver == one.to_driver and has_times and one.kind is not ProposalKind.CARRIER:
        return Stand.DONE
    if driver not in {one.from_driver, one.to_driver} or on != one.was_pickup_min:
        return Stand.CHANGED
    return Stand.REFUSED if (one.ride_id, one.to_driver) in refused else Stand.OPEN


def together(line: PlanLine, lines: tuple[PlanLine, ...]) -> list[PlanLine]:
    """Return a line with those that belong to it: the other way by the same driver, a wait."""
    if line.proposal is None:
        return [line]
    ids = {line.ride_id, *line.proposal.with_rides}
    driver = line.proposal.to_driver
    return [one for one in of_driver(driver, lines) if one.ride_id in ids]


def of_driver(driver: Id | None, lines: tuple[PlanLine, ...]) -> list[PlanLine]:
    """Return everything that is offered to one driver."""
    return [one for one in lines if one.proposal is not None and one.proposal.to_driver == driver]


def overlay_of(lines: tuple[PlanLine, ...]) -> Overlay:
    """Return the open proposals as bars in their own look."""
    ghosts = tuple(_ghosts(lines))
    many: dict[Id, int] = {}
    for ghost in ghosts:
        many[ghost.driver_id] = many.get(ghost.driver_id, 0) + 1
    return Overlay(
        ghosts=ghosts, driver_words={key: f"{number} proposed" for key, number in many.items()}
    )


def _ghosts(lines: tuple[PlanLine, ...]) -> Iterator[Ghost]:
    for line in lines:
        one = line.proposal
        if one is None or not line.is_open or one.to_driver is None or one.pickup_min is None:
            continue
        end = one.dropoff_min if one.dropoff_min is not None else one.pickup_min
        words = f"{short_name(one.member_name)}: proposed for {short_name(one.to_name)}"
        yield Ghost(
            one.ride_id, one.to_driver, one.pickup_min, end, f"{words}, {clock(one.pickup_min)}"
        )


def changes_since(found: Found, known: BoardDay) -> tuple[str, ...]:
    """Return in words what on the day is neither as it was asked nor as it was offered."""
    question = found.question
    offered = {one.ride_id: one for one in found.view.proposals}
    changed = [
        one.name
        for number, one in enumerate(question.rides)
        if not _is_as_known(question, number, offered.get(one.ride_id), known)
    ]
    asked = {one.ride_id for one in question.rides} | {one.ride_id for one in question.left_out}
    new = [
        ride.member_name
        for ride in known.board.unassigned
        if ride.id not in asked and not ride.is_loose and ride.is_open and not _is_over(ride, found)
    ]
    said = [f"{name}: changed" for name in dict.fromkeys(changed)]
    said += [f"{name}: new" for name in dict.fromkeys(new)]
    if len(said) > _SHOWN_CHANGES:
        rest = len(said) - _SHOWN_CHANGES
        said = [*said[:_SHOWN_CHANGES], f"{count(rest, 'more ride')}"]
    return tuple(said)


def _is_over(ride: BoardRide, found: Found) -> bool:
    """Tell whether a ride was in the past when the rest of the day was asked for."""
    now, at = found.question.ask.now_min, ride.task.begin_min
    return now is not None and at is not None and at < now


def _is_as_known(
    question: Question, number: int, offered: Proposal | None, known: BoardDay
) -> bool:
    asked = question.rides[number]
    ride = known.rides.get(asked.ride_id)
    if ride is None:
        return False
    run = known.run_of(ride)
    driver = run.driver_id if run else None
    was = question.drivers[asked.driver].driver_id if asked.driver is not None else None
    at = ride.task.begin_min
    if driver == was and at == asked.pickup_min:
        return True
    return offered is not None and (driver, at) == (offered.to_driver, offered.pickup_min)
