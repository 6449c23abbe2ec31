"""Brings a list in: looks it over, asks where it must, and writes it in one transaction."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from nemt_desk.exchange import keeping, queries
from nemt_desk.exchange.cells.days import DaySense
from nemt_desk.exchange.columns import Guess, guess, missing, subject_of
from nemt_desk.exchange.fields import Subject, known_words
from nemt_desk.exchange.model import ImportBatchRecord
from nemt_desk.exchange.plan import ImportPlan
from nemt_desk.exchange.planning import Listed, plan_of
from nemt_desk.exchange.reading.grid import Source
from nemt_desk.exchange.reading.source import read_file
from nemt_desk.exchange.reading.table import Table, letters, table_of
from nemt_desk.exchange.rows import Batch, ColumnChoice
from nemt_desk.exchange.sense import AskMap, MapAnswer
from nemt_desk.exchange.service import MappingService
from nemt_desk.exchange.writing.refused import REASON
from nemt_desk.geo import Answer
from nemt_desk.ground.changes import Changes
from nemt_desk.ground.clock import AgencyTime
from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.ids import Id, new_id
from nemt_desk.ground.progress import Progress, Quiet
from nemt_desk.ground.session import Store, Work
from nemt_desk.ground.settings import Settings
from nemt_desk.ground.words import day_year_text
from nemt_desk.security.rows import Actor, Right, require

_ROUGH_SENTENCE = "The map knows the street, not this house number: look at the pin."
_ONE = {
    Subject.MEMBERS: "members",
    Subject.DRIVERS: "drivers",
    Subject.PLACES: "places",
    Subject.RIDES: "trips",
    Subject.PAIRS: "pairs of driver and member",
}


@dataclass(frozen=True, slots=True)
class Looked:
    """A file that was looked over; `plan` is None while its columns are not settled."""

    source: Source
    table: Table
    subject: Subject | None
    guess: Guess | None
    is_remembered: bool = False
    plan: ImportPlan | None = None
    before: Batch | None = None

    @property
    def question(self) -> str:
        """What must be settled before there is a plan; "" if nothing."""
        if self.subject is None:
            return "What is this a list of: members, drivers, places, rides or pairs?"
        if self.guess is None or self.guess.is_sure or self.is_remembered:
            return ""
        lacks = [f"There is no column for {what}." for what in self.guess.missing]
        return " ".join([*lacks, *self.guess.doubts])


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """What to look over: a file, and what is known of it by now ("" and None: find out)."""

    path: Path
    subject: Subject | None = None
    sheet: str = ""
    mapping: Mapping[str, str] | None = None
    today: date | None = None
    ask_map: bool = True


@dataclass(frozen=True, slots=True)
class Applied:
    """What was brought in."""

    batch_id: Id
    changes: Changes
    ids: tuple[Id, ...]


class ImportService:
    """Brings lists in. `geocode` asks the map, if there is one."""

    def __init__(
        self,
        store: Store,
        settings: Callable[[], Settings],
        mappings: MappingService,
        geocode: Callable[[str], Answer | None] = lambda _text: None,
    ) -> None:
        self._store = store
        self._settings = settings
        self._mappings = mappings
        self._geocode = geocode

    def look(self, request: ImportRequest, progress: Progress | None = None) -> Looked:
        """Look a file over; nothing is written.

        Raises:
            RefusedError: it can't be read, or has no table.
            EnvironmentProblem: it can't be opened.
        """
        told = progress or Quiet()
        told.step("Reading the file", 5)
        source = read_file(request.path)
        table, subject = _table(source, request)
        if subject is None:
            return Looked(source, table, None, None)
        found = guess(subject, table)
        # A file of refused rows has one column more: it is read like the file it came from.
        headers = [header for header in table.headers if header != REASON]
        kept = self._mappings.remembered(subject.value, headers)
        mapping = request.mapping or kept
        if mapping is not None:
            found = Guess(dict(mapping), (), missing(subject, mapping), ())
        is_remembered = mapping is not None and not found.missing
        looked = Looked(source, table, subject, found, is_remembered)
        if looked.question:
            return looked
        told.step("Looking the rows over", 30)
        listed = Listed(source, table, subject, found.mapping)
        with self._store.read() as session:
            ask_map = self._asker() if request.ask_map else None
            plan = plan_of(session, listed, self._settings(), self._day(request.today), ask_map)
            before = queries.batch_of(session, source.sha256, subject.value)
        told.step("Looked over", 100)
        return Looked(source, table, subject, found, is_remembered, plan, before)

    def apply(
        self,
        actor: Actor,
        plan: ImportPlan,
        *,
        good_rows: bool = False,
        progress: Progress | None = None,
    ) -> Applied:
        """Write what a plan says, in one transaction: undone as one act.

        Raises:
            RefusedError: rows are refused and `good_rows` was not said, nothing is left to bring
                in, or the office has changed since.
        """
        require(actor, Right.WRITE)
        told = progress or Quiet()
        if plan.refused and not good_rows:
            raise RefusedError(
                f"{plan.refused} rows are refused. Mend them in the file, or take the good rows"
                " alone. Nothing was saved."
            )
        if not plan.imported:
            raise RefusedError("There is nothing in this file to bring in. Nothing was saved.")
        told.step("Bringing the rows in", 20)
        text = f"Brought in {plan.imported:,} {_ONE[plan.subject]} from a list"
        with self._store.write(actor, text) as work:
            ids = self._keep(work, plan)
            batch_id = _keep_batch(work, plan)
            told.step("Bringing the rows in", 70)
        self._remember(actor, plan)
        told.step("Brought in", 100)
        return Applied(batch_id, work.changes, tuple(ids))

    def history(self) -> tuple[Batch, ...]:
        """Return the files that were brought in, the newest first."""
        with self._store.read() as session:
            return queries.batches(session)

    def _keep(self, work: Work, plan: ImportPlan) -> list[Id]:
        entries = plan.entries
        if plan.subject is Subject.RIDES:
            return keeping.keep_rides(work, entries, self._settings())
        keep: Mapping[Subject, Callable[[Work, list[object]], list[Id]]] = {
            Subject.MEMBERS: keeping.keep_members,  # type: ignore[dict-item]  # a plan has one kind
            Subject.DRIVERS: keeping.keep_drivers,  # type: ignore[dict-item]
            Subject.PLACES: keeping.keep_places,  # type: ignore[dict-item]
            Subject.PAIRS: keeping.keep_pairs,  # type: ignore[dict-item]
        }
        return keep[plan.subject](work, entries)

    def _remember(self, actor: Actor, plan: ImportPlan) -> None:
        mapping = dict(plan.mapping)
        headers = tuple(header for header in plan.headers if header != REASON)
        if self._mappings.remembered(plan.subject.value, headers) != mapping:
            self._mappings.remember(actor, ColumnChoice(plan.subject.value, headers, mapping))

    def _day(self, today: date | None) -> Callable[[AgencyTime], DaySense]:
        def now(agency: AgencyTime) -> DaySense:
            return DaySense(today or agency.day(self._store.clock.now()))

        return now

    def _asker(self) -> AskMap | None:
        if self._geocode("1 Main St") is None:
            return None

        def ask(street: str, town: str, state: str, code: str) -> MapAnswer | None:
            area = " ".join(part for part in (state, code) if part)
            answer = self._geocode(", ".join(part for part in (street, town, area) if part))
            return None if answer is None else _map_answer(answer, code)

        return ask


def _map_answer(answer: Answer, code: str) -> MapAnswer:
    best = answer.best
    if best is None:
        return MapAnswer(problem=f"The map is not sure of this address. {answer.question}".strip())
    if best.precision.is_rough:
        return MapAnswer(problem=_ROUGH_SENTENCE)
    found = best.text.split()[-1][:5] if best.text else ""
    is_other = found.isdigit() and len(found) == 5 and bool(code) and found != code[:5]
    return MapAnswer(zip=found if is_other else "")


def _table(source: Source, request: ImportRequest) -> tuple[Table, Subject | None]:
    """Return the sheet's table that is asked for, or the first that is of the subject."""
    sheets = [s for s in source.visible if not request.sheet or s.name == request.sheet]
    if not sheets:
        # Sheets may be called after people: no sentence that may be logged repeats their names.
        count = len(source.visible)
        raise RefusedError(
            f"There is no such sheet among the {count} of this file. Look up its name and write it"
            " as it stands there."
        )
    tables: list[Table] = []
    problem: RefusedError | None = None
    for sheet in sheets:
        try:
            tables.append(_before_surplus(table_of(sheet, known_words())))
        except RefusedError as error:
            problem = problem or error
    if not tables:
        raise problem or RefusedError("No table was found in it. Nothing was taken from it.")
    subjects = [subject_of(table) for table in tables]
    if request.subject is None:
        at = next((at for at, subject in enumerate(subjects) if subject is not None), 0)
        return tables[at], subjects[at]
    at = subjects.index(request.subject) if request.subject in subjects else 0
    return tables[at], request.subject


