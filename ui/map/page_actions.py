"""What can be done on the Map page, as records."""

from ui.actions.action import Action
from ui.map.deeds import Deeds
from ui.map.marks import Layer

BESIDE = (
    "map.board", "map.open", "map.pin", "map.change_closure", "map.reopen", "map.print_run",
    "map.whole", "map.close_road",
)  # fmt: skip
"""Which of them have a button under the list."""


def map_actions(deeds: Deeds) -> dict[str, Action]:
    """Return the page's actions by id."""
    made = [*_about_mark(deeds), *_about_map(deeds), *_while_marking(deeds)]
    return {action.id: action for action in made}


def _about_mark(deeds: Deeds) -> list[Action]:
    def is_closure() -> bool:
        return deeds.mark is not None and deeds.mark.closure_id is not None and not deeds.is_marking

    def is_run() -> bool:
        return deeds.mark is not None and deeds.mark.layer is Layer.RUNS and deeds.paper.can_print

    return [
        Action("map.board", "Open on the board", deeds.open_on_board, "B",
               enabled=lambda: deeds.mark is not None and deeds.mark.board is not None),
        Action("map.open", "Open the record", deeds.open_record, "O",
               enabled=lambda: deeds.mark is not None
               and (deeds.mark.record is not None or is_closure())),
        Action("map.pin", "Set its pin", deeds.begin_pin, "P",
               enabled=lambda: deeds.mark is not None and deeds.mark.pin_id is not None
               and deeds.pane.is_ready and not deeds.is_marking),
        Action("map.change_closure", "Change the closure", deeds.change_closure, "D",
               enabled=is_closure),
        Action("map.reopen", "Road is open again", deeds.reopen_road, "Delete",
               enabled=is_closure),
        Action("map.print_run", "Print this run's map", deeds.print_run, "R", enabled=is_run),
    ]  # fmt: skip


def _about_map(deeds: Deeds) -> list[Action]:
    def is_ready() -> bool:
        return deeds.pane.is_ready

    return [
        Action("map.whole", "Show everything", deeds.pane.whole, "W", enabled=is_ready),
        Action("map.close_road", "Close a road here", deeds.begin_road, "C",
               enabled=lambda: is_ready() and not deeds.is_marking),
        Action("map.print", "Print the map", deeds.print_sight, "Ctrl+P",
               enabled=lambda: is_ready() and deeds.paper.can_print),
        Action("map.picture", "Save as picture", deeds.save_picture, enabled=is_ready),
        Action("map.legend", "What the marks mean", deeds.pane.legend, "L",
               enabled=is_ready),
        Action("map.closer", "Zoom in", lambda: deeds.pane.zoom(1), "+", enabled=is_ready),
        Action("map.wider", "Zoom out", lambda: deeds.pane.zoom(-1), "-", enabled=is_ready),
    ]  # fmt: skip


def _while_marking(deeds: Deeds) -> list[Action]:
    """Save has one key for the pin and for the road; each has its own buttons."""

    def is_pin() -> bool:
        return deeds.pin.move is not None

    def is_road() -> bool:
        return deeds.road.is_on

    def has_points() -> bool:
        return is_road() and bool(deeds.road.points)

    return [
        Action("map.save", "Save what is set on the map", deeds.save_marking, "Ctrl+Return",
               enabled=lambda: deeds.is_marking),
        Action("map.save_pin", "Save the pin (Ctrl+Enter)", deeds.save_marking, enabled=is_pin),
        Action("map.cancel_pin", "Leave it (Esc)", deeds.leave_marking, enabled=is_pin),
        Action("map.save_road", "Save the closure (Ctrl+Enter)", deeds.save_marking,
               enabled=is_road),
        Action("map.add_point", "Add this point (Enter on the map)", deeds.road.add,
               enabled=is_road),
        Action("map.take_point", "Take the last point back", deeds.road.take_back,
               enabled=has_points),
        Action("map.anew_road", "Start anew", deeds.road.start_anew, enabled=is_road),
        Action("map.leave_road", "Leave it (Esc)", deeds.leave_marking, enabled=is_road),
    ]  # fmt: skip
