"""Keeps an office's backups: when one is due, made, thinned."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from db import backup
from db.backup import Backup, Checked

EVERY = timedelta(minutes=15)


class Keeper:
    """Makes the backups of one open office."""

    def __init__(
        self,
        *,
        database: Path,
        key: bytes,
        keyring: Path,
        folder: Path,
        now: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._key = key
        self._keyring = keyring
        self.folder = folder
        self._now = now

    def list(self) -> list[Backup]:
        """Return the backups, newest first."""
        return backup.backups(self.folder)

    def newest(self) -> Backup | None:
        """Return the newest backup."""
        return next(iter(self.list()), None)

    def make(self, folder: Path | None = None) -> Backup:
        """Make a checked backup now, then remove those that need not stay.

        Raises:
            EnvironmentProblem: it did not work; earlier backups stay.
        """
        made = backup.make(
            database=self._database,
            key=self._key,
            keyring=self._keyring,
            folder=folder or self.folder,
            now=self._now(),
        )
        if folder is None:
            backup.thin(self.folder, self._now(), spare=[made.path])
        return made

    def is_due(self, entries: int) -> bool:
        """Tell whether something changed since the newest backup and 15 minutes have gone by."""
        # One from the future was made while the machine's clock was wrong: it holds nothing up.
        past = (made for made in self.list() if made.made_at <= self._now())
        newest = next(past, None)
        if newest is None:
            return True
        return newest.entries != entries and self._now() - newest.made_at >= EVERY

    def check(self, path: Path) -> Checked:
        """Open a backup and check it.

        Raises:
            EnvironmentProblem: it does not pass.
        """
        return backup.check_file(path, self._key)[0]
