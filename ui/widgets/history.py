"""Who changed what, when, from what to what: the trail of one record in words."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from PySide6.QtWidgets import QWidget

from nemt_desk.ground.words import day_year_text, phone_text, time_text
from nemt_desk.security.rows import TrailRow
from ui.widgets.layout import column
from ui.widgets.people_words import (
    ASSISTANCES,
    CREDENTIALS,
    DRIVER_KINDS,
    MODES,
    NEEDS,
    PAPERS,
    PAYERS,
    PINS,
    PLACE_KINDS,
    PROGRAMS,
    RELATIONS,
    WEEKDAYS,
)
from ui.widgets.prefs import Prefs
from ui.widgets.rows import Column
from ui.widgets.table import RowsTable

_SILENT = {
    "id", "version", "created_at", "created_by", "changed_at", "changed_by", "member_id",
    "driver_id", "place_id", "width", "height",
}  # fmt: skip
_PARTS = {
    "place": "Place",
    "member_paper": "Paper",
    "car": "Car",
    "credential": "Credential",
    "driver_hours": "Hours",
    "driver_day_off": "Days off",
    "driver_relation": "Relation",
    "place_photo": "Picture",
}
_FIELDS = {
    "mhcp_id": "Member ID",
    "phone2": "Second phone",
    "preferred_name": "Called",
    "checked_on": "Eligibility checked",
    "has_vehicle": "Has a car",
    "rides_alone_reason": "Why a minor rides alone",
    "home_id": "Lives at",
    "signs_name": "Signs for the member",
    "driver_note": "Driver sees",
    "office_note": "Office only",
    "archived_at": "Archived",
    "lat": "Latitude",
    "lon": "Longitude",
    "pin_source": "Pin",
    "zip": "ZIP",
    "city": "Town",
    "npi": "NPI",
    "umpi": "UMPI",
    "email": "E-mail",
    "text": "Car",
    "open_to_all": "Open to all members",
    "door_through": "Goes through the door",
    "languages": "Speaks",
    "day_miles": "Miles a day",
    "break_min": "Break, minutes",
    "break_from_min": "Break from",
    "break_until_min": "Break until",
    "is_blocking": "Blocks",
    "from_day": "From",
    "until_day": "Until",
    "start_min": "From",
    "end_min": "Until",
    "has_lift": "Lift or ramp",
    "street_lat": "Street point, latitude",
    "street_lon": "Street point, longitude",
    "moved_to_id": "Moved to",
    "closed_on": "Closed from",
    "confirmed_on": "Confirmed on",
    "confirmed_by": "Confirmed by",
    "jpeg": "Picture",
}
_KINDS: dict[str, Mapping[str, str]] = {
    "driver": {str(k): v for k, v in DRIVER_KINDS.items()},
    "credential": {str(k): v for k, v in CREDENTIALS.items()},
    "driver_relation": {str(k): v for k, v in RELATIONS.items()},
    "member_paper": {str(k): v for k, v in PAPERS.items()},
    "place": {str(k): v for k, v in PLACE_KINDS.items()},
}
_VALUES: dict[str, Mapping[str, str]] = {
    "program": {str(k): v for k, v in PROGRAMS.items()},
    "payer": {str(k): v for k, v in PAYERS.items()},
    "assistance": {str(k): v for k, v in ASSISTANCES.items()},
    "pin_source": {str(k): v for k, v in PINS.items()},
}
_NEEDS = {str(need): words for need, words in NEEDS.items()}
_NOTHING = "\N{EN DASH}"


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One field of one change; a viewing or printing has no field."""

    key: tuple[int, str]
    when: str
    who: str
    what: str
    field: str = ""
    before: str = ""
    after: str = ""


def history_lines(
    entries: Iterable[TrailRow], local: Callable[[datetime], datetime]
) -> list[HistoryLine]:
    """Return the trail's entries in words, newest first."""
    return [
        line
        for entry in sorted(entries, key=lambda known: -known.seq)
        for line in _entry_lines(entry, local(entry.at))
    ]


