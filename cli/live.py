"""`ride` and `driver`: the day as it runs: marks, will-calls, no-shows, cancels, who is out."""

import argparse
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from cli import people
from cli.resolve import today
from cli.runs import driver_of
from cli.session import show, show_json, tell
from nemt_desk.ground.changes import Changes
from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.words import parse_day, parse_time, time_text
from nemt_desk.office import Office
from nemt_desk.planning.words import clock_text
from nemt_desk.runs.board_rows import BoardRide
from nemt_desk.runs.live import queries
from nemt_desk.runs.live.rows import Helper, Need, NoShowStep, OutEntry, OutKind
from nemt_desk.runs.roads import RoadTravel
from nemt_desk.security.rows import Right, require
from nemt_desk.trips.queries import ride as ride_by_id
from nemt_desk.trips.rows import CancelCode, CancelNotice, RideState

_MARKS = {
    "en-route": RideState.EN_ROUTE,
    "arrived": RideState.ARRIVED,
    "aboard": RideState.ABOARD,
    "done": RideState.DONE,
    "late": RideState.LATE,
    "confirmed": RideState.CONFIRMED,
}


def register(commands: people.Commands) -> None:
    """Add the commands of this file."""
    verbs = people.acts(commands, "ride", "The day as it runs.", "ride needs")
    _register_marks(verbs)
    _register_ends(verbs)
    text = "A driver who cannot come, or whose car broke down."
    drivers = people.acts(commands, "driver", text, 'driver out "Berg" --from 1:00p --why flu')
    text = "Bring a driver's open rides back on the desk, the most urgent first."
    out = people.act(drivers, "out", _out, text, 'main.py driver out "Berg" --why flu')
    out.add_argument("driver", metavar="NAME|ID", help="who is out")
    out.add_argument("--date", default="today", metavar="DAY", help="first day (default: today)")
    out.add_argument("--until", default="", metavar="DAY", help="last day")
    out.add_argument("--from", dest="since", default="", metavar="TIME", help="not before this")
    out.add_argument("--breakdown", action="store_true", help="the car drives no further")
    out.add_argument("--where", default="", help="where the car stands")
    out.add_argument("--why", default="", help="reason")


def _register_marks(verbs: people.Commands) -> None:
    text = "List what needs a hand now, the most pressing first."
    people.act(verbs, "needs", _needs, text, "main.py ride needs --json")
    text = "Mark rides; arrived and aboard keep the moment."
    mark = people.act(verbs, "mark", _mark, text, "main.py ride mark aboard 0193… --at 9:05")
    mark.add_argument("state", choices=[*_MARKS, "off"], help="where they stand; off: got out")
    _add_rides(mark)
    _add_at(mark)
    back = people.act(
        verbs, "back", _back, "Take the last mark back.", "main.py ride back 0193… --reason typo"
    )
    _add_rides(back)
    back.add_argument("--reason", default="", help="why; needed where the ride was over")
    text = "Note that a will-call member has phoned: the clock starts."
    ready = people.act(verbs, "ready", _ready, text, "main.py ride ready 0193… --at 1:05p")
    _add_ride(ready)
    _add_at(ready)
    text = "Tell who is nearest, from where each car will be."
    _add_ride(people.act(verbs, "nearest", _nearest, text, "main.py ride nearest 0193…"))
    text = "Put a ride on a driver's run for when he can be there."
    send = people.act(verbs, "send", _send, text, 'main.py ride send 0193… --driver "Berg"')
    _add_ride(send)
    send.add_argument("--driver", default="", metavar="NAME|ID", help="who (default: the nearest)")
    send.add_argument("--override", default="", metavar="REASON", help="why although it blocks")


