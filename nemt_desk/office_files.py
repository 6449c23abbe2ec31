"""Where everything of one office lies in its data folder, and its small files there."""

import contextlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from nemt_desk.ground.clock import Clock
from nemt_desk.ground.errors import EnvironmentProblem, RefusedError
from nemt_desk.ground.files import replace_file


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


def claim(files: OfficeFiles) -> None:
    """Take the folder for a new office: of two first starts at once, one is refused.

    Raises:
        RefusedError: there is an office already.
        EnvironmentProblem: the folder can't be written to.
    """
    if not files.keys.exists():
        try:
            files.database.open("xb").close()
        except FileExistsError:
            pass
        except OSError as error:
            raise EnvironmentProblem(
                f"The folder {files.data} can't be written to: {error.strerror}. Nothing was made."
                " Choose another folder, or change its permissions."
            ) from error
        else:
            return
    raise RefusedError(
        "There is an office in this folder already. Nothing was changed. Open it, or choose"
        " another folder. If its key file (office.keys) is lost, restore a backup."
    )


def refuse_empty(files: OfficeFiles) -> None:
    """Refuse to open a database that is not there: SQLite would make a new, empty office of it.

    Raises:
        EnvironmentProblem: it is missing or empty.
    """
    if not files.database.exists() or not files.database.stat().st_size:
        raise EnvironmentProblem(
            "The office's file (office.db) is missing or empty. Nothing was changed. Restore the"
            " last good backup (main.py restore latest)."
        )


def forget(files: OfficeFiles) -> None:
    """Remove what an office that could not be set up left behind."""
    for path in (files.keys, files.seal, *files.data.glob("office.db*")):
        path.unlink(missing_ok=True)


def tries(files: OfficeFiles) -> int:
    """Return how often signing in failed since it last worked."""
    try:
        return int(json.loads(files.tries.read_text())["count"])
    except (OSError, ValueError, KeyError, TypeError):
        return 0


def count_try(files: OfficeFiles, clock: Clock) -> None:
    """Count a try to sign in that failed."""
    last: datetime = clock.now().astimezone(UTC)
    tried = {"count": tries(files) + 1, "last": last.isoformat(timespec="seconds")}
    with contextlib.suppress(EnvironmentProblem):  # the answer stays: wrong password
        replace_file(files.tries, json.dumps(tried).encode(), durable=False)
