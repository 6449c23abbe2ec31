"""Lists in Office: looked over, taken or not, refused rows saved, undone; and handed out."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from nemt_desk.members.queries import member_list
from nemt_desk.office import Office
from tests.ui.office.conftest import Opener
from ui.office.import_columns import ListColumnsDialog
from ui.office.import_rows import Shown
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