def _register_ends(verbs: people.Commands) -> None:
    steps = [step.value for step in NoShowStep]
    text = "Note a step before a no-show; the ride stays as it is."
    step = people.act(verbs, "step", _step, text, "main.py ride step 0193… called_member")
    _add_ride(step)
    step.add_argument("step", choices=steps)
    step.add_argument("--note", default="")
    _add_at(step)
    text = "Mark a no-show; steps left out need --reason."
    missed = people.act(
        verbs, "no-show", _no_show, text, "main.py ride no-show 0193… --step waited"
    )
    _add_ride(missed)
    missed.add_argument("--step", action="append", default=[], choices=steps, help="was done")
    missed.add_argument("--reason", default="", help="why a step was left out")
    missed.add_argument("--rest", action="store_true", help="cancel the rides after it too")
    text = "Say whether a no-show counts against the member."
    decide = people.act(verbs, "decide", _decide, text, "main.py ride decide 0193… counts")
    _add_ride(decide)
    decide.add_argument("how", choices=["counts", "excused"])
    decide.add_argument("--reason", default="", help="why; needed where it is excused")
    text = "Cancel a ride and what nobody could ride without it; how late it is by the clock."
    cancel = people.act(verbs, "cancel", _cancel, text, 'main.py ride cancel 0193… --reason "ill"')
    _add_ride(cancel)
    cancel.add_argument("--reason", required=True)
    cancel.add_argument(
        "--code", choices=[code.value for code in CancelCode], default=CancelCode.MEMBER.value
    )
    cancel.add_argument("--notice", choices=[one.value for one in CancelNotice], default="")
    cancel.add_argument("--only", action="store_true", help="leave its return as it is")


