"""Between the form's widgets and the draft: reads what was typed, shows what is known."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from nemt_desk.ground.clock import AgencyTime
from nemt_desk.ground.errors import InputError, Problem
from nemt_desk.ground.words import day_year_text, time_text
from nemt_desk.trips.rows import ReturnKind
from ui.book.call.draft import NOT_ASKED, Draft
from ui.book.call.plan import RETURN, Plan
from ui.book.call.ways import Ways
from ui.book.form.trip_form import TripForm

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.book.form.place_field import PlaceField

type Typed = dict[str, Any]

_NO_PLACE = "This place is not known yet: choose one of the list, or its last line, “New place”."
_NO_SERVICE = "Choose one of the list. For anything else take “Something else (not care)”."


def read(form: TripForm) -> tuple[Typed, dict[str, Problem]]:
    """Return the draft's fields as typed, and those that can't be read."""
    typed: Typed = {
        "service": form.service.code(),
        "care": form.asks.care_said(),
        "place": form.place.place,
        "origin": form.origin.place,
        "return_to": form.return_to.place,
        "return_kind": return_kind(form),
        "return_mode": form.return_mode.value(),
        "companions": form.companions.companions(),
        "has_animal": form.animal.isChecked(),
        "in_wheelchair": form.chair.isChecked(),
        "mode": form.mode.value(),
        "assistance": form.assistance.value(),
        "repeat": form.repeat.text(),
        "driver_note": form.driver_note.text(),
        "office_note": form.office_note.text(),
    }
    unread: dict[str, Problem] = {}
    readers: tuple[tuple[str, str, Callable[[], object], object], ...] = (
        ("day", "day", form.day.day, None),
        ("appointment", "appointment", form.appointment.typed, None),
        ("stay_min", "stay", form.stay.minutes, None),
        ("pickup", "pickup", form.pickup.typed, None),
        ("dropoff", "dropoff", form.dropoff.typed, None),
        ("drive_min", "drive", form.drive.minutes, None),
        ("stops", "stops", form.stops.stops, ()),
        ("return_time", "return", form.return_time.typed, None),
        ("facts", "admitted_on", form.asks.facts, NOT_ASKED),
    )
    for key, name, reader, instead in readers:
        try:
            typed[key] = reader()
        except InputError as error:
            typed[key] = instead
            unread[name] = Problem(name, error.sentence)
    unread |= _unknown(form)
    return typed, unread


def _unknown(form: TripForm) -> dict[str, Problem]:
    fields: tuple[tuple[str, PlaceField], ...] = (
        ("place", form.place),
        ("from", form.origin),
        ("return_to", form.return_to),
    )
    found = {name: Problem(name, _NO_PLACE) for name, field in fields if field.is_unknown}
    if form.service.key is None and form.service.text().strip():
        found["service"] = Problem("service", _NO_SERVICE)
    return found


def return_kind(form: TripForm) -> ReturnKind:
    """Return which way home is ticked."""
    ticked = (kind for kind, button in form.returns.items() if button.isChecked())
    return next(ticked, ReturnKind.SCHEDULED)


def show(form: TripForm, draft: Draft) -> None:
    """Show a draft: after the last trip was taken, a member chosen, or all cleared."""
    form.service.show_service(draft.service)
    form.asks.show_facts(draft.facts, draft.care)
    form.place.show_place(draft.place)
    form.day.set_value(draft.day)
    form.appointment.show_typed(draft.appointment)
    form.stay.set_value(draft.stay_min)
    form.origin.show_home(draft.home)
    form.origin.show_place(draft.origin)
    form.pickup.show_typed(draft.pickup)
    form.dropoff.show_typed(draft.dropoff)
    form.drive.set_value(draft.drive_min)
    form.stops.show_stops(draft.stops)
    form.tick_return(draft.return_kind)
    form.return_time.show_typed(draft.return_time)
    form.return_to.show_place(draft.return_to)
    form.return_mode.set_value(draft.return_mode)
    form.companions.show_companions(draft.companions)
    form.mode.set_value(draft.mode)
    form.repeat.set_value(draft.repeat)
    form.driver_note.set_value(draft.driver_note)
    form.office_note.set_value(draft.office_note)
    show_rider(form, draft)


def show_rider(form: TripForm, draft: Draft) -> None:
    """Show what the member's record says about riding."""
    form.origin.show_home(draft.home)
    form.animal.set_value(draft.has_animal)
    form.chair.set_value(draft.in_wheelchair)
    form.assistance.set_value(draft.assistance)


def show_plan(form: TripForm, draft: Draft, plan: Plan, ways: Ways, time: AgencyTime) -> None:
    """Show computed times in their own look, and how far it is."""
    out = plan.out
    for field, name, moment in (
        (form.appointment, "appointment", out.appointment_at),
        (form.pickup, "pickup", out.pickup_at),
        (form.dropoff, "dropoff", out.dropoff_at),
        (form.return_time, RETURN, plan.return_at),
    ):
        shown = time.local(moment).time() if moment is not None else None
        field.show_computed(shown if name in plan.computed else None)
    has_time = draft.return_kind in {ReturnKind.SCHEDULED, ReturnKind.WAIT}
    form.return_time.setEnabled(has_time)
    form.return_mode.setVisible(draft.return_kind is not ReturnKind.NONE)
    form.return_way.setVisible(draft.return_kind is ReturnKind.WILL_CALL)
    form.return_way.setText("The member phones when ready; the ride waits on the board.")
    form.stay.show_usual(draft.stay if draft.stay_min is None else None)
    way = ways.of(draft.start, draft.place)
    form.way.setText(way.words)
    form.way.setVisible(bool(way.words))
    form.drive.show_usual(way.minutes)
    form.stops.show_words(_stop_words(draft, plan, ways, time))


def _stop_words(draft: Draft, plan: Plan, ways: Ways, time: AgencyTime) -> list[str]:
    said = []
    here = draft.place
    times = iter(plan.stops)
    for stop in draft.stops:
        if stop.place is None:
            said.append("")
            continue
        known = next(times, None)
        parts = [ways.of(here, stop.place).words]
        if known is not None:
            parts.insert(0, f"leaves {_clock(known.pickup_at, time)}")
            if known.dropoff_at is not None:
                parts.insert(1, f"arrives {_clock(known.dropoff_at, time)}")
        said.append(" · ".join(part for part in parts if part))
        here = stop.place
    return said


def _clock(moment: datetime, time: AgencyTime) -> str:
    return time_text(time.local(moment))


def show_repeat(form: TripForm, days: tuple[Any, ...], problem: str, *, is_open: bool) -> None:
    """Show how many trips the repeat makes, or what is wrong with it."""
    if problem:
        form.repeat_words.setText(f"✖ {problem}")
    elif days and is_open:
        until = day_year_text(days[-1])
        form.repeat_words.setText(f"until further notice; {len(days)} days until {until} to begin")
    elif days:
        first, last = day_year_text(days[0]), day_year_text(days[-1])
        form.repeat_words.setText(f"{len(days)} days, {first} to {last}")
    else:
        form.repeat_words.setText("one trip")
