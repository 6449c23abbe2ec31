"""What the Members page knows about members: reading, warnings, saving, history."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, cast

from nemt_desk.ground.changes import Changes, Saved
from nemt_desk.ground.ids import Id
from nemt_desk.ground.words import day_year_text, phone_text
from nemt_desk.members import queries
from nemt_desk.members.apart import apart_of
from nemt_desk.members.rows import Duplicate, Member, MemberEntry, PaperState
from nemt_desk.places import queries as places
from nemt_desk.policy.decision import Decision
from nemt_desk.security.trail import history
from nemt_desk.trips.paper_ends import PaperEnding, papers_ending
from nemt_desk.trips.queries import decisions_of
from ui.members.apart import ShownApart
from ui.members.fields import MemberFields
from ui.members.folder_form import decided_words
from ui.members.folder_rows import FAR, ending_words
from ui.shell.desk import Desk
from ui.shell.record import Double, Loaded
from ui.widgets.history import HistoryLine, history_lines
from ui.widgets.people_words import PAPERS, born_text
from ui.widgets.recordform import RecordFields
from ui.widgets.typeahead import Suggestion

if TYPE_CHECKING:
    from nemt_desk.trips.again import Redecided

_SOON_DAYS = 30


class MemberRoom:
    """One member, for the page."""

    name = "members"
    noun = "member"

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._fields: MemberFields | None = None
        self._decided: Sequence[Redecided] = ()

    def make_fields(self) -> RecordFields:
        """Return empty fields."""
        desk = self._desk
        self._fields = MemberFields(
            desk.today,
            find=desk.office.geocode,
            suggest=desk.office.suggest,
            find_homes=self._homes,
            find_members=self._members,
            on_map=lambda key: desk.go("map", "place", key),
            say=desk.say,
        )
        return self._fields

    def blank(self) -> Mapping[str, object]:
        """Return the values of a new member."""
        return self._own.show_values(MemberEntry(), None)

    def read(self, key: Id, *, is_opened: bool) -> Loaded:
        """Read a member; opening one is noted in the trail."""
        office = self._desk.office
        viewed = office.members.view(self._desk.actor, key) if is_opened else None
        with office.store.read() as session:
            found = viewed or queries.member(session, key)
            home = queries.home_of(session, found)
            today = self._desk.today()
            pairs = apart_of(session, key)
            others = queries.members_by_ids(session, [one.other_id for one in pairs])
            kept = decisions_of(session, [one.trip_id for one in self._decided])
            endings = papers_ending(session, office.settings, today, FAR, [key])
        has_pin = home is not None and home.point is not None
        apart = [
            ShownApart(one, others[one.other_id].name) for one in pairs if one.other_id in others
        ]
        return Loaded(
            key,
            found.version,
            found.name,
            self._own.show_values(MemberEntry.of(found, home), home, apart),
            [
                *self._decided_facts(kept),
                *member_facts(found, today, has_pin=has_pin, missed=endings),
            ],
            found.is_archived,
        )

    def doubles(self, fields: RecordFields, key: Id | None) -> list[Double]:
        """Return members who may be the same person."""
        del fields
        entry = self._own.entry()
        with self._desk.office.store.read() as session:
            found = queries.possible_duplicates(session, entry, but=key)
        return [Double(one.member.id, double_words(one)) for one in found]

    def question(self, fields: RecordFields) -> str:
        """Return what the map asks about the home."""
        del fields
        return self._own.home.question()

    def add(self, fields: RecordFields) -> Saved:
        """Add the member."""
        del fields
        return self._desk.office.members.add(self._desk.actor, self._own.entry())

    def change(self, fields: RecordFields, key: Id, version: int) -> Changes:
        """Change the member."""
        del fields
        office, actor, entry = self._desk.office, self._desk.actor, self._own.entry()
        changes = office.members.change(actor, key, entry, version=version)
        again = office.decide_again.after(actor, changes)
        self._decided = again.lines
        return changes.followed_by(again.changes)

    def history(self, key: Id) -> list[HistoryLine]:
        """Return who changed what in the record, the home and the papers."""
        office = self._desk.office
        with office.store.read() as session:
            ids = queries.record_ids(session, key)
            entries = [entry for one in ids for entry in history(session, one)]
        return history_lines(entries, office.time.local)

    def _decided_facts(self, kept: Mapping[Id, Decision]) -> list[tuple[str, str]]:
        """Return what the last saving changed about trips to come, if it still stands so."""
        lines = [one for one in self._decided if kept.get(one.trip_id) == one.after]
        told = decided_words(lines, "Trips to come were decided anew:")
        return [("changed", line) for line in told]

    @property
    def _own(self) -> MemberFields:
        return cast("MemberFields", self._fields)

    def _members(self, typed: str) -> list[Suggestion]:
        with self._desk.office.store.read() as session:
            found = queries.find_members(session, typed, limit=12)
        return [Suggestion(one.id, one.name, born_text(one.birth_date)) for one in found]

    def _homes(self, typed: str) -> list[Suggestion]:
        """Return places, and homes of other members, to live at."""
        with self._desk.office.store.read() as session:
            known = places.find_places(session, typed, limit=7)
            people = [one for one in queries.find_members(session, typed, limit=5) if one.home_id]
        found = [Suggestion(one.id, one.label, one.where) for one in known]
        return found + [Suggestion(one.home_id, f"Home of {one.name}") for one in people]


def double_words(double: Duplicate) -> str:
    """Return who may be the same, and why."""
    known = double.member
    born = f"born {born_text(known.birth_date)}" if known.birth_date else ""
    phone = phone_text(known.phone)
    gone = "archived" if known.is_archived else ""
    who = ", ".join(part for part in (born, phone, gone) if part)
    return f"{known.name} ({who}): {'; '.join(double.reasons)}."


def member_facts(
    member: Member, today: date, *, has_pin: bool, missed: Sequence[PaperEnding] = ()
) -> list[tuple[str, str]]:
    """Return what stands out about a member today."""
    facts: list[tuple[str, str]] = []
    ends = [
        ("eligibility", member.eligible_until),
        ("mode assessment", member.mode_until),
    ]
    for what, until in ends:
        facts += _end_fact(f"The {what}", until, today, is_past_told=True)
    facts += _renewal_fact(member, today)
    facts += [("ends_soon", ending_words(one)) for one in missed]
    told = {one.paper.id for one in missed}
    for paper in member.papers:
        if paper.id in told or paper.state is not PaperState.ON_FILE:
            continue
        what = f"The paper “{PAPERS[paper.kind]}”"
        facts += _end_fact(what, paper.until_day, today, is_past_told=False)
    if not has_pin and member.home_id is not None:
        facts.append(("no_pin", "The home has no pin on the map: miles can't be counted to it."))
    if member.home_id is None:
        facts.append(("missing", "No home is entered: rides need a place to begin."))
    return facts


def _renewal_fact(member: Member, today: date) -> list[tuple[str, str]]:
    day = member.renewal_on
    if day is None or (day - today).days > _SOON_DAYS:
        return []
    word = "overdue" if day < today else "due"
    return [(word, f"Coverage must be renewed by {day_year_text(day)}: remind the member.")]


def _end_fact(
    what: str, until: date | None, today: date, *, is_past_told: bool
) -> list[tuple[str, str]]:
    if until is None:
        return []
    if until < today:
        return [("lapsed", f"{what} ended {day_year_text(until)}.")] if is_past_told else []
    if (until - today).days <= _SOON_DAYS:
        return [("ends_soon", f"{what} ends {day_year_text(until)}.")]
    return []
