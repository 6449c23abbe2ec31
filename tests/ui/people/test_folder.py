"""A member's folder: papers, files, checks, absences and notices, by keys, in a real office."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from nemt_desk.members import queries as members
from nemt_desk.members.rows import CheckResult, PaperEntry, PaperKind, PaperState, Program
from nemt_desk.trips.denials import NewDenial
from tests.factories import TODAY
from tests.ui.hands import CTRL, type_in
from tests.ui.people.folder_room import DAYS, Room
from tests.ui.real import settle
from ui.members.file_view import FileView
from ui.members.folder import AWAY, CHECKS, NOTICES, PAPERS
from ui.widgets.paper import PaperPreview


def test_a_paper_is_entered_by_keys_and_its_trips_are_decided_again(room: Room) -> None:
    room.press(Qt.Key.Key_F7)
    room.press(Qt.Key.Key_N)
    room.fill("number", "A-17")
    room.fill("until_day", "12/10/2026")
    told = room.looked()
    assert "Tue 1 Dec: needs paper (S4-061, mode 2), now allowed (mode 2)" in told
    assert "15 Dec" not in told
    assert room.outcomes() == ["needs_paper"] * 3

    room.save()

    assert room.outcomes() == ["allowed", "allowed", "needs_paper"]
    assert "Decided anew:" in room.folder.form.change.text()
    room.press(Qt.Key.Key_Z, CTRL)
    assert room.outcomes() == ["needs_paper"] * 3
    assert room.papers() == []


def test_asking_by_letter_shows_the_letter_and_receiving_puts_it_on_file(room: Room) -> None:
    room.press(Qt.Key.Key_F7)
    room.press(Qt.Key.Key_L)
    room.save()
    (preview,) = room.window.findChildren(PaperPreview)
    assert preview.windowTitle() == "Request for an authorization beyond the distance limit"
    preview.close()
    assert room.papers() == [(PaperKind.DISTANCE, PaperState.ASKED)]
    room.window.activateWindow()
    room.press(Qt.Key.Key_F7)
    room.press(Qt.Key.Key_R)
    room.fill("signed_by", "Dr. Lund")
    room.save()
    assert room.papers() == [(PaperKind.DISTANCE, PaperState.ON_FILE)]
    assert room.outcomes() == ["allowed"] * 3


def test_a_paper_that_ends_before_trips_stands_on_top(room: Room) -> None:
    office = room.office
    entry = PaperEntry(PaperKind.DISTANCE, until_day=DAYS[0])
    office.papers.add(office.actor, room.member, entry)
    room.page.pane.reload()  # type: ignore[union-attr]
    room.press(Qt.Key.Key_F7)
    assert room.folder.folder.endings[0].paper.until_day == DAYS[0]
    room.press(Qt.Key.Key_W)
    assert room.folder.form.deed is not None
    assert "End it" in room.folder.form.deed.title


def test_refusing_needs_words_and_says_so_beside_the_field(room: Room) -> None:
    office = room.office
    office.papers.ask_for(office.actor, room.member, PaperKind.ESCORT)
    room.press(Qt.Key.Key_F7)
    room.press(Qt.Key.Key_X)
    room.save()
    assert room.folder.form.deed is not None
    assert "who refused it" in room.folder.form.deed.form.problem_of("note")
    assert room.papers() == [(PaperKind.ESCORT, PaperState.ASKED)]
    room.fill("note", "mother")
    room.save()
    assert room.papers() == [(PaperKind.ESCORT, PaperState.REFUSED)]


def test_a_check_tells_the_differences_and_changes_the_record(room: Room) -> None:
    room.press(Qt.Key.Key_F9)
    assert room.folder.at == CHECKS
    assert "as on the record" in room.looked()
    room.fill("source", "MN-ITS")
    assert room.folder.form.deed is not None
    program = room.folder.form.deed.form.widget("program")
    program.set_value(Program.EMA)  # type: ignore[attr-defined]
    told = room.looked()
    assert "The record changes. Program: MA, now EMA." in told
    assert "now not covered" in told
    room.save()
    assert room.outcomes() == ["not_covered"] * 3
    with room.office.store.read() as session:
        found = members.member(session, room.member)
    assert (found.program, found.checked_on) == (Program.EMA, TODAY)
    assert room.folder.folder.checks[0].result is CheckResult.ELIGIBLE


def test_days_away_by_keys(room: Room) -> None:
    room.press(Qt.Key.Key_F4)
    assert room.folder.at == AWAY
    room.fill("from_day", "12/24/2026")
    room.fill("until_day", "12/28/2026")
    room.fill("reason", "family")
    room.save()
    (away,) = room.folder.folder.away
    assert (away.from_day, away.until_day) == (date(2026, 12, 24), date(2026, 12, 28))
    room.press(Qt.Key.Key_Delete)
    assert room.folder.folder.away == ()


def test_a_file_is_kept_seen_saved_out_and_removed(room: Room, tmp_path: Path) -> None:
    office = room.office
    key = office.papers.add(office.actor, room.member, PaperEntry(PaperKind.ESCORT)).id
    room.press(Qt.Key.Key_F7)
    scan = tmp_path / "scan.png"
    scan.write_bytes(_png())
    room.folder.on_paper.attach(key, scan)
    settle(room.qtbot, room.window)
    assert room.folder.paper is not None
    assert [file.name for file in room.folder.paper.files] == ["scan.png"]
    room.press(Qt.Key.Key_O)
    (view,) = room.window.findChildren(FileView)
    view.save_as(tmp_path / "out.png")
    assert (tmp_path / "out.png").read_bytes() == scan.read_bytes()
    view.remove()
    assert room.folder.paper is not None
    assert room.folder.paper.files == ()


def _png() -> bytes:
    from PySide6.QtCore import QBuffer, QIODevice  # noqa: PLC0415 - one use
    from PySide6.QtGui import QImage  # noqa: PLC0415 - one use

    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image = QImage(40, 60, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    image.save(buffer, "PNG")  # type: ignore[call-overload] # the stub wants bytes
    return bytes(buffer.data().data())


def test_a_file_that_is_no_paper_is_refused_in_words(room: Room, tmp_path: Path) -> None:
    office = room.office
    key = office.papers.add(office.actor, room.member, PaperEntry(PaperKind.ESCORT)).id
    room.press(Qt.Key.Key_F7)
    other = tmp_path / "notes.docx"
    other.write_bytes(b"PK\x03\x04")
    room.folder.on_paper.attach(key, other)
    assert room.window.desk is not None
    latest = room.window.desk.notices.latest
    assert latest is not None
    assert "it is no PDF" in latest.text


def test_another_deed_does_not_drop_what_is_typed(room: Room) -> None:
    room.press(Qt.Key.Key_F7)
    room.press(Qt.Key.Key_N)
    room.fill("number", "A-17")
    room.press(Qt.Key.Key_F9)
    deed = room.folder.form.deed
    assert deed is not None
    assert deed.title == "Add a paper"
    assert deed.form.values()["number"] == "A-17"


def test_a_notice_is_shown_again_and_its_appeal_is_noted(room: Room) -> None:
    office = room.office
    new = NewDenial(member_id=room.member, reason="Too far", rule="S4-061")
    office.denials.deny(office.actor, new)
    assert room.window.desk is not None
    room.window.desk.go("members", "notices", room.member)
    settle(room.qtbot, room.window)
    assert room.folder.at == NOTICES
    room.press(Qt.Key.Key_E)
    room.fill("appealed_on", "today")
    room.save()
    assert room.folder.folder.notices[0].appealed_on == TODAY
    room.press(Qt.Key.Key_P, CTRL)
    (preview,) = room.window.findChildren(PaperPreview)
    preview.close()


def test_other_pages_open_the_list_they_mean(room: Room) -> None:
    assert room.window.desk is not None
    for kind, at in (("papers", PAPERS), ("away", AWAY), ("eligibility", CHECKS)):
        room.window.desk.go("members", kind, room.member)
        settle(room.qtbot, room.window)
        assert room.folder.at == at
    assert room.folder.form.deed is not None


def test_saving_the_record_decides_again_and_says_so(room: Room) -> None:
    office = room.office
    office.papers.add(office.actor, room.member, PaperEntry(PaperKind.DISTANCE))
    office.decide_again.apply(office.actor, room.member)
    assert room.outcomes() == ["allowed"] * 3
    pane = room.page.pane
    assert pane is not None
    field = pane.fields.widget("county")
    assert isinstance(field, QLineEdit)
    field.setFocus()
    field.selectAll()
    type_in(field, "Hennepin")
    room.save()
    assert set(room.outcomes()) == {"refer"}
    assert "now refer elsewhere" in _said(pane.facts)
    room.press(Qt.Key.Key_Z, CTRL)
    assert room.outcomes() == ["allowed"] * 3
    assert "now refer elsewhere" not in _said(pane.facts)


def _said(strip: QWidget) -> str:
    return " ".join(label.text() for label in strip.findChildren(QLabel) if label.isVisible())
