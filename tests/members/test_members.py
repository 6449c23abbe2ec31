"""Members: kept with home and papers, changed row by row, undone, viewed with a note."""

from dataclasses import replace
from datetime import date

import pytest

from nemt_desk.ground.errors import InputError, RefusedError, StaleError
from nemt_desk.ground.ids import Id
from nemt_desk.members import queries
from nemt_desk.members.rows import (
    Assistance,
    Member,
    MemberEntry,
    Need,
    PaperEntry,
    PaperKind,
    Payer,
    Program,
)
from nemt_desk.members.service import MemberService
from nemt_desk.places import queries as places
from nemt_desk.places.rows import Place, PlaceEntry, PlaceKind
from nemt_desk.security.trail import history
from tests.factories import ACTOR, READER, Built, home_entry, member_entry, place_entry

FULL = member_entry(
    preferred_name="Annie",
    mhcp_id="01234567",
    phone2="2185550143x12",
    language="Ojibwemowin",
    program=Program.MA,
    payer=Payer.MCO,
    plan="South Country",
    eligible_from=date(2026, 1, 1),
    eligible_until=date(2026, 12, 31),
    checked_on=date(2026, 11, 2),
    county="Itasca",
    living_arrangement="80",
    assessed_mode=4,
    mode_until=date(2027, 3, 31),
    assistance=Assistance.DOOR_THROUGH,
    needs=frozenset({Need.WALKER, Need.OXYGEN}),
    has_vehicle=True,
    rides_alone_reason="16, provider asked for it",
    contact_name="Tom Schroeder",
    contact_phone="2185550150",
    signs_name="Tom Schroeder",
    driver_note="Knock loudly.\nRed folder.",
    office_note="Daughter pays.",
    papers=(
        PaperEntry(PaperKind.DISTANCE, "AU-1", date(2026, 1, 1), date(2026, 6, 30), "heart"),
        PaperEntry(PaperKind.ESCORT),
    ),
)


def kept(built: Built, key: Id) -> tuple[Member, Place | None]:
    with built.store.read() as session:
        found = queries.member(session, key)
        return found, queries.home_of(session, found)


def entry_of(built: Built, key: Id) -> MemberEntry:
    return MemberEntry.of(*kept(built, key))


def without_ids(entry: MemberEntry) -> MemberEntry:
    papers = tuple(replace(paper, id=None) for paper in entry.papers or ())
    return replace(entry, papers=papers, home_id=None)


def test_a_member_comes_back_as_typed_with_home_and_papers(built: Built) -> None:
    saved = built.members.add(ACTOR, FULL)
    assert without_ids(entry_of(built, saved.id)) == FULL
    assert saved.changes.kinds == {"member", "place", "member_paper"}
    home = kept(built, saved.id)[1]
    assert home is not None
    assert home.kind is PlaceKind.HOME


def test_saving_unchanged_changes_nothing(built: Built) -> None:
    key = built.members.add(ACTOR, FULL).id
    assert not built.members.change(ACTOR, key, entry_of(built, key), version=1)
    assert kept(built, key)[0].version == 1


def test_papers_are_changed_row_by_row(built: Built) -> None:
    key = built.members.add(ACTOR, FULL).id
    entry = entry_of(built, key)
    distance, escort = entry.papers or ()
    papers = (replace(distance, number="AU-2"), PaperEntry(PaperKind.LODGING, number="L-1"))
    changes = built.members.change(ACTOR, key, replace(entry, papers=papers), version=1)
    by_id = {step.id: step for step in changes.steps}
    assert {step.kind for step in changes.steps} == {"member_paper"}
    assert distance.id is not None
    assert escort.id is not None
    assert by_id[distance.id].before is not None
    assert by_id[distance.id].before["number"] == "AU-1"  # type: ignore[index]
    assert by_id[escort.id].after is None
    assert len(by_id) == 3
    kinds = [paper.kind for paper in kept(built, key)[0].papers]
    assert kinds == [PaperKind.DISTANCE, PaperKind.LODGING]


