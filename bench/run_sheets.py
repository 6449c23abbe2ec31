"""A day's 25 run sheets, against bare reportlab pages with the same text on them."""

import io
import statistics
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from importlib import import_module

from pypdf import PdfReader
from reportlab.lib.pagesizes import letter
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas

from bench.measure import Result, in_turns
from nemt_desk.runs.sheet_rows import (
    HomeRide,
    MapSource,
    RunSheet,
    SheetCar,
    SheetRider,
    SheetStep,
    SheetStop,
    StopAct,
)
from reports.run_sheet import run_sheets_pdf

RUNS, RIDES, STEPS, ROUNDS = 25, 6, 8, 9
_FONT = "Bench Sans"
_DAY = date(2026, 11, 24)
_NAMES = ("Nguyễn Thị Ánh", "Wičháša Waŋblí", "María O'Neal-Ruíz", "Annemarie Schroeder")
_ROADS = (
    "Turn left on County Road {}.",
    "Continue straight onto Minnesota Highway {}.",
    "Turn right on Northeast {}th Street.",
)


def measure() -> Result:
    """Print a day both ways in turns, each time another one; the bare text is read off ours."""
    data: bytes = import_module("pymupdf_fonts.NotoSans_Regular").fontbuffer
    registerFont(TTFont(_FONT, io.BytesIO(data)))
    first, *days = [[_sheet(RUNS * day + run) for run in range(RUNS)] for day in range(ROUNDS + 1)]
    lines = _lines(run_sheets_pdf(first))
    bare_pages(lines)
    mine, theirs = in_turns((_ours(day), lambda: bare_pages(lines)) for day in days)
    return Result(
        "25 run sheets",
        3,
        statistics.median(mine),
        statistics.median(theirs),
        f"run_sheets_pdf: {RUNS} runs of {RIDES} rides, {len(lines)} pages with directions and QR",
        f"reportlab canvas: {len(lines)} pages, the same lines by drawString in the same embedded"
        " font; no layout, no QR, no rules",
        {"pages": len(lines), "letters": sum(len(line) for page in lines for line in page)},
    )


def _ours(day: Sequence[RunSheet]) -> Callable[[], object]:
    return lambda: run_sheets_pdf(day)


def _lines(pdf: bytes) -> list[list[str]]:
    return [page.extract_text().splitlines() for page in PdfReader(io.BytesIO(pdf)).pages]


def bare_pages(pages: Sequence[Sequence[str]]) -> bytes:
    """Write lines of text, one under the other, as plainly as reportlab can."""
    buffer = io.BytesIO()
    drawing = canvas.Canvas(buffer, pagesize=letter)
    for lines in pages:
        drawing.setFont(_FONT, 9)
        for number, line in enumerate(lines):
            drawing.drawString(36, 756 - 9 * number, line)
        drawing.showPage()
    drawing.save()
    return buffer.getvalue()


def _sheet(run: int) -> RunSheet:
    stops = tuple(_stop(run, seq) for seq in range(1, 2 * RIDES + 1))
    return RunSheet(
        agency_name="Bench County Volunteer Drivers",
        agency_phone="2185550100",
        run_code=f"R1124-{run:02}",
        day=_DAY,
        driver_name=f"Berg-Håkonsen, Lars {run}",
        driver_phone="2185550111",
        car=SheetCar(words="grey Toyota Sienna", plate=f"ABC {run:03}", seats=4),
        start_place="Home",
        end_place="Home",
        is_published=True,
        printed_at=datetime(2026, 11, 24, 12, 5, tzinfo=UTC),
        source=MapSource("Valhalla", "3.9.1", "bench.osm.pbf", "2026-10-01"),
        stops=stops,
    )


def _stop(run: int, seq: int) -> SheetStop:
    going = seq % 2 == 1
    minute = 7 * 60 + 30 * seq
    rider = SheetRider(
        act=StopAct.PICK_UP if going else StopAct.DROP_OFF,
        name=_NAMES[(run + seq // 2) % len(_NAMES)],
        phone="2185550142",
        other_end="Clinic",
        assistance="door to door",
        needs=("walker",),
        driver_note="Knock loudly, hard of hearing." if going else "",
        appointment_at=time(10, 30) if going else None,
        appointment_where="Lakeside Dialysis" if going else "",
        return_text="will call" if going else "",
        home_ride=HomeRide() if going else None,
        loaded_m=20_000.0,
    )
    stop = SheetStop(
        seq=seq,
        at=time(minute // 60 % 24, minute % 60),
        place_name="Home" if going else "Lakeside Dialysis",
        address=f"{27000 + 10 * run + seq} County Road 63, Perch",
        riders=(rider,),
        way=tuple(
            SheetStep(_ROADS[step % len(_ROADS)].format(step + seq + run), 500.0 * (step + 1))
            for step in range(STEPS)
        ),
        way_m=18_000.0,
        way_min=22,
    )
    return replace(stop, place_phone="2185550199") if not going else stop
