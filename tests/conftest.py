"""Shared ground of all tests: off-screen Qt, no network, no left-over threads, own home folder.

Fixtures for one room belong into that room's tests folder.
"""

import importlib
import os
import socket
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

ROOT = Path(__file__).resolve().parent.parent

# Before anything imports Qt: no screen needed, one size of pixel, and no sandbox for root.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "1")
os.environ.setdefault("QTWEBENGINE_CHROMIUM_FLAGS", "--disable-gpu")
if hasattr(os, "geteuid") and os.geteuid() == 0:
    os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")

hypothesis.settings.register_profile(
    "house", deadline=None, derandomize=True, database=None, max_examples=60
)
hypothesis.settings.register_profile("long", deadline=None, max_examples=2000)
hypothesis.settings.load_profile(os.environ.get("NEMT_DESK_HYPOTHESIS", "house"))


# Each takes seconds to build, once in every process that tests.
_REAL_MAPS = {"columbus", "perquimans", "queens", "reisterstown"}


@pytest.hookimpl(tryfirst=True)  # before pytest's own choice by -m
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark whoever asks for PostgreSQL or a real county's map, so that `--quick` leaves it out."""
    for item in items:
        wanted = set(getattr(item, "fixturenames", ()))
        if "postgres_url" in wanted:
            item.add_marker(pytest.mark.postgres)
        if wanted & _REAL_MAPS:
            item.add_marker(pytest.mark.slow)


# --- nothing leaves this machine, nothing touches the user's own folders -------------------------


class NetworkUsedError(RuntimeError):
    """A test tried to reach another machine."""


def _is_here(address: object) -> bool:
    if not isinstance(address, tuple):  # a unix socket's path
        return True
    host = str(address[0])
    return host in {"localhost", "::1", ""} or host.startswith("127.")


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    real_connect, real_lookup = socket.socket.connect, socket.getaddrinfo

    def connect(self: socket.socket, address: Any) -> None:
        if not _is_here(address):
            raise NetworkUsedError("a test tried to open a network connection")
        real_connect(self, address)

    def lookup(host: Any, *args: Any, **kwargs: Any) -> Any:
        if host is not None and not _is_here((host,)):
            raise NetworkUsedError("a test tried to look up a host name")
        return real_lookup(host, *args, **kwargs)

    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", connect)
    patch.setattr(socket, "getaddrinfo", lookup)
    yield
    patch.undo()


@pytest.fixture(autouse=True, scope="session")
def _own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Give the run its own settings and data folders: nobody's real office is ever opened."""
    home = tmp_path_factory.mktemp("home")
    patch = pytest.MonkeyPatch()
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "APPDATA", "LOCALAPPDATA"):
        patch.setenv(name, str(home / name.lower()))
    for name in [name for name in os.environ if name.startswith("NEMT_DESK_")]:
        if not name.startswith(("NEMT_DESK_TEST", "NEMT_DESK_HYPOTHESIS")):
            patch.delenv(name)
    yield
    patch.undo()


def _left_over(before: set[int | None]) -> dict[str, Callable[[float], None]]:
    return {
        thread.name: thread.join
        for thread in threading.enumerate()
        # Threads of Qt's pools show up as dummies once Python ran in them; the pool keeps them.
        if thread.ident not in before
        and thread.is_alive()
        and not isinstance(thread, threading._DummyThread)  # noqa: SLF001 - there is no public name
    }


@pytest.fixture(autouse=True)
def _no_thread_left() -> Iterator[None]:
    """Fail a test that leaves a thread running."""
    before = {thread.ident for thread in threading.enumerate()}
    yield
    deadline = time.monotonic() + 3
    while (left := _left_over(before)) and time.monotonic() < deadline:
        next(iter(left.values()))(0.1)
    assert not left, f"threads left running: {sorted(left)}"


# --- what tests ask for --------------------------------------------------------------------------


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder of real maps and papers that lies beside the repository, or skip."""
    folder = Path(os.environ.get("NEMT_DESK_TEST_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip("needs the shared data folder beside the repository (../shared/data)")
    return folder


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """Make an empty database of its own on the run's PostgreSQL; give its SQLAlchemy URL."""
    server = os.environ.get("NEMT_DESK_TEST_PG")
    if not server:
        pytest.skip("needs PostgreSQL: `python3 dev.py test` starts one (NEMT_DESK_TEST_PG)")
    import psycopg  # noqa: PLC0415 - only where there is a PostgreSQL

    name = f"test_{uuid.uuid4().hex}"
    base = server.rsplit("/", 1)[0].replace("postgresql+psycopg://", "postgresql://")
    with psycopg.connect(f"{base}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    yield f"{base.replace('postgresql://', 'postgresql+psycopg://')}/{name}"
    with psycopg.connect(f"{base}/postgres", autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def qapp_cls() -> "type[QApplication]":
    """Prepare what must happen before there is a QApplication (Qt's rule for WebEngine)."""
    # Imported here, so that everything outside tests/ui also runs without Qt.
    from PySide6 import QtWebEngineWidgets  # noqa: F401, PLC0415
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    if (ROOT / "ui" / "map" / "scheme.py").is_file():
        importlib.import_module("ui.map.scheme").register()
    return QApplication
