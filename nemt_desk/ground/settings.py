"""The agency's own facts and figures: one row, read everywhere, changed in Office."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from nemt_desk.ground.changes import Changes
from nemt_desk.ground.clock import AgencyTime
from nemt_desk.ground.columns import JsonText
from nemt_desk.ground.errors import InputError, Problem, RefusedError
from nemt_desk.ground.season import is_month_day, is_within
from nemt_desk.ground.session import Store, Who
from nemt_desk.ground.tables import Record


class Agency(Record):
    """The one row of settings; `figures` holds everything that has a default below."""

    __tablename__ = "agency"

    name: Mapped[str]
    pack: Mapped[str]
    zone: Mapped[str]
    figures: Mapped[dict[str, Any]] = mapped_column(JsonText())


@dataclass(frozen=True, slots=True)
class Settings:
    """The agency's settings. Minutes are whole minutes; `local` is laid over the pack's figures.

    `local_notes` tells of each key of `local` who laid it, when (UTC) and why: by, at, why.
    In winter (from and until as `11-15`, both included, over New Year if need be) drives take
    `winter_percent` longer. `map_margin_mi` is how far a map reaches beyond the agency's counties.
    Standing orders make their trips `standing_weeks` ahead.
    """

    name: str
    pack: str = "mn"
    zone: str = "America/Chicago"
    phone: str = ""
    address: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""
    npi: str = ""
    umpi: str = ""
    member_label: str = "Member"
    load_min: int = 5
    early_min: int = 10
    pickup_window_min: int = 15
    slack_min: int = 5
    lock_min: int = 10
    map_note: str = ""
    avoid_ferries: bool = False
    winter_percent: int = 0
    winter_from: str = "11-15"
    winter_until: str = "03-31"
    map_margin_mi: int = 5
    standing_weeks: int = 4
    local: dict[str, Any] = field(default_factory=dict)
    local_notes: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def time(self) -> AgencyTime:
        """The agency's wall clock."""
        return AgencyTime(self.zone)

    def speed_factor(self, day: date) -> float:
        """Return what speeds are multiplied by on `day`: 1, less in winter."""
        if not self.winter_percent or not is_within(day, self.winter_from, self.winter_until):
            return 1.0
        return 100 / (100 + self.winter_percent)


_MOST_PERCENT = 100
_MOST_MARGIN_MI = 100
_MOST_STANDING_WEEKS = 26
_OWN_COLUMNS = ("name", "pack", "zone")


def read_settings(session: Session) -> Settings:
    """Return the agency's settings.

    Raises:
        RefusedError: the office has not been set up.
    """
    row = session.scalar(select(Agency))
    if row is None:
        raise RefusedError("This office has not been set up yet. Start the program to do so.")
    known = {key: value for key, value in row.figures.items() if key in Settings.__slots__}
    return Settings(name=row.name, pack=row.pack, zone=row.zone, **known)


def keep_settings(
    store: Store, actor: Who, settings: Settings, text: str = "Saved the agency's settings"
) -> Changes:
    """Save the agency's settings, the first time or again; `text` says what was changed.

    Raises:
        InputError: a field can't be taken.
    """
    _check(settings)
    figures = {key: value for key, value in asdict(settings).items() if key not in _OWN_COLUMNS}
    with store.write(actor, text) as work:
        row = work.session.scalar(select(Agency))
        if row is None:
            row = Agency()
            work.session.add(row)
        row.name, row.pack, row.zone = settings.name.strip(), settings.pack, settings.zone
        # What a newer program keeps here and this one does not know stays.
        row.figures = {**(row.figures or {}), **figures}
    return work.changes


def _check(settings: Settings) -> None:
    problems = []
    if not settings.name.strip():
        problems.append(Problem("name", "The agency needs a name; it stands on every paper."))
    try:
        AgencyTime(settings.zone)
    except RefusedError as error:
        problems.append(Problem("zone", error.sentence))
    if settings.npi and not npi_is_valid(settings.npi):
        problems.append(Problem("npi", "The NPI's check digit is wrong. Compare its ten digits."))
    minutes = ("load_min", "early_min", "pickup_window_min", "slack_min")
    problems += [
        Problem(name, "Minutes go from 0 to 120.")
        for name in minutes
        if not 0 <= getattr(settings, name) <= 120
    ]
    if not 1 <= settings.lock_min <= 20:
        problems.append(Problem("lock_min", "The screen locks after 1 to 20 minutes."))
    if not 1 <= settings.standing_weeks <= _MOST_STANDING_WEEKS:
        sentence = f"Standing orders make trips 1 to {_MOST_STANDING_WEEKS} weeks ahead."
        problems.append(Problem("standing_weeks", sentence))
    problems += _road_problems(settings)
    if problems:
        raise InputError(problems)


def _road_problems(settings: Settings) -> Iterator[Problem]:
    if not 0 <= settings.winter_percent <= _MOST_PERCENT:
        sentence = f"In winter a drive takes 0 to {_MOST_PERCENT} percent longer."
        yield Problem("winter_percent", sentence)
    for name in ("winter_from", "winter_until"):
        if not is_month_day(getattr(settings, name)):
            yield Problem(name, "Type a day of the year, like 11/15 or 15 Nov.")
    if not 0 <= settings.map_margin_mi <= _MOST_MARGIN_MI:
        sentence = f"The map reaches 0 to {_MOST_MARGIN_MI} miles beyond the counties."
        yield Problem("map_margin_mi", sentence)


def npi_is_valid(npi: str) -> bool:
    """Tell whether ten digits carry the NPI's check digit (Luhn over 80840 + NPI)."""
    if len(npi) != 10 or not (npi.isascii() and npi.isdigit()):
        return False
    total = 0
    for place, char in enumerate(reversed("80840" + npi)):
        digit = int(char) * (2 if place % 2 else 1)
        total += digit - 9 if digit > 9 else digit
    return total % 10 == 0
