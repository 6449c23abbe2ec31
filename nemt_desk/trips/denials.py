"""Formal notices that a ride is denied, reduced or ended, with their dates (MN-089, MN-090).

The days are counted when the notice is made and kept with it: printed again it says the same.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from nemt_desk.ground.changes import Changes, Saved
from nemt_desk.ground.entry import Checker, put
from nemt_desk.ground.errors import InputError, Problem, RefusedError
from nemt_desk.ground.ids import Id, new_id
from nemt_desk.ground.session import Store, Work
from nemt_desk.ground.settings import Settings
from nemt_desk.ground.words import day_text, day_year_text, phone_text, time_text
from nemt_desk.members.model import MemberRecord
from nemt_desk.members.queries import home_of, member
from nemt_desk.members.rows import list_name
from nemt_desk.places.queries import place
from nemt_desk.policy import packs
from nemt_desk.policy.decision import Decision, Finding
from nemt_desk.policy.figures import Appeal
from nemt_desk.security.rows import Actor, Right, require
from nemt_desk.trips.deciding import asking_of
from nemt_desk.trips.letter_rows import DenialPaper, LetterTrip
from nemt_desk.trips.letters import letter_member, letter_trip, sender, source_of
from nemt_desk.trips.model import DenialNoticeRecord, UnmetRecord
from nemt_desk.trips.rows import DenialAction, NewUnmet

ACTION_WORDS = {
    DenialAction.DENIED: "denied",
    DenialAction.REDUCED: "reduced",
    DenialAction.ENDED: "ended",
}
_AHEAD = frozenset({DenialAction.REDUCED, DenialAction.ENDED})


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDenial:
    """A formal notice as it is asked for; without `mailed_on` it is mailed today."""

    member_id: Id
    reason: str
    action: DenialAction = DenialAction.DENIED
    rule: str = ""
    decision: Mapping[str, Any] = field(default_factory=dict)
    trip_id: Id | None = None
    unmet_id: Id | None = None
    mailed_on: date | None = None
    effective_on: date | None = None


@dataclass(frozen=True, slots=True)
class Denial:
    """A notice as kept."""

    id: Id
    version: int
    member_id: Id
    trip_id: Id | None
    unmet_id: Id | None
    action: DenialAction
    rule: str
    reason: str
    decision: Mapping[str, Any]
    mailed_on: date
    effective_on: date | None
    appeal_by: date | None
    late_appeal_by: date | None
    keep_by: date | None
    appealed_on: date | None
    result: str
    member_name: str = ""


_NAMES = tuple(item.name for item in fields(Denial) if item.name != "member_name")
_ROWS: Select[*tuple[Any, ...]] = (
    select(
        *(getattr(DenialNoticeRecord, name) for name in _NAMES),
        MemberRecord.last_name,
        MemberRecord.first_name,
        MemberRecord.middle_name,
    )
    .join(MemberRecord, MemberRecord.id == DenialNoticeRecord.member_id)
    .order_by(DenialNoticeRecord.mailed_on.desc(), DenialNoticeRecord.id.desc())
)


def denials(session: Session, member_id: Id | None = None) -> tuple[Denial, ...]:
    """Return notices, all or one member's, the newest first."""
    statement = _ROWS
    if member_id is not None:
        statement = statement.where(DenialNoticeRecord.member_id == member_id)
    return tuple(_denial(row) for row in session.execute(statement))


def denial(session: Session, denial_id: Id) -> Denial:
    """Return one notice.

    Raises:
        RefusedError: there is none.
    """
    row = session.execute(_ROWS.where(DenialNoticeRecord.id == denial_id)).first()
    if row is None:
        raise RefusedError("This notice is not there any more.")
    return _denial(row)


def _denial(row: Row[*tuple[Any, ...]]) -> Denial:
    told: tuple[Any, ...] = (*row[:-3], list_name(*row[-3:]))
    return Denial(*told)


