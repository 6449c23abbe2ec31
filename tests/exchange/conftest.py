"""An office in Perquimans County on the day its lists are brought in."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from nemt_desk.exchange.fields import Subject
from nemt_desk.exchange.importing import Applied, ImportRequest, ImportService, Looked
from nemt_desk.exchange.plan import ImportPlan
from nemt_desk.exchange.service import MappingService
from nemt_desk.ground.clock import FixedClock
from nemt_desk.ground.settings import Settings
from tests.factories import ACTOR, Built, build_store

DAY = datetime(2026, 12, 6, 18, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Desk:
    """What a test brings lists in with."""

    built: Built
    service: ImportService
    folder: Path

    def file(self, text: str | bytes, name: str = "list.csv") -> Path:
        path = self.folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def look(self, path: Path, subject: Subject | None = None) -> Looked:
        return self.service.look(ImportRequest(path, subject))

    def plan(self, path: Path, subject: Subject | None = None) -> ImportPlan:
        looked = self.look(path, subject)
        assert looked.plan is not None, looked.question
        return looked.plan

    def bring_in(self, path: Path, subject: Subject | None = None) -> Applied:
        return self.service.apply(ACTOR, self.plan(path, subject), good_rows=True)


@pytest.fixture
def make_desk(tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    made: list[Built] = []

    def make(pack: str = "mn") -> Desk:
        folder = tmp_path / f"office{len(made)}"
        folder.mkdir()
        built = build_store(folder, FixedClock(DAY))
        made.append(built)
        settings = Settings("Perquimans", pack, "America/New_York", state="NC")
        service = ImportService(built.store, lambda: settings, MappingService(built.store))
        return Desk(built, service, folder)

    yield make
    for built in made:
        built.engine.dispose()


@pytest.fixture
def desk(make_desk: Callable[..., Desk]) -> Desk:
    return make_desk()