def _entry_lines(entry: TrailRow, at: datetime) -> list[HistoryLine]:
    when = f"{day_year_text(at.date())} {time_text(at)}"
    head = (when, entry.actor_name, entry.act)
    before, after = entry.before or {}, entry.after or {}
    told = _changed(before, after)
    if not told:
        return [HistoryLine((entry.seq, ""), *head)]
    if entry.before is None or entry.after is None:
        # A row made or taken away: one line that tells all of it.
        part = _PARTS.get(entry.kind, "All")
        words = [_whole_words(entry.kind, values) for values in (before, after)]
        return [HistoryLine((entry.seq, "all"), *head, part, *words)]
    return [
        HistoryLine(
            (entry.seq, name),
            *head,
            field_words(entry.kind, name),
            value_words(entry.kind, name, before.get(name)),
            value_words(entry.kind, name, after.get(name)),
        )
        for name in told
    ]


def _whole_words(kind: str, values: Mapping[str, object]) -> str:
    told = [name for name in values if name not in _SILENT and not _is_nothing(values[name])]
    words = [f"{_plain_field(name)}: {value_words(kind, name, values[name])}" for name in told]
    return "; ".join(words) or _NOTHING


def _plain_field(name: str) -> str:
    return _FIELDS.get(name) or name.replace("_", " ").capitalize()


def field_words(kind: str, name: str) -> str:
    """Return what a column is called on the form."""
    words = _plain_field(name)
    part = _PARTS.get(kind, "")
    return f"{part}: {words.lower() if words[1:2].islower() else words}" if part else words


def value_words(kind: str, name: str, value: object) -> str:
    """Return a value of a column as the form shows it."""
    if value is None or value in ("", [], {}):
        return _NOTHING
    known = _KINDS.get(kind, {}) if name == "kind" else _VALUES.get(name, {})
    if name in {"home_id", "moved_to_id"}:
        return "a place"
    if name == "jpeg":
        return "a picture"
    if name == "archived_at":
        return "yes"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(_NEEDS.get(str(one), str(one)) for one in value)
    if isinstance(value, int):
        return _number_words(name, value)
    text = str(value)
    if text in known:
        return known[text]
    if "phone" in name:
        return phone_text(text)
    return _day_words(text)


def _number_words(name: str, value: int) -> str:
    if name == "weekday" and 0 <= value < len(WEEKDAYS):
        return WEEKDAYS[value]
    if name.endswith("_min"):
        hour, minute = divmod(value, 60)
        return f"{hour}:{minute:02d}"
    return MODES.get(value, str(value)) if name == "assessed_mode" else str(value)


def _day_words(text: str) -> str:
    try:
        return day_year_text(date.fromisoformat(text))
    except ValueError:
        return text


def _changed(before: Mapping[str, object], after: Mapping[str, object]) -> list[str]:
    """Return the columns worth telling: a new record's empty ones are not."""
    names = [name for name in {**before, **after} if name not in _SILENT]
    return [
        name
        for name in names
        if before.get(name) != after.get(name)
        and not (_is_nothing(before.get(name)) and _is_nothing(after.get(name)))
    ]


def _is_nothing(value: object) -> bool:
    return value is None or value is False or value in ("", [])


class HistoryPanel(QWidget):
    """The history of one record as a table."""

    def __init__(self, name: str, prefs: Prefs) -> None:
        super().__init__()
        self.table = RowsTable[HistoryLine](
            [
                Column("When", lambda line: line.when, sort=lambda line: line.key, width=190),
                Column("Who", lambda line: line.who, width=150),
                Column("What", lambda line: line.what, width=170),
                Column("Field", lambda line: line.field, width=170),
                Column("From", lambda line: line.before, tooltip=lambda line: line.before),
                Column("To", lambda line: line.after, tooltip=lambda line: line.after),
            ],
            key=lambda line: line.key,
            name="History",
            noun=("entry", "entries"),
            empty="Nothing yet: history begins when the record is saved.",
            remember=(f"{name}.history", prefs),
        )
        self.setLayout(column(self.table))

    def show_lines(self, lines: Sequence[HistoryLine]) -> None:
        """Show the lines of a record."""
        self.table.set_rows(lines)
