"""Plans the import of a list of trips: one row is a ride there and its way back. Pure."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from functools import partial

from nemt_desk.exchange.cells import choices, days, ids, numbers, times, words
from nemt_desk.exchange.cells.got import EMPTY, Got, Weight, taken
from nemt_desk.exchange.cells.names import PersonName, read_name
from nemt_desk.exchange.drafts import Draft, Readers, drafts_of
from nemt_desk.exchange.homes import joined
from nemt_desk.exchange.people import Person
from nemt_desk.exchange.reading.table import Table
from nemt_desk.exchange.rides.entry import RideEntry
from nemt_desk.exchange.rides.known import (
    HOME,
    Drivers,
    Meant,
    Members,
    Places,
    RideKey,
    RideMember,
    RidePlace,
)
from nemt_desk.exchange.sense import Sense
from nemt_desk.ground.ids import Id
from nemt_desk.ground.words import fold, time_text
from nemt_desk.trips.rows import ReturnKind

_FAR = timedelta(days=400)
_MIN_PER_MILE, _USUAL_DRIVE_MIN = 2, 30
_LONG_AGO = timedelta(days=365 * 10)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SHORT_DAYS = {"m": 0, "t": 1, "tu": 1, "w": 2, "th": 3, "r": 3, "f": 4, "sa": 5, "su": 6}
_SERVICES = {
    "dialysis": "dialysis", "prescription": "pharmacy_pickup", "pharmacy": "pharmacy_pickup",
    "rx": "pharmacy_pickup", "dental": "dental", "dentist": "dental", "eye exam": "eye_exam",
    "eye": "eye_exam", "vision": "eye_exam", "appointment": "office_visit",
    "doctor": "office_visit",
    "office visit": "office_visit", "mental health": "behavioral", "counseling": "behavioral",
    "vaccination": "vaccination", "specialist": "specialist", "adult day": "adult_day_care",
}  # fmt: skip


_TOLD_APART = {
    "member": "Add the member ID.",
    "place": "Write its short name or its street address.",
}


@dataclass(frozen=True, slots=True)
class RideOffice:
    """What the office knows that a list of trips refers to."""

    members: Iterable[RideMember] = ()
    places: Sequence[RidePlace] = ()
    drivers: Iterable[Person] = ()
    booked: frozenset[RideKey] = frozenset()
    busy: Mapping[tuple[Id, date], tuple[tuple[time, time], ...]] = field(default_factory=dict)


def _who(text: str) -> Got:
    """A member's name refers to somebody: how it is typed matters only if nobody is found."""
    got = read_name(text)
    if isinstance(got.value, PersonName):
        return taken(got.value, got.value.text)
    return taken(PersonName(text, ""), text) if any(char.isalpha() for char in text) else EMPTY


def readers(sense: Sense, *, day_first: bool, known_ids: Container[str] = ()) -> Readers:
    """Return how each column of a list of trips is read."""
    read_id = partial(ids.read_member_id, is_eight_digits=sense.is_eight_digits, known=known_ids)
    note = partial(words.read_note, most=sense.note_limit)
    when = days.DaySense(sense.today, day_first)
    return {
        "number": ids.read_number,
        "day": lambda text: days.read_day(text, when, bad=Weight.ROW) if text else EMPTY,
        "weekday": words.read_line,
        "member_id": read_id,
        "member": _who,
        "pickup": times.read_time,
        "appointment": times.read_time,
        "origin": words.read_line,
        "destination": words.read_line,
        "return_kind": choices.read_return,
        "return_at": times.read_time,
        "wheelchair": choices.read_wheelchair,
        "riders": numbers.read_riders,
        "driver": words.read_line,
        "miles": numbers.read_miles,
        "standing": words.read_line,
        "purpose": words.read_line,
        "driver_note": note,
        "office_note": note,
    }


