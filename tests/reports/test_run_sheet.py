from dataclasses import fields, replace
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemt_desk.runs.sheet_rows import (
    HomeRide,
    RunSheet,
    SheetCard,
    SheetCompanion,
    SheetRider,
    SheetStop,
    StopAct,
)
from reports.run_sheet import run_sheets_pdf
from tests.reports import people
from tests.reports.reading import fonts, greys, operators, pages, text


def of_one(rider: SheetRider) -> RunSheet:
    return replace(people.sheet(1), stops=(people.stop(1, rider),))


def test_driver_finds_everything_on_the_sheet() -> None:
    rider = SheetRider(
        act=StopAct.PICK_UP,
        name="Schroeder, Ann M.",
        phone="2185550142",
        other_end="Grand Itasca Dialysis",
        assistance="door through door",
        needs=("walker", "oxygen"),
        companions=(SheetCompanion("Tom Ruíz", "attendant"),),
        service_animal="guide dog",
        driver_note="Knock loudly.",
        appointment_at=time(10, 30),
        appointment_where="Dialysis, door B",
        return_text="will call",
        home_ride=HomeRide("Lind, Paul", "2185550177", time(14, 30)),
        loaded_m=45_700.0,
    )
    printed = text(run_sheets_pdf([of_one(rider)]))
    for said in (
        "Itasca County Volunteer Drivers · 218-555-0100",
        "R1124-07",
        "Tuesday 24 November 2026",
        "Berg, Lars Håkon",
        "218-555-0111",
        "grey Toyota Sienna · plate ABC 123 · 4 seats",
        "7:30 a.m., Home, 310 NW 5th Avenue",
        "4:10 p.m., Home, 310 NW 5th Avenue",
        "8:00 a.m.",
        "PICK UP Schroeder, Ann M.",
        "218-555-0142",
        "To Grand Itasca Dialysis · 28.4 mi with the member",
        "Help door through door · walker, oxygen",
        "Rides along Tom Ruíz (attendant)",
        "Service animal guide dog",
        "Appointment 10:30 a.m., Dialysis, door B",
        "Return will call",
        "Drives home later Lind, Paul, 218-555-0177, 2:30 p.m.",
        "Note Knock loudly.",
        "27614 County Road 63, Grand Rapids, MN 55744",
        "The way here from Home, 310 NW 5th Avenue, Grand Rapids: 12.3 mi, about 22 min",
        "Turn left on US Highway 169 South",
        "The way back to Home",
        "Odometer at start",
        "Actual",
        "help getting in and out when needed",
        "Printed Tue 24 Nov 2026, 6:05 a.m.",
        "Valhalla 3.9.1, map itasca.osm.pbf of 2026-10-01",
    ):
        assert said in printed


def test_nobody_to_drive_home_yet_is_said() -> None:
    rider = SheetRider(StopAct.DROP_OFF, "Ann", home_ride=HomeRide())
    assert "nobody yet: the office will call" in text(run_sheets_pdf([of_one(rider)]))


@pytest.mark.parametrize("name", people.NAMES)
def test_names_print_as_typed(name: str) -> None:
    rider = SheetRider(StopAct.PICK_UP, name, driver_note=f"ask for {name}")
    printed = text(run_sheets_pdf([of_one(rider)])).replace("- ", "-")
    assert printed.count(name) == 3


def test_markup_is_text() -> None:
    typed = '<b>bold <img src="/etc/hostname"/> &amp; ${7*7} `x` <font color="red">'
    sheet = of_one(SheetRider(StopAct.PICK_UP, "Ann", driver_note=typed))
    assert typed in text(run_sheets_pdf([sheet]))


def test_draft_is_marked_and_published_is_not() -> None:
    draft = replace(people.sheet(1), is_published=False)
    assert all("DRAFT, not published" in page for page in pages(run_sheets_pdf([draft])))
    assert "DRAFT" not in text(run_sheets_pdf([people.sheet(1)]))


def test_same_rows_print_the_same_bytes() -> None:
    sheets = [people.sheet(10), people.sheet(3)]
    assert run_sheets_pdf(sheets) == run_sheets_pdf(sheets)


def test_each_sheet_counts_its_own_pages_under_its_own_head() -> None:
    printed = pages(
        run_sheets_pdf([people.sheet(10, run_code="R-1"), people.sheet(1, run_code="R-2")])
    )
    first = [page for page in printed if "R-1" in page]
    second = [page for page in printed if "R-2" in page]
    assert len(first) + len(second) == len(printed)
    for sheet in (first, second):
        for number, page in enumerate(sheet, 1):
            assert f"page {number} of {len(sheet)}" in page


