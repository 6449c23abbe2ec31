"""Ids of the board's actions as its bar, card and menu name them."""

from nemt_desk.trips.rows import RideState

BAR = (
    "board.assign",
    "board.unassign",
    "board.mark",
    "board.publish",
    "board.publish_all",
    "board.print",
    "board.turn",
)
CARD = ("board.trip", "board.member", "board.close_card")


def mark_id(state: RideState) -> str:
    """Return the id of the action that marks rides so."""
    return f"board.mark_{state.value}"