def test_undo_and_redo_of_every_act(built: Built) -> None:
    saved = built.members.add(ACTOR, FULL)
    first = entry_of(built, saved.id)
    other = replace(
        first,
        last_name="Wičháša Waŋblí",
        needs=frozenset({Need.WHEELCHAIR}),
        papers=((first.papers or ())[1], PaperEntry(PaperKind.MILEAGE)),
        home=home_entry(unit="4", lat=47.0),
    )
    changed = built.members.change(ACTOR, saved.id, other)
    second = entry_of(built, saved.id)
    undone = built.store.undo(ACTOR, changed)
    assert entry_of(built, saved.id) == first
    redone = built.store.undo(ACTOR, undone)
    assert entry_of(built, saved.id) == second
    built.store.undo(ACTOR, redone)
    gone = built.store.undo(ACTOR, saved.changes)
    with built.store.read() as session:
        assert queries.members_by_ids(session, [saved.id]) == {}
        assert queries.find_members(session, "schroeder") == []
        assert places.place_list(session, kind=PlaceKind.HOME).count == 0
    built.store.undo(ACTOR, gone)
    assert entry_of(built, saved.id) == first
    with built.store.read() as session:
        assert [m.id for m in queries.find_members(session, "schroeder")] == [saved.id]
        assert built.trail.verify(session).is_whole


def test_undo_refuses_when_somebody_changed_the_record_since(built: Built) -> None:
    key = built.members.add(ACTOR, FULL).id
    changes = built.members.change(ACTOR, key, replace(entry_of(built, key), plan="Blue Plus"))
    built.members.change(ACTOR, key, replace(entry_of(built, key), plan="UCare"))
    with pytest.raises(StaleError):
        built.store.undo(ACTOR, changes)
    assert kept(built, key)[0].plan == "UCare"


def test_two_people_editing_one_member(built: Built) -> None:
    key = built.members.add(ACTOR, FULL).id
    mine = replace(entry_of(built, key), plan="mine")
    built.members.change(ACTOR, key, replace(entry_of(built, key), plan="theirs"), version=1)
    with pytest.raises(StaleError):
        built.members.change(ACTOR, key, mine, version=1)


def test_a_paper_of_somebody_else_is_not_taken(built: Built) -> None:
    key = built.members.add(ACTOR, FULL).id
    other = built.members.add(ACTOR, member_entry(last_name="Berg", birth_date=None)).id
    stolen = entry_of(built, key).papers
    with pytest.raises(StaleError):
        built.members.change(ACTOR, other, replace(entry_of(built, other), papers=stolen))


# --- homes --------------------------------------------------------------------------------------


def test_a_home_is_corrected_in_place_but_left_behind_when_moving(built: Built) -> None:
    key = built.members.add(ACTOR, member_entry()).id
    _member, old = kept(built, key)
    assert old is not None
    entry = entry_of(built, key)
    built.members.change(ACTOR, key, replace(entry, home=home_entry(entrance="side door")))
    corrected = kept(built, key)[1]
    assert corrected is not None
    assert (corrected.id, corrected.entrance) == (old.id, "side door")
    moved = replace(entry_of(built, key), home=home_entry(address="5 Elm Street"), has_moved=True)
    changes = built.members.change(ACTOR, key, moved)
    new = kept(built, key)[1]
    assert new is not None
    assert (new.id != old.id, new.address) == (True, "5 Elm Street")
    with built.store.read() as session:
        left = places.place(session, old.id)
        assert (left.address, left.is_archived) == ("27614 County Road 63", True)
    built.store.undo(ACTOR, changes)
    back = kept(built, key)[1]
    assert back is not None
    assert (back.id, back.is_archived) == (old.id, False)


def test_a_shared_home_stays_when_one_moves_to_a_facility(built: Built) -> None:
    key = built.members.add(ACTOR, member_entry()).id
    home = kept(built, key)[0].home_id
    spouse = built.members.add(
        ACTOR, member_entry(first_name="Tom", home=None, home_id=home, birth_date=None)
    ).id
    facility = built.places.add(ACTOR, place_entry(kind=PlaceKind.NURSING_FACILITY)).id
    moved = replace(entry_of(built, key), home=None, home_id=facility)
    built.members.change(ACTOR, key, moved)
    assert kept(built, key)[0].home_id == facility
    assert entry_of(built, key).home is None
    shared = kept(built, spouse)[1]
    assert shared is not None
    assert (shared.id, shared.is_archived) == (home, False)
    # Back to a home of her own: the facility itself is not turned into one.
    built.members.change(ACTOR, key, replace(moved, home_id=None, home=home_entry()))
    with built.store.read() as session:
        assert places.place(session, facility).kind is PlaceKind.NURSING_FACILITY


def test_a_home_that_is_wrong_is_told_by_its_field(built: Built) -> None:
    with pytest.raises(InputError) as refused:
        built.members.add(ACTOR, member_entry(home=PlaceEntry(), phone="12"))
    assert {problem.field for problem in refused.value.problems} == {"home.address", "phone"}
    with built.store.read() as session:
        assert queries.member_list(session).count == 0


