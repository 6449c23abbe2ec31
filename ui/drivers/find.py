"""Finds drivers for Ctrl+K."""

from nemt_desk.drivers import queries
from nemt_desk.drivers.rows import Driver
from nemt_desk.ground.words import phone_text
from ui.shell.desk import Desk
from ui.shell.finding import Found

_MOST = 8


def find(desk: Desk, text: str) -> list[Found]:
    """Return drivers that fit what was typed, best first."""
    with desk.office.store.read() as session:
        found = queries.find_drivers(session, text, limit=_MOST)
    return [
        Found(one.name, _detail(one), "drivers", "driver", one.id, "mdi6.car-outline")
        for one in found
    ]


def _detail(one: Driver) -> str:
    plate = one.car.plate if one.car is not None else ""
    return " · ".join(part for part in ("Driver", phone_text(one.phone), plate) if part)
