"""Status looks: each has a word, an icon shape and a border, so that colour never speaks alone.

Figures from platform.md 3.5; a test holds text at 4.5:1 on its fill and borders at 3:1.
"""

from dataclasses import dataclass

from ui.theme.palette import Scheme
from ui.theme.theme import theme


@dataclass(frozen=True, slots=True)
class Status:
    """What a status is called and which shape stands beside the word."""

    word: str
    icon: str
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """How a status is drawn in the scheme of the moment."""

    word: str
    icon: str
    text: str
    fill: str
    border: str
    dashed: bool


STATUSES: dict[str, Status] = {
    "unassigned": Status("Unassigned", "mdi6.help-circle-outline"),
    "assigned": Status("Assigned", "mdi6.account-check-outline"),
    "confirmed": Status("Confirmed", "mdi6.phone-check-outline"),
    "en_route": Status("En route", "mdi6.car-arrow-right"),
    "arrived": Status("Arrived", "mdi6.car-door"),
    "aboard": Status("Aboard", "mdi6.seat-passenger"),
    "done": Status("Done", "mdi6.check"),
    "will_call": Status("Will-call", "mdi6.phone-clock"),
    "late": Status("Late", "mdi6.clock-alert-outline"),
    "no_show": Status("No-show", "mdi6.account-off-outline"),
    "cancelled": Status("Cancelled", "mdi6.cancel"),
    "draft": Status("Draft", "mdi6.pencil-outline"),
    "published": Status("Published", "mdi6.printer-check"),
    "ok": Status("Allowed", "mdi6.check-circle-outline"),
    "ask": Status("Ask", "mdi6.comment-question-outline"),
    "paper": Status("Needs paper", "mdi6.file-alert-outline"),
    "refused": Status("Not covered", "mdi6.close-octagon-outline"),
    "proposed": Status("Proposed", "mdi6.lightbulb-outline", dashed=True),
    "taken": Status("Accepted", "mdi6.thumb-up-outline"),
    "kept_out": Status("Not wanted", "mdi6.thumb-down-outline"),
    "pinned": Status("Pinned", "mdi6.pin-outline"),
    "lapsed": Status("Lapsed", "mdi6.calendar-remove-outline"),
    "ends_soon": Status("Ends soon", "mdi6.timer-sand"),
    "missing": Status("Missing", "mdi6.file-question-outline"),
    "note": Status("Note", "mdi6.information-outline"),
    "archived": Status("Archived", "mdi6.archive-outline"),
    "no_pin": Status("No pin", "mdi6.map-marker-off-outline"),
    "rough_pin": Status("Rough pin", "mdi6.map-marker-question-outline"),
    "typed": Status("Not saved", "mdi6.keyboard-outline"),
    "overdue": Status("Overdue", "mdi6.calendar-alert"),
    "due": Status("Due", "mdi6.calendar-clock"),
    "open": Status("Open", "mdi6.circle-outline"),
    "closed": Status("Closed", "mdi6.archive-check-outline"),
    "changed": Status("Changed", "mdi6.file-edit-outline"),
    "not_marked": Status("Not marked", "mdi6.clock-outline"),
    "not_changed": Status("Not changed", "mdi6.minus-circle-outline"),
    "unverified": Status("Not verified", "mdi6.help-rhombus-outline"),
    # standing orders, their days, and what a day collides with
    "waiting": Status("To settle", "mdi6.calendar-question"),
    "running": Status("Running", "mdi6.repeat"),
    "ended": Status("Ended", "mdi6.stop-circle-outline"),
    "made": Status("Made", "mdi6.calendar-check-outline"),
    "planned": Status("To be made", "mdi6.calendar-blank-outline", dashed=True),
    "moved": Status("Moved", "mdi6.calendar-arrow-right"),
    "skipped": Status("Skipped", "mdi6.skip-next-circle-outline"),
    "holiday": Status("Holiday", "mdi6.calendar-star"),
    "absent": Status("Absent", "mdi6.bed-outline"),
    "shut": Status("Facility shut", "mdi6.door-closed-lock"),
    "no_school": Status("No school", "mdi6.school-outline"),
    "rules": Status("Rules", "mdi6.scale-balance"),
    "no_way": Status("No way there", "mdi6.map-marker-remove-outline"),
    "clash": Status("Other ride", "mdi6.calendar-multiple"),
    "driver_away": Status("Driver away", "mdi6.steering-off"),
    "goes": Status("Goes", "mdi6.car-outline"),
    "on_file": Status("On file", "mdi6.file-check-outline"),
    "asked_for": Status("Asked for", "mdi6.file-clock-outline"),
    "turned_down": Status("Refused", "mdi6.file-remove-outline"),
    "eligible": Status("Eligible", "mdi6.shield-check-outline"),
    "not_eligible": Status("Not eligible", "mdi6.shield-off-outline"),
    "not_found": Status("Not found", "mdi6.account-search-outline"),
    # who has heard what, and what the day needs now
    "to_tell": Status("To tell", "mdi6.phone-outline"),
    "to_tell_again": Status("Tell again", "mdi6.phone-alert-outline"),
    "message_left": Status("Message left", "mdi6.voicemail"),
    "told": Status("Told", "mdi6.account-voice"),
    "stranded": Status("Stranded", "mdi6.car-emergency"),
}

