"""The map on paper: grey, sharp, with scale, north and credit; runs told apart without colour."""

import io
from dataclasses import replace
from datetime import datetime

import pytest
from PIL import Image
from pypdf import PdfReader
from PySide6.QtWidgets import QApplication

from nemt_desk.geo import CountyMap
from tests.geo.conftest import node_at
from ui.map.print_map import MarkKind, PrintMark, PrintRoute, PrintWish, print_map
from ui.map.print_marks import dash_of

AT = datetime(2026, 11, 24, 15, 4)
WAY = (node_at(0, 0), node_at(0, 3), node_at(3, 3))
TALL = (node_at(0, 1), node_at(5, 1))
STOPS = (
    PrintMark(node_at(0, 0), MarkKind.STOP, "1", "Pick up at 12 Pine Cove Lane", "1"),
    PrintMark(node_at(3, 3), MarkKind.STOP, "2", "Drop off at Lakeside Clinic, door B", "1"),
)
RUN = PrintWish(
    "Run 1", AT, "Tuesday", routes=(PrintRoute(WAY, "1", "9.4 miles"),), marks=STOPS,
    agency="Birch County Rides",
)  # fmt: skip


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def picture(pdf: bytes) -> Image.Image:
    (image,) = read(pdf).pages[0].images
    opened = Image.open(io.BytesIO(image.data))
    return opened.convert("L")


@pytest.fixture
def run_pdf(qapp: QApplication, county: CountyMap) -> bytes:
    return print_map(county.display, county.info, RUN)


def test_a_run_is_printed_with_all_that_a_paper_map_needs(run_pdf: bytes) -> None:
    (page,) = read(run_pdf).pages
    text = page.extract_text()
    for words in ("Run 1", "9.4 miles", "Drop off at Lakeside Clinic, door B", "N", "mile",
                  "Printed", "© OpenStreetMap contributors", "map of 2026-05-04", "CONFIDENTIAL",
                  "page 1 of 1"):  # fmt: skip
        assert words in text


def test_it_is_sharp_and_grey(run_pdf: bytes) -> None:
    page = read(run_pdf).pages[0]
    image = page.images[0]
    opened = Image.open(io.BytesIO(image.data))
    assert opened.width >= (float(page.mediabox.width) / 72 - 1) * 300 - 1
    red, green, blue = opened.convert("RGB").split()
    assert red.tobytes() == green.tobytes() == blue.tobytes()


def test_the_paper_lies_as_the_county_does(qapp: QApplication, county: CountyMap) -> None:
    tall = replace(RUN, routes=(PrintRoute(TALL, "1"),), marks=())
    sizes = [
        read(print_map(county.display, county.info, wish)).pages[0].mediabox
        for wish in (replace(RUN, routes=(PrintRoute((WAY[0], WAY[1]), "1"),), marks=()), tall)
    ]
    assert [box.width > box.height for box in sizes] == [True, False]


def test_runs_differ_by_their_dashes() -> None:
    lines = [dash_of(place) for place in range(16)]
    assert len(set(lines)) == 16
    assert len({line.dashes for line in lines[:8]}) == 8


def test_two_runs_look_different_on_paper(qapp: QApplication, county: CountyMap) -> None:
    wish = replace(RUN, marks=(), routes=(PrintRoute(WAY, "1"),))
    other = replace(RUN, marks=(), routes=(PrintRoute(TALL, "2"), PrintRoute(WAY, "1")))
    one = picture(print_map(county.display, county.info, replace(wish, area=county.info.bounds)))
    two = picture(print_map(county.display, county.info, replace(other, area=county.info.bounds)))
    assert one.size == two.size
    assert one.tobytes() != two.tobytes()


def test_a_county_map_without_anybody_names_nobody(qapp: QApplication, county: CountyMap) -> None:
    homes = tuple(PrintMark(mark.at, MarkKind.HOME) for mark in STOPS)
    wish = PrintWish("Birch County", AT, marks=homes, is_confidential=False)
    (page,) = read(print_map(county.display, county.info, wish)).pages
    text = page.extract_text()
    assert "Pine Cove" not in text
    assert "CONFIDENTIAL" not in text


def test_closed_roads_are_explained(qapp: QApplication, county: CountyMap) -> None:
    wish = PrintWish("Closed", AT, closed=((node_at(0, 0), node_at(0, 2)),), is_confidential=False)
    assert (
        "Closed road" in read(print_map(county.display, county.info, wish)).pages[0].extract_text()
    )


def test_the_same_wish_gives_the_same_paper(
    qapp: QApplication, county: CountyMap, run_pdf: bytes
) -> None:
    assert print_map(county.display, county.info, RUN) == run_pdf


def test_the_key_tells_every_shape_that_is_drawn_and_what_is_not_drawn(
    qapp: QApplication, county: CountyMap
) -> None:
    marks = (PrintMark(node_at(0, 1), MarkKind.DRIVER), PrintMark(node_at(1, 1), MarkKind.PLACE))
    wish = PrintWish("Birch County", AT, marks=marks, rides=(WAY,), left_out=("drivers' reach",))
    text = read(print_map(county.display, county.info, wish)).pages[0].extract_text()
    for words in ("Driver's home", "other place", "Ride without a driver", "drivers' reach"):
        assert words in text
    assert "Member's home" not in text


def test_of_two_runs_on_one_road_both_are_seen(qapp: QApplication, county: CountyMap) -> None:
    """The solid line of the first is longer than the gaps of the second let through."""
    both = replace(RUN, marks=(), routes=(PrintRoute(WAY, "1"), PrintRoute(WAY, "2")))
    alone = replace(both, routes=(PrintRoute((), "1"), PrintRoute(WAY, "2")))
    ink = [
        picture(print_map(county.display, county.info, replace(wish, area=county.info.bounds)))
        .histogram()[0]
        for wish in (both, alone)
    ]  # fmt: skip
    assert ink[0] > ink[1] * 1.3
