"""Lists with other heads, orders and habits than the office's own; and lists going out again."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nemt_desk.exchange.exporting import ExportRequest, ExportService
from nemt_desk.exchange.fields import Subject
from nemt_desk.exchange.importing import ImportRequest
from nemt_desk.exchange.plan import ImportPlan, Outcome
from nemt_desk.exchange.reading.source import read_bytes
from nemt_desk.exchange.writing.files import FileKind, written
from nemt_desk.exchange.writing.refused import refused_file
from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.settings import Settings
from nemt_desk.members.queries import find_members, member_list
from tests.exchange.conftest import Desk
from tests.exchange.workbooks import number, text, workbook
from tests.factories import ACTOR, READER

OTHER = """Trips of Pine County;;;;
Last;First;MA #;Date of Birth;Home Phone
BERG;LENA;01234567;23.04.1950;(218) 555-0100
Lund;Ola;1234568;30.11.1944;218 555 0101
Ek;Bo;0123;1.2.1960;
"""


def export(desk: Desk, subject: Subject, kind: FileKind = FileKind.CSV) -> bytes:
    built = desk.built
    service = ExportService(
        built.store, built.trail, lambda: Settings(name="P", zone="America/New_York", state="NC")
    )
    return service.hand_out(ACTOR, ExportRequest(subject, kind)).content


def kept(plan: ImportPlan) -> list[dict[str, str]]:
    return [dict(row.values) for row in plan.rows if row.outcome is Outcome.IMPORTED]


def test_another_offices_list_is_understood(desk: Desk) -> None:
    plan = desk.plan(desk.file(OTHER))
    assert plan.subject is Subject.MEMBERS
    assert [row["birth_date"] for row in kept(plan)] == ["1950-04-23", "1944-11-30"]
    assert [row.row for row in plan.rows if row.outcome is Outcome.REFUSED] == [5]
    assert any(row.is_warned and row.row == 4 for row in plan.rows)


def test_unclear_columns_are_asked_for_and_remembered(desk: Desk) -> None:
    path = desk.file("Who,Case,Ring\nLee Ann,01234567,252-555-0100\nEk Bo,01234568,252-555-0101\n")
    looked = desk.look(path, Subject.MEMBERS)
    assert looked.plan is None
    assert "There is no column for Name" in looked.question
    mapping = {"name": "Who", "member_id": "Case", "phone": "Ring"}
    chosen = desk.service.look(ImportRequest(path, Subject.MEMBERS, mapping=mapping))
    assert chosen.plan is not None
    desk.service.apply(ACTOR, chosen.plan, good_rows=True)
    again = desk.file("Ring,Who,Case\n252-555-0105,Moe Al,01234569\n", "next.csv")
    assert desk.look(again, Subject.MEMBERS).is_remembered


def test_two_columns_for_one_thing_are_asked_about(desk: Desk) -> None:
    looked = desk.look(desk.file("Name,DOB,Birthday\nLee, 1/1/1950,1/1/1950\n"), Subject.MEMBERS)
    assert "both look like" in looked.question


def test_all_or_nothing_unless_the_good_rows_are_taken(desk: Desk) -> None:
    plan = desk.plan(desk.file(OTHER))
    with pytest.raises(RefusedError, match="1 rows are refused"):
        desk.service.apply(ACTOR, plan)
    with desk.built.store.read() as session:
        assert member_list(session).count == 0
    desk.service.apply(ACTOR, plan, good_rows=True)
    with desk.built.store.read() as session:
        assert member_list(session).count == 2
        assert [one.last_name for one in find_members(session, "lund ola")] == ["Lund"]


def test_a_plan_that_is_out_of_date_brings_nothing_in(desk: Desk) -> None:
    plan = desk.plan(desk.file(OTHER))
    desk.service.apply(ACTOR, plan, good_rows=True)
    with pytest.raises(RefusedError, match="has changed"):
        desk.service.apply(ACTOR, plan, good_rows=True)


def test_somebody_who_may_only_read_brings_nothing_in(desk: Desk) -> None:
    plan = desk.plan(desk.file(OTHER))
    with pytest.raises(RefusedError):
        desk.service.apply(READER, plan, good_rows=True)


def test_one_undo_takes_the_whole_list_back_and_redo_brings_it_in(desk: Desk) -> None:
    applied = desk.bring_in(desk.file(OTHER))
    store = desk.built.store
    undone = store.undo(ACTOR, applied.changes)
    with store.read() as session:
        assert member_list(session).count == 0
        assert find_members(session, "lund") == []
    store.undo(ACTOR, undone)
    with store.read() as session:
        assert [one.last_name for one in find_members(session, "lund")] == ["Lund"]
        assert desk.built.trail.verify(session).is_whole


@pytest.mark.parametrize("kind", list(FileKind))
def test_refused_rows_come_back_as_a_file_to_mend(desk: Desk, kind: FileKind) -> None:
    desk.bring_in(desk.file(OTHER))
    plan = desk.plan(desk.file(OTHER))
    raw = refused_file(plan, kind)
    source = read_bytes(raw, f"refused.{kind}")
    assert source.visible[0].rows[1].cells[5].startswith("Row 3: ")
    mended = [list(row.cells) for row in source.visible[0].rows]
    mended[3][2] = "07654321"
    path = desk.file(written(kind, "x", mended), f"mended.{kind}")
    again = desk.plan(path)
    assert [row["member_id"] for row in kept(again)] == ["07654321"]


@pytest.mark.parametrize("kind", list(FileKind))
def test_a_row_with_too_many_cells_stays_refused_until_it_is_mended(
    desk: Desk, kind: FileKind
) -> None:
    path = desk.file('Name,Member ID,Notes\n"Ek, Bo",01234567,dog, cat\n"Ås, Eva",01234568,\n')
    desk.bring_in(path)
    for name in ("refused", "refused again"):
        path = desk.file(refused_file(desk.plan(path), kind), f"{name}.{kind}")
        plan = desk.plan(path)
        assert plan.imported == 0
        (row,) = [row for row in plan.rows if row.label == "Ek, Bo"]
        assert "more cells than there are columns" in row.reason
    rows = [list(row.cells) for row in read_bytes(path.read_bytes(), path.name).visible[0].rows]
    assert rows[0][:4] == ["Name", "Member ID", "Notes", "Why it was refused"]
    assert not any(rows[0][4:])
    rows = [rows[0], [*rows[1][:2], "dog, cat", rows[1][3], ""]]
    plan = desk.plan(desk.file(written(kind, "x", rows), f"mended.{kind}"))
    assert [row["office_note"] for row in kept(plan)] == ["dog, cat"]
    assert not plan.notes


def test_a_workbook_with_real_days_and_numbers_comes_in(desk: Desk) -> None:
    raw = workbook(
        {
            "Riders": [
                [text(word) for word in ("Client", "PMI", "Birthday", "Cell")],
                [text("Berg, Lena"), number(1234567), number(18000, 1), number(2185550100)],
            ]
        }
    )
    (row,) = kept(desk.plan(desk.file(raw, "riders.xlsx")))
    assert row == {
        "name": "Berg, Lena", "member_id": "01234567", "birth_date": "1949-04-12",
        "phone2": "218-555-0100",
    }  # fmt: skip


def test_people_called_sum_and_total_are_members_and_left_out_totals_are_told(desk: Desk) -> None:
    plan = desk.plan(
        desk.file(
            'Name,Member ID,Zip\n"Sum, Li",01234568,56353\n"Count, Al",01234569,56353\n'
            '"Total, Bo",01234570,\nTotal,3,\n\nPage 1,,\n'
        )
    )
    assert [row["member_id"] for row in kept(plan)] == ["01234568", "01234569", "01234570"]
    assert [row.row for row in plan.rows if row.is_told and row.outcome is Outcome.SKIPPED] == [
        5,
        7,
    ]


def test_a_heading_among_members_does_not_become_one(desk: Desk) -> None:
    text = 'Name,Member ID,DOB\nHERTFORD AREA,,\n"Ek, Bo",01234567,2/1/1950\n"Dahl, Per",,\n'
    plan = desk.plan(desk.file(text))
    refused = [row for row in plan.rows if row.outcome is Outcome.REFUSED]
    assert [row.row for row in refused] == [2]
    assert "heading" in refused[0].reason


def test_a_mark_beside_a_name_is_told(desk: Desk) -> None:
    text = 'Name,Member ID\n"**DECEASED** Olson, Per",01234567\n"Ek, Bo (inactive)",01234568\n'
    plan = desk.plan(desk.file(text))
    assert all("More than a name" in row.reason for row in plan.rows if row.row > 1)


@pytest.mark.parametrize(
    ("address", "town", "becomes"),
    [
        ("12 Oak St", "Milaca, MN 56353", ("12 Oak St", "Milaca", "MN", "56353")),
        ("12 Oak St", "MILACA MN 56353-1234", ("12 Oak St", "Milaca", "MN", "56353-1234")),
        ("12 Oak St", "Milaca, MN", ("12 Oak St", "Milaca", "MN", "")),
        ("12 Oak St", "SANTA FE", ("12 Oak St", "Santa Fe", "", "")),
        ("12 Oak St, Apt B, Milaca, MN 56353", "", ("12 Oak St, Apt B", "Milaca", "MN", "56353")),
        ("12 Oak St, Milaca, WI 56353", "Milaca", ("12 Oak St", "Milaca", "WI", "56353")),
        ("12 Oak St, Apt 4", "Milaca", ("12 Oak St, Apt 4", "Milaca", "", "")),
        ("12 Oak St, Foley, MN", "Milaca", ("12 Oak St, Foley, MN", "Milaca", "", "")),
    ],
)
def test_town_state_and_zip_in_one_cell_are_parted(
    desk: Desk, address: str, town: str, becomes: tuple[str, ...]
) -> None:
    rows = [["Name", "Member ID", "Address", "City"], ["Ek, Bo", "01234567", address, town]]
    (row,) = kept(desk.plan(desk.file(written(FileKind.CSV, "x", rows))))
    assert tuple(row.get(key, "") for key in ("address", "city", "state", "zip")) == becomes


def test_an_end_in_the_year_9999_is_no_end(desk: Desk) -> None:
    text = "Name,Member ID,Eligible from,Eligible until\n"
    text += '"Ek, Bo",01234567,1/1/2026,12/31/9999\n"Ås, Eva",01234568,1/1/2026,99991231\n'
    text += '"Oe, Al",01234569,1/1/2026,ongoing\n'
    plan = desk.plan(desk.file(text))
    assert plan.warned == 0
    assert [row.get("eligible_until") for row in kept(plan)] == [None] * 3


def test_what_could_not_be_used_stays_in_the_note(desk: Desk) -> None:
    text = 'Name,Member ID,Phone,Notes\n"Ek, Bo",01234567,ask his wife,likes the front seat\n'
    plan = desk.plan(desk.file(text))
    (entry,) = plan.entries
    assert entry.office_note == "likes the front seat\nPhone in the list: ask his wife"


def test_a_sheet_that_only_explains_is_passed_over(desk: Desk) -> None:
    sheets = {
        "Read me": [[text("About")], [text("Members as of today")]],
        "Riders": [[text("Client Name"), text("Member ID")], [text("Ek, Bo"), text("01234567")]],
    }
    plan = desk.plan(desk.file(workbook(sheets), "book.xlsx"))
    assert (plan.subject, plan.sheet, plan.imported) == (Subject.MEMBERS, "Riders", 1)


@pytest.mark.parametrize(
    "head",
    [
        "Client #,Rider Last,Rider First,Home #", "Cust #,Last,First,Full address",
        "Medicaid #,Last,First,DOB",
    ],
)  # fmt: skip
def test_heads_of_other_offices_are_known(desk: Desk, head: str) -> None:
    plan = desk.plan(desk.file(f"{head}\n01234567,Ek,Bo,\n"))
    assert plan.subject is Subject.MEMBERS
    assert (kept(plan)[0]["member_id"], kept(plan)[0]["name"]) == ("01234567", "Ek, Bo")


def test_a_papers_end_without_its_year_is_not_guessed(desk: Desk) -> None:
    plan = desk.plan(desk.file('Driver,Plate,DL exp\n"Ek, Bo",AB1,6/28\n'))
    (row,) = [row for row in plan.rows if row.findings]
    assert "licence" not in row.values
    assert "its year" in row.reason


# --- going out and coming in again ----------------------------------------------------------------

NASTY = st.lists(
    st.sampled_from([*"=+-@'\"\t ,;|<>&ab1éßא", "😀", "\n", "{{7*7}}", "=1+1"]), max_size=12
).map("".join)


def cell_is_safe(cell: str) -> bool:
    return not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize("kind", list(FileKind))
@given(rows=st.lists(st.lists(NASTY, min_size=3, max_size=3), min_size=1, max_size=5))
def test_no_cell_of_any_file_starts_a_formula(kind: FileKind, rows: list[list[str]]) -> None:
    raw = written(kind, "List", [["a", "b", "c"], *rows])
    source = read_bytes(raw, f"x.{kind}")
    for row in source.sheets[0].rows:
        assert not row.formulas
        assert all(map(cell_is_safe, row.cells))


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(notes=st.lists(NASTY, min_size=1, max_size=4), kind=st.sampled_from(list(FileKind)))
def test_what_goes_out_comes_in_again_as_it_was(
    make_desk: Callable[[], Desk], notes: list[str], kind: FileKind
) -> None:
    first, second = make_desk(), make_desk()
    rows = [["Name", "Member ID", "Address", "Town", "Notes"]]
    rows += [
        [f"Lee, Ann {chr(65 + at)}", f"0123456{at}", "=next to the mill", "TYNER", note]
        for at, note in enumerate(notes)
    ]
    first.bring_in(first.file(written(FileKind.CSV, "x", rows)))
    out = export(first, Subject.MEMBERS, kind)
    second.bring_in(second.file(out, f"out.{kind}"))
    assert table_of_values(export(second, Subject.MEMBERS)) == table_of_values(out)


def table_of_values(raw: bytes) -> Any:
    return [row.cells for row in read_bytes(raw, "x").sheets[0].rows]


def test_every_list_of_the_office_goes_out_and_in_unchanged(
    make_desk: Callable[[], Desk], shared_data: Any
) -> None:
    first, second = make_desk(), make_desk()
    folder = shared_data / "office"
    for name in ("members.csv", "drivers.xlsx", "places.csv"):
        first.bring_in(folder / name)
    for subject in (Subject.MEMBERS, Subject.DRIVERS, Subject.PLACES):
        out = export(first, subject)
        plan = second.plan(second.file(out, f"{subject}.csv"), subject)
        assert plan.refused == 0, [row.reason for row in plan.rows if row.reason]
        second.service.apply(ACTOR, plan)
        assert table_of_values(export(second, subject)) == table_of_values(out)
