"""The Members page by keys: entering, warnings, drafts, conflicts, archive, who looked."""

from datetime import date

from PySide6.QtCore import Qt

from nemt_desk.ground.listing import Listing
from nemt_desk.members import queries
from nemt_desk.members.rows import MemberEntry, Need
from nemt_desk.places.rows import PlaceKind
from nemt_desk.security.trail import latest
from tests.factories import ACTOR, home_entry, member_entry
from tests.ui.hands import CTRL, type_in
from tests.ui.people.conftest import People, type_over
from ui.members.fields import MemberFields
from ui.members.find import find
from ui.members.room import member_facts


def _views(people: People) -> int:
    with people.built.store.read() as session:
        return sum(entry.act == "Viewed a member" for entry in latest(session))


def _begin(people: People, last: str, first: str) -> None:
    people.page("members")
    people.press(Qt.Key.Key_Insert)
    people.fill("last_name", last)
    people.fill("first_name", first)


def test_a_member_is_entered_by_keys_alone(people: People) -> None:
    page = people.page("members")
    people.press(Qt.Key.Key_Insert)
    for text in ("Koski", "Mary", "", "", "", "2/1/50", "218 555 0142"):
        focus = people.window.focusWidget()
        assert focus is not None
        type_in(focus, text)
        people.press(Qt.Key.Key_Tab)
    people.fill("mhcp_id", "01234567")
    people.fill("home.address", "27614 County Road 63")
    people.fill("home.city", "Bovey")
    people.save()

    assert people.pane().key is not None
    people.press(Qt.Key.Key_Escape)
    row = page.table.current()
    assert row is not None
    assert (row.name, row.birth_date, row.phone) == ("Koski, Mary", date(1950, 2, 1), "2185550142")
    assert (row.mhcp_id, row.town) == ("01234567", "Bovey")
    assert page.head_text() == "1 member"


def test_problems_stand_beside_their_fields_and_nothing_typed_is_lost(people: People) -> None:
    _begin(people, "Koski", "")
    people.fill("mhcp_id", "1234567")
    people.fill("birth_date", "31/31/31")
    people.save()
    assert "no birth date" in people.problem("birth_date")

    people.fill("birth_date", "2/1/50")
    people.save()

    assert "first name" in people.problem("first_name")
    assert "leading 0" in people.problem("mhcp_id")
    assert people.text("last_name") == "Koski"
    assert people.window.focusWidget() is people.pane().fields.widget("first_name")


def test_a_problem_of_the_home_stands_there(people: People) -> None:
    _begin(people, "Koski", "Mary")
    people.fill("home.city", "Bovey")
    people.fill("home.zip", "557")
    people.save()

    assert "ZIP" in people.problem("home.zip")
    assert "address" in people.problem("home.address")


def test_a_possible_duplicate_is_told_once_and_saved_anyway(people: People) -> None:
    people.built.members.add(ACTOR, member_entry())
    _begin(people, "Schroder", "Ann")
    people.fill("birth_date", "2/1/1950")
    people.save()

    words = people.pane().banner.text()
    assert "Schroeder, Ann M. (born 1 Feb 1950" in words
    assert "the same birth date and a similar name" in words
    assert people.pane().key is None

    people.save()
    assert people.pane().key is not None


def test_a_possible_duplicate_is_told_while_typing(people: People) -> None:
    people.built.members.add(ACTOR, member_entry())
    _begin(people, "Schroeder", "Ann")
    people.fill("phone", "2185550142")

    people.qtbot.waitUntil(lambda: "may be on file" in people.pane().banner.text())


def test_opening_is_noted_and_walking_through_the_list_is_not(people: People) -> None:
    for last in ("Berg", "Koski", "Oja"):
        people.built.members.add(ACTOR, member_entry(last_name=last, birth_date=None))
    page = people.page("members")
    people.press(Qt.Key.Key_Down)
    people.press(Qt.Key.Key_Down)
    assert _views(people) == 0

    people.press(Qt.Key.Key_Return)
    assert people.pane().title == "Koski, Ann M."
    assert _views(people) == 1

    people.press(Qt.Key.Key_F8)
    assert people.pane().history.table.model.total() >= 3
    people.fill("last_name", "Kosky")
    people.save()
    assert _views(people) == 1
    assert page.table.model.total() == 3


