"""Checks of a member's eligibility: what was seen, where and when, and what then differs.

A check holds the whole picture that was seen; what differs from the record is told first, then
taken over in the same act. Due again after the pack's days (MN-092).
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from nemt_desk.ground.changes import Changes, Saved
from nemt_desk.ground.entry import Checker, delete_rows, put
from nemt_desk.ground.ids import Id, new_id
from nemt_desk.ground.session import Store
from nemt_desk.ground.settings import Settings
from nemt_desk.ground.words import day_year_text
from nemt_desk.members.model import EligibilityCheckRecord, MemberRecord
from nemt_desk.members.paper_words import RESULT_WORDS
from nemt_desk.members.rows import CheckResult, Member, Payer, Program, list_name
from nemt_desk.policy import packs
from nemt_desk.policy.pack import Pack
from nemt_desk.security.rows import Actor, Right, require

USUAL_DAYS = 31
"""Where a pack says nothing: once a month."""
FIGURE = "eligibility_check_days"
_DAY = timedelta(days=1)
_LABELS = {
    "program": "Program",
    "payer": "Paid by",
    "plan": "Health plan",
    "living_arrangement": "Living arrangement",
    "eligible_from": "Eligible from",
    "eligible_until": "Eligible until",
}


@dataclass(frozen=True, slots=True)
class CheckEntry:
    """A check as typed: the whole picture that was seen; None and empty are seen as such."""

    checked_on: date | None
    source: str = ""
    result: CheckResult = CheckResult.ELIGIBLE
    program: Program | None = None
    payer: Payer = Payer.FFS
    plan: str = ""
    living_arrangement: str = ""
    eligible_from: date | None = None
    eligible_until: date | None = None
    note: str = ""

    @staticmethod
    def of(member: Member, today: date, source: str = "") -> "CheckEntry":
        """Return a check that finds everything as it is on the record."""
        kept = {name: getattr(member, name) for name in _LABELS}
        return CheckEntry(checked_on=today, source=source, **kept)


@dataclass(frozen=True, slots=True)
class Check:
    """One check as kept."""

    id: Id
    member_id: Id
    checked_on: date
    source: str
    result: CheckResult
    program: Program | None
    payer: Payer
    plan: str
    living_arrangement: str
    eligible_from: date | None
    eligible_until: date | None
    note: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What a check saw otherwise than the record has it."""

    field: str
    label: str
    before: str
    after: str

    @property
    def words(self) -> str:
        """`Program: MA, now EMA`."""
        return f"{self.label}: {self.before or 'nothing'}, now {self.after or 'nothing'}"


@dataclass(frozen=True, slots=True)
class Renewal:
    """A member whose coverage must be renewed by a day."""

    member_id: Id
    member_name: str
    renewal_on: date


def differences(member: Member, entry: CheckEntry) -> tuple[Difference, ...]:
    """Return what the check saw otherwise than the record; nothing if nobody was found."""
    if entry.result is CheckResult.NOT_FOUND:
        return ()
    pairs = ((name, getattr(member, name), getattr(entry, name)) for name in _LABELS)
    return tuple(
        Difference(name, _LABELS[name], _said(before), _said(after))
        for name, before, after in pairs
        if before != after
    )


def _said(value: object) -> str:
    if isinstance(value, date):
        return day_year_text(value)
    if isinstance(value, Payer):
        return {Payer.FFS: "fee for service", Payer.MCO: "health plan"}[value]
    return "" if value is None else str(value)


def doubt_of_living(code: str, pack: Pack) -> str:
    """Return a sentence if the pack knows living arrangements and this is none of them, else ""."""
    known = pack.living_arrangements
    if not known or not code.strip() or code.strip() in known:
        return ""
    codes = ", ".join(sorted(known))
    return f"“{code.strip()}” is no living arrangement the state pack knows: {codes}. Look again."


# --- reads ------------------------------------------------------------------------------------

_COLUMNS: Select[*tuple[Any, ...]] = select(
    *(getattr(EligibilityCheckRecord, item.name) for item in fields(Check))
).order_by(EligibilityCheckRecord.checked_on.desc(), EligibilityCheckRecord.id.desc())


def checks(session: Session, member_id: Id) -> tuple[Check, ...]:
    """Return a member's checks, the newest first."""
    statement = _COLUMNS.where(EligibilityCheckRecord.member_id == member_id)
    return tuple(Check(*row) for row in session.execute(statement))


