"""The frame that all tests stand in: no network, no left-over settings, a PostgreSQL of its own."""

import os
import socket

import psycopg
import pytest

from tests.conftest import NetworkUsedError


def test_no_test_reaches_another_machine() -> None:
    with pytest.raises(NetworkUsedError):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
    with pytest.raises(NetworkUsedError):
        socket.getaddrinfo("example.org", 443)


def test_this_machine_may_speak_to_itself() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=1).close()


def test_no_test_opens_the_users_own_office() -> None:
    assert "NEMT_DESK_USER" not in os.environ
    assert os.environ["XDG_DATA_HOME"] != os.path.expanduser("~/.local/share")  # noqa: PTH111


def test_postgresql_is_new_enough_and_the_database_empty(postgres_url: str) -> None:
    with psycopg.connect(postgres_url.replace("+psycopg", "")) as connection:
        assert connection.info.server_version >= 150000
        tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
        row = connection.execute(tables).fetchone()

    assert row == (0,)
