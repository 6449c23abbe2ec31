"""`plan`: suggest who drives what on a day, say why, and keep it if asked."""

import argparse
from contextlib import closing
from datetime import date
from typing import Any

from cli.arguments import Commands
from cli.commands import command
from cli.runs import day_of
from cli.session import add_data, open_office, show, show_json, tell
from nemt_desk.ground.errors import InputError, Problem
from nemt_desk.ground.words import day_year_text, miles_text, minutes_text, money_text
from nemt_desk.office import Office
from nemt_desk.planning.optimiser.plan import Solution
from nemt_desk.planning.optimiser.solve import stream
from nemt_desk.planning.proposal.cures import cures
from nemt_desk.planning.proposal.rows import Ask, PlanView, Proposal, Question, Totals, Unserved
from nemt_desk.planning.proposal.view import plan_view
from nemt_desk.planning.proposal.why import why
from nemt_desk.planning.words import clock_text
from nemt_desk.runs.plans.service import Accepted
from nemt_desk.runs.rides import minute_of
from nemt_desk.runs.roads import RoadTravel
from nemt_desk.security.rows import Right, require

_EXAMPLE = """main.py plan 2026-11-30 --seconds 10
  main.py plan today --replan --accept"""
_MOST_SECONDS = 3600


def register(commands: Commands) -> None:
    """Add the command."""
    text = "Suggest who drives what on a day: each change with its reason and price."
    parser = command(commands, "plan", text, _EXAMPLE)
    parser.add_argument("day", nargs="?", default="today", metavar="DAY", help="which day")
    parser.add_argument("--seconds", type=float, metavar="N", help="how long to look for better")
    parser.add_argument("--accept", action="store_true", help="keep the whole plan")
    parser.add_argument(
        "--replan", action="store_true", help="runs that drivers were told of may change too"
    )
    parser.add_argument(
        "--fill", action="store_true", help="put rides into told runs; what was told stays"
    )
    parser.add_argument("--open", action="store_true", help="plan only rides that are on no run")
    parser.set_defaults(run=_plan)
    add_data(parser)


def _plan(args: argparse.Namespace) -> int:
    with closing(open_office(args)) as office:
        require(office.actor, Right.WRITE if args.accept else Right.READ)
        day = day_of(office, args.day)
        seconds = office.settings.plan_seconds if args.seconds is None else args.seconds
        if not 0 < seconds <= _MOST_SECONDS:
            raise InputError([Problem("seconds", f"Give 1 to {_MOST_SECONDS} seconds.")])
        question = office.plans.ask(
            Ask(
                day,
                now_min=_now(office, day),
                moves_published=args.replan,
                fills_published=args.fill,
                keeps_assigned=args.open,
            ),
            RoadTravel(office.map, office.driving(day)),
        )
        solution = _solved(question, seconds)
        view = plan_view(question, solution)
        kept = (
            office.plans.accept(office.actor, question, view.proposals)
            if _has(args, view)
            else None
        )
        if args.json:
            show_json(_json(question, solution, view, kept))
        else:
            _show(question, solution, view)
        _tell(view, kept)
    return 0


def _now(office: Office, day: date) -> int | None:
    """Return the minute it is if the day is today: only its rest is planned."""
    now = office.clock.now()
    return minute_of(now, day, office.time) if office.time.day(now) == day else None


def _has(args: argparse.Namespace, view: PlanView) -> bool:
    return bool(args.accept and view.proposals)


def _solved(question: Question, seconds: float) -> Solution:
    answer: Solution | None = None
    for answer in stream(question.problem, seconds=seconds):
        open_still = len(answer.unserved)
        tell(f"{answer.seconds:5.1f} s: {money_text(round(answer.costs.total))}, {open_still} open")
    if answer is None:
        raise AssertionError("a first plan always exists")
    return answer


def _show(question: Question, solution: Solution, view: PlanView) -> None:
    for one in view.proposals:
        price = money_text(one.cost_cents)
        show(f"{_time(one)}\t{one.member_name}\t{one.kind.value.replace('_', ' ')}\t{price}")
        show(f"\t{one.what}")
        for sentence in (*why(question, solution, one.ride_id).sentences, *_more(one)):
            show(f"\t{sentence}")
    for left in view.unserved:
        show(f"{clock_text(left.pickup_min)}\t{left.member_name}\tnobody")
        for sentence in _remedies(question, solution, left):
            show(f"\t{sentence}")
    for out in view.left_out:
        show(f"not planned\t{out.name}\t{out.sentence}")


def _time(one: Proposal) -> str:
    minute = one.was_pickup_min if one.pickup_min is None else one.pickup_min
    return clock_text(minute or 0)


def _more(one: Proposal) -> list[str]:
    told = [f"To be told: {', '.join(one.tells)}"] if one.tells else []
    return [*([one.note] if one.note else []), *told]


def _remedies(question: Question, solution: Solution, left: Unserved) -> list[str]:
    found = cures(question, solution, left.ride_id)
    return [*left.why, *(f"Would serve it: {one.sentence}" for one in found)]


def _tell(view: PlanView, kept: Accepted | None) -> None:
    tell(f"{day_year_text(view.day)}")
    tell(f"Now:  {_totals(view.before)}")
    tell(f"Plan: {_totals(view.after)}")
    tell(view.gap.words)
    if kept is not None:
        tell(f"{kept.changes.text}.")
        for row in kept.refused:
            tell(f"Not done: {row.sentence}")


def _totals(one: Totals) -> str:
    return (
        f"{one.served} of {one.rides} rides, {one.drivers} drivers, {miles_text(one.loaded_m)} with"
        f" members, {miles_text(one.unloaded_m)} empty, {minutes_text(one.duty_min)},"
        f" {money_text(one.cents)} for miles"
    )


def _json(
    question: Question, solution: Solution, view: PlanView, kept: Accepted | None
) -> dict[str, Any]:
    return {
        "day": view.day,
        "proposals": [_proposal_json(question, solution, one) for one in view.proposals],
        "unserved": [
            {
                "ride": one.ride_id,
                "why": one.why,
                "would_serve": [cure.sentence for cure in cures(question, solution, one.ride_id)],
            }
            for one in view.unserved
        ],
        "not_planned": [{"ride": one.ride_id, "why": one.sentence} for one in view.left_out],
        "before": _totals_json(view.before),
        "after": _totals_json(view.after),
        "bound": view.gap.words,
        "proved": view.gap.is_proved,
        "accepted": [] if kept is None else list(kept.done),
        "refused": {} if kept is None else {str(r.ride_id): r.sentence for r in kept.refused},
    }


def _proposal_json(question: Question, solution: Solution, one: Proposal) -> dict[str, Any]:
    return {
        "ride": one.ride_id,
        "member": one.member_name,
        "kind": one.kind.value,
        "what": one.what,
        "driver": one.to_driver,
        "driver_before": one.from_driver,
        "pickup": None if one.pickup_min is None else clock_text(one.pickup_min),
        "dropoff": None if one.dropoff_min is None else clock_text(one.dropoff_min),
        "cents": one.cost_cents,
        "why": list(why(question, solution, one.ride_id).sentences),
        "tells": list(one.tells),
    }


def _totals_json(one: Totals) -> dict[str, Any]:
    return {
        "rides": one.rides,
        "served": one.served,
        "unserved": one.unserved,
        "drivers": one.drivers,
        "loaded_m": round(one.loaded_m),
        "unloaded_m": round(one.unloaded_m),
        "duty_minutes": one.duty_min,
        "cents": one.cents,
    }
