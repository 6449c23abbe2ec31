"""Opens everything together: one object the faces hold. The only room that knows `db`."""

import contextlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from sqlalchemy import Engine

from db import backup as db_backup
from db.engine import sqlite_engine
from db.keeper import Keeper
from db.upgrade import is_current, upgrade
from nemt_desk import office_files
from nemt_desk.calendars.service import CalendarService
from nemt_desk.cases.service import CaseService
from nemt_desk.closures.service import ClosureService
from nemt_desk.drivers.service import DriverService
from nemt_desk.exchange.service import MappingService
from nemt_desk.figures.service import FigureService
from nemt_desk.ground.changes import Changes
from nemt_desk.ground.clock import AgencyTime, Clock, SystemClock
from nemt_desk.ground.errors import (
    DeskError,
    EnvironmentProblem,
    InputError,
    Problem,
    RefusedError,
)
from nemt_desk.ground.ids import new_id
from nemt_desk.ground.session import Store
from nemt_desk.ground.settings import Settings, keep_settings, read_settings
from nemt_desk.members.eligibility import EligibilityService
from nemt_desk.members.papers import PaperService
from nemt_desk.members.service import MemberService
from nemt_desk.office_files import OfficeFiles
from nemt_desk.office_map import OfficeMap
from nemt_desk.places.service import PlaceService
from nemt_desk.policy import packs
from nemt_desk.runs.calls.service import CallService
from nemt_desk.runs.forgetting import forget_planned_times
from nemt_desk.runs.live.service import LiveService
from nemt_desk.runs.place_moves import PlaceMoveService
from nemt_desk.runs.plans.service import PlanService
from nemt_desk.runs.service import RunService
from nemt_desk.runs.standing_links import RunLinks
from nemt_desk.runs.telling.service import TellingService
from nemt_desk.security import keys
from nemt_desk.security.account_service import AccountService, Newcomer
from nemt_desk.security.accounts import account, accounts, add_account, check_password
from nemt_desk.security.rows import PROGRAM, Actor, Right, Role, require
from nemt_desk.security.trail import Trail, TrailCheck
from nemt_desk.trips.again import DecideAgain
from nemt_desk.trips.denials import DenialService
from nemt_desk.trips.recheck_service import RecheckService
from nemt_desk.trips.service import TripService
from nemt_desk.trips.standing.service import StandingService
from nemt_desk.weather.service import WeatherService

if TYPE_CHECKING:
    from datetime import date

    from nemt_desk.exchange.exporting import ExportService
    from nemt_desk.exchange.importing import ImportService
    from nemt_desk.exchange.pins import PinService


@dataclass(frozen=True, slots=True)
class OfficeSetup:
    """What the first start asks for."""

    agency_name: str
    pack: str
    zone: str
    user_name: str
    login: str
    password: str