# --- archive, trail -----------------------------------------------------------------------------


def test_archived_members_can_be_found_only_among_the_archived(built: Built) -> None:
    key = built.members.add(ACTOR, FULL).id
    changes = built.members.archive(ACTOR, key)
    with built.store.read() as session:
        assert queries.find_members(session, "schroeder") == []
        assert queries.member_list(session).count == 0
        for text in ("", "ann sch", "2/1/1950", "0142", "0123"):
            assert queries.member_list(session, archived=True, text=text).count == 1, text
        assert queries.member_list(session, archived=True, text="berg").count == 0
        assert queries.member(session, key).is_archived
    assert not built.members.archive(ACTOR, key)
    built.store.undo(ACTOR, changes)
    built.members.archive(ACTOR, key)
    built.members.unarchive(ACTOR, key)
    with built.store.read() as session:
        assert [found.id for found in queries.find_members(session, "0142")] == [key]


def test_a_member_id_is_used_once_among_the_active(built: Built) -> None:
    first = built.members.add(ACTOR, FULL).id
    second = replace(without_ids(FULL), last_name="Other", birth_date=None)
    with pytest.raises(InputError, match="Another member") as refused:
        built.members.add(ACTOR, second)
    assert refused.value.field == "mhcp_id"
    assert "Schroeder" not in refused.value.sentence
    assert "01234567" not in refused.value.sentence
    built.members.archive(ACTOR, first)
    other = built.members.add(ACTOR, second).id
    with pytest.raises(InputError):
        built.members.unarchive(ACTOR, first)
    built.members.change(ACTOR, other, replace(entry_of(built, other), plan="x"))
    third = built.members.add(ACTOR, member_entry()).id
    with pytest.raises(InputError):
        built.members.change(ACTOR, third, replace(entry_of(built, third), mhcp_id="0123-4567"))


def test_looking_at_a_record_is_noted(built: Built) -> None:
    key = built.members.add(ACTOR, FULL).id
    assert built.members.view(READER, key).last_name == "Schroeder"
    with built.store.read() as session:
        newest = history(session, key)[0]
        assert (newest.act, newest.actor_name) == ("Viewed a member", "Test Reader")
        assert built.trail.verify(session).is_whole
        assert len(queries.record_ids(session, key)) == 4


def test_who_may_only_read_changes_nothing(built: Built) -> None:
    key = built.members.add(ACTOR, FULL).id
    for act in (
        lambda: built.members.add(READER, member_entry()),
        lambda: built.members.change(READER, key, FULL),
        lambda: built.members.archive(READER, key),
        lambda: built.members.unarchive(READER, key),
    ):
        with pytest.raises(RefusedError, match="no right"):
            act()


def test_a_list_shows_page_and_count_in_the_order_asked_for(built: Built) -> None:
    for last, born in (("Carlson", 1990), ("Adams", 1960), ("berg", 1940)):
        built.members.add(ACTOR, member_entry(last_name=last, birth_date=date(born, 5, 5)))
    with built.store.read() as session:
        page = queries.member_list(session, limit=2)
        assert [row.name for row in page.rows] == ["Adams, Ann M.", "berg, Ann M."]
        assert page.count == 3
        assert page.rows[0].town == "Bovey"
        by_age = queries.member_list(session, order="birth_date")
        assert [row.name[:4] for row in by_age.rows] == ["berg", "Adam", "Carl"]
        found = queries.member_list(session, text="ann 1960")
        assert [row.name for row in found.rows] == ["Adams, Ann M."]
        assert queries.member_list(session, order="newest").rows[0].name[:4] == "berg"
        assert queries.member_list(session, text="  ").count == 3


def test_somebody_who_changes_only_papers_is_noticed_too(
    built: Built,
) -> None:
    service = MemberService(built.store, built.trail)
    saved = service.add(ACTOR, member_entry())
    entry = member_entry(papers=(PaperEntry(PaperKind.DISTANCE, number="A-1"),))
    changes = service.change(ACTOR, saved.id, entry, version=1)
    with pytest.raises(StaleError):
        service.change(ACTOR, saved.id, member_entry(phone="2185550199"), version=1)
    assert {step.kind for step in changes.steps} == {"member_paper"}
    built.store.undo(ACTOR, changes)
    assert kept(built, saved.id)[0].papers == ()
