"""Which papers, complaints and promises of the office need a hand. Pure: facts in, lines out."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from nemt_desk.drivers.rows import Driver
from nemt_desk.drivers.rules import CREDENTIAL_WORDS, credentials_missing
from nemt_desk.ground.words import day_text
from ui.today.facts import Facts
from ui.today.lines import Group, Line
from ui.today.members import member_lines

if TYPE_CHECKING:
    from nemt_desk.ground.ids import Id

SOON_DAYS = 30
_CASE_DAYS = 7
_BACKUP_AGE = timedelta(days=1)


def paper_lines(facts: Facts) -> Iterator[Line]:
    """Yield what runs out, what is due, and what the office itself lacks."""
    yield from _credentials(facts)
    yield from member_lines(facts)
    yield from _cases(facts)
    yield from _office(facts)


def _credentials(facts: Facts) -> Iterator[Line]:
    days: dict[Id, list[date]] = {}
    for run in facts.runs:
        rides = [facts.ride_of.get(given.ride_id) for given in run.assignments]
        if run.day >= facts.today and any(ride is not None and ride.is_open for ride in rides):
            days.setdefault(run.driver_id, []).append(run.day)
    found = [
        (urgency, until, line)
        for driver in facts.drivers
        for urgency, until, line in _of_driver(facts, driver, sorted(days.get(driver.id, [])))
    ]
    yield from (line for *_order, line in sorted(found, key=lambda one: one[:2]))


def _of_driver(facts: Facts, driver: Driver, days: list[date]) -> Iterator[tuple[int, date, Line]]:
    """Yield how pressing each credential is: 0 it ends before a planned ride, 1 it ends soon."""

    def line(status: str, when: str, why: str) -> Line:
        return Line(
            Group.CREDENTIALS, status, when, driver.name, why, "drivers", "driver", driver.id
        )

    for held in driver.latest():
        if held.until_day is None:
            continue
        word, until = _first_up(CREDENTIAL_WORDS[held.kind]), held.until_day
        after = next((day for day in days if day > until), None)
        left = (until - facts.today).days
        status = "lapsed" if left < 0 else "ends_soon"
        if after is not None:
            verb = "ended" if left < 0 else "ends"
            why = f"{word} {verb} {day_text(until)}, before the run of {day_text(after)}"
            yield 0, until, line(status, day_text(after), why)
        elif left <= SOON_DAYS and not driver.is_archived:
            verb = "ended" if left < 0 else "ends"
            yield 1, until, line(status, day_text(until), f"{word} {verb}; no run after it")
    if days:
        for kind in credentials_missing(driver, facts.today):
            why = f"No {CREDENTIAL_WORDS[kind]} is on file"
            yield 0, facts.today, line("missing", day_text(days[0]), why)


def _first_up(text: str) -> str:
    return text[:1].upper() + text[1:]


def _cases(facts: Facts) -> Iterator[Line]:
    for case in facts.cases:
        days = (case.due_on - facts.today).days
        if days > _CASE_DAYS:
            continue
        status = "overdue" if days < 0 else "due"
        who = f"{_first_up(case.kind.value)} {case.number}"
        when = {0: "today", 1: "tomorrow"}.get(days, day_text(case.due_on))
        yield Line(Group.CASES, status, when, who, case.summary, "complaints", "case_file", case.id)


def _office(facts: Facts) -> Iterator[Line]:
    def line(status: str, when: str, who: str, why: str, kind: str) -> Line:
        return Line(Group.OFFICE, status, when, who, why, "office", kind)

    if facts.backup_at is None:
        yield line("missing", "now", "Backup", "there is no checked backup yet", "backups")
    elif facts.now - facts.backup_at > _BACKUP_AGE:
        when = day_text(facts.time.day(facts.backup_at))
        yield line("overdue", when, "Backup", "the newest checked backup is old", "backups")
    if not facts.has_map:
        why = "no map that opens: no routed miles, no directions; build it from a file"
        yield line("missing", "now", "Map", why, "map")
    settings = facts.settings
    lacking = [
        word
        for word, value in (
            ("telephone", settings.phone),
            ("address", settings.address),
            ("NPI or UMPI", settings.npi or settings.umpi),
        )
        if not value
    ]
    if lacking:
        why = f"{', '.join(lacking)} not entered; every trip log prints them"
        yield line("missing", "now", "Agency", why, "agency")