# Several statuses share a tone; word and shape tell them apart.
_TONES = {
    "unassigned": "amber",
    "assigned": "blue",
    "confirmed": "green",
    "en_route": "azure",
    "arrived": "azure",
    "aboard": "deep",
    "done": "grey",
    "will_call": "violet",
    "late": "red",
    "no_show": "maroon",
    "cancelled": "pale",
    "draft": "amber",
    "published": "green",
    "ok": "green",
    "ask": "blue",
    "paper": "amber",
    "refused": "red",
    "proposed": "pale",
    "taken": "green",
    "kept_out": "pale",
    "pinned": "grey",
    "lapsed": "red",
    "ends_soon": "amber",
    "missing": "amber",
    "note": "blue",
    "on_file": "green",
    "asked_for": "blue",
    "turned_down": "red",
    "eligible": "green",
    "not_eligible": "red",
    "not_found": "amber",
    "archived": "pale",
    "no_pin": "amber",
    "rough_pin": "amber",
    "typed": "amber",
    "overdue": "red",
    "due": "amber",
    "open": "blue",
    "closed": "grey",
    "changed": "amber",
    "not_marked": "amber",
    "not_changed": "pale",
    "unverified": "amber",
    "waiting": "amber",
    "running": "green",
    "ended": "grey",
    "made": "green",
    "planned": "blue",
    "moved": "violet",
    "skipped": "pale",
    "holiday": "blue",
    "absent": "violet",
    "shut": "maroon",
    "no_school": "blue",
    "rules": "red",
    "no_way": "amber",
    "clash": "amber",
    "driver_away": "grey",
    "goes": "green",
    "to_tell": "amber",
    "to_tell_again": "red",
    "message_left": "violet",
    "told": "green",
    "stranded": "red",
}

_LIGHT = {
    "amber": ("#5C4400", "#FFF4CE", "#9A7400"),
    "blue": ("#0B3D70", "#DCEBFA", "#3E78B2"),
    "green": ("#0A4A3A", "#D5F0E8", "#2E8069"),
    "azure": ("#06356B", "#CFE3FF", "#2F6FBE"),
    "deep": ("#FFFFFF", "#0B5CAD", "#0B5CAD"),
    "grey": ("#30363B", "#E3E6E8", "#757F87"),
    "violet": ("#4A1E73", "#EADCF7", "#8756B3"),
    "red": ("#FFFFFF", "#B3261E", "#B3261E"),
    "maroon": ("#FFFFFF", "#5F2120", "#5F2120"),
    "pale": ("#5A5A5A", "#F2F2F2", "#808080"),
}
_DARK = {
    "amber": ("#FFE08A", "#443608", "#C9A227"),
    "blue": ("#BBDDFB", "#12324F", "#5A9BD5"),
    "green": ("#A9E9D6", "#0E3B30", "#3FA98A"),
    "azure": ("#CFE3FF", "#17407A", "#6FA3E8"),
    "deep": ("#FFFFFF", "#0B5CAD", "#7DB7F5"),
    "grey": ("#D5DADE", "#33393E", "#8A949C"),
    "violet": ("#E3CDFA", "#3F2260", "#A978DB"),
    "red": ("#FFFFFF", "#A8231C", "#FF8A80"),
    "maroon": ("#FFFFFF", "#5F2120", "#D98886"),
    "pale": ("#C2C2C2", "#2A2A2A", "#8C8C8C"),
}
_CONTRAST = {
    **dict.fromkeys(_LIGHT, ("#FFFFFF", "#000000", "#FFFFFF")),
    "red": ("#000000", "#FFE900", "#FFFFFF"),
}
_LOOKS = {Scheme.LIGHT: _LIGHT, Scheme.DARK: _DARK, Scheme.CONTRAST: _CONTRAST}

_ALARM = {Scheme.LIGHT: "#A8231C", Scheme.DARK: "#FF9B93", Scheme.CONTRAST: "#FFE900"}
_QUIET = {Scheme.LIGHT: "#4F5860", Scheme.DARK: "#B4BCC3", Scheme.CONTRAST: "#FFFFFF"}


def look(key: str, scheme: Scheme | None = None) -> Look:
    """Return how the status `key` is drawn."""
    status = STATUSES[key]
    text, fill, border = _LOOKS[scheme or theme().scheme][_TONES[key]]
    return Look(status.word, status.icon, text, fill, border, status.dashed)


def alarm_colour() -> str:
    """Return the text colour of a problem on the window's own ground."""
    return _ALARM[theme().scheme]


def quiet_colour() -> str:
    """Return the text colour of help and counts."""
    return _QUIET[theme().scheme]
