"""Which backups are kept: all of two days, then 14 daily, 10 weekly and 12 monthly ones."""

from collections.abc import Callable, Hashable, Iterable
from datetime import datetime, timedelta

ALL_OF = timedelta(days=2)
DAILY, WEEKLY, MONTHLY = 14, 10, 12


def kept(moments: Iterable[datetime], now: datetime) -> set[datetime]:
    """Return the moments whose backups stay; of a day, week or month the newest stands for it.

    Counts are of days, weeks and months that have a backup, so a closed office loses none.
    """
    newest_first = sorted(moments, reverse=True)
    stay = {moment for moment in newest_first if now - moment <= ALL_OF}
    stay |= _newest_of(newest_first, DAILY, lambda moment: moment.date())
    stay |= _newest_of(newest_first, WEEKLY, lambda moment: moment.isocalendar()[:2])
    stay |= _newest_of(newest_first, MONTHLY, lambda moment: (moment.year, moment.month))
    return stay


def _newest_of(
    newest_first: list[datetime], count: int, period: Callable[[datetime], Hashable]
) -> set[datetime]:
    chosen: dict[Hashable, datetime] = {}
    for moment in newest_first:
        chosen.setdefault(period(moment), moment)
    return set(list(chosen.values())[:count])
