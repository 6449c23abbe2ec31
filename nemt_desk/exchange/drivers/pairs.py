"""Plans the import of a list of pairs: which driver goes with which member, and which not. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from nemt_desk.drivers.rows import RelationKind
from nemt_desk.exchange.cells import ids, words
from nemt_desk.exchange.cells.got import EMPTY, Got, taken
from nemt_desk.exchange.cells.names import PersonName, read_name
from nemt_desk.exchange.drafts import Draft, Readers, drafts_of
from nemt_desk.exchange.reading.table import Table
from nemt_desk.exchange.rides.known import Drivers, Members
from nemt_desk.exchange.sense import Sense
from nemt_desk.ground.ids import Id

_KIN = (
    r"wife|husband|spouse|\bson\b|daughter|mother|father|brother|sister|cousin|aunt|uncle|niece"
    r"|nephew|grand|family|in-law"
)
_KINDS = (
    (RelationKind.REFUSED, r"will not|won.?t|refuse|not with|never|\bnot?\b|do not|don.?t"),
    (RelationKind.NEIGHBOR, r"neighbou?r"),
    (RelationKind.FAMILY, _KIN),
    (RelationKind.PCA, r"\bpca\b"),
    (RelationKind.FRIEND, r"friend"),
)


@dataclass(frozen=True, slots=True)
class PairEntry:
    """How a driver stands to a member; `kind` is None where the remark is only a note."""

    driver_id: Id
    member_id: Id
    member_name: str
    kind: RelationKind | None
    note: str


def _who(text: str) -> Got:
    got = read_name(text)
    return taken(got.value, got.text) if isinstance(got.value, PersonName) else EMPTY


def read_pairs(
    table: Table, mapping: Mapping[str, str], sense: Sense, who: tuple[Members, Drivers]
) -> tuple[list[Draft], tuple[str, ...]]:
    """Return every pair with its entry or its refusal, and sentences about the whole list."""
    members, drivers = who
    readers: Readers = {
        "driver": words.read_line,
        "member_id": partial(
            ids.read_member_id, is_eight_digits=sense.is_eight_digits, known=members.by_id
        ),
        "member": _who,
        "remark": words.read_line,
    }
    drafts = drafts_of(table, mapping, readers)
    notes = _tell_zeros_once(drafts)
    for draft in drafts:
        _look_over(draft, members, drivers)
    return drafts, notes


def _tell_zeros_once(drafts: list[Draft]) -> tuple[str, ...]:
    """Where every ID lost its zero, that is one fact about the list, not one for each row."""
    lost = [
        one for draft in drafts for one in draft.findings
        if one.key == "member_id" and one.sentence == ids.LOST_ZERO
    ]  # fmt: skip
    if len(lost) < 2 or len(lost) < len([d for d in drafts if d.line("member_id")]):
        return ()
    for draft in drafts:
        draft.findings = [one for one in draft.findings if one.sentence != ids.LOST_ZERO]
    return (f"All {len(lost)} member IDs had lost their leading 0; it was put back.",)


def _look_over(draft: Draft, members: Members, drivers: Drivers) -> None:
    driver = drivers.named(draft.line("driver")) if draft.line("driver") else None
    name = draft.value("member")
    member = members.by_id.get(draft.line("member_id"))
    if member is None and not draft.line("member_id") and isinstance(name, PersonName):
        member = members.named(name).found
    draft.label = draft.line("driver")
    if driver is None or driver.found is None:
        draft.refuse("driver", "There is no such driver in the office.")
    if member is None:
        draft.refuse("member_id", "There is no such member in the office.")
    elif isinstance(name, PersonName) and not (
        members.is_same(member, name) or members.is_close(member, name)
    ):
        draft.refuse("member", "ID and name don't belong together.")
    if draft.is_refused or driver is None or driver.found is None or member is None:
        return
    remark = draft.line("remark")
    kind = next((kind for kind, said in _KINDS if re.search(said, remark, re.IGNORECASE)), None)
    draft.entry = PairEntry(driver.found.key, member.id, member.person.label, kind, remark)
