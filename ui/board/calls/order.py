"""Asks off the main thread who can take a standing order, and makes its call sheet."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from nemt_desk.drivers.queries import drivers_by_ids
from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.ids import Id
from nemt_desk.members.queries import member
from nemt_desk.planning.why import facts
from nemt_desk.runs.calls.rows import CallAbout
from nemt_desk.runs.roads import RoadTravel
from nemt_desk.runs.who.series import WhoSeries, who_series
from ui.board.calls.queue import Sheet, entry_of_series
from ui.shell.desk import Desk

if TYPE_CHECKING:
    from nemt_desk.ground.progress import Progress


def ask_order(
    desk: Desk,
    travel_on: Callable[[date], RoadTravel],
    order_id: Id,
    show: Callable[[Sheet | str], object],
) -> None:
    """Read who can take an order; `show` gets the sheet, or why there is none, in words."""
    office = desk.office

    def work(_progress: "Progress") -> Sheet | str:
        try:
            return read()
        except RefusedError as error:
            return error.sentence

    def read() -> Sheet:
        with office.store.read() as session:
            found = who_series(
                session,
                order_id,
                settings=office.settings,
                now=office.clock.now(),
                travel_on=travel_on,
            )
            drivers = drivers_by_ids(session, [one.candidate.driver_id for one in found.candidates])
            name = member(session, found.order.member_id).name
        entries = tuple(
            entry_of_series(one, drivers.get(one.candidate.driver_id), facts(one.candidate))
            for one in found.candidates
        )
        return Sheet(
            about=CallAbout(standing_id=order_id),
            title=f"{name}, {found.order.pattern_text}",
            day=found.days[0],
            ride_ids=_open_rides(found),
            entries=entries,
            others=tuple(way.text for way in found.others),
            why=found.why,
        )

    desk.jobs.read(work, show, latest="board.calls.order")


def _open_rides(found: WhoSeries) -> tuple[Id, ...]:
    """Return the rides nobody drives yet: whoever says yes takes these."""
    return tuple(ride.id for ride in found.rides if not ride.is_assigned)
