"""What a list of rides says about places named twice and about its drivers."""

from nemt_desk.exchange.plan import Outcome
from tests.exchange.conftest import Desk

MEMBERS = 'Name,Member ID,DOB,Address,Town\n"Berg, Lena",01234567,4/23/1950,1 Oak St,Bovey\n'
DRIVERS = 'Driver,Phone,Plate\n"Dahl, Per",218-555-0100,AB1\n'
PLACES = (
    "Facility,Short name,Address,Town,NPI\nLakes Clinic,,1 Main St,Bovey,\n"
    "Lakes Clinic,,9 Elm St,Hibbing,\nHill Hospital,HH,3 Elm St,Bovey,\n"
)
RIDES = (
    "Date,Member ID,Appt,From,To,Return,Driver\n"
    '12/9/2026,01234567,9:00 AM,Home,Hill Hospital,none,"Dahl, Per"\n'
    '12/10/2026,01234567,9:00 AM,Home,Lakes Clinic,none,"Dahl, Per"\n'
    "12/11/2026,01234567,9:00 AM,Home,HH,none,Ned\n"
    "12/12/2026,01234567,9:00 AM,Home,HH,none,\n"
    "12/13/2026,01234567,9:00 AM,Home,HH,none,Dahl\n"
)


def filled(desk: Desk) -> Desk:
    for text in (MEMBERS, DRIVERS, PLACES):
        desk.bring_in(desk.file(text))
    return desk


def test_a_place_named_twice_asks_for_what_tells_them_apart(desk: Desk) -> None:
    plan = filled(desk).plan(desk.file(RIDES))
    (row,) = [row for row in plan.rows if row.outcome is Outcome.REFUSED]
    assert row.row == 3
    assert "More than one place is called so" in row.reason
    assert "street address" in row.reason
    assert "member ID" not in row.reason
    told_apart = RIDES.replace("Lakes Clinic", "9 Elm St")
    assert desk.plan(desk.file(told_apart)).refused == 0


def test_a_list_says_that_its_drivers_are_assigned_on_the_board(desk: Desk) -> None:
    plan = filled(desk).plan(desk.file(RIDES))
    assert [note for note in plan.notes if "2 trips name" in note and "the board" in note]
    sound = next(row for row in plan.rows if row.row == 2)
    assert not any(one.key == "driver" for one in sound.findings)
    none = desk.plan(desk.file(RIDES.partition("12/10")[0].replace('"Dahl, Per"', "")))
    assert not any("the board" in note for note in none.notes)


def test_a_ride_in_the_past_is_told(desk: Desk) -> None:
    plan = filled(desk).plan(desk.file(RIDES.replace("12/9/2026", "12/1/2026")))
    assert "has passed" in next(row for row in plan.rows if row.row == 2).reason
    assert not any("has passed" in row.reason for row in plan.rows if row.row != 2)
