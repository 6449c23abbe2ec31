"""Lists in Office: looked over, taken or not, refused rows saved, undone; and handed out."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nemt_desk.exchange.fields import Subject
from nemt_desk.members.queries import member_list
from nemt_desk.office import Office
from tests.exchange.workbooks import text, workbook
from tests.ui.office.conftest import Opener
from ui.office.import_columns import ListColumnsDialog
from ui.office.import_rows import Shown, read_words, row_columns
from ui.office.lists_section import ListsSection

LIST = (
    "Client Name,Member ID,DOB,Phone #\n"
    '"Berg, Lena",01234567,4/23/1950,218-555-0100\n'
    '"Lund, Ola",1234568,11/30/1944,218-555-0101\n'
    "?,01234569,1/2/1960,\n"
)

type Lister = Callable[[str], ListsSection]


@pytest.fixture
def section(qtbot: QtBot, opened: Opener, tmp_path: Path) -> Lister:
    _window, page = opened()
    page.show_record("lists", None)

    def take(text: str) -> ListsSection:
        path = tmp_path / "members.csv"
        path.write_text(text)
        page.lists.take(path)
        qtbot.waitUntil(lambda: page.lists.looked is not None)
        return page.lists

    return take


def count(office: Office) -> int:
    with office.store.read() as session:
        return member_list(session).count


def test_a_list_is_looked_over_before_anything_is_written(section: Lister, office: Office) -> None:
    shown = section(LIST)
    assert "4 rows read: 2 to bring in (1 of them to look at), 1 refused" in shown.said.text()
    assert [row.row for row in shown.table.model.rows()] == [3, 4]
    assert not shown.take_all.isEnabled()
    assert shown.take_good.isEnabled()
    shown.which.set_value(Shown.ALL)
    shown.which.edited.emit()
    assert shown.table.model.total() == 4
    assert count(office) == 0


def test_good_rows_come_in_and_ctrl_z_takes_them_out(
    qtbot: QtBot, section: Lister, office: Office
) -> None:
    shown = section(LIST)
    shown.take_good.click()
    qtbot.waitUntil(lambda: shown.plan is None)
    assert count(office) == 2
    shown.desk.undo()
    assert count(office) == 0


def test_refused_rows_are_saved_to_be_mended(section: Lister, tmp_path: Path) -> None:
    shown = section(LIST)
    shown.save_to(tmp_path / "refused.csv")
    assert "There is no name in this row." in (tmp_path / "refused.csv").read_text("utf-8-sig")


def test_unclear_columns_are_asked_for(qtbot: QtBot, section: Lister) -> None:
    shown = section("Who,Case\nLee Ann,01234567\nEk Bo,01234568\nMo Al,01234569\n")
    shown.subject.set_value("members")
    shown.subject.edited.emit()
    qtbot.waitUntil(lambda: bool(shown.findChildren(ListColumnsDialog)))
    (dialog,) = shown.findChildren(ListColumnsDialog)
    assert not dialog.take.isEnabled()
    dialog.box("name").set_value("Who")
    dialog.box("member_id").set_value("Case")
    dialog.box("name").edited.emit()
    dialog.take.click()
    qtbot.waitUntil(lambda: shown.plan is not None)
    assert shown.plan is not None
    assert shown.plan.imported == 3


def test_what_is_no_list_is_said_in_words(qtbot: QtBot, opened: Opener, tmp_path: Path) -> None:
    _window, page = opened()
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"%PDF-1.7")
    page.lists.take(path)
    qtbot.waitUntil(lambda: "PDF" in page.lists.error.text())


def test_members_are_handed_out(qtbot: QtBot, section: Lister, tmp_path: Path) -> None:
    shown = section(LIST)
    shown.take_good.click()
    qtbot.waitUntil(lambda: shown.plan is None)
    target = tmp_path / "out.xlsx"
    shown.export.hand_out(target)
    qtbot.waitUntil(target.exists)
    assert target.read_bytes().startswith(b"PK")


DRIVERS = "Name,Phone,Address,City,Zip,Vehicle,Plate,Seats\n" + "".join(
    f'"Dahl, P{at}",218-555-010{at},{at} Main St,Bovey,55709,Ford,AB{at},3\n' for at in "123"
)


def take(qtbot: QtBot, shown: ListsSection, path: Path) -> None:
    shown.take(path)
    qtbot.waitUntil(lambda: shown.looked is not None)


@pytest.mark.parametrize("way", ["choose", "put away", "bring in"])
def test_the_next_list_is_not_read_as_the_last_one_was(
    qtbot: QtBot, section: Lister, tmp_path: Path, way: str
) -> None:
    shown = section(LIST)
    assert shown.subject.value() is Subject.MEMBERS
    if way == "put away":
        shown.leave.click()
    elif way == "bring in":
        shown.take_good.click()
        qtbot.waitUntil(lambda: shown.plan is None)
    if way != "choose":
        assert shown.subject.value() is None
    (tmp_path / "drivers.csv").write_text(DRIVERS)
    take(qtbot, shown, tmp_path / "drivers.csv")
    assert shown.plan is not None
    assert shown.plan.subject is Subject.DRIVERS


def test_what_a_list_is_about_may_be_said_before_it_is_chosen(
    qtbot: QtBot, section: Lister, tmp_path: Path
) -> None:
    shown = section(LIST)
    shown.leave.click()
    shown.subject.set_value(Subject.DRIVERS)
    shown.subject.edited.emit()
    (tmp_path / "x.csv").write_text("Name,Phone\nLee Ann,218-555-0100\n")
    take(qtbot, shown, tmp_path / "x.csv")
    assert shown.subject.value() is Subject.DRIVERS


def test_each_sheet_of_a_workbook_is_found_out_by_itself(
    qtbot: QtBot, section: Lister, tmp_path: Path
) -> None:
    shown = section(LIST)
    heads = {
        "Members": ["Client Name", "Member ID", "DOB"],
        "Drivers": ["Name", "Phone", "Vehicle", "Plate", "Seats"],
        "Pairs": ["Driver", "Member ID", "Member", "Remark"],
    }
    path = tmp_path / "book.xlsx"
    rows = {name: [list(map(text, cells)), [text("x")]] for name, cells in heads.items()}
    path.write_bytes(workbook(rows))
    take(qtbot, shown, path)
    for name in ("Drivers", "Pairs", "Members"):
        shown.sheet.set_value(name)
        shown.sheet.edited.emit()
        qtbot.waitUntil(lambda: shown.looked is not None and shown.choose.isEnabled())
        assert shown.looked is not None
        assert shown.looked.subject == name.lower()
    shown.leave.click()
    take(qtbot, shown, path)
    shown.subject.set_value(Subject.PAIRS)
    shown.subject.edited.emit()
    qtbot.waitUntil(shown.choose.isEnabled)
    assert shown.sheet.value() == "Pairs"


def test_a_sound_list_shows_what_its_rows_were_read_as(section: Lister) -> None:
    shown = section('Client Name,Member ID,DOB\n"Berg, Lena",01234567,4/23/50\n')
    assert any("1950-04-23" in read_words(row) for row in shown.table.model.rows())


def test_the_table_takes_the_room_below(section: Lister) -> None:
    shown = section(LIST)
    shown.window().resize(1366, 768)
    QApplication.processEvents()
    below = shown.take_good.mapTo(shown, shown.take_good.rect().bottomLeft()).y()
    assert shown.height() - below < 2 * shown.take_good.height()


def test_the_list_itself_is_never_overwritten(section: Lister, tmp_path: Path) -> None:
    shown = section(LIST)
    shown.save_to(tmp_path / "members.csv")
    assert "the list itself" in shown.error.text()
    assert (tmp_path / "members.csv").read_text() == LIST


def test_markup_of_a_list_is_never_drawn(section: Lister) -> None:
    shown = section('Client Name,Member ID,Phone,Notes\n"Ek, Bo",,<img src=x>,<b>VIP</b>\n')
    (row,) = [row for row in shown.table.model.rows() if row.entry is not None]
    tips = [column.tooltip(row) for column in row_columns() if column.tooltip is not None]
    assert len(tips) == 2
    assert all("&lt;" in tip and "<img" not in tip and "<b>" not in tip for tip in tips)
