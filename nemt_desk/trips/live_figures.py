"""The minutes, hours and numbers the live day runs by: the agency's own, the pack's, a start.

Each says where it comes from, so that nobody takes a start of ours for the state's rule.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from nemt_desk.ground.settings import Settings
from nemt_desk.policy import packs
from nemt_desk.policy.decision import Contact
from nemt_desk.policy.pack import Pack

_LATE_LINES = ("late", "mnet_late")
_COMPLAINT_LINES = ("complaints", "mnet_complaints")


@dataclass(frozen=True, slots=True)
class Minutes:
    """A whole number of minutes and where it comes from, in words."""

    count: int
    source: str


@dataclass(frozen=True, slots=True)
class LiveFigures:
    """What counts on one day.

    `late` counts from the planned pick-up, `will_call` from the member's call (S0-14, J7);
    `cancel_hours` is how long ahead a cancel is early, None where no rule says (MN-085).
    `steps` are the agency's before a no-show; `no_load` what the pack says of miles without the
    member, empty if nothing. Contacts without a telephone are not known on that day.
    """

    late: Minutes
    will_call: Minutes
    cancel_hours: int | None
    ready_before_min: int
    no_show_wait_min: int
    steps: tuple[str, ...]
    no_load: str
    late_line: Contact
    complaint_line: Contact
    agency: Contact

    @property
    def late_min(self) -> int:
        """Minutes after the planned pick-up when a ride is late."""
        return self.late.count

    @property
    def will_call_min(self) -> int:
        """Minutes after the member's call when the ride home is late."""
        return self.will_call.count


def live_figures(settings: Settings, day: date) -> LiveFigures:
    """Return what counts on `day`.

    Raises:
        RefusedError: the agency's pack is not there.
    """
    pack = packs.load(settings.pack)
    hours = _whole(pack.amount("cancel_ahead_hours", day, settings.local))
    no_load = pack.amount("no_load_policy", day, settings.local)
    wait = _whole(pack.amount("no_show_wait_min", day, settings.local))
    return LiveFigures(
        late=_minutes(pack, "late_scheduled_min", day, settings, settings.pickup_window_min),
        will_call=_minutes(pack, "late_will_call_min", day, settings, settings.will_call_min),
        cancel_hours=hours,
        ready_before_min=_whole(pack.amount("ready_before_min", day, settings.local)) or 0,
        no_show_wait_min=settings.no_show_wait_min if wait is None else wait,
        steps=tuple(settings.no_show_steps.split()),
        no_load=no_load if isinstance(no_load, str) else "",
        late_line=_first(pack, _LATE_LINES, day, settings),
        complaint_line=_first(pack, _COMPLAINT_LINES, day, settings),
        agency=Contact(settings.name, settings.phone),
    )


def _minutes(pack: Pack, key: str, day: date, settings: Settings, start: int) -> Minutes:
    own = _whole(settings.local.get(key))
    if own is not None:
        return Minutes(own, "the agency's own figure")
    figure = pack.figure(key, day)
    known = _whole(figure.value) if figure is not None else None
    if figure is not None and known is not None:
        return Minutes(known, f"{pack.name}, {figure.id}")
    return Minutes(start, "set in Office; the pack has no figure")


def _whole(value: object) -> int | None:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return int(value) if is_number and isinstance(value, int) else None


def _first(pack: Pack, uses: Sequence[str], day: date, settings: Settings) -> Contact:
    found = [pack.contact(use, day, settings.local) for use in uses]
    return next((one for one in found if one.phone), Contact("", ""))
