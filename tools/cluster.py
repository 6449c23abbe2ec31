"""A throw-away PostgreSQL for one test run: own folder, own port, own password, gone at the end."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tools.machine import install_packages
from tools.say import CannotError, output, say

if TYPE_CHECKING:
    from collections.abc import Iterator

OLDEST = 15
# Nothing in it has to outlive the run, so it need not wait for the disk.
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "max_connections": "100",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "timezone": "UTC",
}


@contextlib.contextmanager
def postgresql() -> Iterator[str]:
    """Start a cluster, give its SQLAlchemy URL, stop and delete it."""
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="nemt-desk-pg-"))
    owner = _Owner(folder)
    try:
        url = _start(programs, folder, owner)
        say(f"PostgreSQL {_major(programs / 'initdb')} started for this run")
        try:
            yield url
        finally:
            owner.run(programs / "pg_ctl", "stop", "-D", folder / "data", "-m", "immediate", "-w")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class _Owner:
    """Who the server runs as: PostgreSQL refuses to be root, so root hands it to another user."""

    def __init__(self, folder: Path) -> None:
        self.name: str | None = None
        if not hasattr(os, "geteuid") or os.geteuid() != 0:
            return
        import pwd  # noqa: PLC0415 - not on Windows

        names = {entry.pw_name for entry in pwd.getpwall()}
        self.name = "postgres" if "postgres" in names else "nobody"
        self.takes(folder)

    def takes(self, path: Path) -> None:
        """Give a file or folder to the server's user."""
        if self.name:
            shutil.chown(path, self.name)

    def run(self, *command: str | Path) -> bool:
        """Run a program of the server; tell whether it went well."""
        done = subprocess.run(
            [str(word) for word in command],
            user=self.name,
            cwd=tempfile.gettempdir(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            check=False,
        )
        return done.returncode == 0


def _start(programs: Path, folder: Path, owner: _Owner) -> str:
    password = secrets.token_hex(16)
    note = folder / "password"
    note.write_text(password + "\n", encoding="ascii")
    owner.takes(note)
    data = folder / "data"
    made = owner.run(
        *(programs / "initdb", "-D", data, "-U", "nemt", "-A", "scram-sha-256"),
        *("--pwfile", note, "-E", "UTF8", "--locale=C", "--no-sync"),
    )
    if not made:
        raise CannotError("PostgreSQL's initdb failed; its words are above.")
    sockets = {"unix_socket_directories": str(folder)} if os.name != "nt" else {}
    options = " ".join(f"-c {name}={value}" for name, value in {**_SETTINGS, **sockets}.items())
    for _attempt in range(3):  # another program may take the free port first
        port = _free_port()
        if owner.run(
            *(programs / "pg_ctl", "start", "-w", "-D", data, "-l", folder / "log"),
            *("-o", f"{options} -c port={port}"),
        ):
            return f"postgresql+psycopg://nemt:{password}@127.0.0.1:{port}/postgres"
    raise CannotError(f"PostgreSQL did not start: {_last_words(folder / 'log')}")


def _programs() -> Path:
    """Return the folder with PostgreSQL's server programs, installing them where we may."""
    found = _find()
    if found is None:
        install_packages(["postgresql"], why="the tests of the office on PostgreSQL")
        found = _find()
    if found is None:
        raise CannotError(
            f"The tests need PostgreSQL {OLDEST} or newer (its `initdb`), and none is found. "
            "Install it, or leave its tests out with `python3 dev.py test --quick`."
        )
    return found


def _find() -> Path | None:
    places = [Path(found).resolve().parent for found in [shutil.which("initdb")] if found]
    for pattern in (
        "usr/lib/postgresql/*/bin",
        "usr/pgsql-*/bin",
        "opt/homebrew/opt/postgresql*/bin",
    ):
        places += Path("/").glob(pattern)
    if os.name == "nt":
        places += Path(os.environ.get("PROGRAMFILES", "C:/")).glob("PostgreSQL/*/bin")
    versions = {_major(place / "initdb"): place for place in places}
    newest = max(versions, default=0)
    return versions[newest] if newest >= OLDEST else None


def _major(initdb: Path) -> int:
    match = re.search(r"(\d+)(?:\.\d+|\D*$)", output([initdb, "--version"]) or "")
    return int(match.group(1)) if match else 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _last_words(log: Path) -> str:
    try:
        return log.read_text(encoding="utf-8", errors="replace")[-500:].strip()
    except OSError:
        return "it left no log"
