"""Whether this driver, this car and this member go together on this day, apart from the clock."""

from collections.abc import Iterator

from nemt_desk.ground.units import metres, miles
from nemt_desk.ground.words import day_text, fold
from nemt_desk.planning.rows import DayCredential, DriverDay, RideTask, Severity, Violation
from nemt_desk.planning.stops import Load, aboard_with, peak_aboard
from nemt_desk.planning.words import clock_text

_DAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")


def driver_checks(day: DriverDay, ride: RideTask) -> Iterator[Violation]:
    """Yield what speaks against the driver; `day` holds the ride already."""
    yield from _presence(day, ride)
    yield from _car(day, ride)
    yield from _credentials(day)
    yield from _standing(day, ride)
    yield from _abilities(day, ride)
    yield from _company(day, ride)
    yield from _asked_before(day, ride)


def _presence(day: DriverDay, ride: RideTask) -> Iterator[Violation]:
    if day.away is not None:
        reason = f" ({day.away})" if day.away else ""
        yield Violation("away", f"Away on {day_text(day.day)}{reason}.")
    elif day.is_carrier and not day.has_hours:
        return  # he is asked, as every carrier is
    elif not day.has_hours:
        sentence = "No driving hours are on file for this driver; ask first."
        yield Violation("no_hours_on_file", sentence, Severity.WARN)
    elif not day.hours:
        yield Violation("not_driving_day", f"Does not drive on {_DAYS[day.day.weekday()]}.")
    else:
        yield from _hours(day, ride)


def _hours(day: DriverDay, ride: RideTask) -> Iterator[Violation]:
    begin, end = ride.begin_min, ride.end_min
    if begin is None or end is None:
        return
    if any(span.start_min <= begin and end <= span.end_min for span in day.hours):
        return
    spans = " and ".join(
        f"{clock_text(span.start_min)} to {clock_text(span.end_min)}" for span in day.hours
    )
    over = min(max(span.start_min - begin, 0) + max(end - span.end_min, 0) for span in day.hours)
    yield Violation(
        "outside_hours",
        f"This ride, {clock_text(begin)} to {clock_text(end)}, lies outside the hours on"
        f" {_DAYS[day.day.weekday()]} ({spans}).",
        minutes_over=over,
    )


def _car(day: DriverDay, ride: RideTask) -> Iterator[Violation]:
    car = day.car
    if car is None and day.is_carrier:
        return
    if car is None:
        yield Violation("no_car", "No car is on file for this driver.")
        return
    if not car.plate and not day.is_carrier:
        sentence = "The car has no license plate on file; the trip log needs it (S4-139)."
        yield Violation("no_plate", sentence, Severity.WARN)
    # A ride without a time shares with nobody; it is looked at alone.
    load, at_min = Load(ride.seats, ride.wheelchair_places), ride.begin_min
    if not ride.is_loose and len(day.tasks) > 1:
        load, at_min = peak_aboard(day.tasks, ride.ride_id)
    if load.seats > car.seats:
        when = f" at {clock_text(at_min)}" if at_min is not None else ""
        sentence = f"{_count(load.seats, 'seat')} needed{when}; the car has {car.seats}."
        yield Violation("seats", sentence)
    needs_lift = ride.needs_lift or ride.wheelchair_places > 0
    if needs_lift and not car.has_lift:
        yield Violation("lift", "The member rides in a wheelchair; this car has no lift or ramp.")
    elif load.wheelchair_places > car.wheelchair_places:
        needed = _count(load.wheelchair_places, "wheelchair place")
        sentence = f"{needed} needed; the car has {car.wheelchair_places}."
        yield Violation("wheelchair_places", sentence)


def _count(number: int, noun: str) -> str:
    return f"1 {noun} is" if number == 1 else f"{number} {noun}s are"


