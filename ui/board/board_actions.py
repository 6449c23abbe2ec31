"""What can be done on the board, as records: keys, buttons, menu, palette and key sheet."""

from nemt_desk.runs.rows import RunState
from nemt_desk.trips.rows import RideState
from ui.actions.action import Action
from ui.board.deeds import may_mark
from ui.board.names import mark_id
from ui.board.verbs import Verbs
from ui.board.words import MARKS

_MARK_KEYS = {
    RideState.CONFIRMED: "C",
    RideState.WILL_CALL: "R",
    RideState.LATE: "L",
    RideState.EN_ROUTE: "E",
    RideState.ARRIVED: "V",
    RideState.ABOARD: "B",
    RideState.DONE: "D",
    RideState.NO_SHOW: "N",
    RideState.CANCELLED: "X",
    RideState.BOOKED: "",
}


def board_actions(verbs: Verbs) -> dict[str, Action]:
    """Return all of them by id."""
    acts = [*_planning(verbs), *_runs(verbs), *_views(verbs)]
    acts += [_mark(verbs, state) for state in _MARK_KEYS]
    return {act.id: act for act in acts}


def _planning(verbs: Verbs) -> list[Action]:
    def has_rides() -> bool:
        return bool(verbs.at.choice.rides)

    return [
        Action("board.assign", "Assign", verbs.ask_driver, "A", enabled=has_rides),
        Action("board.who", "Who can take it", verbs.show_who, "F5"),
        Action(
            "board.unassign",
            "Take off",
            verbs.take_off,
            "U",
            enabled=lambda: any(ride.is_assigned for ride in verbs.at.chosen()),
        ),
        Action(
            "board.hold",
            "Hold on this run (pin), or let go",
            verbs.hold,
            "H",
            enabled=lambda: any(ride.is_assigned for ride in verbs.at.chosen()),
        ),
        Action(
            "board.mark",
            "Mark\N{HORIZONTAL ELLIPSIS}",
            verbs.show_menu,
            "M",
            enabled=has_rides,
        ),
        Action(
            "board.next_free",
            "Next unassigned ride",
            verbs.next_free,
            "J",
            enabled=lambda: bool(verbs.at.known and verbs.at.known.board.unassigned),
        ),
    ]


def _runs(verbs: Verbs) -> list[Action]:
    def has_run() -> bool:
        return verbs.at.run() is not None

    return [
        Action(
            "board.publish",
            "Publish run",
            verbs.publish,
            "P",
            enabled=lambda: (run := verbs.at.run()) is not None and run.state is RunState.DRAFT,
        ),
        Action(
            "board.publish_all",
            "Publish all",
            verbs.publish_all,
            "Shift+P",
            enabled=lambda: bool(verbs.drafts()),
        ),
        Action(
            "board.unpublish",
            "Take the published run back",
            verbs.unpublish,
            "Shift+U",
            enabled=lambda: (run := verbs.at.run()) is not None and run.published_at is not None,
        ),
        Action("board.note", "Note on the run", verbs.ask_note, "O", enabled=has_run),
        Action(
            "board.print",
            "Papers",
            verbs.go_print,
            "Ctrl+P",
            enabled=lambda: bool(verbs.at.known and verbs.at.known.board.runs),
        ),
    ]


def _views(verbs: Verbs) -> list[Action]:
    return [
        Action("board.turn", "Timeline or table", verbs.turn, "F8"),
        Action("board.zoom_in", "Zoom in", lambda: verbs.zoom(1.4), "+"),
        Action("board.zoom_out", "Zoom out", lambda: verbs.zoom(1 / 1.4), "-"),
        Action("board.zoom_fit", "The whole day", lambda: verbs.zoom(0), "0"),
        Action("board.next_part", "Next part of the page", verbs.next_part, "F6"),
        Action("board.find", "Find in the list", verbs.find, "F3"),
        Action("board.day_before", "Day before", lambda: verbs.move_day(-1), "Alt+Left"),
        Action("board.day_after", "Day after", lambda: verbs.move_day(1), "Alt+Right"),
        Action("board.today", "Today", verbs.go_today, "T"),
        Action("board.map", "Show on the map", verbs.go_map, "G", enabled=verbs.at.has_choice),
        Action(
            "board.member", "Member's record", verbs.go_member, "I", enabled=verbs.at.has_choice
        ),
        Action(
            "board.trip",
            "Change the trip (in Book)",
            verbs.go_trip,
            "F4",
            enabled=lambda: any(ride.is_open for ride in verbs.at.chosen()),
        ),
        Action(
            "board.dark",
            "Go dark: days on paper",
            verbs.go_to("ahead", "dark"),
            "Shift+D",
        ),
        Action("board.month", "Month ahead", verbs.go_to("ahead", "month"), "Shift+J"),
        Action("board.far", "Long ways", verbs.go_to("ahead", "far"), "Shift+T"),
        Action("board.close_card", "Back to drivers (Esc)", verbs.close_card),
    ]


def _mark(verbs: Verbs, state: RideState) -> Action:
    return Action(
        mark_id(state),
        f"Mark: {MARKS[state]}",
        lambda: verbs.mark(state),
        _MARK_KEYS[state],
        enabled=lambda: any(may_mark(ride, state) for ride in verbs.at.chosen()),
    )