def test_overview_stands_first_and_whole() -> None:
    first, *_ = pages(run_sheets_pdf([people.sheet(12)]))
    for name in people.NAMES[:6]:
        assert name in first


@pytest.mark.parametrize("stops", [1, 2, 12, 30])
def test_a_stop_is_never_parted_from_its_heading(stops: int) -> None:
    sheet = people.sheet(stops)
    marked = replace(
        sheet,
        stops=tuple(
            replace(
                stop,
                place_name=f"Place<{stop.seq}>",
                card=SheetCard((("Entrance", f"Entrance<{stop.seq}>"),)),
            )
            for stop in sheet.stops
        ),
    )
    printed = pages(run_sheets_pdf([marked]))
    for stop in marked.stops:
        (page,) = [page for page in printed if f"Entrance<{stop.seq}>" in page]
        after = page[page.index(f"Entrance<{stop.seq}>") :]
        assert page.count(f"Place<{stop.seq}>") >= 1
        assert stop.riders[0].name in after


def test_a_stop_longer_than_a_page_goes_on_under_its_number() -> None:
    long = people.stop(1, people.rider("Ann", StopAct.PICK_UP, 1), steps=150)
    printed = pages(run_sheets_pdf([replace(people.sheet(1), stops=(long,))]))
    assert any("Stop 1, continued" in page for page in printed)
    assert " 150 " in " ".join(printed)


def test_a_note_longer_than_a_page_is_printed_whole() -> None:
    words = " ".join(f"w{number}" for number in range(3000))
    sheet = of_one(SheetRider(StopAct.PICK_UP, "Ann", driver_note=words))
    printed = text(run_sheets_pdf([sheet]))
    assert all(f"w{number} " in printed for number in range(3000))


def test_empty_run_and_unknown_car_and_map_print() -> None:
    sheet = replace(people.sheet(1), stops=(), way_back=(), car=None, source=None)
    printed = text(run_sheets_pdf([sheet]))
    assert "No stops are planned on this run." in printed
    assert "no car named" in printed
    assert "no map was loaded" in printed


def test_fonts_are_embedded_and_nothing_is_coloured() -> None:
    pdf = run_sheets_pdf([people.sheet(6)])
    assert all(fonts(pdf).values())
    assert {"rg", "RG", "k", "K", "sc", "scn", "SC", "SCN", "Do"}.isdisjoint(operators(pdf))
    assert len(greys(pdf) - {0.0}) == 1


def test_title_names_the_day_only() -> None:
    pdf = run_sheets_pdf([people.sheet(2)])
    assert b"Run sheets 2026-11-24" in pdf
    assert b"Berg" not in pdf


def test_office_only_notes_have_no_field() -> None:
    names = {field.name for row in (RunSheet, SheetStop, SheetRider) for field in fields(row)}
    assert not [name for name in names if "office" in name]


def test_nothing_to_print_is_a_bug() -> None:
    with pytest.raises(ValueError, match="no run sheet"):
        run_sheets_pdf([])


@given(st.text(max_size=300), st.text(max_size=80))
def test_any_text_prints(note: str, name: str) -> None:
    sheet = of_one(SheetRider(StopAct.PICK_UP, name, phone=name, driver_note=note, needs=(note,)))
    sheet = replace(sheet, driver_name=name, start_place=note, agency_name=name)
    assert run_sheets_pdf([sheet]).startswith(b"%PDF")


def test_the_foot_names_route_map_and_what_the_map_does_not_know() -> None:
    rider = SheetRider(
        act=StopAct.PICK_UP,
        name="Schroeder, Ann M.",
        other_end="Grand Itasca Dialysis",
        loaded_m=45_700.0,
        loaded_note="measured on the map of 2025-01-01",
    )
    source = replace(
        people.SOURCE, map_hash="1a2b3c4d5e6f", caveats=("Census roads only: no one-ways.",)
    )
    printed = text(run_sheets_pdf([replace(of_one(rider), source=source)]))
    assert "of 2026-10-01, no. 1a2b3c4d; direct route (shortest way by road)" in printed
    assert "Census roads only: no one-ways" in printed
    assert "28.4 mi with the member · measured on the map of 2025-01-01" in printed
