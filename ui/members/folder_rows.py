"""The lists of a member's folder: papers, eligibility checks, absences, notices. No acts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from nemt_desk.ground.ids import Id
from nemt_desk.ground.words import day_text, day_year_text, time_text
from nemt_desk.members import absences, eligibility, paper_queries
from nemt_desk.members.absences import Absence
from nemt_desk.members.eligibility import Check
from nemt_desk.members.paper_queries import PaperRow
from nemt_desk.members.queries import home_of, member
from nemt_desk.members.rows import Member, Paper, PaperState
from nemt_desk.places.rows import Place
from nemt_desk.trips import denials
from nemt_desk.trips.deciding import trips_to_come
from nemt_desk.trips.denials import ACTION_WORDS, Denial
from nemt_desk.trips.paper_ends import PaperEnding, papers_ending
from nemt_desk.trips.queries import decisions_of
from nemt_desk.trips.rows import Trip
from ui.widgets.people_words import PAPERS, PAYERS, SHORT_PROGRAMS, born_text
from ui.widgets.rows import Column

if TYPE_CHECKING:
    from nemt_desk.office import Office

SOON_DAYS = 30
FAR = date(2199, 12, 31)
_TOLD = 3


@dataclass(frozen=True, slots=True)
class Folder:
    """Everything kept beside a member's record, read once."""

    member: Member
    home: Place | None
    papers: tuple[PaperRow, ...]
    checks: tuple[Check, ...]
    away: tuple[Absence, ...]
    notices: tuple[Denial, ...]
    trips: Mapping[Id, str]
    endings: tuple[PaperEnding, ...]
    unsettled: int
    check_days: int


def read_folder(office: "Office", member_id: Id, today: date) -> Folder:
    """Read a member's folder, in a constant number of statements."""
    settings = office.settings
    with office.store.read() as session:
        found = member(session, member_id)
        to_come = trips_to_come(session, today, member_ids=[member_id])
        outcomes = decisions_of(session, [one.id for one in to_come])
        unsettled = sum(
            outcomes[one.id].needs_override and not one.override_reason
            for one in to_come
            if one.id in outcomes
        )
        return Folder(
            member=found,
            home=home_of(session, found),
            papers=paper_queries.papers_of(session, member_id),
            checks=eligibility.checks(session, member_id),
            away=absences.absences(session, member_id),
            notices=denials.denials(session, member_id),
            trips={one.id: trip_words(one, office) for one in to_come},
            endings=papers_ending(session, settings, today, FAR, [member_id]),
            unsettled=unsettled,
            check_days=eligibility.check_days(settings, today),
        )


def trip_words(one: Trip, office: "Office") -> str:
    """Return a trip in a few words: `Tue 1 Dec, 10:30 a.m., dialysis`."""
    moment = one.appointment_at or (one.rides[0].pickup_at if one.rides else None)
    day = day_text(one.rides[0].day) if one.rides else ""
    at = time_text(office.time.local(moment)) if moment is not None else ""
    return ", ".join(part for part in (day, at, one.service.replace("_", " ")) if part)


def paper_status(paper: Paper, today: date) -> str:
    """Return how a paper stands, as a key of ui.theme.status."""
    if paper.state is PaperState.ASKED:
        return "asked_for"
    if paper.state is PaperState.REFUSED:
        return "turned_down"
    if paper.until_day is not None and paper.until_day < today:
        return "lapsed"
    is_soon = paper.until_day is not None and (paper.until_day - today).days <= SOON_DAYS
    return "ends_soon" if is_soon else "on_file"


def paper_columns(
    today: Callable[[], date], trip_of: Callable[[Id | None], str]
) -> list[Column[PaperRow]]:
    """Return the columns of papers."""
    return [
        Column("Paper", lambda row: PAPERS[row.paper.kind], width=150),
        Column("State", lambda _r: "", status=lambda r: paper_status(r.paper, today()), width=112),
        _day_column("From", lambda row: row.paper.from_day, width=90),
        _day_column("Until", lambda row: row.paper.until_day, width=90),
        Column("Number", lambda row: row.paper.number, width=70),
        Column("For", lambda row: trip_of(row.paper.trip_id), width=74),
        Column(
            "Files",
            lambda row: str(len(row.files) or ""),
            tooltip=lambda row: "\n".join(file.name for file in row.files),
            right=True,
            width=48,
        ),
        # One column for what is seldom asked, so that the list fits beside its form.
        Column(
            "More",
            lambda row: "; ".join(_more(row.paper)),
            tooltip=lambda row: "\n".join(_more(row.paper)),
            width=90,
        ),
    ]