class _Reading:
    """Looks over the rows of one list, one after the other."""

    def __init__(self, sense: Sense, office: RideOffice) -> None:
        self.sense = sense
        self.members = Members(office.members)
        self.places = Places(office.places)
        self.drivers = Drivers(office.drivers)
        self.booked: dict[RideKey, int] = dict.fromkeys(office.booked, 0)
        self.busy: dict[tuple[Id, date], list[tuple[time, time]]] = {
            key: list(spans) for key, spans in office.busy.items()
        }

    def look_over(self, draft: Draft) -> None:
        """Find out what a row means; give it its entry or its refusal."""
        member = self._member(draft)
        day = self._day(draft, member)
        origin = self._end(draft, "origin", member)
        destination = self._end(draft, "destination", member)
        self._driver(draft)
        kind = self._return(draft)
        _check_times(draft, kind)
        if origin is not None and origin == destination:
            draft.refuse("origin", "The ride ends where it begins.")
        if member is None or day is None or origin is None or destination is None:
            return
        for key, place_id in (("origin", origin), ("destination", destination)):
            closed_on = self.places.closed.get(place_id)
            if closed_on is not None and closed_on <= day:
                draft.refuse(key, "This place is closed on that day.")
        if draft.is_refused:
            return
        self._reckon_pickup(draft)
        self._against_others(draft, member, day, destination)
        if not draft.is_refused:
            draft.entry = _entry(draft, (member, day, origin, destination), kind)

    def _member(self, draft: Draft) -> RideMember | None:
        typed, name = draft.line("member_id"), draft.value("member")
        name = name if isinstance(name, PersonName) else None
        draft.label = draft.got.get("member", EMPTY).text or typed
        if draft.is_refused and not typed and draft.typed("member_id").strip():
            return None
        if typed:
            return self._by_id(draft, typed, name)
        if name is None:
            draft.refuse("member", "There is neither a member ID nor a name.")
            return None
        meant = self.members.named(name)
        if meant.found is not None:
            draft.warn("member", "There is no member ID; the member was found by name alone.")
        else:
            draft.refuse("member", _nobody(meant, "member"))
        return meant.found

    def _by_id(self, draft: Draft, typed: str, name: PersonName | None) -> RideMember | None:
        member = self.members.by_id.get(typed)
        if member is None:
            sentence = (
                "The office has no member with this ID: refused before, or not brought in yet."
            )
            draft.refuse("member" if draft.has("member") else "member_id", sentence)
            return None
        if name is None or self.members.is_same(member, name):
            return member
        if self.members.is_close(member, name):
            draft.warn("member", f"The name is slightly off; the ID is {member.person.label}'s.")
            return member
        draft.refuse(
            "member", f"ID and name don't belong together: the ID is {member.person.label}'s."
        )
        return None

    def _day(self, draft: Draft, member: RideMember | None) -> date | None:
        day = draft.value("day")
        if not isinstance(day, date):
            if not draft.typed("day").strip():
                draft.refuse("day", "There is no date.")
            return None
        today = self.sense.today
        if member is not None and member.person.birth_date and day < member.person.birth_date:
            draft.refuse("day", "The ride is before the member was born.")
        elif day < today - _LONG_AGO:
            draft.refuse("day", "The ride is more than ten years ago.")
        elif day > today + _FAR:
            draft.refuse("day", "The ride is years ahead.")
        elif day < today:
            draft.warn("day", "This day has passed; the ride comes in as one still to be driven.")
        typed = _weekday(draft.line("weekday"))
        if typed is not None and typed != day.weekday():
            said = _WEEKDAYS[day.weekday()].capitalize()
            draft.warn("weekday", f"The weekday does not fit the date, which is a {said}.")
        if member is not None:
            _check_eligible(draft, member, day)
        return day

    def _end(self, draft: Draft, key: str, member: RideMember | None) -> Id | None:
        text = draft.line(key)
        if key == "origin" and not draft.has(key):
            text = "Home"
        if not text:
            what = "destination" if key == "destination" else "place to be picked up"
            draft.refuse(key, f"There is no {what}.")
            return None
        if fold(text) in HOME:
            draft.put(key, Got(text, "Home"))
            if member is not None and member.home_id is None:
                draft.refuse(key, "The office has no home of this member.")
            return member.home_id if member is not None else None
        meant = self.places.named(text)
        if meant.found is None:
            draft.refuse(key, _nobody(meant, "place"))
            return None
        draft.put(key, Got(text, meant.found.name))
        return meant.found.id

    def _driver(self, draft: Draft) -> None:
        text = draft.line("driver")
        if not text:
            return
        meant = self.drivers.named(text)
        if meant.found is None:
            many = (
                "Several drivers are called so" if meant.is_ambiguous else "There is no such driver"
            )
            draft.warn("driver", f"{many}: nobody is assigned.")
            draft.put("driver", EMPTY)
        else:
            name = f"{meant.found.last}, {meant.found.first}"
            draft.put("driver", taken(name, name))

    def _return(self, draft: Draft) -> ReturnKind:
        found = draft.value("return_kind")
        if isinstance(found, str):
            kind = ReturnKind(found)
            if kind is ReturnKind.SCHEDULED and draft.value("return_at") is None:
                if not any(one.key == "return_at" for one in draft.findings):
                    draft.warn(
                        "return_at", "The return has no time: booked as will-call until then."
                    )
                return ReturnKind.WILL_CALL
            return kind
        if draft.value("return_at") is not None:
            return ReturnKind.SCHEDULED
        if not draft.has("return_kind"):
            return ReturnKind.NONE
        sentence = "How the member comes back is not known: booked as will-call, so that nobody"
        draft.warn("return_kind", f"{sentence} is left there.")
        return ReturnKind.WILL_CALL

    def _reckon_pickup(self, draft: Draft) -> None:
        """Give a trip without a pick-up the one its appointment asks for, and say so."""
        appointment = _clock(draft, "appointment")
        if _clock(draft, "pickup") is not None or appointment is None:
            return
        miles = draft.value("miles")
        drive = round(miles * _MIN_PER_MILE) if isinstance(miles, float) else _USUAL_DRIVE_MIN
        begin = appointment.hour * 60 + appointment.minute - self.sense.before_min - drive
        found = time(*divmod(max(0, begin - begin % 5), 60))
        draft.reckoned = found
        shown = time_text(found)
        draft.warn("pickup", f"No pick-up can be read; {shown} was reckoned from the appointment.")

    def _against_others(self, draft: Draft, member: RideMember, day: date, destination: Id) -> None:
        begin, end = _span(draft)
        key = RideKey(member.id, day, f"{begin:%H:%M}", destination)
        if key in self.booked:
            row = self.booked[key]
            where = f"in row {row}" if row else "in the office"
            draft.refuse("number", f"The same member, date, time and place stand {where} already.")
            return
        self.booked[key] = draft.row.row
        spans = self.busy.setdefault((member.id, day), [])
        if any(begin < other_end and other_begin < end for other_begin, other_end in spans):
            draft.warn("destination", "The member has another ride at that time.")
        spans.append((begin, end))


