"""The words about a ride's miles, on screen and on paper: which route, what is not counted."""

from typing import Final

from nemt_desk.geo.roads.driving import Kind
from nemt_desk.ground.units import METRES_PER_MILE, miles
from nemt_desk.trips.routing import How

ROUTES: Final[dict[Kind, str]] = {
    "shortest": "direct route (shortest way by road)",
    "fastest": "fastest route",
}
SHORT_ROUTES: Final[dict[Kind, str]] = {"shortest": "direct route", "fastest": "fastest route"}
_FAR_OFF_M: Final = 200.0
_ONE_MILE_M: Final = float(METRES_PER_MILE) * 1.05


def distance_text(kind: Kind, distance_m: float | None) -> str:
    """Return `direct route 28.4 miles`, or that it was not routed: never zero for a lost way."""
    far = "not routed" if distance_m is None else f"{miles(distance_m)} miles"
    return f"{SHORT_ROUTES[kind]} {far}"


def off_road_text(off_road_m: float | None) -> str:
    """Say how far the doors are from the road, where that is over 200 metres; else nothing."""
    if off_road_m is None or off_road_m <= _FAR_OFF_M:
        return ""
    unit = "mile" if off_road_m < _ONE_MILE_M else "miles"
    return f"plus {miles(off_road_m)} {unit} from the road to the door, not counted"


def day_text(how: How) -> str:
    """Say what is special about driving on that day: shut roads, winter; else nothing."""
    said = []
    if how.driving.closed:
        count = len(how.driving.closed)
        said.append("1 road shut that day" if count == 1 else f"{count} roads shut that day")
    if how.driving.speed_factor < 1:
        said.append("winter minutes")
    return ", ".join(said)
