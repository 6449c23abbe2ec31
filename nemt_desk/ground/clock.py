"""What time it is, and what time it is at the agency. Nothing else may ask the machine."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from nemt_desk.ground.errors import RefusedError


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        return datetime.now(UTC)  # noqa: TID251 - the one place that may ask


class FixedClock:
    """A clock that stands still until it is moved: for tests and for the demo's history."""

    def __init__(self, at: datetime) -> None:
        if at.tzinfo is None:
            raise ValueError("a clock needs an aware datetime")
        self._at = at.astimezone(UTC)

    def now(self) -> datetime:
        """Return the moment the clock stands at."""
        return self._at

    def set(self, at: datetime) -> None:
        """Move the clock to `at`."""
        self._at = at.astimezone(UTC)

    def advance(self, **by: float) -> None:
        """Move the clock on; `by` as for timedelta."""
        self._at += timedelta(**by)


class AgencyTime:
    """Translates between stored UTC and the agency's wall clock."""

    def __init__(self, zone_name: str) -> None:
        try:
            self.zone = ZoneInfo(zone_name)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise RefusedError(
                f"The time zone {zone_name!r} is not known. Choose one such as America/Chicago."
            ) from error

    def local(self, moment: datetime) -> datetime:
        """Return `moment` on the agency's wall clock."""
        return moment.astimezone(self.zone)

    def at(self, day: date, clock_time: time) -> datetime:
        """Return the UTC moment when the agency's wall clock shows `clock_time` on `day`."""
        return datetime.combine(day, clock_time, self.zone).astimezone(UTC)

    def day(self, moment: datetime) -> date:
        """Return the agency's calendar day at `moment`."""
        return self.local(moment).date()

    def day_bounds(self, day: date) -> tuple[datetime, datetime]:
        """Return the UTC moments at which `day` begins and ends (end excluded)."""
        return self.at(day, time()), self.at(day + timedelta(days=1), time())