def renewals(session: Session, last: date) -> tuple[Renewal, ...]:
    """Return whose coverage must be renewed until `last`, the earliest first."""
    statement = (
        select(
            MemberRecord.id,
            MemberRecord.last_name,
            MemberRecord.first_name,
            MemberRecord.middle_name,
            MemberRecord.renewal_on,
        )
        .where(MemberRecord.renewal_on <= last, MemberRecord.archived_at.is_(None))
        .order_by(MemberRecord.renewal_on, MemberRecord.id)
    )
    return tuple(
        Renewal(row.id, list_name(row.last_name, row.first_name, row.middle_name), row.renewal_on)
        for row in session.execute(statement)
        if row.renewal_on is not None
    )


# --- when it is due ---------------------------------------------------------------------------


def check_days(settings: Settings, day: date) -> int:
    """Return how long a check counts, in days: the agency's figure, else the pack's, else a month.

    The rule is MN-092.
    """
    amount = packs.load(settings.pack).amount(FIGURE, day, settings.local)
    return int(amount) if amount else USUAL_DAYS


def is_due(checked_on: date | None, ride_day: date, every_days: int) -> bool:
    """Tell whether eligibility must be looked up again before a ride on that day."""
    return checked_on is None or (ride_day - checked_on).days > every_days


# --- writes -----------------------------------------------------------------------------------


class EligibilityService:
    """Keeps checks. `settings` gives the agency's figures as they are now."""

    def __init__(self, store: Store, settings: Callable[[], Settings]) -> None:
        self._store = store
        self._settings = settings

    def check(
        self,
        actor: Actor,
        member_id: Id,
        entry: CheckEntry,
        *,
        version: int | None = None,
        take_over: bool = True,
    ) -> Saved:
        """Keep a check; with `take_over` what it saw otherwise becomes the member's record.

        Raises:
            InputError: with everything that can't be taken.
            StaleError: somebody changed the member since `version`.
        """
        require(actor, Right.WRITE)
        values = _checked(entry, self._settings().time.day(self._store.clock.now()))
        with self._store.write(actor, f"Checked eligibility: {RESULT_WORDS[entry.result]}") as work:
            member = work.fetch(MemberRecord, member_id, version)
            row = EligibilityCheckRecord(id=new_id(), member_id=member_id, **values)
            work.session.add(row)
            if entry.result is not CheckResult.NOT_FOUND:
                seen = {name: values[name] for name in _LABELS} if take_over else {}
                newest = max(member.checked_on or date.min, values["checked_on"])
                put(member, seen | {"checked_on": newest})
        return Saved(row.id, work.changes)

    def remove(self, actor: Actor, check_id: Id) -> Changes:
        """Take back a check that was entered by mistake; the member's record stays as it is."""
        require(actor, Right.WRITE)
        with self._store.write(actor, "Took back an eligibility check") as work:
            delete_rows(work, [work.fetch(EligibilityCheckRecord, check_id)])
        return work.changes


def _checked(entry: CheckEntry, today: date) -> dict[str, Any]:
    check = Checker()
    values: dict[str, Any] = {item.name: getattr(entry, item.name) for item in fields(CheckEntry)}
    for name, needed in (
        ("source", "Say where it was looked up, like MN-ITS."),
        ("plan", ""),
        ("living_arrangement", ""),
    ):
        values[name] = check.line(name, values[name], needed=needed)
    values["note"] = check.note("note", entry.note)
    if entry.checked_on is None:
        check.say("checked_on", "Type the day it was looked up.")
    elif entry.checked_on > today:
        check.say("checked_on", "Eligibility can't have been checked on a day to come.")
    elif entry.result is CheckResult.NOT_ELIGIBLE:
        _check_end(check, entry, entry.checked_on)
    check.order("eligible_until", entry.eligible_from, entry.eligible_until)
    check.raise_if_any()
    return values


def _check_end(check: Checker, entry: CheckEntry, checked_on: date) -> None:
    if entry.eligible_until is None or entry.eligible_until >= checked_on:
        eve = day_year_text(checked_on - _DAY)
        check.say(
            "eligible_until",
            f"Not eligible: type the last day of coverage, {eve} if nothing else is known.",
        )