def _add_ride(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ride", type=people.key, metavar="RIDE", help="key, as `rides` gives it")


def _add_rides(parser: argparse.ArgumentParser) -> None:
    text = "keys, as `rides` gives them"
    parser.add_argument("rides", type=people.key, nargs="+", metavar="RIDE", help=text)


def _add_at(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--at", default="", metavar="TIME", help="when it was (default: now)")


def _at(office: Office, ride: UUID, text: str) -> datetime | None:
    """Return the moment on the ride's own day, None if nothing was said."""
    if not text.strip():
        return None
    with office.store.read() as session:
        day = ride_by_id(session, ride).day
    return office.time.at(day, parse_time(text, "at"))


def _done(args: argparse.Namespace, changes: Changes) -> int:
    if args.json:
        show_json({"rides": [step.id for step in changes.steps if step.kind == "ride"]})
    tell(f"{changes.text}.")
    return 0


def _needs(office: Office, args: argparse.Namespace) -> int:
    require(office.actor, Right.READ)
    now, day = office.clock.now(), today(office)
    with office.store.read() as session:
        found = queries.needs_on(session, day, now=now, settings=office.settings)
    if args.json:
        show_json([_need_json(need) for need in found])
    for need in () if args.json else found:
        name = need.ride.member_name
        words = (need.kind.value, _begin(need.ride), name, f"{need.words}. {need.next_words}")
        show("\t".join((*words, str(need.ride.id))))
    tell(f"{len(found)} to look at, {time_text(office.time.local(now))}.")
    return 0


def _need_json(need: Need) -> dict[str, object]:
    return {
        "kind": need.kind.value,
        "ride": need.ride.id,
        "driver": need.driver,
        "due": None if need.due_min is None else clock_text(need.due_min),
        "minutes": need.minutes,
        "words": need.words,
        "next": need.next_words,
    }


def _begin(ride: BoardRide) -> str:
    begin = ride.task.begin_min
    return "when called" if begin is None else clock_text(begin)


def _mark(office: Office, args: argparse.Namespace) -> int:
    at = _at(office, args.rides[0], args.at)
    if args.state == "off":
        return _done(args, office.live.off(office.actor, args.rides, at=at))
    state = _MARKS[args.state]
    return _done(args, office.live.mark(office.actor, args.rides, state, at=at))


def _back(office: Office, args: argparse.Namespace) -> int:
    return _done(args, office.live.put_back(office.actor, args.rides, reason=args.reason))


def _ready(office: Office, args: argparse.Namespace) -> int:
    at = _at(office, args.ride, args.at)
    return _done(args, office.live.ready(office.actor, args.ride, at=at))


def _found(office: Office, ride: UUID) -> tuple[Helper, ...]:
    with office.store.read() as session:
        day = ride_by_id(session, ride).day
        return queries.helpers(
            session,
            ride,
            now=office.clock.now(),
            settings=office.settings,
            travel=RoadTravel(office.map, office.driving(day)),
        )


def _nearest(office: Office, args: argparse.Namespace) -> int:
    require(office.actor, Right.READ)
    found = _found(office, args.ride)
    if args.json:
        show_json([_helper_json(one) for one in found])
    for one in () if args.json else found:
        mark = "fits" if one.can_take else "does not fit"
        why = " ".join(violation.sentence for violation in one.violations)
        there = f"there {clock_text(one.pickup_min)}, waits {one.wait_min} min"
        show("\t".join((one.name, mark, there, one.from_words, why)))
    return 0


def _helper_json(one: Helper) -> dict[str, object]:
    return {
        "driver": one.driver_id,
        "name": one.name,
        "can_take": one.can_take,
        "there": clock_text(one.pickup_min),
        "wait_minutes": one.wait_min,
        "from": one.from_words,
        "is_estimate": one.is_estimate,
        "violations": [violation.sentence for violation in one.violations],
    }


def _send(office: Office, args: argparse.Namespace) -> int:
    found = _found(office, args.ride)
    if args.driver:
        wanted = driver_of(office, args.driver)
        found = tuple(one for one in found if one.driver_id == wanted)
    if not found:
        raise RefusedError("Nobody can be sent. Nothing was changed.")
    for violation in found[0].violations:
        tell(f"{'Does not fit' if violation.is_blocking else 'Note'}: {violation.sentence}")
    return _done(args, office.live.send(office.actor, args.ride, found[0], reason=args.override))


def _step(office: Office, args: argparse.Namespace) -> int:
    step = NoShowStep(args.step)
    at = _at(office, args.ride, args.at)
    return _done(args, office.live.note_step(office.actor, args.ride, step, note=args.note, at=at))


def _steps(words: Sequence[str]) -> list[NoShowStep]:
    return [NoShowStep(word) for word in words]


def _no_show(office: Office, args: argparse.Namespace) -> int:
    changes = office.live.no_show(
        office.actor,
        args.ride,
        steps=_steps(args.step),
        reason=args.reason,
        cancel_rest=args.rest,
    )
    return _done(args, changes)


def _decide(office: Office, args: argparse.Namespace) -> int:
    counts = args.how == "counts"
    decide = office.live.decide_no_show
    return _done(args, decide(office.actor, args.ride, counts=counts, reason=args.reason))


def _cancel(office: Office, args: argparse.Namespace) -> int:
    changes = office.live.cancel(
        office.actor,
        args.ride,
        args.reason,
        code=CancelCode(args.code),
        notice=CancelNotice(args.notice) if args.notice else None,
        with_later=not args.only,
    )
    return _done(args, changes)


def _out(office: Office, args: argparse.Namespace) -> int:
    day = parse_day(args.date, today(office), "date")
    since = parse_time(args.since, "from") if args.since else None
    entry = OutEntry(
        driver_id=driver_of(office, args.driver),
        kind=OutKind.BREAKDOWN if args.breakdown else OutKind.CANNOT_COME,
        day=day,
        until=parse_day(args.until, today(office), "until") if args.until else None,
        from_min=None if since is None else since.hour * 60 + since.minute,
        reason=args.why,
        where=args.where,
    )
    done = office.live.driver_out(office.actor, entry)
    if args.json:
        show_json({"rides": [ride.id for ride in done.rides]})
    for ride in () if args.json else done.rides:
        words = (str(ride.day), _begin(ride), ride.state.value, ride.member_name)
        show("\t".join((*words, str(ride.id))))
    tell(f"{done.changes.text}.")
    return 0
