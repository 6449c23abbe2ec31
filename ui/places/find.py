"""Finds places for Ctrl+K."""

from nemt_desk.places import queries
from ui.shell.desk import Desk
from ui.shell.finding import Found
from ui.widgets.people_words import PLACE_KINDS

_MOST = 8


def find(desk: Desk, text: str) -> list[Found]:
    """Return places that fit what was typed, best first; never homes."""
    with desk.office.store.read() as session:
        found = queries.find_places(session, text, limit=_MOST)
    return [
        Found(
            one.label,
            f"{PLACE_KINDS[one.kind]} · {one.where}",
            "places",
            "place",
            one.id,
            "mdi6.map-marker-outline",
        )
        for one in found
    ]
