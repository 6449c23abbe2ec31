"""The place card on the run sheet: all that is kept, nothing that is not, pictures at the end."""

from dataclasses import replace
from datetime import date

from nemt_desk.ground.ids import new_id
from nemt_desk.places.rows import PinSource, Place, PlaceKind, PlacePhoto
from nemt_desk.runs.place_cards import sheet_card, sheet_places
from nemt_desk.runs.sheet_rows import RunSheet, SheetCard
from reports.run_sheet import run_sheets_pdf
from tests.places.jpegs import PICTURE
from tests.reports import people
from tests.reports.reading import pages, text

DAY = people.DAY


def place(**changes: object) -> Place:
    plain = Place(
        id=new_id(), version=1, kind=PlaceKind.CLINIC, name="Lakeside Clinic", short_name="",
        address="1601 Golf Course Road", unit="", city="Grand Rapids", state="MN", zip="55744",
        description="", lat=47.21, lon=-93.55, pin_source=PinSource.POINT, phone="", hours="",
        npi="", entrance="", driver_note="", office_note="never print this",
    )  # fmt: skip
    return replace(plain, **changes)  # type: ignore[arg-type] # named by the test


FULL = place(
    hours="Mon-Fri 7-5",
    entrance="west door",
    gate_note="code 4711",
    dog_note="two dogs, stay in the car",
    season_note="Nov-Apr: back drive is not ploughed",
    driver_note="Ring twice",
    pin_source=PinSource.PIN,
    confirmed_on=date(2026, 10, 12),
    confirmed_by="Berg, Lars",
)


def sheet_of(card: SheetCard) -> RunSheet:
    sheet = people.sheet(2)
    return replace(sheet, stops=tuple(replace(stop, card=card) for stop in sheet.stops))


def test_a_place_without_notes_prints_nothing_of_a_card() -> None:
    assert sheet_card(place(), DAY) == SheetCard()
    assert sheet_card(place(kind=PlaceKind.HOME, hours="always"), DAY) == SheetCard()
    printed = text(run_sheets_pdf([sheet_of(SheetCard())]))
    for word in ("Entrance", "Gate", "Dog", "Season", "Plus Code", "Hours", "Places", "Confirmed"):
        assert word not in printed


def test_an_empty_card_makes_the_sheet_no_longer() -> None:
    bare = run_sheets_pdf([sheet_of(SheetCard())])
    one = run_sheets_pdf([sheet_of(SheetCard((("Gate", "code 4711"),)))])
    assert len(pages(bare)) == len(pages(one))


def test_the_card_stands_in_the_order_a_driver_needs() -> None:
    printed = text(run_sheets_pdf([sheet_of(sheet_card(FULL, DAY))]))
    told = (
        "Entrance west door", "Gate code 4711", "Dog two dogs, stay in the car",
        "Season Nov-Apr: back drive is not ploughed", "Note Ring twice", "Hours Mon-Fri 7-5",
        "Plus Code 86V86F62+22", "At 47.21000, -93.55000", "Confirmed 12 Oct 2026",
    )  # fmt: skip
    found = [printed.index(words.split()[0] + " " + words.split()[1]) for words in told]
    assert found == sorted(found)
    for words in told:
        assert words in printed
    assert "never print" not in printed


def test_the_point_is_told_only_where_somebody_knows_it_better_than_the_address() -> None:
    assert sheet_card(place(), DAY).plus_code == ""
    assert sheet_card(place(address="", description="red gate"), DAY).plus_code
    assert sheet_card(place(pin_source=PinSource.PIN), DAY).coordinates == "47.21000, -93.55000"
    assert sheet_card(place(confirmed_on=DAY), DAY).confirmed == "24 Nov 2026"
    assert sheet_card(place(lat=None, lon=None, confirmed_on=DAY), DAY) == SheetCard()


def test_a_closed_place_tells_the_driver_to_call() -> None:
    closed = place(closed_on=DAY)
    ((label, words),) = sheet_card(closed, DAY).lines
    assert (label, words) == ("Closed", "from Tue 24 Nov on: call the office first")
    assert sheet_card(closed, date(2026, 11, 23)) == SheetCard()


def test_a_card_of_many_long_notes_is_printed_whole() -> None:
    words = " ".join(f"word{number}" for number in range(300))
    told = SheetCard((("Gate", words), ("Dog", words.replace("word", "dog"))))
    printed = text(run_sheets_pdf([sheet_of(told)]))
    assert all(f"word{number}" in printed for number in range(300))
    assert all(f"dog{number}" in printed for number in range(300))


def test_pictures_stand_once_on_the_last_page_with_their_stops() -> None:
    clinic, home = FULL, place(kind=PlaceKind.HOME, name="")
    photos = {clinic.id: PlacePhoto(clinic.id, PICTURE, 16, 12, date(2026, 9, 1), "West door")}
    shown = sheet_places([home, clinic, home, clinic], photos, DAY)
    assert [one.stops for one in shown] == [(2, 4)]
    sheet = replace(people.sheet(2), places=shown)
    printed = pages(run_sheets_pdf([sheet]))
    assert len(printed) >= len(pages(run_sheets_pdf([people.sheet(2)])))
    assert "Stops 2, 4" in printed[-1]
    assert "Picture West door, taken 1 Sep 2026" in printed[-1]
    assert "Gate code 4711" in printed[-1]
    assert run_sheets_pdf([sheet]).count(b"/Subtype /Image") == 1


def test_the_stop_points_to_its_picture() -> None:
    assert sheet_card(place(), DAY, has_photo=True).lines == (("Photo", "at the end"),)


def test_many_pictures_go_on_over_pages() -> None:
    places = [place(name=f"Place<{number}>") for number in range(9)]
    photos = {one.id: PlacePhoto(one.id, PICTURE, 16, 12) for one in places}
    sheet = replace(people.sheet(1), places=sheet_places(places, photos, DAY))
    printed = pages(run_sheets_pdf([sheet]))
    assert sum("Places, continued" in page for page in printed) >= 1
    for number in range(9):
        assert any(f"Place<{number}>" in page for page in printed)
