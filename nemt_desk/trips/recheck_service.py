"""Writes of the recheck: new miles for planned rides, chosen by a person, in one act."""

from collections.abc import Callable, Sequence

from nemt_desk.ground.changes import Changes
from nemt_desk.ground.entry import put
from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.session import Store
from nemt_desk.ground.settings import Settings
from nemt_desk.security.rows import Actor, Right, require
from nemt_desk.trips.bookings import mileage_values
from nemt_desk.trips.model import RideRecord
from nemt_desk.trips.recheck import RecheckLine, is_kept


class RecheckService:
    """Takes over miles. `settings` gives the agency's figures as they are now."""

    def __init__(self, store: Store, settings: Callable[[], Settings]) -> None:
        self._store = store
        self._settings = settings

    def take_over(self, actor: Actor, lines: Sequence[RecheckLine]) -> Changes:
        """Write the new miles of these rides, all of them or none; their times stay.

        Raises:
            RefusedError: one of them is over or under way by now, or has no way.
            StaleError: one was changed since it was measured.
        """
        require(actor, Right.WRITE)
        if not lines:
            raise RefusedError("No ride was chosen. Nothing was changed.")
        rides = "1 ride" if len(lines) == 1 else f"{len(lines)} rides"
        text = f"Took over the new miles of {rides}; their times stay"
        with self._store.write(actor, text) as work:
            today = self._settings().time.day(work.now)
            for line in lines:
                row = work.fetch(RideRecord, line.ride_id, line.version)
                if line.now is None or is_kept(row.day, row.state, today):
                    raise RefusedError(
                        "A chosen ride is over or under way by now, or has no way by road."
                        " Nothing was changed; check the list once more."
                    )
                put(row, mileage_values(line.now))
        return work.changes
