"""What is done with cases: record, change, add a step, close, open again."""

from dataclasses import asdict
from datetime import date

from sqlalchemy import func, select

from nemt_desk.cases import rules
from nemt_desk.cases.entry import CaseEntry
from nemt_desk.cases.model import CaseRecord, CaseStepRecord
from nemt_desk.cases.rows import CaseState
from nemt_desk.ground.changes import Changes, Saved
from nemt_desk.ground.clock import AgencyTime
from nemt_desk.ground.errors import InputError, Problem, RefusedError
from nemt_desk.ground.ids import Id
from nemt_desk.ground.session import Store, Work
from nemt_desk.ground.words import parse_phone
from nemt_desk.security.rows import Actor, Right, require


class CaseService:
    """Keeps complaints, commendations, inquiries, incidents and suggestions."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def record(self, actor: Actor, entry: CaseEntry, time: AgencyTime) -> Saved:
        """Record a new case; it gets the next number of its kind and year.

        Raises:
            InputError: a field can't be taken.
        """
        require(actor, Right.WRITE)
        values = self._checked(entry, time)
        with self._store.write(actor, f"Recorded a {entry.kind}") as work:
            row = CaseRecord(number=_next_number(work, entry), **values)
            work.session.add(row)
            work.session.flush()
            work.text = f"Recorded {entry.kind} {row.number}"
        return Saved(row.id, work.changes)

    def change(
        self, actor: Actor, case_id: Id, entry: CaseEntry, *, version: int, time: AgencyTime
    ) -> Changes:
        """Change what was recorded; the number stays.

        Raises:
            InputError: a field can't be taken.
            StaleError: somebody else changed it.
        """
        require(actor, Right.WRITE)
        values = self._checked(entry, time)
        with self._store.write(actor, "Changed a case") as work:
            row = work.fetch(CaseRecord, case_id, version)
            for name, value in values.items():
                setattr(row, name, value)
            work.text = f"Changed {row.number}"
        return work.changes

    def add_step(self, actor: Actor, case_id: Id, text: str) -> Changes:
        """Write down something that was done.

        Raises:
            InputError: nothing was said.
        """
        require(actor, Right.WRITE)
        if not text.strip():
            raise InputError([Problem("step", "Say what was done.")])
        with self._store.write(actor, "Added a step") as work:
            row = work.fetch(CaseRecord, case_id)
            step = CaseStepRecord(case_id=row.id, at=work.now, who=actor.name, text=text.strip())
            work.session.add(step)
            work.text = f"Added a step to {row.number}"
        return work.changes

    def close(self, actor: Actor, case_id: Id, outcome: str, day: date) -> Changes:
        """Close a case with its outcome.

        Raises:
            InputError: no outcome was given.
            RefusedError: it is closed already.
        """
        require(actor, Right.WRITE)
        if not outcome.strip():
            raise InputError([Problem("outcome", "Say how it ended; the monthly count asks it.")])
        with self._store.write(actor, "Closed a case") as work:
            row = work.fetch(CaseRecord, case_id)
            if row.state is CaseState.CLOSED:
                raise RefusedError("This case is closed already. Nothing was changed.")
            row.state, row.outcome, row.closed_on = CaseState.CLOSED, outcome.strip(), day
            work.text = f"Closed {row.number}"
        return work.changes

    def reopen(self, actor: Actor, case_id: Id) -> Changes:
        """Open a closed case again; the outcome stays to be read."""
        require(actor, Right.WRITE)
        with self._store.write(actor, "Opened a case again") as work:
            row = work.fetch(CaseRecord, case_id)
            row.state, row.closed_on = CaseState.OPEN, None
            work.text = f"Opened {row.number} again"
        return work.changes

    def _checked(self, entry: CaseEntry, time: AgencyTime) -> dict[str, object]:
        today = time.day(self._store.clock.now())
        found = list(rules.problems(entry, today))
        values = asdict(entry)
        try:
            values["from_phone"] = parse_phone(entry.from_phone, "from_phone")
        except InputError as error:
            found += error.problems
        if found:
            raise InputError(found)
        values["summary"] = entry.summary.strip()
        values["due_on"] = entry.due_on or rules.due_on(entry.received_on, entry.priority)
        return values


def _next_number(work: Work, entry: CaseEntry) -> str:
    pattern = rules.number(entry.kind, entry.received_on, 0)[:-4] + "%"
    last = work.session.scalar(
        select(func.max(CaseRecord.number)).where(CaseRecord.number.like(pattern))
    )
    return rules.number(entry.kind, entry.received_on, int(last[-4:]) + 1 if last else 1)
