"""Plans the import of a list of members. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial

from nemt_desk.exchange.cells import choices, days, ids, numbers, words
from nemt_desk.exchange.cells.got import EMPTY, Got, Weight
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
from nemt_desk.members.rows import MemberEntry, Need, Program
from nemt_desk.members.rules import checked, has_minnesota_id

_PROGRAMS = {fold(program.value): program for program in Program} | {
    "mo healthnet": Program.MHN,
    "missouri healthnet": Program.MHN,
    "mnsure": Program.MNCARE,
    "minnesotacare": Program.MNCARE,
    "husky a": Program.HUSKY_A,
    "husky b": Program.HUSKY_B,
    "husky c": Program.HUSKY_C,
    "husky d": Program.HUSKY_D,
}
# Every state has these; only in Minnesota they are the names of programs.
_PROGRAMS_HERE = {
    "medical assistance": Program.MA,
    "medicaid": Program.MA,
    "emergency ma": Program.EMA,
}
_FIELDS = {
    "name": "Name", "birth_date": "Birth date", "phone": "Phone", "phone2": "Other phone",
    "address": "Address", "city": "Town", "zip": "ZIP", "mode": "Mode", "office_note": "Notes",
}  # fmt: skip


def _program(text: str, *, is_minnesota: bool) -> Got:
    here = _PROGRAMS_HERE if is_minnesota else {}
    program = _PROGRAMS.get(fold(text)) or here.get(fold(text))
    if program is None:
        return Got(None, "", Weight.CELL, "This program is not known.") if text else EMPTY
    return Got(program, program.value)


def readers(sense: Sense, day_first: Mapping[str, bool]) -> Readers:
    """Return how each column of a list of members is read."""
    note = partial(words.read_note, most=sense.note_limit)
    phone = partial(read_phone, area_code=sense.area_code)

    def day(key: str) -> days.DaySense:
        return days.DaySense(sense.today, day_first.get(key, False))

    return {
        **NAME_READERS,
        **ADDRESS_READERS,
        # Read in earnest when the row's program is known, which says what it must be like.
        "member_id": words.read_line,
        "birth_date": lambda text: days.read_birth_date(text, day("birth_date")) if text else EMPTY,
        "phone": phone,
        "phone2": phone,
        "contact_phone": phone,
        "mode": numbers.read_mode,
        "needs": choices.read_needs,
        "escort": words.read_line,
        "eligible_from": lambda text: days.read_day(text, day("eligible_from")) if text else EMPTY,
        "eligible_until": lambda text: (
            days.read_last_day(text, day("eligible_until")) if text else EMPTY
        ),
        "program": partial(_program, is_minnesota=sense.is_eight_digits),
        **dict.fromkeys(("plan", "county", "language", "contact_name"), words.read_line),
        "driver_note": note,
        "office_note": note,
    }


def read_members(
    table: Table, mapping: Mapping[str, str], sense: Sense, known: Iterable[Person] = ()
) -> list[Draft]:
    """Return every record of a list of members with its entry, or why it is refused."""
    dated = ("birth_date", "eligible_from", "eligible_until")
    day_first = {
        key: days.is_day_first(table.column(mapping[key])) for key in dated if key in mapping
    }
    drafts = drafts_of(table, mapping, readers(sense, day_first))
    shouted = is_shouted(drafts)
    names = {id(draft): name_of(draft, shouted=shouted) for draft in drafts}
    for draft in drafts:
        _read_id(draft, sense)
        _look_over(draft, names[id(draft)])
    check_addresses(drafts, sense)
    people = list(known)
    _refuse_same_ids(drafts, people)
    _warn_of_same(drafts, names, people)
    for draft in drafts:
        name = names[id(draft)]
        if name is not None and not draft.is_refused:
            _enter(draft, name, sense)
    return drafts


def _read_id(draft: Draft, sense: Sense) -> None:
    found = draft.value("program")
    is_eight_digits = has_minnesota_id(
        found if isinstance(found, Program) else None, is_minnesota=sense.is_eight_digits
    )
    got = ids.read_member_id(draft.line("member_id"), is_eight_digits=is_eight_digits)
    draft.put("member_id", got)
    if got.weight is not None:
        draft.say("member_id", got.weight, got.sentence)


def _look_over(draft: Draft, name: PersonName | None) -> None:
    if name is not None:
        draft.label = f"{name.last}, {name.first}"
        draft.put("name", Got(name, name.text))
    if draft.has("member_id") and not draft.typed("member_id").strip():
        draft.warn("member_id", f"{ids.NO_ID} Rides can't be matched to it by number.")
    if draft.has("birth_date") and not draft.typed("birth_date").strip():
        draft.warn("birth_date", "There is no birth date.")
    first, last = draft.value("eligible_from"), draft.value("eligible_until")
    if isinstance(first, date) and isinstance(last, date) and last < first:
        sentence = "Eligibility ends before it begins: its end is left empty."
        draft.say("eligible_until", Weight.CELL, sentence)


def _refuse_same_ids(drafts: Sequence[Draft], known: Sequence[Person]) -> None:
    """Refuse a member ID that stands in the office or further up already; show what differs."""
    office = {person.member_id: person for person in known if person.member_id}
    met: dict[str, Draft] = {}
    for draft in drafts:
        member_id = draft.line("member_id")
        if not member_id or draft.is_refused:
            continue
        if member_id in office:
            other = _differs_from_office(draft, office[member_id])
            draft.refuse("member_id", f"The office has this member ID already. {other}")
        elif member_id in met:
            differ = _differs(draft, met[member_id])
            row = met[member_id].row.row
            draft.refuse("member_id", f"The same member ID stands in row {row} already. {differ}")
        else:
            met[member_id] = draft


def _differs(one: Draft, other: Draft) -> str:
    parts = [
        f"{label} “{one.typed(key).strip()}”, there “{other.typed(key).strip()}”"
        for key, label in _FIELDS.items()
        if one.typed(key).strip() != other.typed(key).strip()
    ]
    return f"What differs: {'; '.join(parts)}." if parts else "Nothing differs."


def _differs_from_office(draft: Draft, known: Person) -> str:
    parts = []
    if fold(draft.label) != fold(f"{known.last}, {known.first}"):
        parts.append(f"name, there {known.last}, {known.first}")
    born = draft.value("birth_date")
    if born is not None and born != known.birth_date:
        there = known.birth_date.isoformat() if known.birth_date else "none"
        parts.append(f"birth date, there {there}")
    phone = draft.value("phone")
    if isinstance(phone, Phones) and phone.first not in known.phones:
        there = phone_text(known.phones[0]) if known.phones else "none"
        parts.append(f"phone, there {there}")
    return f"What differs: {'; '.join(parts)}." if parts else "Nothing differs."


def _person(draft: Draft, name: PersonName) -> Person:
    born = draft.value("birth_date")
    found = (draft.value("phone"), draft.value("phone2"))
    return Person(
        name.last,
        name.first,
        born if isinstance(born, date) else None,
        draft.line("member_id"),
        tuple(one.first for one in found if isinstance(one, Phones)),
        draft.label,
        draft.row.row,
        draft,
    )


def _warn_of_same(
    drafts: Sequence[Draft], names: Mapping[int, PersonName | None], known: Sequence[Person]
) -> None:
    people = People(known)
    for draft in drafts:
        name = names[id(draft)]
        if name is None or draft.is_refused:
            continue
        person = _person(draft, name)
        found = people.like(person)
        people.add(person)
        if found is not None:
            _tell_same(person, *found)


def _tell_same(person: Person, other: Person, reason: str) -> None:
    draft: Draft = person.key
    is_very_same = person.is_same_name(other) and person.birth_date == other.birth_date
    if other.is_known and is_very_same:
        draft.refuse("name", "The office has somebody with this name and birth date already.")
        return
    told, there = draft, other
    if not other.is_known and other.member_id == "" and person.member_id:
        # Of two the one without an ID is the doubtful one, wherever it stands.
        told, there = other.key, person
    where = "in the office" if there.is_known else f"in row {there.row}"
    told.warn(
        "name",
        f"Probably the same person as {there.label} {where} ({reason}). Both are kept: look which"
        " record is right.",
    )


def _enter(draft: Draft, name: PersonName, sense: Sense) -> None:
    try:
        entry = _entry(draft, name, sense)
        draft.entry = checked(entry, sense.today, is_minnesota=sense.is_eight_digits)
    except InputError as error:
        draft.refuse("", error.sentence)


def _entry(draft: Draft, name: PersonName, sense: Sense) -> MemberEntry:
    phone, phone2, notes = _phones(draft)
    needs = draft.value("needs") or ((), "")
    known, unknown = needs if isinstance(needs, tuple) else ((), "")
    escort = draft.line("escort")
    contact = draft.value("contact_phone")
    return MemberEntry(
        last_name=name.last,
        first_name=name.first,
        middle_name=name.middle,
        suffix=name.suffix,
        birth_date=_day(draft, "birth_date"),
        mhcp_id=draft.line("member_id"),
        phone=phone,
        phone2=phone2,
        language=draft.line("language"),
        program=program if isinstance(program := draft.value("program"), Program) else None,
        plan=draft.line("plan"),
        eligible_from=_day(draft, "eligible_from"),
        eligible_until=_day(draft, "eligible_until"),
        county=draft.line("county"),
        assessed_mode=mode if isinstance(mode := draft.value("mode"), int) else None,
        needs=frozenset(map(Need, known)),
        contact_name=draft.line("contact_name"),
        contact_phone=contact.first if isinstance(contact, Phones) else "",
        driver_note=draft.line("driver_note"),
        office_note=joined(
            [
                draft.line("office_note"),
                f"Rides along: {escort}" if escort else "",
                f"Needs: {unknown}" if unknown else "",
                *notes,
                *draft.left_out(),
            ]
        ),
        home=home_of(draft, sense),
    )


def _day(draft: Draft, key: str) -> date | None:
    found = draft.value(key)
    return found if isinstance(found, date) else None


def _phones(draft: Draft) -> tuple[str, str, list[str]]:
    """Return both numbers; a third that stood beside them becomes a note."""
    found = [draft.value("phone"), draft.value("phone2")]
    first, second = (one if isinstance(one, Phones) else Phones("") for one in found)
    numbers_ = [first.first, second.first or first.second]
    beside = [number for number in (first.second, second.second) if number]
    notes = [f"Another phone: {phone_text(n)}" for n in beside if n not in numbers_]
    if not numbers_[0]:
        numbers_ = [numbers_[1], ""]
    return numbers_[0], numbers_[1], notes
