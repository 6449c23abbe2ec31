"""What the member's card says, in lines; and how members and places are suggested. No Qt."""

from dataclasses import dataclass
from datetime import date, timedelta

from nemt_desk.ground.clock import AgencyTime
from nemt_desk.ground.words import day_text, day_year_text, phone_text, time_text
from nemt_desk.members.paper_words import PAPER_WORDS
from nemt_desk.members.rows import Member, PaperState, Payer
from nemt_desk.places.rows import PinSource, Place
from nemt_desk.trips.rows import Trip
from ui.book.services import BY_CODE
from ui.book.words import ASSISTANCE, COMPANIONS, MODES, NEEDS, PAYERS, RETURNS

SOON = timedelta(days=30)
_LAST_SHOWN = 2


@dataclass(frozen=True, slots=True)
class Card:
    """The lines of a member's card; `alerts` are told loudly."""

    name: str
    facts: str
    rides: str
    alerts: tuple[str, ...]
    notes: tuple[str, ...]
    last: tuple[str, ...]


def card_of(
    member: Member, home: Place | None, last: list[Trip], labels: dict[object, str],
    *, day: date, today: date, time: AgencyTime,
) -> Card:  # fmt: skip
    """Return the card as of `day`; `labels` are the places' names by id.

    `last` holds trips that were, and the next one from `today` on.
    """
    age = member.age(day)
    born = (
        f"born {member.birth_date.month}/{member.birth_date.day}/{member.birth_date.year}"
        if (member.birth_date)
        else "birth date not known"
    )
    name = [member.name, f"{age} years" if age is not None else "", born,
            phone_text(member.phone), f"ID {member.mhcp_id}" if member.mhcp_id else ""]  # fmt: skip
    return Card(
        name=_joined(name),
        facts=_joined([_program(member), home.where if home else ""]),
        rides=_joined([*_how(member), texting(member)]),
        alerts=tuple(_alerts(member, home, day)),
        notes=tuple(_notes(member)),
        last=tuple(
            f"{_when(trip, today)}: {_trip_line(trip, labels, time)}" for trip in last[:_LAST_SHOWN]
        ),
    )


def _joined(parts: list[str]) -> str:
    return " · ".join(part for part in parts if part)


def _program(member: Member) -> str:
    if member.program is None:
        return "program not known"
    said = f"{member.program.replace('_', ' ')} {PAYERS[member.payer]}"
    if member.payer is Payer.MCO and member.plan:
        said += f" ({member.plan})"
    return said + (
        f" until {day_year_text(member.eligible_until)}" if member.eligible_until else ""
    )


def _how(member: Member) -> list[str]:
    mode = "mode not assessed"
    if member.assessed_mode is not None:
        mode = f"mode {MODES[member.assessed_mode]}"
        mode += f" until {day_text(member.mode_until)}" if member.mode_until else ""
    needs = [words for need, words in NEEDS.items() if need in member.needs]
    return [mode, ASSISTANCE[member.assistance], *(needs or ["no special needs"])]


def _alerts(member: Member, home: Place | None, day: date) -> list[str]:
    told = []
    if member.is_archived:
        told.append("This record is archived.")
    ends = [(member.eligible_until, "eligibility"), (member.mode_until, "assessed mode")]
    on_file = [paper for paper in member.papers if paper.state is PaperState.ON_FILE]
    ends += [(paper.until_day, PAPER_WORDS[paper.kind]) for paper in on_file]
    told += [
        f"asked for: {PAPER_WORDS[paper.kind]}"
        for paper in member.papers
        if paper.state is PaperState.ASKED
    ]
    for until, what in ends:
        if until is not None and until < day:
            told.append(f"{what} ended {day_year_text(until)}")
        elif until is not None and until <= day + SOON:
            told.append(f"{what} ends {day_text(until)}")
    if member.rides_alone_reason:
        told.append(f"rides alone: {member.rides_alone_reason}")
    told += _speaking(member)
    if home is None:
        told.append("no home on the record: say where the ride begins")
    elif home.pin_source is PinSource.NONE:
        told.append("the home has no pin on the map")
    return told


def _speaking(member: Member) -> list[str]:
    told = []
    if member.language and member.language.lower() not in {"en", "english"}:
        told.append(f"speaks {member.language}")
    if member.uses_tty:
        told.append("uses a TTY (relay 711)")
    return told


def texting(member: Member) -> str:
    """Return whether the member agrees to text messages."""
    if member.text_consent_on is None:
        return "text messages: not agreed"
    return f"text messages: agreed {day_year_text(member.text_consent_on)}"


def _notes(member: Member) -> list[str]:
    said = (("Driver sees", member.driver_note), ("Office only", member.office_note))
    return [f"{what}: {' '.join(note.split())}" for what, note in said if note]


def _when(trip: Trip, today: date) -> str:
    days = [ride.day for ride in trip.rides]
    if not days or max(days) < today:
        return "Last"
    return "Next" if min(days) > today else "Today"


def _trip_line(trip: Trip, labels: dict[object, str], time: AgencyTime) -> str:
    first = trip.rides[0] if trip.rides else None
    moment = trip.appointment_at or (first.pickup_at if first else None)
    when = ""
    if moment is not None:
        local = time.local(moment)
        when = f"{day_text(local.date())} {time_text(local)}"
    known = BY_CODE.get(trip.service)
    service = known.words if known else trip.service
    kinds = [ride.return_kind for ride in trip.rides if ride.leg.value == "return"]
    back = RETURNS[kinds[0]] if kinds else "no return"
    who = [COMPANIONS[one.kind] for one in trip.companions if one.kind in COMPANIONS]
    beside = f"with {', '.join(who)}" if who else ""
    return _joined([when, service, labels.get(trip.place_id, ""), f"return {back}", beside])


def member_detail(member: Member, home_town: str = "") -> str:
    """Return what tells a member from namesakes."""
    born = member.birth_date
    said = f"{born.month}/{born.day}/{born.year}" if born else ""
    return _joined([said, phone_text(member.phone), member.mhcp_id, home_town])
