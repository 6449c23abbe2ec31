"""Plans the import of a list of drivers. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial

from nemt_desk.drivers.rows import CarEntry, CredentialEntry, CredentialKind, DriverEntry, Hours
from nemt_desk.drivers.rules import checked
from nemt_desk.exchange.cells import choices, days, hours, ids, numbers, words
from nemt_desk.exchange.cells.got import EMPTY, Got, no_cell, taken
from nemt_desk.exchange.cells.names import PersonName
from nemt_desk.exchange.cells.phones import Phones, read_phone
from nemt_desk.exchange.drafts import Draft, Readers, drafts_of
from nemt_desk.exchange.homes import ADDRESS_READERS, home_of, joined
from nemt_desk.exchange.naming import NAME_READERS, is_shouted, name_of
from nemt_desk.exchange.people import People, Person
from nemt_desk.exchange.reading.table import Table
from nemt_desk.exchange.sense import Sense
from nemt_desk.exchange.towns import check_addresses
from nemt_desk.ground.errors import InputError
from nemt_desk.ground.words import fold, phone_text

_PAPERS = {
    "licence": CredentialKind.LICENCE,
    "insurance": CredentialKind.INSURANCE,
    "background": CredentialKind.BACKGROUND,
    "exclusion": CredentialKind.EXCLUSION_CHECK,
    "driving_record": CredentialKind.DRIVING_RECORD,
}
_RELATED = re.compile(
    r"\b((?:grand|step)?(?:daughter|son|mother|father|child)|wife|husband|spouse|partner|brother|"
    r"sister|(?:brother|sister|mother|father|son|daughter)[- ]in[- ]law|aunt|uncle|niece|nephew|"
    r"cousin|friend|neighbou?r|pca|caregiver|foster parent)\s+(?:of|to)\s+"
    r"((?:[^\W\d_]\.\s*)?[^\W\d_][\w.'\u2019-]*(?:\s+[^\W\d_][\w'\u2019-]*)?)",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")


def _email(text: str) -> Got:
    if not text or _EMAIL.fullmatch(text):
        return taken(text, text) if text else EMPTY
    return no_cell("An e-mail address looks like name@example.org.")


def readers(sense: Sense, day_first: Mapping[str, bool]) -> Readers:
    """Return how each column of a list of drivers is read."""
    note = partial(words.read_note, most=sense.note_limit)
    phone = partial(read_phone, area_code=sense.area_code)

    def paper(key: str) -> partial[Got]:
        return partial(_paper, sense=days.DaySense(sense.today, day_first.get(key, False)))

    return {
        **NAME_READERS,
        **ADDRESS_READERS,
        **{key: paper(key) for key in _PAPERS},
        "number": ids.read_number,
        "phone": phone,
        "phone2": phone,
        "email": _email,
        "car": words.read_line,
        "plate": ids.read_plate,
        "seats": numbers.read_seats,
        "lift": choices.read_lift,
        "hours": hours.read_hours,
        "max_miles": partial(numbers.read_miles, is_limit=True),
        "day_miles": partial(numbers.read_miles, is_limit=True),
        "languages": words.read_line,
        "driver_note": note,
        "office_note": note,
    }


_SHORT = re.compile(r"\d{1,2}[/.-]\d{1,2}")
_WHICH = "A day without its year, or a month of a year? Write it whole, like 6/30/2028."


def _paper(text: str, sense: days.DaySense) -> Got:
    if _SHORT.fullmatch(text):
        return no_cell(_WHICH)
    return days.read_day(text, sense) if text else EMPTY


def read_drivers(
    table: Table,
    mapping: Mapping[str, str],
    sense: Sense,
    known: Iterable[Person] = (),
    members: Iterable[Person] = (),
) -> list[Draft]:
    """Return every record of a list of drivers with its entry, or why it is refused."""
    day_first = {
        key: days.is_day_first(table.column(mapping[key])) for key in _PAPERS if key in mapping
    }
    drafts = drafts_of(table, mapping, readers(sense, day_first))
    shouted = is_shouted(drafts)
    names = {id(draft): name_of(draft, shouted=shouted) for draft in drafts}
    everybody = list(members)
    for draft in drafts:
        name = names[id(draft)]
        if name is not None:
            draft.label = f"{name.last}, {name.first}"
            draft.put("name", Got(name, name.text))
        _look_at_papers(draft, sense.today)
        _look_at_relation(draft, everybody)
    check_addresses(drafts, sense)
    _tell_same(drafts, names, list(known))
    for draft in drafts:
        name = names[id(draft)]
        if name is not None and not draft.is_refused:
            try:
                draft.entry = checked(_entry(draft, name, sense))
            except InputError as error:
                draft.refuse("", error.sentence)
    return drafts


def _look_at_papers(draft: Draft, today: date) -> None:
    for key in _PAPERS:
        until = draft.value(key)
        if draft.has(key) and not draft.typed(key).strip():
            draft.warn(key, "There is no date for this paper.")
        elif isinstance(until, date) and until < today:
            draft.warn(key, "This paper has ended already.")


def _look_at_relation(draft: Draft, members: Sequence[Person]) -> None:
    match = _RELATED.search(draft.line("office_note"))
    if match is None:
        return
    who = _meant(match[2], members)
    if not who:
        draft.warn("office_note", "This names somebody who is no member of the office: look at it.")
        return
    shown = " or ".join(person.label for person in who[:3])
    draft.warn(
        "office_note",
        f"Related to a member ({shown}): a vested interest (S4-108). Enter the relation on the"
        " driver's card.",
    )


def _meant(text: str, members: Sequence[Person]) -> list[Person]:
    words_ = fold(text).split()
    found = []
    for take in (words_, words_[:-1], words_[:1]):
        if not take:
            continue
        last, first = take[-1], take[0] if len(take) > 1 else ""
        found = [
            person for person in members
            if person.folded_last == last and person.folded_first.startswith(first)
        ]  # fmt: skip
        if found:
            break
    return found


def _tell_same(
    drafts: Sequence[Draft], names: Mapping[int, PersonName | None], known: Sequence[Person]
) -> None:
    people = People(known)
    by_name = {(person.folded_last, person.folded_first): person for person in known}
    for draft in drafts:
        name = names[id(draft)]
        if name is None or draft.is_refused:
            continue
        found = [
            one.first for one in map(draft.value, ("phone", "phone2")) if isinstance(one, Phones)
        ]
        person = Person(name.last, name.first, None, "", tuple(found), draft.label, draft.row.row)
        same = by_name.get((person.folded_last, person.folded_first))
        like = people.like(person)
        if same is not None:
            where = "in the office" if same.is_known else f"in row {same.row}"
            draft.refuse("name", f"A driver of this name is there already, {where}.")
            continue
        if like is not None:
            where = "in the office" if like[0].is_known else f"in row {like[0].row}"
            draft.warn("name", f"Probably the same driver as {like[0].label} {where} ({like[1]}).")
        people.add(person)
        by_name[person.folded_last, person.folded_first] = person


def _entry(draft: Draft, name: PersonName, sense: Sense) -> DriverEntry:
    phone, phone2 = draft.value("phone"), draft.value("phone2")
    one = phone if isinstance(phone, Phones) else Phones("")
    two = phone2 if isinstance(phone2, Phones) else Phones("")
    beside = [n for n in (one.second, two.second) if n and n != two.first]
    miles, in_a_day = draft.value("max_miles"), draft.value("day_miles")
    number = draft.line("number")
    return DriverEntry(
        last_name=name.last,
        first_name=name.first,
        middle_name=name.middle,
        phone=one.first or two.first,
        phone2=(two.first or one.second) if one.first else "",
        email=draft.line("email"),
        max_miles=miles if isinstance(miles, int) else None,
        day_miles=in_a_day if isinstance(in_a_day, int) else None,
        languages=draft.line("languages"),
        driver_note=draft.line("driver_note"),
        office_note=joined(
            [
                draft.line("office_note"),
                f"Name ends with {name.suffix}" if name.suffix else "",
                f"No. in the list: {number}" if number else "",
                *(f"Another phone: {phone_text(n)}" for n in beside),
                *draft.left_out(),
            ]
        ),
        cars=_cars(draft),
        credentials=tuple(
            CredentialEntry(kind, until_day=until)
            for key, kind in _PAPERS.items()
            if isinstance(until := draft.value(key), date)
        ),
        hours=_hours(draft),
        home=home_of(draft, sense),
    )


def _cars(draft: Draft) -> tuple[CarEntry, ...]:
    seats, lift = draft.value("seats"), draft.value("lift")
    has_lift = lift is True
    car = CarEntry(
        text=draft.line("car"),
        plate=draft.line("plate"),
        seats=seats if isinstance(seats, int) else 0,
        wheelchair_places=int(has_lift),
        has_lift=has_lift,
    )
    return (car,) if car.text or car.plate or car.seats or has_lift else ()


def _hours(draft: Draft) -> tuple[Hours, ...]:
    found = draft.value("hours")
    if not isinstance(found, tuple):
        return ()
    return tuple(Hours(span.weekday, span.start_min, span.end_min) for span in found)