def _credentials(day: DriverDay) -> Iterator[Violation]:
    for credential in day.credentials:
        if credential.until_day is not None and credential.until_day < day.day:
            name, ended = credential.name.capitalize(), day_text(credential.until_day)
            yield Violation(
                "credential",
                f"{name} ended {ended} {credential.until_day.year}, before this ride (FED-002).",
                _severity(credential),
            )
    for missing in day.missing:
        sentence = f"No {missing.name} is on file for this driver (FED-002)."
        yield Violation("credential_missing", sentence, _severity(missing))


def _severity(credential: DayCredential) -> Severity:
    return Severity.BLOCK if credential.is_blocking else Severity.WARN


def _standing(day: DriverDay, ride: RideTask) -> Iterator[Violation]:
    """Check the pair, and recognition for volunteers (S4-120, S4-108, VOL-019)."""
    relations = [r for r in day.relations if r.member_id == ride.member_id]
    if any(relation.is_refused for relation in relations):
        yield Violation("refused", "This member and this driver do not ride together.")
    kin = [relation for relation in relations if not relation.is_refused]
    if kin:
        if ride.mode != 1:
            yield Violation(
                "relation",
                f"Is the member's {kin[0].name}: pays as mode 1, not mode {ride.mode}"
                " (S4-108, VOL-019).",
                Severity.WARN,
            )
        return  # whoever has a vested interest is not asked for recognition (decisions.md)
    if day.is_private:
        sentence = "Drives only people of his own; no relation to this member is on file (S4-108)."
        yield Violation("not_related", sentence)
    if not day.is_volunteer:
        return
    begun = day.recognized_on is not None and day.recognized_on <= day.day
    if not begun or (day.recognized_until is not None and day.recognized_until < day.day):
        sentence = f"Is not recognized by the agency on {day_text(day.day)} (S4-120)."
        yield Violation("not_recognized", sentence)
    if not day.is_open_to_all:
        sentence = "Is not available to all members; a volunteer must be (S4-120)."
        yield Violation("not_open_to_all", sentence)


def _abilities(day: DriverDay, ride: RideTask) -> Iterator[Violation]:
    if ride.needs_door_through and not day.is_door_through:
        sentence = "The member needs help through the door; this driver does not give it (S4-024)."
        yield Violation("door_through", sentence)
    yield from _language(day, ride)
    yield from _distance(day, ride)


def _language(day: DriverDay, ride: RideTask) -> Iterator[Violation]:
    if not ride.language or fold(ride.language) in map(fold, day.languages):
        return
    known = ", ".join(day.languages) or "no other language on file"
    sentence = f"The member speaks {ride.language}; this driver: {known}."
    yield Violation("language", sentence, Severity.WARN)


def _company(day: DriverDay, ride: RideTask) -> Iterator[Violation]:
    """Tell when somebody is aboard at the same time whom the member may not ride with."""
    if ride.is_loose or not day.apart:
        return
    others = {
        task.ride_id
        for task in day.tasks
        if task.ride_id != ride.ride_id and {task.member_id, ride.member_id} in day.apart
    }
    if others & aboard_with(day.tasks, ride.ride_id):
        sentence = "Somebody would be aboard with whom this member may not ride."
        yield Violation("apart", sentence)


def _asked_before(day: DriverDay, ride: RideTask) -> Iterator[Violation]:
    said = [one for one in day.declined if one.ride_id == ride.ride_id]
    if not said:
        return
    last = max(said, key=lambda one: one.on)
    what = "standing order" if last.is_order else "ride"
    yield Violation("declined", f"Said no to this {what} on {day_text(last.on)}.", Severity.WARN)


def _distance(day: DriverDay, ride: RideTask) -> Iterator[Violation]:
    if day.max_m is None or ride.direct_m is None:
        return
    # A twentieth of a mile is lost in rounding: whoever goes 30 miles goes 30.0 on paper.
    if ride.direct_m > day.max_m + metres(0.05):
        far, most = miles(ride.direct_m), miles(day.max_m, 0)
        yield Violation("too_far", f"{far} miles; this driver goes up to {most}.")
