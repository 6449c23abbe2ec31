"""The exception desk without widgets: marks, what will happen, what is refused; and the words."""

from dataclasses import replace
from datetime import date

from nemt_desk.ground.errors import InputError, Problem
from nemt_desk.trips.rows import ReturnKind
from nemt_desk.trips.standing.rows import DayChoice, DayState, HitKind, OrderDay, Proposal
from tests.ui.standing.rows import FRIDAY, THURSDAY, exception, order, order_line
from ui.standing.desk_lines import Mark, Marks, missing, will_happen
from ui.standing.words import FATES, HITS, about_order, day_status, order_status, times_text
from ui.theme.status import STATUSES

TODAY = date(2026, 11, 24)


def test_marks_outlive_a_new_reading_and_say_what_will_happen() -> None:
    marks = Marks()
    first, second = exception(), exception(FRIDAY, state=DayState.MADE)
    assert "Nothing is marked yet" in will_happen([marks.line(first), marks.line(second)])
    marks.choose(marks.line(first), DayChoice.KEEP)
    marks.choose(marks.line(second), DayChoice.SKIP)
    again = [marks.line(replace(row)) for row in (first, second)]
    assert [line.choice_text for line in again] == ["Keep", "Skip"]
    said = will_happen(again)
    assert said.startswith("Ctrl+Enter will skip 1, keep 1.")
    assert "1 trip made already" in said
    assert "wait on" not in said
    marks.clear([again[0].key])
    assert "1 line will wait on" in will_happen([marks.line(first), marks.line(second)])


def test_a_move_takes_the_proposed_day_or_asks_for_one() -> None:
    marks = Marks()
    row = exception(proposal=Proposal(DayChoice.MOVE, FRIDAY, "Move it to Fri 27 Nov."))
    marks.choose(marks.line(row), DayChoice.MOVE)
    assert marks.line(row).choice_text == "Move to Fri 27 Nov"
    assert missing(marks.line(row)) == ""
    assert marks.line(row).entry().to_day == FRIDAY
    other = exception()
    marks.choose(marks.line(other), DayChoice.MOVE)
    assert missing(marks.line(other)) == "to_day"
    assert "lack" in will_happen([marks.line(other)])


def test_keeping_against_the_rules_needs_a_reason() -> None:
    marks = Marks()
    row = exception(kind=HitKind.RULES)
    marks.choose(marks.line(row), DayChoice.KEEP)
    assert missing(marks.line(row)) == "reason"
    key = marks.line(row).key
    marks.put(key, replace(marks.of(key), reason="doctor called"))
    entry = marks.line(row).entry()
    assert (entry.reason, entry.override_reason) == ("doctor called", "doctor called")
    holiday = exception()
    marks.choose(marks.line(holiday), DayChoice.KEEP)
    assert missing(marks.line(holiday)) == ""
    assert marks.line(holiday).entry().override_reason == ""


def test_only_what_can_be_settled_is_taken_as_proposed() -> None:
    marks = Marks()
    assert marks.propose(marks.line(exception()))
    paper = exception(kind=HitKind.RULES, proposal=Proposal(None, None, "Get the paper."))
    assert not marks.propose(marks.line(paper))
    assert marks.line(paper).mark == Mark()


def test_what_is_refused_stands_beside_its_line() -> None:
    marks = Marks()
    rows = [exception(), exception(FRIDAY)]
    keys = [marks.line(row).key for row in rows]
    error = InputError([Problem("1.to_day", "The office is shut on that day.")])
    assert marks.refuse(error, keys) == keys[1]
    assert marks.line(rows[1]).choice_text == "✖ The office is shut on that day."
    marks.choose(marks.line(rows[1]), DayChoice.SKIP)
    assert marks.line(rows[1]).choice_text == "Skip"


def test_an_order_is_told_in_words() -> None:
    line = order_line()
    assert times_text(line.order) == "for 10:30 a.m., home 2:30 p.m."
    words = about_order(line, TODAY)
    assert "Home → Itasca Dialysis" in words
    assert "no ride on holidays" in words
    assert "made until Tue 22 Dec" in words
    will_call = order(return_kind=ReturnKind.WILL_CALL)
    assert times_text(will_call) == "for 10:30 a.m., home when they call"
    old = order_line(legs=())
    assert "earlier version" in about_order(old, TODAY)


def test_states_have_words() -> None:
    assert order_status(order_line(), TODAY) == "waiting"
    assert order_status(order_line(waiting=0), TODAY) == "running"
    assert order_status(order_line(waiting=0, until_day=date(2026, 11, 1)), TODAY) == "ended"
    made = OrderDay(order().id, THURSDAY, THURSDAY, DayState.MADE, "")
    assert day_status(made) == "made"
    assert day_status(replace(made, on_day=FRIDAY)) == "moved"
    assert day_status(replace(made, is_waiting=True)) == "waiting"
    assert day_status(replace(made, state=DayState.SKIPPED, on_day=None)) == "skipped"
    assert day_status(replace(made, state=DayState.DUE)) == "planned"
    assert {*HITS.values(), *FATES.values()} <= STATUSES.keys()
    assert len(HITS) == len(HitKind)
