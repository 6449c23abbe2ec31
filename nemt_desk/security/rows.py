"""What leaves the security room: who acts, with which rights, and entries of the trail."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.ids import Id


class Role(StrEnum):
    """What somebody is in the office; rights by role are filled in with the roles' own issue."""

    ADMINISTRATOR = "administrator"
    DISPATCHER = "dispatcher"
    SCHEDULER = "scheduler"
    READER = "reader"
    AUDITOR = "auditor"
    PROGRAM = "program"


class Right(StrEnum):
    """What may be asked before an act."""

    READ = "read"
    WRITE = "write"
    OVERRIDE = "override"
    PRINT = "print"
    SETTINGS = "settings"
    ACCOUNTS = "accounts"
    BACKUP = "backup"
    AUDIT = "audit"


_DAILY = frozenset({Right.READ, Right.WRITE, Right.OVERRIDE, Right.PRINT, Right.BACKUP})
_RIGHTS: dict[Role, frozenset[Right]] = {
    Role.ADMINISTRATOR: frozenset(Right),
    Role.PROGRAM: frozenset(Right),
    Role.DISPATCHER: _DAILY | {Right.AUDIT},
    Role.SCHEDULER: _DAILY - {Right.OVERRIDE},
    Role.READER: frozenset({Right.READ, Right.PRINT}),
    Role.AUDITOR: frozenset({Right.READ, Right.PRINT, Right.AUDIT}),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts."""

    id: Id
    name: str
    login: str
    role: Role

    def may(self, right: Right) -> bool:
        """Tell whether this person has `right`."""
        return right in _RIGHTS[self.role]


PROGRAM = Actor(uuid.UUID(int=0), "NEMT Desk", "", Role.PROGRAM)


def require(actor: Actor, right: Right) -> None:
    """Refuse if `actor` has not `right`.

    Raises:
        RefusedError: with who could do it instead.
    """
    if not actor.may(right):
        raise RefusedError(
            f"Your account has no right to do this ({right}). Nothing was changed; ask an"
            " administrator of this office."
        )


@dataclass(frozen=True, slots=True)
class TrailRow:
    """One entry of the trail, for people: old and new values by column name."""

    seq: int
    at: datetime
    actor_name: str
    act: str
    kind: str
    record_id: Id | None
    before: dict[str, object] | None
    after: dict[str, object] | None
