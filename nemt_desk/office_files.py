"""Where everything of one office lies in its data folder."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class OfficeFiles:
    """Paths of one office; nothing is made by asking for them."""

    data: Path

    @property
    def database(self) -> Path:
        """The encrypted database."""
        return self.data / "office.db"

    @property
    def keys(self) -> Path:
        """The wrapped keys."""
        return self.data / "office.keys"

    @property
    def seal(self) -> Path:
        """The end of the trail, outside the database."""
        return self.data / "office.seal"

    @property
    def tries(self) -> Path:
        """How often signing in failed since it last worked."""
        return self.data / "office.tries"

    @property
    def backups(self) -> Path:
        """The folder of backups."""
        return self.data / "backups"

    @property
    def map(self) -> Path:
        """The folder of the county map."""
        return self.data / "map"

    @property
    def logs(self) -> Path:
        """The folder of the program's own log, without member data."""
        return self.data / "logs"

    @property
    def window_lock(self) -> Path:
        """Held by the one window that may be open."""
        return self.data / "window.lock"
