"""Which papers a day has, and how they are made. No widgets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from nemt_desk.ground.ids import Id
from nemt_desk.ground.progress import Progress
from nemt_desk.logs import queries as logs
from nemt_desk.office import Office
from nemt_desk.runs import queries as runs
from nemt_desk.runs import sheets
from nemt_desk.runs.rows import RunState
from nemt_desk.runs.sheet_rows import RunSheet
from reports.run_sheet import run_sheets_pdf
from reports.trip_log import trip_logs_pdf

if TYPE_CHECKING:
    from nemt_desk.logs.rows import TripLog


class PaperKind(StrEnum):
    """What is printed."""

    RUN_SHEETS = "run sheets"
    TRIP_LOGS = "trip logs"


@dataclass(frozen=True, slots=True)
class RunLine:
    """One run whose papers can be printed."""

    run_id: Id
    code: str
    driver: str
    state: RunState
    rides: int
    members: int
    first_min: int | None
    last_min: int | None
    is_changed: bool = False

    @property
    def status(self) -> str:
        """The look of the run's state (a key of ui.theme.status)."""
        return "changed" if self.is_changed else self.state.value


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF and what stands in it, for the trail when it is printed."""

    kind: PaperKind
    pdf: bytes
    count: int = 0
    run_ids: tuple[Id, ...] = ()
    member_ids: tuple[Id, ...] = ()


def lines(office: Office, day: date) -> list[RunLine]:
    """Return the runs of a day, the first to leave in front."""
    with office.store.read() as session:
        board = runs.board(session, day, office.time)
    found = [
        RunLine(
            run_id=run.id,
            code=run.code,
            driver=run.driver_name,
            state=run.state,
            rides=len(run.rides),
            members=len({ride.member_id for ride in run.rides}),
            first_min=run.first_min,
            last_min=run.last_min,
            is_changed=run.is_changed,
        )
        for run in board.runs
    ]
    return sorted(found, key=lambda line: (line.first_min is None, line.first_min, line.driver))


def make(
    office: Office,
    *,
    day: date,
    kind: PaperKind,
    run_ids: Sequence[Id],
    now: datetime,
    progress: Progress,
) -> Printed:
    """Make the papers of the chosen runs, in their order; no bytes if there is nothing."""
    order = {run_id: place for place, run_id in enumerate(run_ids)}
    with office.store.read() as session:
        if kind is PaperKind.RUN_SHEETS:
            made = sheets.run_sheets(
                session,
                day,
                roads=office.map,
                settings=office.settings,
                now=now,
                run_ids=run_ids,
                progress=progress,
            )
            # In the order of the list beside the preview.
            made = tuple(sorted(made, key=lambda sheet: _place(order, sheet)))
            riders = tuple(key for sheet in made for key in sheet.member_ids)
            pdf = run_sheets_pdf(made) if made else b""
            count = len(made)
        else:
            found: list[TripLog] = []
            for run_id in run_ids:
                found += logs.trip_logs(
                    session, run_id=run_id, roads=office.map, settings=office.settings, now=now
                )
            pdf = trip_logs_pdf(found) if found else b""
            riders = tuple(log.member_id for log in found if log.member_id is not None)
            count = len(found)
    return Printed(kind, pdf, count, tuple(run_ids), riders)


def _place(order: Mapping[Id, int], sheet: RunSheet) -> int:
    return len(order) if sheet.run_id is None else order[sheet.run_id]