class Office(OfficeMap):
    """One open office: its store, its clock, its map and the services of all rooms."""

    def __init__(
        self, *, engine: Engine, key: bytes, files: OfficeFiles, clock: Clock, actor: Actor
    ) -> None:
        self.files = files
        self.clock = clock
        self.actor = actor
        self.trail = Trail(keys.trail_key(key), files.seal)
        self.store = Store(engine, clock, self.trail)
        self.store.written.append(self.trail.seal)
        self.store.written.append(self._on_written)
        self.store.flushing.append(forget_planned_times)
        self._accounts = AccountService(self.store, self.trail, key, files.keys)
        self._dark_password = keys.dark_password(key)
        self.backups = Keeper(
            database=files.database,
            key=key,
            keyring=files.keys,
            folder=files.backups,
            now=clock.now,
        )
        self.members = MemberService(self.store, self.trail, lambda: self.settings.pack)
        self.papers = PaperService(self.store, self.trail, lambda: self.settings)
        self.eligibility = EligibilityService(self.store, lambda: self.settings)
        self.drivers = DriverService(self.store)
        self.places = PlaceService(self.store)
        self.mappings = MappingService(self.store)
        self.standing = StandingService(
            self.store, lambda: self.settings, lambda: self.map, RunLinks()
        )
        self.trips = TripService(self.store, lambda: self.settings, self.standing)
        self.decide_again = DecideAgain(self.store, lambda: self.settings)
        self.denials = DenialService(self.store, lambda: self.settings)
        self.closures = ClosureService(self.store, lambda: self.map)
        self.rechecks = RecheckService(self.store, lambda: self.settings)
        self.runs = RunService(self.store, self.trail)
        self.plans = PlanService(self.store, lambda: self.settings)
        self.calls = CallService(self.store, self.runs)
        self.live = LiveService(self.store, lambda: self.settings, self.trips)
        self.telling = TellingService(self.store, lambda: self.settings)
        self.place_moves = PlaceMoveService(self.store, lambda: self.settings)
        self.weather = WeatherService(self.store, lambda: self.settings)
        self.cases = CaseService(self.store)
        self.calendar = CalendarService(self.store)
        self.figures = FigureService(self.store, lambda: self.settings)
        self.settings = Settings(name="")
        self._begin_map()
        self._ahead_on: date | None = None

    @staticmethod
    def exists(data: Path) -> bool:
        """Tell whether an office was set up in `data`."""
        try:
            return OfficeFiles(data).keys.exists()
        except OSError as error:
            raise EnvironmentProblem(
                f"The folder {data} can't be read: {error.strerror}. Name another with --data."
            ) from error

    @classmethod
    def create(
        cls,
        data: Path,
        setup: OfficeSetup,
        clock: Clock | None = None,
        cost: keys.Cost | None = None,
    ) -> tuple[Self, str]:
        """Set up a new office; return it open, and the recovery code, shown this once.

        Raises:
            InputError: a field can't be taken.
            RefusedError: there is an office already.
            EnvironmentProblem: the folder can't be written.
        """
        files = OfficeFiles(data)
        _check_pack(setup.pack)
        check_password(setup.password)
        make_folder(data)
        office_files.claim(files)
        ring, key = keys.new_keyring()
        actor = Actor(new_id(), setup.user_name.strip(), setup.login.strip(), Role.ADMINISTRATOR)
        try:
            office = cls._ready(files, key, clock or SystemClock(), actor)
            add_account(office.store, PROGRAM, actor)
            settings = Settings(name=setup.agency_name.strip(), pack=setup.pack, zone=setup.zone)
            keep_settings(office.store, actor, settings)
            ring = keys.add_user(
                ring,
                key,
                account_id=actor.id,
                login=actor.login,
                password=setup.password,
                cost=cost,
            )
            ring, code = keys.add_recovery(ring, key, cost)
            keys.save_keyring(ring, files.keys)
        except BaseException:
            # Without its key file the new database could never be opened: leave no half office.
            office_files.forget(files)
            raise
        office.settings = settings
        return office, code

    @classmethod
    def open(cls, data: Path, login: str, password: str, clock: Clock | None = None) -> Self:
        """Open the office as one of its users.

        Raises:
            RefusedError: user name or password is wrong (always the same words), account closed.
            EnvironmentProblem: no office here, file damaged, newer program's file.
        """
        files = OfficeFiles(data)
        if not cls.exists(data):
            raise EnvironmentProblem(
                f"There is no office in {data}. Start the program to set one up, or name another"
                " folder with --data."
            )
        ring = keys.load_keyring(files.keys)
        try:
            key, account_id = keys.unlock(ring, login, password)
        except RefusedError:
            office_files.count_try(files, clock or SystemClock())
            raise
        office_files.refuse_empty(files)
        office = cls._ready(files, key, clock or SystemClock(), PROGRAM)
        try:
            with office.store.read() as session:
                office.actor = account(session, account_id)
                office.settings = read_settings(session)
            office.trail.keep_doubt(office.store)
            office.signed_in()
        except DeskError:
            office.close()
            raise
        return office

    @classmethod
    def recover(
        cls, data: Path, login: str, code: str, password: str, clock: Clock | None = None
    ) -> Self:
        """Open the office with its recovery code and give this user a new password.

        Raises:
            RefusedError: the code does not fit, or nobody has this login.
            InputError: the new password is too weak.
        """
        check_password(password)
        files = OfficeFiles(data)
        ring = keys.load_keyring(files.keys)
        key = keys.unlock_with_code(ring, code)
        office_files.refuse_empty(files)
        office = cls._ready(files, key, clock or SystemClock(), PROGRAM)
        with office.store.read() as session:
            found = {keys.folded(actor.login): actor for actor in accounts(session)}
            office.settings = read_settings(session)
        known = found.get(keys.folded(login))
        if known is None:
            office.close()
            raise RefusedError(keys.WRONG_CODE)
        office.actor = known
        ring = keys.add_user(ring, key, account_id=known.id, login=known.login, password=password)
        keys.save_keyring(ring, files.keys)
        office.trail.keep_doubt(office.store)
        act = "Opened with the recovery code and set a new password"
        office.trail.note(office.store, known, act, kind="account", ids=[known.id])
        return office

    @classmethod
    def _ready(cls, files: OfficeFiles, key: bytes, clock: Clock, actor: Actor) -> Self:
        engine = sqlite_engine(files.database, key)
        try:
            ready = is_current(engine)
        finally:
            engine.dispose()  # nothing may stay open if it is refused
        if not ready:
            upgrading = sqlite_engine(files.database, key, foreign_keys=False)
            try:
                upgrade(upgrading, before=lambda: _backup_before(files, key, clock))
            finally:
                upgrading.dispose()
        return cls(engine=engine, key=key, files=files, clock=clock, actor=actor)

    @cached_property
    def exchange(self) -> "ImportService":
        """Brings lists in; loaded when first asked for: few days need it, every start would pay."""
        from nemt_desk.exchange.importing import ImportService  # noqa: PLC0415 - as said

        return ImportService(
            self.store, lambda: self.settings, self.mappings, lambda text: self.geocode(text, 3)
        )

    @cached_property
    def pins(self) -> "PinService":
        """Sets the pins of places that came in without one; loaded when first asked for."""
        from nemt_desk.exchange.pins import PinService  # noqa: PLC0415 - as said

        return PinService(self.store, lambda text: self.geocode(text, 3))

    @cached_property
    def exports(self) -> "ExportService":
        """Hands lists out; loaded when first asked for."""
        from nemt_desk.exchange.exporting import ExportService  # noqa: PLC0415 - as said

        return ExportService(self.store, self.trail, lambda: self.settings)

    @property
    def time(self) -> AgencyTime:
        """The agency's wall clock."""
        return self.settings.time

    def keep_ahead(self) -> Changes:
        """Make the trips that standing orders are due, once a day: on opening, and at midnight."""
        today = self.time.day(self.clock.now())
        if today == self._ahead_on:
            return Changes.none()
        made = self.standing.generate(PROGRAM)
        self._ahead_on = today
        return made.changes

    def signed_in(self) -> None:
        """Note who came in, and how often somebody tried in vain before."""
        failed = office_files.tries(self.files)
        act = f"Signed in after {failed} failed tries" if failed else "Signed in"
        self.trail.note(self.store, self.actor, act, kind="account", ids=[self.actor.id])
        with contextlib.suppress(OSError):
            self.files.tries.unlink(missing_ok=True)

    def check_password(self, password: str) -> Actor:
        """Check the present user's password again, for the lock screen.

        Raises:
            RefusedError: it is wrong.
        """
        keys.unlock(keys.load_keyring(self.files.keys), self.actor.login, password)
        return self.actor

    def save_settings(self, settings: Settings) -> Changes:
        """Save the agency's settings.

        Raises:
            InputError: a field can't be taken.
        """
        require(self.actor, Right.SETTINGS)
        if settings.pack != self.settings.pack:
            _check_pack(settings.pack)
        return keep_settings(self.store, self.actor, settings)

    def _on_written(self, changes: Changes) -> None:
        # Undo and redo of the settings come this way too.
        if "agency" in changes.kinds:
            with self.store.read() as session:
                self.settings = read_settings(session)

    def add_user(self, name: str, login: str, role: Role, password: str) -> Changes:
        """Let somebody else into the office, with a password of their own to begin with."""
        return self._accounts.add_user(self.actor, Newcomer(name, login, role, password))

    def change_password(self, old: str, new: str) -> None:
        """Give the present user another password; backups made before keep the old one."""
        self._accounts.change_password(self.actor, old, new)

    def dark_password(self) -> str:
        """Return what opens the packs for days without the program, and nothing else.

        Raises:
            RefusedError: no right to print.
        """
        require(self.actor, Right.PRINT)
        return self._dark_password

    def new_recovery_code(self) -> str:
        """Make a new recovery code, shown this once; the one before opens nothing any more."""
        return self._accounts.new_recovery_code(self.actor)

    def backup_if_due(self) -> db_backup.Backup | None:
        """Make a backup if something changed in the last 15 minutes' time."""
        with self.store.read() as session:
            entries, _mark = self.trail.head(session)
        return self.backups.make() if self.backups.is_due(entries) else None

    def verify_trail(self) -> TrailCheck:
        """Check the whole audit trail."""
        with self.store.read() as session:
            return self.trail.verify(session)

    def close(self) -> None:
        """Let go of the database and the map."""
        self._close_map()
        self.store.engine.dispose()


def make_folder(data: Path) -> None:
    """Make the office's folder, readable by this user only where the system can.

    Raises:
        EnvironmentProblem: it can't be made.
    """
    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise EnvironmentProblem(
            f"The folder {data} can't be made: {error.strerror}. Choose another with --data."
        ) from error


def _check_pack(code: str) -> None:
    known = {pack.code for pack in packs.available()}
    if code not in known:
        sentence = f"There is no state pack {code!r}. Choose one of: {', '.join(sorted(known))}."
        raise InputError([Problem("pack", sentence)])


def _backup_before(files: OfficeFiles, key: bytes, clock: Clock) -> None:
    db_backup.make(
        database=files.database, key=key, keyring=files.keys, folder=files.backups, now=clock.now()
    )