def read_rides(
    table: Table, mapping: Mapping[str, str], sense: Sense, office: RideOffice
) -> list[Draft]:
    """Return every record of a list of trips with its entry, or why it is refused."""
    day_first = "day" in mapping and days.is_day_first(table.column(mapping["day"]))
    reading = _Reading(sense, office)
    known_ids = reading.members.by_id
    drafts = drafts_of(table, mapping, readers(sense, day_first=day_first, known_ids=known_ids))
    for draft in drafts:
        reading.look_over(draft)
    return drafts


def _nobody[Found](meant: Meant[Found], what: str) -> str:
    if meant.is_ambiguous:
        return f"More than one {what} is called so. {_TOLD_APART[what]}"
    if meant.close:
        return f"There is no such {what}. Was {' or '.join(meant.close)} meant?"
    return f"There is no such {what}."


def _weekday(text: str) -> int | None:
    folded = fold(text)
    if folded in _SHORT_DAYS:
        return _SHORT_DAYS[folded]
    return _WEEKDAYS.index(folded[:3]) if folded[:3] in _WEEKDAYS else None


def _check_eligible(draft: Draft, member: RideMember, day: date) -> None:
    if member.eligible_until is not None and day > member.eligible_until:
        draft.warn("day", "The member's eligibility ends before this ride.")
    elif member.eligible_from is not None and day < member.eligible_from:
        draft.warn("day", "The member's eligibility begins after this ride.")


def _clock(draft: Draft, key: str) -> time | None:
    found = draft.value(key)
    return found if isinstance(found, time) else None


def _check_times(draft: Draft, kind: ReturnKind) -> None:
    pickup, appointment = _clock(draft, "pickup"), _clock(draft, "appointment")
    if pickup is None and appointment is None:
        typed = "pickup" if draft.typed("pickup").strip() or draft.has("pickup") else "appointment"
        bad = [one for one in draft.findings if one.key in {"pickup", "appointment"}]
        sentence = "Neither pick-up nor appointment time can be read." if bad else (
            "There is neither a pick-up nor an appointment time."
        )  # fmt: skip
        draft.refuse(bad[0].key if bad else typed, sentence)
        return
    if pickup is not None and appointment is not None and pickup >= appointment:
        draft.refuse("pickup", "The pick-up is not before the appointment.")
    back = _clock(draft, "return_at")
    begin = appointment or pickup
    if back is not None and begin is not None and back <= begin and kind is not ReturnKind.NONE:
        draft.refuse("return_at", "The return is before the ride there.")


def _span(draft: Draft) -> tuple[time, time]:
    pickup, appointment = _clock(draft, "pickup"), _clock(draft, "appointment")
    begin = pickup or draft.reckoned or appointment or time()
    end = appointment or begin
    return begin, end if end > begin else begin.replace(second=59)


def _entry(draft: Draft, known: tuple[RideMember, date, Id, Id], kind: ReturnKind) -> RideEntry:
    member, day, origin, destination = known
    miles, riders = draft.value("miles"), draft.value("riders")
    purpose = draft.line("purpose")
    wheelchair = draft.value("wheelchair")
    told = [
        f"Trip {number} of the list" if (number := draft.line("number")) else "",
        f"Driver in the list: {driver}" if (driver := draft.line("driver")) else "",
        f"Driver in the list: {typed}" if not driver and (typed := draft.typed("driver").strip())
        else "",
        f"Miles in the list: {draft.got['miles'].text}" if isinstance(miles, float) else "",
        f"Standing: {standing}" if (standing := draft.line("standing")) else "",
    ]  # fmt: skip
    return RideEntry(
        member_id=member.id,
        day=day,
        origin_id=origin,
        destination_id=destination,
        back_to_id=member.home_id or origin,
        pickup=_clock(draft, "pickup") or draft.reckoned,
        appointment=_clock(draft, "appointment"),
        return_kind=kind,
        return_at=_clock(draft, "return_at") if kind is not ReturnKind.NONE else None,
        in_wheelchair=wheelchair is True,
        riders=riders if isinstance(riders, int) else 0,
        mode=member.mode or 2,
        assistance=member.assistance,
        service=_SERVICES.get(fold(purpose), purpose),
        miles=miles if isinstance(miles, float) else None,
        driver_note=draft.line("driver_note"),
        office_note=joined([draft.line("office_note"), *told, *draft.left_out()]),
    )
