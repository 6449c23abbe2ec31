"""One trip of a list, as it will be booked."""

from dataclasses import dataclass
from datetime import date, time

from nemt_desk.ground.ids import Id
from nemt_desk.trips.rows import ReturnKind


@dataclass(frozen=True, slots=True, kw_only=True)
class RideEntry:
    """A trip with its ride there and, unless `return_kind` is none, the ride back.

    The way back ends at the member's home, wherever the trip began. Times are agency time; `miles`
    are those of the list: no routed miles.
    """

    member_id: Id
    day: date
    origin_id: Id
    destination_id: Id
    back_to_id: Id
    pickup: time | None = None
    appointment: time | None = None
    return_kind: ReturnKind = ReturnKind.NONE
    return_at: time | None = None
    in_wheelchair: bool = False
    riders: int = 0
    mode: int = 2
    assistance: str = "curb"
    service: str = ""
    miles: float | None = None
    driver_note: str = ""
    office_note: str = ""
