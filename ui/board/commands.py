"""Ctrl+K says a verb and names: `done schroeder`, `assign schroeder to berg`, `publish berg`.

What is found opens the board on that ride or run and does it there, as its key would.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from nemt_desk.drivers.queries import find_drivers
from nemt_desk.ground.words import day_text, fold
from nemt_desk.members.queries import suggest_members
from nemt_desk.planning.words import clock_text
from nemt_desk.runs.queries import runs_between
from nemt_desk.trips.queries import coming_rides
from nemt_desk.trips.rows import OPEN_STATES, Ride, RideState
from ui.board.names import mark_id
from ui.shell.desk import Desk
from ui.shell.finding import Found

DO, PUT = "do", "put"
"""The kinds of record the board's page hears these by: `do:<action>` and `put:<driver>`."""

_LEAST = 3
_MOST, _EACH = 6, 6
_ICON = "mdi6.flash-outline"
_AHEAD = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class _Verb:
    """What may be typed, how it is said, what it does."""

    typed: str
    said: str
    action: str


_RIDE_VERBS = (
    _Verb("assign", "Assign", "board.assign"),
    _Verb("unassign", "Take off", "board.unassign"),
    _Verb("hold", "Hold or let go", "board.hold"),
    _Verb("pin", "Hold or let go", "board.hold"),
    _Verb("who", "Who can take", "board.who"),
    _Verb("confirm", "Confirmed", mark_id(RideState.CONFIRMED)),
    _Verb("ready", "Will-call is ready", mark_id(RideState.WILL_CALL)),
    _Verb("late", "Late", mark_id(RideState.LATE)),
    _Verb("enroute", "En route", mark_id(RideState.EN_ROUTE)),
    _Verb("arrived", "Arrived", mark_id(RideState.ARRIVED)),
    _Verb("aboard", "Aboard", mark_id(RideState.ABOARD)),
    _Verb("done", "Done", mark_id(RideState.DONE)),
    _Verb("noshow", "No-show", mark_id(RideState.NO_SHOW)),
    _Verb("cancel", "Cancel", mark_id(RideState.CANCELLED)),
)
_RUN_VERBS = (
    _Verb("publish", "Publish the run of", "board.publish"),
    _Verb("unpublish", "Take back the run of", "board.unpublish"),
    _Verb("papers", "Papers of", "board.print"),
    _Verb("note", "Note on the run of", "board.note"),
)
_JOINED = {"no show": "noshow", "en route": "enroute", "take off": "unassign"}


def commands(desk: Desk, text: str) -> list[Found]:
    """Return what a verb with names may mean, the nearest day first."""
    folded = " ".join(fold(text).split())
    for apart, joined in _JOINED.items():
        if folded.startswith(f"{apart} "):
            folded = f"{joined}{folded[len(apart) :]}"
    said, _, names = folded.partition(" ")
    if len(said) < _LEAST or not names:
        return []
    found: list[Found] = []
    for verb in _meant(said, _RUN_VERBS):
        found += _on_runs(desk, verb, names)
    for verb in _meant(said, _RIDE_VERBS):
        if verb.typed == "assign":
            found += _puts(desk, names)
        found += _on_rides(desk, verb, names)
    return found[:_MOST]


def _meant(said: str, verbs: Iterable[_Verb]) -> list[_Verb]:
    return [verb for verb in verbs if verb.typed.startswith(said)]


def _on_runs(desk: Desk, verb: _Verb, names: str) -> Iterator[Found]:
    today = desk.today()
    with desk.office.store.read() as session:
        drivers = {one.id: one.name for one in find_drivers(session, names, limit=_EACH)}
        runs = runs_between(session, today, today + _AHEAD) if drivers else ()
    for run in runs:
        if run.driver_id in drivers:
            words = f"{verb.said} {drivers[run.driver_id]}"
            detail = f"{day_text(run.day)}, run {run.code}"
            yield Found(words, detail, "board", f"{DO}:{verb.action}", run.id, _ICON)


def _on_rides(desk: Desk, verb: _Verb, names: str) -> Iterator[Found]:
    for ride, name in _rides(desk, names):
        detail = _when(desk, ride)
        yield Found(f"{verb.said}: {name}", detail, "board", f"{DO}:{verb.action}", ride.id, _ICON)


def _puts(desk: Desk, names: str) -> Iterator[Found]:
    """Yield `assign schroeder to berg`, with or without the little word."""
    who, joined, driver = names.partition(" to ")
    if not joined:
        who, _, driver = names.rpartition(" ")
    if not who or not driver:
        return
    with desk.office.store.read() as session:
        drivers = find_drivers(session, driver, limit=_EACH)
    for ride, name in _rides(desk, who):
        for one in drivers:
            words = f"Assign {name} to {one.name}"
            yield Found(words, _when(desk, ride), "board", f"{PUT}:{one.id}", ride.id, _ICON)


def _rides(desk: Desk, names: str) -> list[tuple[Ride, str]]:
    today = desk.today()
    with desk.office.store.read() as session:
        rides = [
            (ride, hit.name)
            for hit in suggest_members(session, names, limit=_EACH)
            for ride in coming_rides(session, hit.id, today, limit=2 * _EACH)
            if ride.state in OPEN_STATES
        ]
    return sorted(rides, key=lambda pair: (pair[0].day, pair[0].seq))[:_EACH]


def _when(desk: Desk, ride: Ride) -> str:
    at = desk.office.time.local(ride.pickup_at) if ride.pickup_at else None
    return f"{day_text(ride.day)}, {clock_text(at.hour * 60 + at.minute) if at else 'when called'}"
