"""Standing orders and their days as the room hands them out, built by hand."""

from datetime import UTC, date, datetime
from typing import Any

from nemt_desk.ground.ids import new_id
from nemt_desk.members.rows import Assistance
from nemt_desk.trips.rows import Care, HolidayRule, Leg, Purpose, ReturnKind
from nemt_desk.trips.standing.orders import (
    ExceptionRow,
    OrderLine,
    StandingLeg,
    StandingOrder,
    Told,
)
from nemt_desk.trips.standing.rows import (
    DayChoice,
    DayState,
    Hit,
    HitKind,
    OrderDay,
    Proposal,
)

THURSDAY = date(2026, 11, 26)
FRIDAY = date(2026, 11, 27)


def order(**changes: Any) -> StandingOrder:
    home, clinic = new_id(), new_id()
    values: dict[str, Any] = {
        "id": new_id(),
        "version": 1,
        "booked_at": datetime(2026, 11, 2, 15, tzinfo=UTC),
        "member_id": new_id(),
        "weekdays": frozenset({0, 3}),
        "from_day": date(2026, 11, 2),
        "legs": (
            StandingLeg(leg=Leg.OUTBOUND, from_id=home, to_id=clinic, appointment_min=630),
            StandingLeg(leg=Leg.RETURN, from_id=clinic, to_id=home, pickup_min=870),
        ),
        "every_weeks": 1,
        "until_day": None,
        "count": None,
        "holiday_rule": HolidayRule.SKIP,
        "driver_id": None,
        "purpose": Purpose.COVERED_SERVICE,
        "service": "dialysis",
        "care": Care.PRIMARY,
        "return_kind": ReturnKind.SCHEDULED,
        "mode": 2,
        "assistance": Assistance.CURB,
        "in_wheelchair": False,
        "companions": (),
        "asked_by": "",
        "override_reason": "",
        "driver_note": "",
        "office_note": "",
        "told": Told(),
        "generated_until": date(2026, 12, 22),
        "follows_id": None,
        "is_archived": False,
    }
    return StandingOrder(**(values | changes))


def order_line(name: str = "Schroeder, Ann M.", **changes: Any) -> OrderLine:
    values: dict[str, Any] = {"next_day": FRIDAY, "waiting": 1}
    more = {key: changes.pop(key) for key in ("next_day", "waiting") if key in changes}
    return OrderLine(
        order(**changes), name, "2185550142", "Home", "Itasca Dialysis", "", **(values | more)
    )


def exception(
    day: date = THURSDAY, kind: HitKind = HitKind.HOLIDAY, **changes: Any
) -> ExceptionRow:
    line = changes.pop("line", None) or order_line(changes.pop("name", "Schroeder, Ann M."))
    values: dict[str, Any] = {
        "hits": (Hit(kind, "Thu 26 Nov is Thanksgiving Day.", "2026-11-26"),),
        "proposal": Proposal(DayChoice.SKIP, None, "Skip it: no ride on a holiday."),
        "is_waiting": True,
    }
    values |= changes
    state = values.pop("state", DayState.WAITING)
    return ExceptionRow(
        line, OrderDay(line.order.id, day, None, state, "It waits to be settled.", **values)
    )
