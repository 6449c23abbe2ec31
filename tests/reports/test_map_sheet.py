"""The frame of a printed map: what stands round the picture, and what goes to the next page."""

import io
from datetime import datetime

from PIL import Image
from pypdf import PdfReader

from reports.map_sheet import MapSheet, SheetRow, map_sheet, picture_room

AT = datetime(2026, 11, 24, 15, 4)
MILE = 1609.344


def png() -> bytes:
    held = io.BytesIO()
    Image.new("L", (40, 30), 200).save(held, "png")
    return held.getvalue()


def sheet(rows: tuple[SheetRow, ...] = (), miles: float = 12.0) -> MapSheet:
    return MapSheet(
        title="Birch County", subtitle="All runs", agency="Birch County Rides", printed_at=AT,
        map_date="2026-05-04", credit="© OpenStreetMap contributors", picture=png(),
        metres_across=miles * MILE, is_landscape=True, rows=rows,
    )  # fmt: skip


def pages(made: MapSheet) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(map_sheet(made))).pages]


def test_the_scale_bar_is_a_round_number_of_miles() -> None:
    for miles, words in ((12.0, "2 miles"), (0.4, "528 feet"), (1.6, "¼ mile"), (80.0, "20 miles")):
        (text,) = pages(sheet(miles=miles))
        assert words in text


def test_a_long_list_goes_on_over_pages_and_nothing_is_lost() -> None:
    rows = tuple(
        SheetRow(f"Stop at place {n} on a road with a name", str(n)) for n in range(1, 151)
    )
    texts = pages(sheet(rows))
    assert len(texts) > 1
    whole = "\n".join(texts)
    assert all(f"Stop at place {n} on" in whole for n in range(1, 151))
    assert all("Birch County" in text and "© OpenStreetMap" in text for text in texts)
    assert f"page 1 of {len(texts)}" in texts[0]


def test_the_picture_keeps_most_of_the_page() -> None:
    rows = tuple(SheetRow(f"Driver {n}", str(n), (2.0, 1.0)) for n in range(60))
    wide, high = picture_room(rows, "All runs", is_landscape=False)
    assert wide == 540
    assert high > 400
    assert picture_room((), "", is_landscape=False)[1] > high


def test_a_line_too_long_says_so() -> None:
    (text,) = pages(sheet((SheetRow("word " * 80, "1"),)))
    assert "…" in text


def test_the_same_sheet_is_the_same_file() -> None:
    assert map_sheet(sheet()) == map_sheet(sheet())