def _more(paper: Paper) -> list[str]:
    told = [
        f"asked {born_text(paper.asked_on)}" if paper.asked_on else "",
        f"back {born_text(paper.received_on)}" if paper.received_on else "",
        f"signed by {paper.signed_by}" if paper.signed_by else "",
        paper.note,
    ]
    return [part for part in told if part]


def _day_column[Row](
    title: str, day_of: Callable[[Row], date | None], *, width: int = 102
) -> Column[Row]:
    """Return a column of days without their weekday; nobody plans by them here."""
    return Column(title, lambda row: born_text(day_of(row)), sort=day_of, width=width)


def check_columns() -> list[Column[Check]]:
    """Return the columns of eligibility checks."""
    return [
        _day_column("Checked", lambda row: row.checked_on),
        Column("Result", lambda _c: "", status=lambda c: c.result.value, width=120),
        Column("Where", lambda check: check.source, width=110),
        Column("Program", lambda c: SHORT_PROGRAMS[c.program] if c.program else "", width=85),
        Column("Paid by", lambda check: check.plan or PAYERS[check.payer], width=125),
        Column("Living", lambda check: check.living_arrangement, width=55),
        _day_column("From", lambda row: row.eligible_from),
        _day_column("Until", lambda row: row.eligible_until),
        Column("Note", lambda check: check.note, width=140),
    ]


def away_columns() -> list[Column[Absence]]:
    """Return the columns of absences."""
    return [
        _day_column("From", lambda row: row.from_day),
        Column(
            "Until",
            lambda a: born_text(a.until_day) or "not known yet",
            sort=lambda a: a.until_day or FAR,
            width=130,
        ),
        Column("Why", lambda a: a.reason, width=300),
    ]


def notice_columns() -> list[Column[Denial]]:
    """Return the columns of formal notices."""
    return [
        _day_column("Mailed", lambda row: row.mailed_on),
        Column("Rides", lambda notice: ACTION_WORDS[notice.action], width=75),
        Column("Reason", lambda notice: notice.reason, tooltip=lambda n: n.reason, width=190),
        Column("Rule", lambda notice: notice.rule, width=70),
        _day_column("Appeal by", lambda row: row.appeal_by),
        _day_column("Appealed", lambda row: row.appealed_on),
        Column("Result", lambda notice: notice.result, width=120),
    ]


def what_stands_out(folder: Folder, today: date) -> list[tuple[str, str]]:
    """Return what needs a hand in the folder: papers that end before rides, checks due, renewal."""
    told = [("ends_soon", ending_words(one)) for one in folder.endings]
    if folder.unsettled:
        some = "trip to come is" if folder.unsettled == 1 else "trips to come are"
        told.append(("paper", f"{folder.unsettled} {some} not allowed as things stand."))
    waiting = [row for row in folder.papers if row.paper.state is PaperState.ASKED]
    if waiting:
        names = ", ".join(dict.fromkeys(PAPERS[row.paper.kind] for row in waiting))
        told.append(("asked_for", f"Asked for and not back: {names}."))
    for one in folder.away:
        if one.covers(today):
            until = f"until {day_year_text(one.until_day)}" if one.until_day else "for now"
            told.append(("note", f"Away {until}. {one.reason}".strip()))
    return told


def ending_words(ending: PaperEnding) -> str:
    """Return which paper ends before which rides."""
    paper, days = ending.paper, list(dict.fromkeys(ride.day for ride in ending.rides))
    end = day_year_text(paper.until_day) if paper.until_day else ""
    rides = "1 trip after it needs" if len(days) == 1 else f"{len(days)} trips after it need"
    return f"“{PAPERS[paper.kind]}” ends {end}; {rides} it: {_days(days)} Ask for a new one now."


def _days(days: Sequence[date]) -> str:
    more = " …" if len(days) > _TOLD else "."
    return ", ".join(map(day_text, days[:_TOLD])) + more


def eligibility_words(folder: Folder, today: date) -> str:
    """Return when eligibility was checked, and when it is due again (MN-092)."""
    checked = folder.member.checked_on
    if checked is None:
        return "Eligibility has never been checked. N enters a check."
    due = date.fromordinal(checked.toordinal() + folder.check_days)
    word = "was due again" if due < today else "is due again"
    return f"Checked {day_year_text(checked)}; {word} {day_year_text(due)}."