def _before_surplus(table: Table) -> Table:
    """Return a file of refused rows without columns for the cells it had too many before."""
    if REASON not in table.headers:
        return table
    width = table.headers.index(REASON) + 1
    nameless = tuple(f"Column {letters(at)}" for at in range(width, len(table.headers)))
    if table.headers[width:] != nameless:
        return table
    return replace(table, headers=table.headers[:width])


def _keep_batch(work: Work, plan: ImportPlan) -> Id:
    row = ImportBatchRecord(
        id=new_id(),
        purpose=plan.subject.value,
        file_name=plan.file_name,
        file_sha256=plan.sha256,
        row_count=plan.read,
        imported=plan.imported,
        warned=plan.warned,
        refused=plan.refused,
        skipped=plan.skipped,
        note="\n".join(plan.notes),
    )
    work.session.add(row)
    return row.id


def summary(plan: ImportPlan) -> str:
    """Return a plan in one line."""
    return (
        f"{plan.read:,} rows read: {plan.imported:,} to bring in ({plan.warned:,} of them to look"
        f" at), {plan.refused:,} refused, {plan.skipped:,} no records."
    )


def before_words(before: Batch) -> str:
    """Return that this very file was brought in already."""
    return f"This very file was brought in on {day_year_text(before.at.date())} already."
