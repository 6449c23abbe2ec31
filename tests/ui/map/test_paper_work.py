"""The map on paper: no member's name on the county's map, a run's stops in order, and the trail."""

from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest

from nemt_desk.geo.shapes import BBox
from nemt_desk.ground.progress import Quiet
from nemt_desk.security.trail import history
from tests.factories import TODAY
from tests.ui.map.conftest import Town
from ui.map import paper_work
from ui.map.day import MapDay, Wanted, read_day
from ui.map.marks import Layer
from ui.map.paper_work import PaperWork
from ui.map.routes import RouteBook

if TYPE_CHECKING:
    from ui.map.pane import MapPane
    from ui.shell.desk import Desk

EVERYWHERE = BBox(-180, -90, 180, 90)


class Here:
    """A desk whose jobs are done at once, a pane, and the previews that were opened."""

    def __init__(self, town: Town, patch: pytest.MonkeyPatch) -> None:
        self.office = town.office
        self.opened: list[SimpleNamespace] = []
        self.jobs = SimpleNamespace(read=lambda work, done, **_: done(work(Quiet())))
        desk = SimpleNamespace(office=town.office, actor=town.office.actor, jobs=self.jobs)
        pane = SimpleNamespace(ask_sight=lambda tell: tell(EVERYWHERE), window=lambda: None)
        self.work = PaperWork(cast("Desk", desk), cast("MapPane", pane))
        patch.setattr(paper_work, "PaperPreview", self.preview)

    def preview(self, title: str, pdf: bytes, _parent: object, **more: Any) -> SimpleNamespace:
        self.opened.append(SimpleNamespace(title=title, pdf=pdf, show=lambda: None, **more))
        return self.opened[-1]

    def wish(self, patch: pytest.MonkeyPatch) -> list[Any]:
        """Catch what is to be printed in place of printing it."""
        wished: list[Any] = []

        def caught(_display: object, _info: object, wish: object) -> bytes:
            wished.append(wish)
            return b"%PDF"

        patch.setattr("ui.map.print_map.print_map", caught)
        return wished


def day_of(town: Town) -> MapDay:
    return read_day(town.office, TODAY, routes=RouteBook(), wanted=Wanted(), progress=Quiet())


def test_the_countys_map_names_no_member(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    here = Here(town, monkeypatch)
    wished = here.wish(monkeypatch)
    here.work.print_sight(day_of(town), set(Layer))
    (wish,) = wished
    assert [route.number for route in wish.routes] == ["1"]
    assert wish.is_confidential
    assert wish.area == EVERYWHERE
    assert "Schroeder" not in repr(wish)
    here.work.print_sight(day_of(town), {Layer.PLACES})
    assert not wished[1].is_confidential
    assert wished[1].routes == ()


def test_a_runs_map_lists_its_stops_and_is_noted_when_printed(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = Here(town, monkeypatch)
    wished = here.wish(monkeypatch)
    day = day_of(town)
    run = next(mark for mark in day.marks if mark.layer is Layer.RUNS)
    here.work.print_run(day, run)
    (wish,) = wished
    assert [mark.sign for mark in wish.marks] == ["1", "2"]
    assert "on: Schroeder" in wish.marks[0].label
    assert run.run_id is not None

    def noted() -> list[str]:
        with town.office.store.read() as session:
            return [entry.act for entry in history(session, town.people.member)]

    before = noted()
    (paper,) = here.opened
    paper.printed()
    assert len(noted()) == len(before) + 1
    assert noted()[0] == "Printed a run's map"


def test_paper_comes_out_of_the_real_map(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    here = Here(town, monkeypatch)
    day = day_of(town)
    here.work.print_run(day, next(mark for mark in day.marks if mark.layer is Layer.RUNS))
    assert here.opened[0].pdf.startswith(b"%PDF")


def test_rides_without_a_driver_are_on_the_paper_and_what_is_not_is_named(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = Here(town, monkeypatch)
    wished = here.wish(monkeypatch)
    day = day_of(town)
    (ride,) = [mark for mark in day.marks if mark.layer is Layer.UNASSIGNED]
    ring = replace(ride, key="reach:1", layer=Layer.REACH, line=ride.line[:1])
    more = replace(day, marks=(*day.marks, ring))
    here.work.print_sight(more, set(Layer))
    here.work.print_sight(more, {Layer.RUNS})
    all_of_it, runs_only = wished
    assert all_of_it.rides == (ride.line,)
    assert all_of_it.subtitle == "1 run, 1 ride without a driver"
    assert all_of_it.left_out == ("drivers' reach",)
    assert "Schroeder" not in repr(all_of_it)
    assert (runs_only.rides, runs_only.left_out) == ((), ())
