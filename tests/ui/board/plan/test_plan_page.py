"""A plan on the board, by keys: suggested, looked at, accepted, refused, undone, out of date."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from nemt_desk.drivers.rows import Hours
from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.ids import Id
from nemt_desk.planning.optimiser.plan import Solution
from nemt_desk.planning.optimiser.solve import solve
from nemt_desk.planning.proposal.rows import CureKind, PlanView, Question, Why
from nemt_desk.planning.proposal.view import plan_view
from nemt_desk.planning.proposal.why import whys
from nemt_desk.trips.rows import RideState
from tests.factories import NOW
from tests.ui.board.conftest import BoardHands, sit_down
from tests.ui.board.people import Scene, empty_scene
from tests.ui.hands import CTRL
from ui.board.plan.guest import PlanGuest
from ui.board.plan.offered import PlanLine, Stand
from ui.board.plan.words import line_text

SHIFT = Qt.KeyboardModifier.ShiftModifier

type Answer = tuple[Solution, PlanView, Mapping[Id, Why]]


class Here:
    """Stands in for the process of its own: plans a little, in the reader's thread."""

    def __init__(self, _work: object) -> None:
        pass

    def __enter__(self) -> "Here":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def answers(
        self,
        question: tuple[Question, float],
        is_stopped: Callable[[], bool],
        tick: Callable[[], object],
    ) -> Iterator[Answer]:
        asked = question[0]
        found = solve(asked.problem, rounds=1)
        yield found, plan_view(asked, found), {}
        tick()
        yield found, plan_view(asked, found), {} if is_stopped() else whys(asked, found)


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    """A small day: two drivers, one trip there and back, one way, one before anybody drives."""
    made = empty_scene(tmp_path)
    hours = tuple(Hours(day, 480, 1020) for day in range(7))
    made.driver("Berg", "Lars", hours=hours)
    made.driver("Lind", "Per", hours=hours)
    made.place("Lakeside Clinic", 47.21, -93.55)
    made.member("Schroeder", "Ann", 47.31, -93.42)
    made.member("Maki", "Helvi", 47.23, -93.53)
    made.member("Koski", "Eino", 47.22, -93.52)
    made.trip("Schroeder", "Lakeside Clinic", time(10, 30), back=time(14, 0))
    made.trip("Maki", "Lakeside Clinic", time(11, 0))
    made.trip("Koski", "Lakeside Clinic", time(7, 30))
    yield made
    made.office.close()


@pytest.fixture
def board(qtbot: "object", scene: Scene, monkeypatch: pytest.MonkeyPatch) -> BoardHands:
    monkeypatch.setattr("ui.board.plan.planning.Apart", Here)
    return sit_down(qtbot, scene)  # type: ignore[arg-type]


def plan(board: BoardHands) -> PlanGuest:
    return next(one for one in board.page.at.guests if isinstance(one, PlanGuest))


def lines(board: BoardHands) -> dict[str, PlanLine]:
    """Return the lines by member's last name and leg."""
    known = board.page.at.known
    assert known is not None
    names = {
        ride: f"{last}{leg or ''}"
        for last, rides in board.scene.rides.items()
        for leg, ride in enumerate(rides)
    }
    return {names[line.ride_id]: line for line in plan(board).offering.lines}


def stands(board: BoardHands) -> dict[str, Stand]:
    return {name: line.stand for name, line in lines(board).items()}


def suggest(board: BoardHands) -> None:
    """Suggest a plan at five in the morning, before the first ride."""
    board.scene.office.clock.set(NOW - timedelta(hours=4))  # type: ignore[attr-defined]
    board.press(Qt.Key.Key_S)
    board.qtbot.waitUntil(lambda: not plan(board).offering.is_running)
    board.settle()


def test_one_key_suggests_a_plan_and_each_proposal_says_why(board: BoardHands) -> None:
    suggest(board)
    found = stands(board)
    assert [found[name] for name in ("Schroeder", "Schroeder1", "Maki")] == [Stand.OPEN] * 3
    assert (board.parts.below.name, board.parts.side.name) == ("plan", "plan")
    guest = plan(board)
    assert "of 4 rides" in guest.panel.totals.text()
    assert board.driver_of("Schroeder") == ""
    assert "3 proposed" in board.page.head_text()
    overlay = guest.offering.overlay()
    assert {ghost.ride_id for ghost in overlay.ghosts} >= set(board.scene.rides["Schroeder"])
    board.choose("Maki")
    assert "Maki, Helvi" in guest.details.head.text()
    assert "adds" in guest.details.about.text()
    assert "Next best" in guest.details.more.text()
    assert "next best" in board.parts.line.text()


