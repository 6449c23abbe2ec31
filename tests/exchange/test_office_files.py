"""The files of a real small office: every planted fault is handled as their README says."""

import os
from pathlib import Path

import pytest

from nemt_desk.exchange.fields import Subject
from nemt_desk.members.queries import member_list
from nemt_desk.trips.queries import counts_on, ride_lines_between
from tests.exchange.conftest import DAY, Desk
from tests.exchange.faults import complaints, faults
from tests.factories import ACTOR

ORDER = ("members.csv", "drivers.xlsx", "places.csv", "rides.csv")


@pytest.fixture
def folder(shared_data: Path) -> Path:
    """The office's folder; another of the same form with NEMT_DESK_TEST_OFFICE."""
    return Path(os.environ.get("NEMT_DESK_TEST_OFFICE", shared_data / "office"))


def test_every_planted_fault_is_handled_as_the_readme_says(desk: Desk, folder: Path) -> None:
    planted = faults(folder / "README.md")
    assert set(planted) == set(ORDER)
    told = {}
    for name in ORDER:
        plan = desk.plan(folder / name)
        on_sheets = [one for one in planted[name] if one.column not in {"2019 list"}]
        told[name] = complaints(plan, [one for one in on_sheets if one.outcomes])
        assert plan.imported + plan.refused + plan.skipped == plan.read
        desk.service.apply(ACTOR, plan, good_rows=True)
    assert told == {name: [] for name in ORDER}


def test_a_hidden_sheet_is_told_and_the_second_sheet_is_read_when_asked(
    desk: Desk, folder: Path
) -> None:
    desk.bring_in(folder / "members.csv")
    plan = desk.plan(folder / "drivers.xlsx")
    assert any("hidden sheet" in note and "2019 list" in note for note in plan.notes)
    assert not any("Formerly" in row.label for row in plan.rows)
    desk.service.apply(ACTOR, plan, good_rows=True)
    pairs = desk.plan(folder / "drivers.xlsx", Subject.PAIRS)
    assert (pairs.imported, pairs.warned, pairs.refused) == (5, 0, 0)
    assert [note for note in pairs.notes if "leading 0" in note]
    desk.service.apply(ACTOR, pairs)


def test_the_whole_office_comes_in_and_goes_out_again_by_undo(desk: Desk, folder: Path) -> None:
    done = [desk.bring_in(folder / name) for name in ORDER]
    store = desk.built.store
    with store.read() as session:
        assert desk.built.trail.verify(session).is_whole
        assert member_list(session).count == len(done[0].ids)
        assert counts_on(session, DAY.date().replace(day=8)).rides > 40
        lines = ride_lines_between(session, DAY.date(), DAY.date().replace(day=31))
        assert {line.ride.leg for line in lines} == {"outbound", "return"}
    for applied in reversed(done):
        store.undo(ACTOR, applied.changes)
    with store.read() as session:
        assert member_list(session).count == 0
        assert desk.built.trail.verify(session).is_whole


def test_the_same_files_again_bring_nothing_in_twice(desk: Desk, folder: Path) -> None:
    for name in ORDER:
        desk.bring_in(folder / name)
    for name in ORDER:
        looked = desk.look(folder / name)
        assert looked.plan is not None
        assert looked.plan.imported == 0, name
        assert looked.before is not None