def test_esc_keeps_the_draft_and_f6_goes_on_with_it(people: People) -> None:
    key = people.built.members.add(ACTOR, member_entry()).id
    page = people.page("members")
    page.open_record(key)
    people.fill("last_name", "Something else")
    people.press(Qt.Key.Key_Escape)

    assert page.pane is None
    assert "kept" in people.said()
    assert page.has_unsaved()
    assert page.head_text() == "1 member · 1 not saved"

    people.press(Qt.Key.Key_Insert)
    people.press(Qt.Key.Key_Escape)
    people.press(Qt.Key.Key_F6)
    assert people.text("last_name") == "Something else"

    people.save()
    assert not page.has_unsaved()


def test_another_change_meanwhile_is_told_and_joined(people: People) -> None:
    members = people.built.members
    key = members.add(ACTOR, member_entry()).id
    page = people.page("members")
    page.open_record(key)
    people.fill("preferred_name", "Annie")
    with people.built.store.read() as session:
        kept = queries.member(session, key)
        home = queries.home_of(session, kept)
    entry = MemberEntry.of(kept, home)
    values = {name: getattr(entry, name) for name in MemberEntry.__slots__}
    members.change(ACTOR, key, MemberEntry(**values | {"language": "Ojibwe"}))

    people.save()
    assert "Somebody changed this record" in people.pane().banner.text()
    assert people.text("preferred_name") == "Annie"

    people.pane().take_in.click()
    assert people.text("language") == "Ojibwe"
    people.save()
    with people.built.store.read() as session:
        both = queries.member(session, key)
    assert (both.preferred_name, both.language) == ("Annie", "Ojibwe")


def test_archive_and_undo_and_bring_back(people: People) -> None:
    people.built.members.add(ACTOR, member_entry())
    page = people.page("members")
    people.press(Qt.Key.Key_Down)
    people.press(Qt.Key.Key_Delete, CTRL)
    assert page.table.model.total() == 0
    assert people.said() == "Archived a member."

    people.press(Qt.Key.Key_Z, CTRL)
    assert page.table.model.total() == 1

    people.press(Qt.Key.Key_F3)
    people.press(Qt.Key.Key_Down)
    people.press(Qt.Key.Key_Delete, CTRL)
    page.archived.click()
    people.settle()
    assert page.table.model.total() == 1
    page.table.focus_rows()
    page.archive(is_back=True)
    people.settle()
    assert page.table.model.total() == 0


def test_the_filter_asks_the_office_and_esc_empties_it(people: People) -> None:
    for last in ("Berg", "Koski"):
        people.built.members.add(ACTOR, member_entry(last_name=last, birth_date=None))
    page = people.page("members")
    people.press(Qt.Key.Key_F3)
    type_in(page.table.filter, "ann kos")
    people.settle()
    assert [row.name for row in page.table.model.rows()] == ["Koski, Ann M."]

    people.press(Qt.Key.Key_Escape)
    assert page.table.model.total() == 2


def test_a_long_list_says_how_many_there_are(people: People) -> None:
    people.built.members.add(ACTOR, member_entry())
    page = people.page("members")
    page.show_listing(Listing(tuple(page.table.model.rows()), 12_345))

    assert page.table.count.text() == "1 of 12,345 members; type to narrow"


def test_needs_and_a_facility_as_home_are_kept(people: People) -> None:
    facility = people.built.places.add(
        ACTOR, home_entry(kind=PlaceKind.NURSING_FACILITY, name="Evergreen Terrace")
    ).id
    _begin(people, "Koski", "Mary")
    fields = people.pane().fields
    assert isinstance(fields, MemberFields)
    needs = fields.widget("needs")
    needs.ticks[Need.WALKER].click()  # type: ignore[attr-defined]
    type_over(fields.home.lives_at, "everg")
    people.press(Qt.Key.Key_Return)
    people.save()

    key = people.pane().key
    assert key is not None
    with people.built.store.read() as session:
        kept = queries.member(session, key)
    assert kept.needs == {Need.WALKER}
    assert kept.home_id == facility


def test_facts_and_finder_say_what_matters(people: People) -> None:
    key = people.built.members.add(
        ACTOR, member_entry(mode_until=date(2026, 10, 1), eligible_until=date(2026, 12, 1))
    ).id
    with people.built.store.read() as session:
        kept = queries.member(session, key)
    facts = member_facts(kept, date(2026, 11, 24), has_pin=True)

    assert [key for key, _words in facts] == ["ends_soon", "lapsed"]
    assert people.window.desk is not None
    found = find(people.window.desk, "schro")
    assert [(one.text, one.detail) for one in found] == [
        ("Schroeder, Ann M.", "Member · born 1 Feb 1950 · 218-555-0142")
    ]
