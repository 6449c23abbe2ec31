"""Papers one by one: asked for, back, refused, ended, with their files and what the trail tells."""

import hashlib
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from nemt_desk.ground.errors import InputError, RefusedError
from nemt_desk.ground.ids import Id
from nemt_desk.ground.settings import Settings
from nemt_desk.members import paper_queries, queries
from nemt_desk.members.paper_files import MOST_BYTES, FileEntry, checked_file
from nemt_desk.members.papers import PaperService, Receipt
from nemt_desk.members.rows import MemberEntry, PaperEntry, PaperKind, PaperState
from nemt_desk.security import trail
from tests.factories import ACTOR, NOW, READER, TODAY, Built, member_entry

if TYPE_CHECKING:
    from nemt_desk.ground.changes import Changes

PDF = b"%PDF-1.7 a scanned authorization"


def service(built: Built) -> PaperService:
    return PaperService(built.store, built.trail, lambda: Settings(name="Perch County Rides"))


def papers_of(built: Built, key: Id) -> tuple[paper_queries.PaperRow, ...]:
    with built.store.read() as session:
        return paper_queries.papers_of(session, key)


def test_a_paper_is_asked_for_comes_back_and_counts(built: Built) -> None:
    papers, key = service(built), built.members.add(ACTOR, member_entry()).id
    asked = papers.ask_for(ACTOR, key, PaperKind.DISTANCE).id
    (row,) = papers_of(built, key)
    assert (row.paper.state, row.paper.asked_on) == (PaperState.ASKED, TODAY)
    assert not row.paper.covers(TODAY)
    papers.receive(ACTOR, asked, Receipt(number="A-17", until_day=date(2026, 12, 31)))
    (row,) = papers_of(built, key)
    assert row.paper.covers(date(2026, 12, 31))
    assert not row.paper.covers(date(2027, 1, 1))
    assert (row.paper.received_on, row.paper.number, row.paper.asked_on) == (TODAY, "A-17", TODAY)


def test_asking_twice_keeps_one_paper(built: Built) -> None:
    papers, key = service(built), built.members.add(ACTOR, member_entry()).id
    first = papers.ask_for(ACTOR, key, PaperKind.ESCORT)
    assert papers.ask_for(ACTOR, key, PaperKind.ESCORT).id == first.id
    papers.ask_for(ACTOR, key, PaperKind.LODGING)
    assert [row.paper.kind for row in papers_of(built, key)] == ["escort", "lodging"]


def test_a_refused_paper_never_counts_and_says_why(built: Built) -> None:
    papers, key = service(built), built.members.add(ACTOR, member_entry()).id
    asked = papers.ask_for(ACTOR, key, PaperKind.VEHICLE_MEDICAL).id
    with pytest.raises(InputError) as refusal:
        papers.refuse(ACTOR, asked, " ")
    assert refusal.value.field == "note"
    papers.refuse(ACTOR, asked, "The clinic says she may drive")
    (row,) = papers_of(built, key)
    assert (row.paper.state, row.paper.covers(TODAY)) == (PaperState.REFUSED, False)


def test_a_withdrawn_paper_ends(built: Built) -> None:
    papers, key = service(built), built.members.add(ACTOR, member_entry()).id
    entry = PaperEntry(PaperKind.MILEAGE, from_day=date(2026, 1, 1))
    kept = papers.add(ACTOR, key, entry).id
    papers.withdraw(ACTOR, kept, TODAY)
    assert papers_of(built, key)[0].paper.until_day == TODAY
    with pytest.raises(InputError) as refusal:
        papers.withdraw(ACTOR, kept, date(2025, 12, 31))
    assert refusal.value.field == "until_day"


def test_undo_brings_a_removed_paper_back_with_its_file(built: Built) -> None:
    papers, key = service(built), built.members.add(ACTOR, member_entry()).id
    kept = papers.add(ACTOR, key, PaperEntry(PaperKind.ESCORT)).id
    file_id = papers.add_file(ACTOR, kept, FileEntry("scan.pdf", PDF)).id
    changes = papers.remove(ACTOR, kept)
    assert papers_of(built, key) == ()
    built.store.undo(ACTOR, changes)
    (row,) = papers_of(built, key)
    assert [file.id for file in row.files] == [file_id]
    assert papers.read_file(READER, file_id)[1] == PDF


def test_saving_the_record_leaves_papers_alone(built: Built) -> None:
    papers, key = service(built), built.members.add(ACTOR, member_entry()).id
    with built.store.read() as session:
        found = queries.member(session, key)
        entry = MemberEntry.of(found, queries.home_of(session, found))
    papers.add(ACTOR, key, PaperEntry(PaperKind.ESCORT))
    built.members.change(ACTOR, key, replace(entry, phone="2185550177", papers=None))
    assert [row.paper.kind for row in papers_of(built, key)] == ["escort"]


