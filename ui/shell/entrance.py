"""What the window needs from outside to be let in, as plain callables.

So it can be tested without an office, and `ui.app` alone knows how one is opened.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from nemt_desk.ground.progress import Progress

if TYPE_CHECKING:
    from nemt_desk.office import Office
    from nemt_desk.security.rows import Actor

WRONG = "That name and password do not open this office. Nothing was changed. Type both again."
MIN_PASSWORD = 15  # NIST SP 800-63B-4, a password alone


@dataclass(frozen=True, slots=True)
class PackChoice:
    """One jurisdiction that can be chosen at the first start."""

    pack: str
    name: str
    zone: str = "America/Chicago"


@dataclass(frozen=True, slots=True)
class Setup:
    """What the first start asks. The password is kept out of every repr."""

    agency_name: str
    pack: str
    zone: str
    user_name: str
    login: str
    password: str = field(repr=False)
    map_files: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Opened:
    """An open office and who sits at it."""

    office: "Office"
    actor: "Actor"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the status line promises."""

    backup_at: datetime | None = None
    backup_good: bool = False
    map_date: str = ""
    pack: str = ""  # what became of the pack at closing time


@dataclass(frozen=True, slots=True)
class Recovery:
    """What the way in by the recovery code asks. Secrets are kept out of every repr."""

    login: str
    code: str = field(repr=False)
    password: str = field(repr=False)


def _nothing(_opened: Opened) -> None:
    return None


def _leave() -> None:
    return None


def _rest(_opened: Opened, _progress: Progress) -> Facts:
    return Facts()


def _no_packs() -> list[PackChoice]:
    return []


@dataclass(frozen=True, slots=True)
class Entrance:
    """How the office is found, made, opened, locked and closed."""

    exists: Callable[[], bool]
    open: Callable[[str, str, Progress], Opened]
    create: Callable[[Setup, Progress], tuple[Opened, str]]
    unlock: Callable[[Opened, str, Progress], None]
    close: Callable[[Opened], None] = _nothing
    packs: Callable[[], list[PackChoice]] = _no_packs
    tend: Callable[[Opened, Progress], Facts] = _rest  # every minute: the backup that is due
    build_map: Callable[[Opened, tuple[Path, ...], Progress], None] | None = None
    warm: Callable[[], None] = _leave
    recover: Callable[[Recovery, Progress], Opened] | None = None
    code_pdf: Callable[[Setup, str], bytes] | None = None
    # A closed office and a backup of it: (backup, login, password) to the office and a sentence.
    restore: Callable[[Path, str, str, Progress], tuple[Opened, str]] | None = None
    straight: Callable[[Progress], Opened] | None = None  # the demo opens without typing
