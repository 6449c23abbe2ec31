"""What stands on a letter that asks for a paper, and on a formal notice: words, ready to print."""

from dataclasses import dataclass
from datetime import date, datetime

from nemt_desk.members.rows import PaperKind
from nemt_desk.trips.rows import DenialAction


@dataclass(frozen=True, slots=True)
class Sender:
    """The agency as it stands on top of a letter; `phone` as 218-555-0142."""

    name: str
    address: str
    phone: str


@dataclass(frozen=True, slots=True)
class LetterMember:
    """Whom a letter is about."""

    name: str
    birth_date: str
    member_id: str
    id_label: str
    label: str
    address: str
    phone: str
    program: str


@dataclass(frozen=True, slots=True)
class LetterTrip:
    """The ride a letter is about, each part in words; empty where nobody said."""

    when: str
    service: str
    provider: str
    provider_phone: str
    way: str
    miles: str
    companions: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLetter:
    """One letter that asks for a paper; `why` is what the rules say, `printed_at` agency time.

    `ticks` are what the person asked chooses among, such as the helps on the way.
    """

    kind: PaperKind
    title: str
    to: str
    ask: str
    sentences: tuple[str, ...]
    rule: str
    source: str
    why: str
    sender: Sender
    member: LetterMember
    trip: LetterTrip | None
    printed_at: datetime
    ticks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DenialPaper:
    """A formal notice. Without `sentences` no appeal rule is on file, and lines are left for it.

    `says` is the rule's own sentence; `deadlines` are (words, day) in the order of their days.
    """

    action: DenialAction
    what: str
    reason: str
    says: str
    rule: str
    source: str
    mailed_on: date
    effective_on: date | None
    deadlines: tuple[tuple[str, date], ...]
    sentences: tuple[str, ...]
    appeal_source: str
    phones: tuple[tuple[str, str], ...]
    sender: Sender
    member: LetterMember
    trip: LetterTrip | None
    printed_at: datetime
