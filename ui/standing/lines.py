"""The tables of the page: orders, the days of one of them, and what becomes of rides."""

from collections.abc import Callable
from datetime import date

from nemt_desk.ground.words import day_text
from nemt_desk.trips.standing.orders import OrderLine
from nemt_desk.trips.standing.rows import OrderDay, TripFate
from ui.standing.words import FATES, day_status, order_status, pattern_text, times_text
from ui.widgets.rows import Column


def order_columns(today: Callable[[], date]) -> list[Column[OrderLine]]:
    """Return the columns of the list of orders."""
    return [
        Column("Member", lambda line: line.member_name, width=140),
        Column(
            "State",
            lambda line: "",
            status=lambda line: order_status(line, today()),
            sort=lambda line: (-line.waiting, line.order.is_over(today())),
            width=105,
        ),
        Column(
            "Next ride",
            lambda line: day_text(line.next_day) if line.next_day else "",
            sort=lambda line: line.next_day,
            width=95,
        ),
        Column(
            "Days",
            lambda line: pattern_text(line.order),
            tooltip=lambda line: pattern_text(line.order),
            width=185,
        ),
        Column("Where to", lambda line: line.to_label, tooltip=lambda x: x.to_label, width=150),
        Column("Times", lambda line: times_text(line.order), width=200),
        Column(
            "To settle",
            lambda line: str(line.waiting or ""),
            sort=lambda line: line.waiting,
            right=True,
            width=80,
        ),
    ]


DAYS = [
    Column[OrderDay]("Day", lambda day: day_text(day.day), sort=lambda day: day.day, width=95),
    Column[OrderDay]("State", lambda _d: "", status=day_status, width=125),
    Column[OrderDay](
        "Why",
        lambda day: day.sentence,
        tooltip=lambda day: day.sentence,
        width=320,
    ),
    Column[OrderDay]("By hand", lambda day: "yes" if day.is_by_hand else "", width=80),
]

FATE_COLUMNS = [
    Column[TripFate]("Day", lambda one: day_text(one.day), sort=lambda one: one.day, width=95),
    Column[TripFate](
        "What happens", lambda _one: "", status=lambda one: FATES[one.fate], width=135
    ),
    Column[TripFate]("Why", lambda one: one.sentence, tooltip=lambda x: x.sentence, width=340),
    Column[TripFate]("Comes off the run", lambda one: one.off_run, width=140),
]