def test_the_line_below_speaks_of_the_newest_plan(board: BoardHands) -> None:
    suggest(board)
    guest = plan(board)
    line = guest.verbs.line()
    shown = guest.offering.shown
    assert line is not None
    assert line.proposal is not None
    assert shown is not None
    newer = tuple(
        replace(one, pickup_min=(one.pickup_min or 0) - 3) if one is line.proposal else one
        for one in shown.found.view.proposals
    )
    found = replace(shown.found, view=replace(shown.found.view, proposals=newer), whys={})
    guest.offering.planning.found.emit(found)
    now = guest.verbs.line()
    assert now is not None
    assert board.parts.line.text() == line_text(now) != line_text(line)
    board.parts.hint("Something else.")
    guest.offering.planning.found.emit(shown.found)
    assert board.parts.line.text() == "Something else."


def test_what_is_accepted_is_one_step_and_undo_offers_it_again(board: BoardHands) -> None:
    suggest(board)
    offered = lines(board)["Schroeder"].proposal
    assert offered is not None
    board.choose("Schroeder")
    board.press(Qt.Key.Key_Y)
    found = stands(board)
    # The way back by the same driver goes along; the next that is open is chosen.
    assert (found["Schroeder"], found["Schroeder1"]) == (Stand.DONE, Stand.DONE)
    assert found["Maki"] is Stand.OPEN
    assert board.page.at.choice.current == board.scene.rides["Maki"][0]
    assert board.driver_of("Schroeder") == board.driver_of("Schroeder", 1) == offered.to_name
    assert plan(board).panel.stale.text() == ""
    board.press(Qt.Key.Key_Z, CTRL)
    assert board.driver_of("Schroeder") == ""
    assert stands(board)["Schroeder"] is Stand.OPEN
    board.press(Qt.Key.Key_Y, SHIFT)
    assert Stand.OPEN not in stands(board).values()
    board.press(Qt.Key.Key_Z, CTRL)
    assert board.driver_of("Maki") == board.driver_of("Schroeder") == ""


def test_a_proposal_is_held_and_a_driver_s_are_accepted_together(board: BoardHands) -> None:
    suggest(board)
    board.choose("Maki")
    board.press(Qt.Key.Key_H, SHIFT)
    known = board.page.at.known
    assert known is not None
    assert known.rides[board.scene.rides["Maki"][0]].is_pinned
    board.press(Qt.Key.Key_Z, CTRL)
    line = lines(board)["Schroeder"]
    assert line.proposal is not None
    his = {
        name
        for name, one in lines(board).items()
        if one.proposal and one.proposal.to_driver == line.proposal.to_driver
    }
    board.choose("Schroeder")
    board.press(Qt.Key.Key_A, SHIFT)
    assert {name for name, stand in stands(board).items() if stand is Stand.DONE} == his


def test_what_is_refused_stays_out_of_the_next_plan(board: BoardHands) -> None:
    suggest(board)
    first = lines(board)["Maki"].proposal
    assert first is not None
    board.choose("Maki")
    board.press(Qt.Key.Key_Z)
    assert stands(board)["Maki"] is Stand.REFUSED
    board.choose("Maki")
    board.press(Qt.Key.Key_Z)
    assert stands(board)["Maki"] is Stand.OPEN
    board.press(Qt.Key.Key_Z, SHIFT)
    assert Stand.OPEN not in stands(board).values()
    assert "proposed" not in board.page.head_text()
    suggest(board)
    again = lines(board)["Maki"].proposal
    assert again is None or again.to_driver != first.to_driver


def test_a_change_of_the_day_is_told_and_marks_the_plan(board: BoardHands) -> None:
    suggest(board)
    office, scene = board.scene.office, board.scene
    offered = lines(board)["Maki"].proposal
    assert offered is not None
    other = "Lind" if offered.to_name == "Berg, Lars" else "Berg"
    moved = office.runs.assign(
        office.actor,
        [scene.rides["Maki"][0]],
        driver_id=scene.drivers[other],
        day=board.page.at.day,
        override_reason="by phone",
    )
    board.desk.did(moved)
    board.settle()
    assert "The day has changed" in plan(board).panel.stale.text()
    assert "Maki, Helvi" in plan(board).panel.stale.text()
    assert stands(board)["Maki"] is Stand.CHANGED
    board.press(Qt.Key.Key_Z, CTRL)
    assert plan(board).panel.stale.text() == ""
    board.desk.did(office.trips.cancel(office.actor, scene.rides["Schroeder"][0], "is ill"))
    board.settle()
    assert "Schroeder, Ann" in plan(board).panel.stale.text()


