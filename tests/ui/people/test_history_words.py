"""The trail of a record in words: fields as the form calls them, values as it shows them."""

from datetime import UTC, datetime

from nemt_desk.ground.clock import AgencyTime
from nemt_desk.security.rows import TrailRow
from ui.widgets.history import field_words, history_lines, value_words

AT = datetime(2026, 11, 24, 15, 5, tzinfo=UTC)
TIME = AgencyTime("America/Chicago")


def _entry(
    seq: int, before: dict[str, object] | None, after: dict[str, object] | None, **more: str
) -> TrailRow:
    kind, act = more.get("kind", "member"), more.get("act", "Changed a member")
    return TrailRow(seq, AT, "A. Coordinator", act, kind, None, before, after)


def test_a_change_is_told_field_by_field() -> None:
    entry = _entry(
        2,
        {"phone": "2185550142", "needs": [], "version": 1},
        {"phone": "2185550199", "needs": ["walker", "oxygen"], "version": 2},
    )
    lines = history_lines([entry], TIME.local)

    assert [(line.field, line.before, line.after) for line in lines] == [
        ("Phone", "218-555-0142", "218-555-0199"),
        ("Needs", "\N{EN DASH}", "walker, oxygen"),
    ]
    assert lines[0].when == "Tue 24 Nov 2026 9:05 a.m."
    assert lines[0].who == "A. Coordinator"


def test_newest_first_and_a_viewing_has_no_field() -> None:
    viewed = _entry(3, None, None, act="Viewed a member")
    made = _entry(1, None, {"last_name": "Koski", "has_vehicle": False, "phone": ""})
    lines = history_lines([made, viewed], TIME.local)

    assert [(line.what, line.field, line.after) for line in lines] == [
        ("Viewed a member", "", ""),
        ("Changed a member", "All", "Last name: Koski"),
    ]


def test_values_in_words() -> None:
    assert field_words("place", "pin_source") == "Place: pin"
    assert field_words("member", "mhcp_id") == "Member ID"
    assert value_words("place", "pin_source", "range") == "address range, about 20 m"
    assert value_words("driver_hours", "start_min", 510) == "8:30"
    assert value_words("driver_hours", "weekday", 0) == "Monday"
    assert value_words("driver", "open_to_all", True) == "yes"
    assert value_words("credential", "until_day", "2027-06-30") == "Wed 30 Jun 2027"
    assert value_words("member", "program", "MA") == "MA, Medical Assistance"
