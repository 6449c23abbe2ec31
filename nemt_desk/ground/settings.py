"""The agency's own facts and figures: one row, read everywhere, changed in Office."""

import re
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
    Standing orders make their trips `standing_weeks` ahead. What starts with `plan_` weighs in a
    suggested plan (`runs.plans.weights` tells how). A ride may take `aboard_min`, or
    `aboard_percent` of its direct time if that is longer; who needs the lift takes `lift_load_min`
    more at each end. The pack for days without the program holds `dark_days` days; at `dark_at`
    (as `16:30`, empty: never) it is written to `dark_folder`. Where the pack has no figure, a
    will-call is late after `will_call_min`; at a door that nobody opens the driver waits
    `no_show_wait_min`; `no_show_steps` is what is done before he leaves.
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
    transit_note: str = ""
    avoid_ferries: bool = False
    winter_percent: int = 0
    winter_from: str = "11-15"
    winter_until: str = "03-31"
    map_margin_mi: int = 5
    standing_weeks: int = 4
    plan_unserved_dollars: int = 500
    plan_hour_dollars: int = 6
    plan_fair: int = 2
    plan_split_dollars: int = 5
    plan_ask_dollars: int = 3
    plan_stay_dollars: int = 2
    plan_empty_percent: int = 50
    plan_early_min: int = 10
    plan_spare_percent: int = 10
    plan_seconds: int = 20
    plan_carriers: bool = False
    plan_goes_home: bool = True
    aboard_min: int = 60
    aboard_percent: int = 150
    lift_load_min: int = 5
    dark_days: int = 3
    dark_at: str = ""
    dark_folder: str = ""
    will_call_min: int = 60
    no_show_wait_min: int = 10
    no_show_steps: str = "waited called_member called_facility looked"
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
_MOST_WILL_CALL_MIN = 240
PLAN_LIMITS = {
    "plan_unserved_dollars": (10, 10_000),
    "plan_hour_dollars": (0, 100),
    "plan_fair": (0, 10),
    "plan_split_dollars": (0, 200),
    "plan_ask_dollars": (0, 200),
    "plan_stay_dollars": (0, 200),
    "plan_empty_percent": (0, 200),
    "plan_early_min": (0, 60),
    "plan_spare_percent": (0, 100),
    "plan_seconds": (1, 600),
    "aboard_min": (10, 480),
    "aboard_percent": (100, 1_000),
    "lift_load_min": (0, 60),
}
"""What the numbers that weigh in a plan may be: least and most."""
NO_SHOW_STEPS = ("waited", "called_member", "called_facility", "looked")
MOST_DARK_DAYS = 14
_CLOCK = re.compile(r"([01]?\d|2[0-3]):[0-5]\d")
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
    minutes = ("load_min", "early_min", "pickup_window_min", "slack_min", "no_show_wait_min")
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
    problems += _dark_problems(settings)
    problems += _road_problems(settings)
    problems += _live_problems(settings)
    problems += [
        Problem(name, f"This goes from {least} to {most}.")
        for name, (least, most) in PLAN_LIMITS.items()
        if not least <= getattr(settings, name) <= most
    ]
    if problems:
        raise InputError(problems)


def _dark_problems(settings: Settings) -> Iterator[Problem]:
    if not 1 <= settings.dark_days <= MOST_DARK_DAYS:
        yield Problem("dark_days", f"The pack holds 1 to {MOST_DARK_DAYS} days.")
    if settings.dark_at and not _CLOCK.fullmatch(settings.dark_at):
        yield Problem("dark_at", "Type a time of the day, like 16:30, or leave it empty.")
    if settings.dark_at and not settings.dark_folder.strip():
        yield Problem("dark_folder", "Say where the pack is written at closing time.")


def _live_problems(settings: Settings) -> Iterator[Problem]:
    if not 1 <= settings.will_call_min <= _MOST_WILL_CALL_MIN:
        sentence = f"A will-call is late after 1 to {_MOST_WILL_CALL_MIN} minutes."
        yield Problem("will_call_min", sentence)
    if set(settings.no_show_steps.split()) - set(NO_SHOW_STEPS):
        sentence = f"Steps of a no-show are: {', '.join(NO_SHOW_STEPS)}."
        yield Problem("no_show_steps", sentence)


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