def test_what_stays_open_says_why_and_its_cure_is_one_key_away(board: BoardHands) -> None:
    suggest(board)
    assert stands(board)["Koski"] is Stand.LEFT
    board.choose("Koski")
    plan(board).panel.focus_list()
    board.press(Qt.Key.Key_Up)
    board.press(Qt.Key.Key_Down)
    details = plan(board).details
    assert "nobody" in details.title.text()
    assert "hours" in details.about.text()
    kinds = [cure.kind for cure in details.cures]
    assert kinds[0] is CureKind.HOURS
    went: list[tuple[str, str, object]] = []
    board.desk.went.connect(lambda *asked: went.append(asked))
    board.press(Qt.Key.Key_5)
    assert went == [("drivers", "driver", details.cures[0].driver_id)]


def test_the_plan_of_a_day_stays_while_another_is_looked_at(board: BoardHands) -> None:
    suggest(board)
    board.press(Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert plan(board).offering.lines == ()
    board.press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert stands(board)["Maki"] is Stand.OPEN
    board.press(Qt.Key.Key_V, SHIFT)
    assert (board.parts.below.name, board.parts.side.name) == ("", "who")
    board.press(Qt.Key.Key_V, SHIFT)
    assert board.parts.below.name == "plan"
    assert plan(board).panel.table.view.hasFocus()


def test_today_is_planned_from_now_on(board: BoardHands) -> None:
    board.press(Qt.Key.Key_S)
    board.qtbot.waitUntil(lambda: not plan(board).offering.is_running)
    board.settle()
    shown = plan(board).offering.shown
    assert shown is not None
    assert shown.found.question.ask.now_min == 9 * 60
    assert stands(board)["Koski"] is Stand.LEFT
    board.choose("Koski")
    assert "Was to begin at 6:50 a.m." in plan(board).details.about.text()


def test_the_rest_of_the_day_is_planned_without_moving_who_is_aboard(board: BoardHands) -> None:
    scene, office = board.scene, board.scene.office
    scene.put("Schroeder", "Berg")
    there = scene.rides["Schroeder"][0]
    for state in (RideState.EN_ROUTE, RideState.ABOARD):
        changes = office.trips.mark(office.actor, there, state)
        board.desk.published.emit(changes)
    board.settle()
    assert board.page.at.now() is not None
    board.press(Qt.Key.Key_S, SHIFT)
    board.qtbot.waitUntil(lambda: not plan(board).offering.is_running)
    board.settle()
    shown = plan(board).offering.shown
    assert shown is not None
    assert shown.found.question.ask.now_min == board.page.at.now()
    assert shown.found.question.ask.fills_published
    assert "Schroeder" not in lines(board)
    assert stands(board)["Maki"] is Stand.OPEN
    board.press(Qt.Key.Key_F11)
    board.press(Qt.Key.Key_F11)
    assert "published runs too" in board.parts.line.text()


@pytest.mark.slow
def test_the_process_of_its_own_plans_and_better_plans_come(qtbot: QtBot, scene: Scene) -> None:
    office = scene.office
    office.save_settings(replace(office.settings, plan_seconds=2))
    hands = sit_down(qtbot, scene)
    QTest.keyClick(hands.window, Qt.Key.Key_S)
    offering = plan(hands).offering
    qtbot.waitUntil(lambda: offering.is_running)
    qtbot.waitUntil(lambda: not offering.is_running, timeout=60_000)
    assert stands(hands)["Maki"] is Stand.OPEN
    assert lines(hands)["Maki"].why is not None


def test_what_cannot_be_planned_is_refused_in_words(
    board: BoardHands, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> Question:
        raise RefusedError("There is no ride to plan.")

    monkeypatch.setattr(board.scene.office.plans, "ask", refuse)
    suggest(board)
    assert board.desk.notices.latest is not None
    assert "no ride to plan" in board.desk.notices.latest.text
    assert plan(board).offering.lines == ()


def test_esc_stops_and_keeps_the_best_so_far(
    board: BoardHands, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Endless(Here):
        def answers(
            self,
            question: tuple[Question, float],
            is_stopped: Callable[[], bool],
            tick: Callable[[], object],
        ) -> Iterator[Answer]:
            found = solve(question[0].problem, rounds=1)
            yield found, plan_view(question[0], found), {}
            while not is_stopped():
                tick()

    monkeypatch.setattr("ui.board.plan.planning.Apart", Endless)
    guest = plan(board)
    guest.verbs.suggest()
    board.qtbot.waitUntil(lambda: guest.offering.shown is not None)
    assert guest.offering.is_running
    assert "planning" in board.page.head_text()
    assert not guest.panel.stop.isHidden()
    assert board.page.back()
    board.settle()
    assert not guest.offering.is_running
    assert "best plan so far is kept" in board.parts.line.text()
    assert stands(board)["Maki"] is Stand.OPEN
    assert board.parts.below.name == "plan"
    assert board.page.back()
    assert board.parts.below.name == ""