class DenialService:
    """Keeps formal notices. `settings` gives the agency's figures as they are now."""

    def __init__(self, store: Store, settings: Callable[[], Settings]) -> None:
        self._store = store
        self._settings = settings

    def deny(self, actor: Actor, new: NewDenial) -> Saved:
        """Keep a notice with the days that the pack's appeal rule gives.

        Raises:
            InputError: the reason is missing, or rides are reduced or ended with too short notice.
        """
        require(actor, Right.WRITE)
        values = self._values(new)
        with self._store.write(actor, f"Made a notice: rides {ACTION_WORDS[new.action]}") as work:
            key = _added(work, new.member_id, values)
        return Saved(key, work.changes)

    def turn_down(
        self, actor: Actor, unmet: NewUnmet, *, action: DenialAction = DenialAction.DENIED
    ) -> Saved:
        """Keep a request as unmet need and make its formal notice, in one act.

        Raises:
            InputError: the reason is missing, or nobody knows whom the notice goes to.
        """
        require(actor, Right.WRITE)
        if unmet.member_id is None:
            sentence = "A formal notice goes to a member. Choose the member first."
            raise InputError([Problem("member", sentence)])
        decision = dict(unmet.decision or {})
        check = Checker()
        note = check.note("note", unmet.note)
        asked_by = check.line("asked_by", unmet.asked_by)
        check.raise_if_any()
        new = NewDenial(
            member_id=unmet.member_id,
            reason=unmet.reason,
            action=action,
            decision=decision,
            effective_on=unmet.day if action is DenialAction.DENIED else None,
        )
        values = self._values(new)
        text = f"Turned down a request for {day_text(unmet.day)}, with a formal notice"
        with self._store.write(actor, text) as work:
            row = UnmetRecord(
                id=new_id(),
                member_id=unmet.member_id,
                day=unmet.day,
                place_id=unmet.place_id,
                reason=values["reason"],
                decision=decision,
                note=note,
                reason_code=unmet.reason_code,
                asked_by=asked_by,
                appointment_at=unmet.appointment_at,
            )
            work.session.add(row)
            work.session.flush()
            key = _added(work, unmet.member_id, values | {"unmet_id": row.id})
        return Saved(key, work.changes)

    def note_appeal(self, actor: Actor, denial_id: Id, appealed_on: date) -> Changes:
        """Note on which day the member appealed.

        Raises:
            InputError: the day lies before the notice, or is still to come.
        """
        require(actor, Right.WRITE)
        with self._store.write(actor, "Noted an appeal") as work:
            row = work.fetch(DenialNoticeRecord, denial_id)
            if not row.mailed_on <= appealed_on <= self._today():
                sentence = "An appeal comes after the notice, and not on a day to come."
                raise InputError([Problem("appealed_on", sentence)])
            put(row, {"appealed_on": appealed_on})
        return work.changes

    def note_result(self, actor: Actor, denial_id: Id, result: str) -> Changes:
        """Note what became of the appeal.

        Raises:
            InputError: nothing is said.
        """
        require(actor, Right.WRITE)
        check = Checker()
        said = check.line("result", result, needed="Say what became of it.")
        check.raise_if_any()
        with self._store.write(actor, "Noted what became of an appeal") as work:
            put(work.fetch(DenialNoticeRecord, denial_id), {"result": said})
        return work.changes

    def _today(self) -> date:
        return self._settings().time.day(self._store.clock.now())

    def _values(self, new: NewDenial) -> dict[str, Any]:
        check = Checker()
        reason = check.line("reason", new.reason, needed="Say why; the notice must state it.")
        mailed_on = new.mailed_on or self._today()
        appeal = packs.load(self._settings().pack).appeal
        _check_ahead(check, new, mailed_on, appeal)
        check.raise_if_any()
        first = _first(new.decision)
        return {
            "trip_id": new.trip_id,
            "unmet_id": new.unmet_id,
            "action": new.action,
            "rule": new.rule or (first.rule if first is not None else ""),
            "reason": reason,
            "decision": dict(new.decision),
            "mailed_on": mailed_on,
            "effective_on": new.effective_on,
            **_deadlines(appeal, mailed_on, new),
        }


def _check_ahead(check: Checker, new: NewDenial, mailed_on: date, appeal: Appeal | None) -> None:
    """Rides that go on are reduced or ended only after the days of the pack (MN-089)."""
    if new.action not in _AHEAD:
        return
    if new.effective_on is None:
        check.say("effective_on", "Type the day from which the rides are reduced or ended.")
        return
    ahead = appeal.ahead_days if appeal is not None else 0
    earliest = mailed_on + timedelta(days=ahead)
    if new.effective_on < earliest:
        check.say(
            "effective_on",
            f"The notice must go out at least {ahead} days ahead: {day_year_text(earliest)} is the"
            " earliest day.",
        )


