"""An office that does and undoes: every act is compared, table by table, with what was before."""

import copy
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis.stateful import RuleBasedStateMachine
from sqlalchemy import select

from nemt_desk.ground.changes import Changes
from nemt_desk.ground.errors import DeskError
from nemt_desk.ground.tables import Base
from nemt_desk.runs.forgetting import forget_planned_times
from nemt_desk.runs.live.service import LiveService
from nemt_desk.runs.plans.service import PlanService
from nemt_desk.runs.telling.service import TellingService
from tests.factories import ACTOR
from tests.runs.random_day import DayModel
from tests.runs.world import SETTINGS, World, build_world

MOST_STEPS = 100
STAMPS = {"version", "changed_at", "changed_by"}
NOT_COMPARED = {"audit_entry", "audit_head"}

type Tables = dict[str, dict[Any, tuple[Any, ...]]]


class DayOffice(RuleBasedStateMachine):
    """The office, its model and the stack of what was done."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="nemt-desk-day-"))
        self.world: World = build_world(self.folder)
        self.store = self.world.store
        self.store.flushing.append(forget_planned_times)
        self.live = LiveService(self.store, lambda: SETTINGS, self.world.trips)
        self.plans = PlanService(self.store, lambda: SETTINGS)
        self.telling = TellingService(self.store, lambda: SETTINGS)
        self.model = DayModel()
        self.done: list[tuple[Changes, DayModel]] = []
        self.undone: list[tuple[Changes, DayModel]] = []
        self.tables: list[Tables] = []
        self.kept: list[Tables] = []
        self.is_sound = False
        self.now = 7 * 60

    def teardown(self) -> None:
        try:
            if self.is_sound:
                self.all_the_way_back_and_again()
        finally:
            self.world.built.engine.dispose()
            shutil.rmtree(self.folder)

    # --- acts: done in the office and in the model, or refused and nothing done ---

    def act(self, doing: Callable[[], Changes], then: Callable[[DayModel], None]) -> bool:
        """Do something; what is refused must have left everything as it was."""
        before, self.is_sound = copy.deepcopy(self.model), False
        try:
            changes = doing()
        except DeskError:
            self.is_sound = True
            if self.tables:
                assert not self.different(self.tables[-1]), "refused, and yet something changed"
            return False
        then(self.model)
        if changes:
            self.done.append((changes, before))
            self.undone.clear()
            if self.tables:
                self.tables.append(self.snapshot())
        self.is_sound = True
        return True

    def snapshot(self) -> Tables:
        """Return every row of every table but the trail, without stamps."""
        found: Tables = {}
        with self.store.read() as session:
            for table in Base.metadata.sorted_tables:
                if table.name in NOT_COMPARED:
                    continue
                columns = [one for one in table.columns if one.name not in STAMPS]
                rows = session.execute(select(*columns)).all()
                has_key = "id" in table.columns
                found[table.name] = {row.id if has_key else _row(row): _row(row) for row in rows}
        return found

    def different(self, before: Tables) -> dict[str, list[Any]]:
        """Return by table the rows that are not what they were."""
        now, found = self.snapshot(), {}
        for name, rows in before.items():
            keys = rows.keys() | now[name].keys()
            other = [
                (rows.get(k), now[name].get(k)) for k in keys if rows.get(k) != now[name].get(k)
            ]
            if other:
                found[name] = other
        return found

    def one_back(self) -> None:
        self.is_sound = False
        changes, before = self.done.pop()
        back = self.store.undo(ACTOR, changes)
        self.undone.append((back, self.model))
        self.kept = [*self.kept, self.tables.pop()][-MOST_STEPS:]
        self.model = before
        assert not self.different(self.tables[-1]), f"not as before: {changes.text}"
        self.is_sound = True

    def one_again(self) -> None:
        self.is_sound = False
        back, after = self.undone.pop()
        again = self.store.undo(ACTOR, back)
        self.done.append((again, self.model))
        self.model = after
        self.tables.append(self.kept.pop())
        assert not self.different(self.tables[-1]), f"not the same again: {back.text}"
        self.is_sound = True

    def all_the_way_back_and_again(self) -> None:
        """Undo up to 100 steps, and do them all again."""
        steps = min(MOST_STEPS, len(self.done))
        for _ in range(steps):
            self.one_back()
        for _ in range(steps):
            self.one_again()


def _row(row: Any) -> tuple[Any, ...]:
    return tuple(map(_hashable, row))


def _hashable(value: Any) -> Any:
    return repr(value) if isinstance(value, list | dict | set | frozenset) else value