def test_the_record_with_papers_can_drop_one_that_has_a_file(built: Built) -> None:
    papers, key = service(built), built.members.add(ACTOR, member_entry()).id
    kept = papers.add(ACTOR, key, PaperEntry(PaperKind.ESCORT)).id
    papers.add_file(ACTOR, kept, FileEntry("scan.pdf", PDF))
    changes = built.members.change(ACTOR, key, member_entry(papers=()))
    assert papers_of(built, key) == ()
    assert changes.kinds >= {"paper_file", "member_paper"}


def test_the_trail_tells_size_and_hash_of_a_file_and_who_looked(built: Built) -> None:
    papers, key = service(built), built.members.add(ACTOR, member_entry()).id
    kept = papers.add(ACTOR, key, PaperEntry(PaperKind.ESCORT)).id
    file_id = papers.add_file(ACTOR, kept, FileEntry("scan.pdf", PDF)).id
    papers.read_file(READER, file_id)
    with built.store.read() as session:
        looked, added = trail.history(session, file_id)
        assert file_id in queries.record_ids(session, key)
    assert added.after is not None
    assert added.after["content"] == f"{len(PDF)} bytes, sha256 {hashlib.sha256(PDF).hexdigest()}"
    assert (looked.act, looked.actor_name) == ("Looked at the file of a paper", READER.name)


@pytest.mark.parametrize(
    ("typed", "content", "name", "media_type"),
    [
        ("scan.pdf", PDF, "scan.pdf", "application/pdf"),
        (r"scans\ann\Form 12.PDF", PDF, "Form 12.pdf", "application/pdf"),
        ("scans/ann/photo.jpeg", b"\xff\xd8\xff\xe0 picture", "photo.jpeg", "image/jpeg"),
        ("photo.exe", b"\x89PNG\r\n\x1a\n", "photo.exe.png", "image/png"),
        ("lies.png", PDF, "lies.pdf", "application/pdf"),
        ("", b"II*\x00 tiff", "paper.tif", "image/tiff"),
        ("page", b"RIFF1234WEBP", "page.webp", "image/webp"),
    ],
)
def test_a_file_is_what_it_holds(typed: str, content: bytes, name: str, media_type: str) -> None:
    found = checked_file(FileEntry(typed, content))
    assert (found.name, found.media_type, found.content) == (name, media_type, content)


@pytest.mark.parametrize(
    "content", [b"", b"MZ\x90 a program", b"PK\x03\x04 a spreadsheet", PDF + b" " * MOST_BYTES]
)
def test_other_files_are_refused_and_nothing_is_kept(built: Built, content: bytes) -> None:
    papers, key = service(built), built.members.add(ACTOR, member_entry()).id
    kept = papers.add(ACTOR, key, PaperEntry(PaperKind.ESCORT)).id
    with pytest.raises(InputError) as refusal:
        papers.add_file(ACTOR, kept, FileEntry("scan.pdf", content))
    assert refusal.value.field == "file"
    assert papers_of(built, key)[0].files == ()


def test_a_reader_may_look_but_not_write(built: Built) -> None:
    papers, key = service(built), built.members.add(ACTOR, member_entry()).id
    with pytest.raises(RefusedError):
        papers.add(READER, key, PaperEntry(PaperKind.ESCORT))
    assert papers_of(built, key) == ()


def test_lists_of_the_whole_office(built: Built) -> None:
    papers = service(built)
    first, second = (built.members.add(ACTOR, member_entry(last_name=n)).id for n in ("Oja", "Aho"))
    papers.ask_for(ACTOR, first, PaperKind.ESCORT)
    ends = PaperEntry(PaperKind.DISTANCE, until_day=date(2026, 12, 2))
    papers.add(ACTOR, second, ends)
    papers.add(ACTOR, first, replace(ends, until_day=date(2027, 12, 2)))
    with built.store.read() as session:
        asked = paper_queries.papers_asked(session)
        ending = paper_queries.papers_until(session, TODAY, date(2026, 12, 31))
    assert [row.member_id for row in asked] == [first]
    assert [row.member_id for row in ending] == [second]
    built.members.archive(ACTOR, first)
    with built.store.read() as session:
        assert paper_queries.papers_asked(session) == ()


def test_the_day_is_the_agencys_day_late_in_the_evening(built: Built) -> None:
    # 8 p.m. on Tuesday in Chicago is Wednesday in UTC.
    built.clock.set(NOW.replace(day=25, hour=2))
    key = built.members.add(ACTOR, member_entry()).id
    service(built).ask_for(ACTOR, key, PaperKind.ESCORT)
    assert papers_of(built, key)[0].paper.asked_on == TODAY


def test_each_act_is_one_step_back(built: Built) -> None:
    papers, key = service(built), built.members.add(ACTOR, member_entry()).id
    asked = papers.ask_for(ACTOR, key, PaperKind.ESCORT).id
    changes: Changes = papers.receive(ACTOR, asked, Receipt(signed_by="Dr. Lund"))
    built.store.undo(ACTOR, changes)
    (row,) = papers_of(built, key)
    assert (row.paper.state, row.paper.signed_by, row.paper.received_on) == ("asked", "", None)