def _deadlines(appeal: Appeal | None, mailed_on: date, new: NewDenial) -> dict[str, date | None]:
    """Count the days; rides go on for who appeals before the change, or soon after the notice."""
    if appeal is None:
        return dict.fromkeys(("appeal_by", "late_appeal_by", "keep_by"))
    keep_by = None
    if new.action in _AHEAD and new.effective_on is not None:
        soon = mailed_on + timedelta(days=appeal.keep_days)
        keep_by = max(soon, new.effective_on - timedelta(days=1))
    return {
        "appeal_by": mailed_on + timedelta(days=appeal.within_days),
        "late_appeal_by": mailed_on + timedelta(days=appeal.late_days),
        "keep_by": keep_by,
    }


def _first(kept: Mapping[str, Any]) -> Finding | None:
    findings = Decision.from_json(kept).findings if kept else ()
    return findings[0] if findings else None


def _added(work: Work, member_id: Id, values: Mapping[str, Any]) -> Id:
    work.fetch(MemberRecord, member_id)
    row = DenialNoticeRecord(id=new_id(), member_id=member_id, **values)
    work.session.add(row)
    return row.id


# --- on paper ---------------------------------------------------------------------------------


def denial_paper(session: Session, settings: Settings, denial_id: Id, now: datetime) -> DenialPaper:
    """Return what stands on a notice; printed again it has the same days.

    Raises:
        RefusedError: there is no such notice.
    """
    kept = denial(session, denial_id)
    pack = packs.load(settings.pack)
    found = member(session, kept.member_id)
    first = _first(kept.decision)
    is_its = first is not None and first.rule == kept.rule
    appeal = pack.appeal if kept.appeal_by is not None else None
    return DenialPaper(
        action=kept.action,
        what=_what(kept),
        reason=kept.reason,
        says=first.sentence if is_its and first is not None else "",
        rule=", ".join((first.rule, *first.also)) if is_its and first is not None else kept.rule,
        source=first.source if is_its and first is not None else source_of(pack, kept.rule),
        mailed_on=kept.mailed_on,
        effective_on=kept.effective_on,
        deadlines=_told_deadlines(kept),
        sentences=_appeal_words(appeal),
        appeal_source=appeal.source if appeal is not None else "",
        phones=_phones(settings, kept),
        sender=sender(settings),
        member=letter_member(found, home_of(session, found), settings),
        trip=_trip(session, settings, kept),
        printed_at=settings.time.local(now),
    )


def _what(kept: Denial) -> str:
    if kept.action is DenialAction.DENIED:
        return "The ride asked for is denied."
    word = ACTION_WORDS[kept.action]
    since = f" from {day_year_text(kept.effective_on)} on" if kept.effective_on else ""
    return f"Your rides are {word}{since}."


def _told_deadlines(kept: Denial) -> tuple[tuple[str, date], ...]:
    told = (
        ("So that rides go on until the appeal is decided, ask for it by", kept.keep_by),
        ("Ask for an appeal by", kept.appeal_by),
        ("With good cause for being late, ask for it by", kept.late_appeal_by),
    )
    return tuple((words, day) for words, day in told if day is not None)


def _appeal_words(appeal: Appeal | None) -> tuple[str, ...]:
    if appeal is None:
        return ()
    figures = {item.name: getattr(appeal, item.name) for item in fields(appeal)}
    return tuple(sentence.format_map(figures) for sentence in appeal.sentences)


def _phones(settings: Settings, kept: Denial) -> tuple[tuple[str, str], ...]:
    """Return whom to call: the agency, and whom the decision named then."""
    own = (settings.name, phone_text(settings.phone))
    contact = Decision.from_json(kept.decision).contact if kept.decision else None
    other = (contact.name, contact.phone) if contact is not None and contact.phone else own
    return tuple(dict.fromkeys(pair for pair in (own, other) if pair[1]))


def _trip(session: Session, settings: Settings, kept: Denial) -> LetterTrip | None:
    if kept.trip_id is not None:
        return letter_trip(asking_of(session, kept.trip_id, settings))
    unmet = session.get(UnmetRecord, kept.unmet_id) if kept.unmet_id is not None else None
    if unmet is None:
        return None
    when = day_year_text(unmet.day)
    if unmet.appointment_at is not None:
        when += f", appointment {time_text(settings.time.local(unmet.appointment_at))}"
    goes_to = place(session, unmet.place_id) if unmet.place_id is not None else None
    provider = ", ".join(part for part in (goes_to.name, goes_to.where) if part) if goes_to else ""
    return LetterTrip(when, "", provider, phone_text(goes_to.phone) if goes_to else "", "", "", "")
