"""Fills the letters that ask for a paper: the pack's words, the member, the ride, the rule."""

from datetime import datetime

from sqlalchemy.orm import Session

from nemt_desk.ground.ids import Id
from nemt_desk.ground.settings import Settings
from nemt_desk.ground.words import day_year_text, miles_text, phone_text, time_text
from nemt_desk.members.paper_words import PAPER_WORDS
from nemt_desk.members.queries import home_of, member
from nemt_desk.members.rows import Member, PaperKind
from nemt_desk.places.rows import Place
from nemt_desk.policy import packs
from nemt_desk.policy.decision import Decision, Finding
from nemt_desk.policy.figures import LetterWords
from nemt_desk.policy.packs import Pack
from nemt_desk.trips.asking import Asking, ask
from nemt_desk.trips.deciding import asking_of
from nemt_desk.trips.letter_rows import LetterMember, LetterTrip, PaperLetter, Sender
from nemt_desk.trips.rows import Companion, CompanionKind

_HELPS = ("door to door", "door through door", "wheelchair lift or ramp", "stretcher")
_TO = {
    "provider": "The member's health care provider",
    "coordinator": "Whoever decides on this authorization",
    "member": "The member, or the parent or guardian",
}


def for_trip(
    session: Session, settings: Settings, trip_id: Id, kind: PaperKind, now: datetime
) -> PaperLetter:
    """Return the letter that asks for a paper for a kept trip; `now` is aware.

    Raises:
        RefusedError: there is no such trip.
    """
    asking = asking_of(session, trip_id, settings)
    home = home_of(session, asking.member)
    return _letter(kind, asking.member, home, settings, now, asking=asking)


def for_asking(
    session: Session,
    asking: Asking,
    kind: PaperKind,
    now: datetime,
    *,
    decision: Decision | None = None,
) -> PaperLetter:
    """Return the letter for a ride that is only asked about, as from the Book page."""
    home = home_of(session, asking.member)
    settings = asking.settings
    return _letter(kind, asking.member, home, settings, now, asking=asking, decision=decision)


def for_member(
    session: Session, settings: Settings, member_id: Id, kind: PaperKind, now: datetime
) -> PaperLetter:
    """Return the letter that asks for a paper for all rides of a member.

    Raises:
        RefusedError: there is no such member.
    """
    found = member(session, member_id)
    return _letter(kind, found, home_of(session, found), settings, now)


def words_of(pack: Pack, kind: PaperKind) -> LetterWords:
    """Return the pack's words for a kind of paper, or plain ones that cite nothing."""
    known = pack.letters.get(kind.value)
    if known is not None:
        return known
    what = PAPER_WORDS[kind]
    return LetterWords(
        title=f"Request: {what}",
        to="Whoever can give this paper",
        ask="Please fill in the lower part, sign it and send it back.",
        sentences=("Rides that need this paper can be arranged once it is on file.",),
        rule="",
        ticks=_HELPS if kind is PaperKind.UPGRADE else (),
    )


def _letter(  # the parts of one letter
    kind: PaperKind,
    found: Member,
    home: Place | None,
    settings: Settings,
    now: datetime,
    *,
    asking: Asking | None = None,
    decision: Decision | None = None,
) -> PaperLetter:
    pack = packs.load(settings.pack)
    words = words_of(pack, kind)
    asked = decision or (ask(asking) if asking is not None else None)
    finding = _finding(asked, kind)
    rule = finding.rule if finding is not None else words.rule
    return PaperLetter(
        kind=kind,
        title=words.title,
        to=_TO.get(words.to, words.to),
        ask=words.ask,
        sentences=words.sentences,
        rule=", ".join(dict.fromkeys(one for one in (rule, words.rule) if one)),
        source=finding.source if finding is not None else source_of(pack, words.rule),
        why=finding.sentence if finding is not None else "",
        sender=sender(settings),
        member=letter_member(found, home, settings),
        trip=letter_trip(asking) if asking is not None else None,
        printed_at=settings.time.local(now),
        ticks=words.ticks,
    )


def _finding(decision: Decision | None, kind: PaperKind) -> Finding | None:
    found = decision.findings if decision is not None else ()
    return next((one for one in found if one.paper == kind.value), None)


def source_of(pack: Pack, rule: str) -> str:
    """Return where the pack found a rule, empty if no entry of it says so."""
    found = (one.source for one in pack.entries if rule and rule in {one.id, *one.also})
    return next(found, "")


def sender(settings: Settings) -> Sender:
    """Return the agency's head of a letter."""
    town = " ".join(part for part in (settings.state, settings.zip) if part)
    where = ", ".join(part for part in (settings.address, settings.city, town) if part)
    return Sender(settings.name, where, phone_text(settings.phone))


def letter_member(found: Member, home: Place | None, settings: Settings) -> LetterMember:
    """Return whom a letter is about."""
    words = packs.load(settings.pack).words
    return LetterMember(
        name=found.name,
        birth_date=day_year_text(found.birth_date).partition(" ")[2] if found.birth_date else "",
        member_id=found.mhcp_id,
        id_label=words.get("member_id", "Member ID"),
        label=settings.member_label,
        address=home.where if home is not None else "",
        phone=phone_text(found.phone),
        program=found.program.value if found.program is not None else "",
    )


def letter_trip(asking: Asking) -> LetterTrip:
    """Return the ride in words."""
    time, goes_to = asking.settings.time, asking.destination
    moment = asking.appointment_at or asking.pickup_at
    when = day_year_text(asking.day)
    if moment is not None:
        what = "appointment" if asking.appointment_at is not None else "pick-up"
        when += f", {what} {time_text(time.local(moment))}"
    if asking.recurring:
        when += ", and again by a standing order"
    ends = [one.where for one in (asking.origin, goes_to) if one is not None]
    return LetterTrip(
        when=when,
        service=_service(asking),
        provider=_named(goes_to),
        provider_phone=phone_text(goes_to.phone) if goes_to is not None else "",
        way=" to ".join(ends) if len(ends) > 1 else "",
        miles=f"{miles_text(asking.direct_m)} one way" if asking.direct_m is not None else "",
        companions=", ".join(filter(None, map(_companion, asking.companions))),
    )


def _service(asking: Asking) -> str:
    what = asking.service.replace("_", " ") or asking.purpose.value.replace("_", " ")
    return f"{what} ({asking.care.value} care)" if asking.facts.care_known else what


def _named(goes_to: Place | None) -> str:
    if goes_to is None:
        return ""
    return ", ".join(part for part in (goes_to.name, goes_to.where) if part)


def _companion(one: Companion) -> str:
    if one.kind is CompanionKind.SERVICE_ANIMAL:
        return ""
    kind = one.kind.value.replace("_", " ")
    return f"{one.name} ({kind})" if one.name else kind
