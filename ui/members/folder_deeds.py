"""What can be typed in a member's folder: each deed has its form, what it would change, its act."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, cast

from nemt_desk.ground.changes import Changes
from nemt_desk.ground.ids import Id, new_id
from nemt_desk.ground.words import day_text
from nemt_desk.members.absences import Absence, AbsenceEntry
from nemt_desk.members.eligibility import CheckEntry, differences, doubt_of_living
from nemt_desk.members.papers import Receipt
from nemt_desk.members.rows import (
    CheckResult,
    Member,
    Paper,
    PaperEntry,
    PaperKind,
    PaperState,
)
from nemt_desk.policy import packs
from nemt_desk.trips.denials import Denial
from nemt_desk.trips.standing.rows import TripFate
from ui.members.folder_rows import Folder
from ui.shell.desk import Desk
from ui.widgets.form import FieldForm
from ui.widgets.people_words import CHECK_RESULTS, PAPER_STATES, PAPERS, PAYERS, PROGRAMS

_MOST = 8

type Values = Mapping[str, object]
type Typed = dict[str, Any]
type Days = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True)
class Deed:
    """One act with its form; `would_be` gives the member as the act would leave the record.

    `told` says more about what was typed; `ahead` reads, off the screen's thread, which trips it
    would change; `then` is called when it is done.
    """

    title: str
    save_text: str
    form: FieldForm
    act: Callable[[Values], Changes]
    would_be: Callable[[Values], Member | None] | None = None
    told: Callable[[Values], Sequence[str]] | None = None
    then: Callable[[], object] | None = None
    ahead: Callable[[Values], Callable[[], Sequence[str]] | None] | None = None


def fate_words(fates: Sequence[TripFate]) -> list[str]:
    """Return what becomes of the trips of standing orders on days away."""
    if not fates:
        return []
    told = [f"{day_text(fate.day)}: {fate.sentence}" for fate in fates[:_MOST]]
    more = len(fates) - _MOST
    rest = [f"… and {more} more"] if more > 0 else []
    return ["Saved like this, of the trips of standing orders:", *told, *rest]


class Deeds:
    """Makes the deeds of one member's folder."""

    def __init__(self, desk: Desk, folder: Folder) -> None:
        self._desk = desk
        self._folder = folder
        self._key = folder.member.id

    # --- papers -----------------------------------------------------------------------------

    def paper(self, paper: Paper | None) -> Deed:
        """Add a paper, or change one."""
        entry = PaperEntry.of(paper) if paper else PaperEntry(PaperKind.DISTANCE)
        form = FieldForm()
        form.choice("&Paper", "kind", PAPERS)
        form.choice("State", "state", PAPER_STATES)
        form.text("N&umber", "number", chars=14)
        form.day("Fro&m", "from_day", self._desk.today)
        form.day("Unt&il", "until_day", self._desk.today, help="The last day it counts for.")
        form.choice("&For", "trip_id", self._trips(entry.trip_id))
        form.text("Si&gned by", "signed_by", chars=24)
        form.day("Asked on", "asked_on", self._desk.today)
        form.day("Came back on", "received_on", self._desk.today)
        form.note("Note", "note", lines=2)
        names = [item.name for item in fields(PaperEntry) if item.name != "id"]
        form.fill({name: getattr(entry, name) for name in names})
        papers, actor = self._desk.office.papers, self._desk.actor

        def typed(values: Values) -> PaperEntry:
            return PaperEntry(**cast("Typed", dict(values)), id=entry.id)

        def act(values: Values) -> Changes:
            if paper is None:
                return papers.add(actor, self._key, typed(values)).changes
            return papers.change(actor, paper.id, typed(values), version=paper.version)

        title = "Change a paper" if paper else "Add a paper"
        return Deed(title, "Save the paper", form, act, lambda v: self._with(typed(v)))

    def received(self, paper: Paper) -> Deed:
        """Put a paper on file that has come back."""
        form = FieldForm()
        form.day("Came &back on", "received_on", self._desk.today)
        form.text("N&umber", "number", chars=14)
        form.day("Fro&m", "from_day", self._desk.today)
        form.day("Unt&il", "until_day", self._desk.today, help="The last day it counts for.")
        form.text("Si&gned by", "signed_by", chars=24)
        names = ("number", "from_day", "until_day", "signed_by")
        kept: Typed = {name: getattr(paper, name) for name in names}
        form.fill(kept | {"received_on": self._desk.today()})
        papers, actor = self._desk.office.papers, self._desk.actor

        def would_be(values: Values) -> Member:
            entry = PaperEntry.of(paper)
            said = {name: value for name, value in values.items() if value}
            return self._with(replace(entry, **cast("Typed", said), state=PaperState.ON_FILE))

        def act(values: Values) -> Changes:
            return papers.receive(actor, paper.id, Receipt(**cast("Typed", dict(values))))

        title = f"Came back: {PAPERS[paper.kind]}"
        return Deed(title, "Put it on file", form, act, would_be)

    def refused(self, paper: Paper) -> Deed:
        """Note that a paper was refused."""
        form = FieldForm()
        form.note("&Who refused it, and why", "note", lines=3)
        form.fill({"note": ""})
        papers, actor = self._desk.office.papers, self._desk.actor

        def would_be(_values: Values) -> Member:
            return self._with(replace(PaperEntry.of(paper), state=PaperState.REFUSED))

        title = f"Refused: {PAPERS[paper.kind]}"
        return Deed(
            title,
            "Note the refusal",
            form,
            lambda values: papers.refuse(actor, paper.id, str(values["note"])),
            would_be,
        )

    def ended(self, paper: Paper) -> Deed:
        """End a paper that was withdrawn."""
        form = FieldForm()
        form.day("&Last day", "until_day", self._desk.today, help="Rides after it need a new one.")
        form.note("Why", "note", lines=2)
        form.fill({"until_day": self._desk.today(), "note": paper.note})
        papers, actor = self._desk.office.papers, self._desk.actor

        def last(values: Values) -> date:
            return cast("date | None", values["until_day"]) or self._desk.today()

        def would_be(values: Values) -> Member:
            return self._with(replace(PaperEntry.of(paper), until_day=last(values)))

        return Deed(
            f"End it: {PAPERS[paper.kind]}",
            "End the paper",
            form,
            lambda values: papers.withdraw(actor, paper.id, last(values), str(values["note"])),
            would_be,
        )

    def letter(self, paper: Paper | None, show: Callable[[PaperKind, Id | None], object]) -> Deed:
        """Ask for a paper by a letter; `show` opens it."""
        form = FieldForm()
        form.choice("Ask for &which paper", "kind", PAPERS)
        form.choice(
            "&For",
            "trip_id",
            self._trips(paper.trip_id if paper else None),
            help="A paper for one trip counts for that trip only.",
        )
        kind = paper.kind if paper else PaperKind.DISTANCE
        form.fill({"kind": kind, "trip_id": paper.trip_id if paper else None})
        papers, actor = self._desk.office.papers, self._desk.actor

        def chosen(values: Values) -> tuple[PaperKind, Id | None]:
            return PaperKind(str(values["kind"])), cast("Id | None", values["trip_id"])

        def act(values: Values) -> Changes:
            asked, trip_id = chosen(values)
            return papers.ask_for(actor, self._key, asked, trip_id=trip_id).changes

        return Deed(
            "Ask for a paper",
            "Ask, and show the letter",
            form,
            act,
            then=lambda: show(*chosen(form.values())),
        )

    # --- eligibility, absences, notices --------------------------------------------------------

    def check(self) -> Deed:
        """Enter an eligibility check."""
        member, today = self._folder.member, self._desk.today
        last = self._folder.checks[0].source if self._folder.checks else ""
        entry = CheckEntry.of(member, today(), last)
        form = FieldForm()
        form.day("&Checked on", "checked_on", today)
        form.text("Wh&ere", "source", chars=18, help="Such as MN-ITS, or the plan's line.")
        form.choice("&Result", "result", CHECK_RESULTS)
        form.choice("&Program", "program", [(None, "not known"), *PROGRAMS.items()])
        form.choice("Paid b&y", "payer", PAYERS)
        form.text("Health plan", "plan", chars=18)
        form.text("&Living arrangement", "living_arrangement", chars=5)
        form.day("Eligible fro&m", "eligible_from", today)
        form.day("unt&il", "eligible_until", today)
        form.note("Note", "note", lines=2)
        form.fill({item.name: getattr(entry, item.name) for item in fields(CheckEntry)})
        service, actor = self._desk.office.eligibility, self._desk.actor

        def typed(values: Values) -> CheckEntry:
            return CheckEntry(**cast("Typed", dict(values)))

        pack = packs.load(self._desk.office.settings.pack)

        def told(values: Values) -> list[str]:
            seen = typed(values)
            doubt = doubt_of_living(seen.living_arrangement, pack)
            found = [f"The record changes. {one.words}." for one in differences(member, seen)]
            return [*([doubt] if doubt else []), *(found or ["Everything is as on the record."])]

        def would_be(values: Values) -> Member | None:
            seen = typed(values)
            if seen.result is CheckResult.NOT_FOUND:
                return None
            names = [one.field for one in differences(member, seen)]
            changed: Typed = {name: getattr(seen, name) for name in names}
            return replace(member, **changed, checked_on=seen.checked_on)

        def act(values: Values) -> Changes:
            return service.check(actor, self._key, typed(values), version=member.version).changes

        return Deed("Eligibility check", "Save the check", form, act, would_be, told)

    def absence(self, away: Absence | None) -> Deed:
        """Enter days without rides, or change them."""
        form = FieldForm()
        form.day("&First day away", "from_day", self._desk.today)
        form.day(
            "&Last day away", "until_day", self._desk.today, help="Leave it empty if nobody knows."
        )
        form.text("Wh&y", "reason", chars=28, help="Such as hospital, or away with family.")
        entry = AbsenceEntry(away.from_day, away.until_day, away.reason) if away else None
        entry = entry or AbsenceEntry(self._desk.today())
        form.fill({item.name: getattr(entry, item.name) for item in fields(AbsenceEntry)})
        office, actor = self._desk.office, self._desk.actor

        def act(values: Values) -> Changes:
            typed = AbsenceEntry(**cast("Typed", dict(values)))
            if away is None:
                changes = office.members.add_absence(actor, self._key, typed).changes
            else:
                changes = office.members.change_absence(actor, away.id, typed, version=away.version)
            return changes.followed_by(office.standing.follow_absences(actor, self._key))

        def ahead(values: Values) -> Callable[[], Sequence[str]] | None:
            first, last = cast("Days", (values["from_day"], values["until_day"]))
            if first is None or (last is not None and last < first):
                return None
            return lambda: fate_words(office.standing.planned_absence(self._key, first, last))

        title = "Change when the member is away" if away else "The member is away"
        return Deed(title, "Save", form, act, ahead=ahead)

    def appeal(self, notice: Denial) -> Deed:
        """Note an appeal against a notice, and what became of it."""
        form = FieldForm()
        form.day("&Appealed on", "appealed_on", self._desk.today)
        form.text("&Result", "result", chars=28, help="Once it is decided.")
        form.fill({"appealed_on": notice.appealed_on, "result": notice.result})
        denials, actor = self._desk.office.denials, self._desk.actor

        def act(values: Values) -> Changes:
            changes = Changes.none()
            day, result = cast("date | None", values["appealed_on"]), str(values["result"])
            if day is not None and day != notice.appealed_on:
                changes |= denials.note_appeal(actor, notice.id, day)
            if result != notice.result:
                changes |= denials.note_result(actor, notice.id, result)
            return changes

        return Deed("Appeal", "Save", form, act)

    # --- what they share ----------------------------------------------------------------------

    def _trips(self, chosen: Id | None) -> list[tuple[Id | None, str]]:
        """Return what a paper can be for: every ride, or one trip to come."""
        known: list[tuple[Id | None, str]] = [(None, "all rides"), *self._folder.trips.items()]
        if chosen is not None and chosen not in self._folder.trips:
            known.append((chosen, "a trip in the past"))
        return known

    def _with(self, entry: PaperEntry) -> Member:
        """Return the member with this paper as typed, in place of what is kept."""
        member = self._folder.member
        others = tuple(paper for paper in member.papers if paper.id != entry.id)
        return replace(member, papers=(*others, entry.as_kept(entry.id or new_id())))
