"""Member IDs in lists: each program has its own card, and rides find whoever has it."""

from collections.abc import Callable

import pytest

from nemt_desk.exchange.fields import Subject
from nemt_desk.exchange.plan import ImportPlan, Outcome
from nemt_desk.members.queries import member_list
from tests.exchange.conftest import Desk
from tests.factories import ACTOR

type Maker = Callable[..., Desk]

LIST = (
    'Name,Member ID,DOB\n"Berg, Lena",12345678,4/23/1950\n"Ek, Bo",001234567,4/24/1950\n'
    '"Dahl, Per",12-34,4/25/1950\n"Lund, Ola",1.2345678E8,4/26/1950\n'
)
PROGRAMS = (
    'Name,Member ID,DOB,Program\n"Berg, Lena",001234567,4/23/1950,HUSKY A\n'
    '"Ek, Bo",1234567,4/24/1950,MA\n"Dahl, Per",12345678,4/25/1950,MA\n'
)


def ids(plan: ImportPlan) -> dict[int, str]:
    rows = plan.rows
    return {row.row: row.values["member_id"] for row in rows if row.outcome is Outcome.IMPORTED}


@pytest.mark.parametrize("pack", ["mo", "ct"])
def test_an_office_elsewhere_brings_its_own_members_in(make_desk: Maker, pack: str) -> None:
    desk = make_desk(pack)
    plan = desk.plan(desk.file(LIST))
    assert ids(plan) == {2: "12345678", 3: "001234567"}
    assert "E+" in next(row.reason for row in plan.rows if row.row == 5)
    desk.service.apply(ACTOR, plan, good_rows=True)
    with desk.built.store.read() as session:
        assert member_list(session).count == 2


@pytest.mark.parametrize("pack", ["mn", "ct"])
def test_a_members_program_says_what_the_id_must_be_like(make_desk: Maker, pack: str) -> None:
    desk = make_desk(pack)
    plan = desk.plan(desk.file(PROGRAMS))
    assert ids(plan) == {2: "001234567", 3: "01234567"}
    assert "begins with 0" in next(row.reason for row in plan.rows if row.row == 4)


@pytest.mark.parametrize("pack", ["mn", "ct"])
def test_rides_and_pairs_find_members_of_every_program(make_desk: Maker, pack: str) -> None:
    desk = make_desk(pack)
    desk.bring_in(desk.file(PROGRAMS))
    desk.bring_in(desk.file("Name,Phone,Plate\nDahl Per,252-555-0100,AB1\n"), Subject.DRIVERS)
    desk.bring_in(desk.file("Name,Address,NPI\nClinic,1 Main St,\n"), Subject.PLACES)
    rides = "Date,Member ID,Appt,From,To\n12/9/2026,{},9:00 AM,Clinic,Clinic\n"
    for card in ("001234567", "01234567"):
        (row,) = [row for row in desk.plan(desk.file(rides.format(card))).rows if row.findings]
        assert {one.key for one in row.findings} <= {"origin", "return_kind"}, row.reason
        pairs = desk.file(f"Driver,Member ID,Remark\nDahl Per,{card},wife\n")
        assert desk.plan(pairs, Subject.PAIRS).imported == 1


@pytest.mark.parametrize(
    ("pack", "typed", "read"),
    [("mn", "Medicaid", "MA"), ("mo", "Medicaid", ""), ("mo", "MO HealthNet", "MHN")],
)
def test_medicaid_is_minnesotas_program_only_there(
    make_desk: Maker, pack: str, typed: str, read: str
) -> None:
    desk = make_desk(pack)
    card = "01234567"
    path = desk.file(f'Name,Member ID,Program\n"Ek, Bo",{card},{typed}\n"Ås, Bo",01234568,{typed}')
    row = next(row for row in desk.plan(path).rows if row.row == 2)
    assert row.values.get("program", "") == read
