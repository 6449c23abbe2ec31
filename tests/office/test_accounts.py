"""Accounts of an open office: more people, another password, another recovery code."""

from dataclasses import replace
from pathlib import Path

import pytest

from nemt_desk.ground.errors import EnvironmentProblem, InputError, RefusedError
from nemt_desk.office import Office
from nemt_desk.security import keys
from nemt_desk.security.accounts import Role, accounts
from nemt_desk.security.trail import latest, matching
from tests.office.test_office import CHEAP, PASSWORD, SETUP
from tests.offices import new_office

NEW = "snow falls on the lake"


@pytest.fixture(autouse=True)
def _cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "Cost", keys_cost)


def keys_cost(*given: int) -> keys.Cost:
    return type(CHEAP)(*given) if given else CHEAP


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return new_office(tmp_path / "office", SETUP)


def _open(office: Office, login: str, password: str) -> Office:
    office.close()
    return Office.open(office.files.data, login, password)


def _acts(office: Office) -> list[str]:
    with office.store.read() as session:
        return [entry.act for entry in latest(session)]


def test_somebody_added_can_sign_in_in_their_role(office: Office) -> None:
    changes = office.add_user("B. Scheduler", "Ben", Role.SCHEDULER, NEW)
    assert changes.kinds == {"account"}
    assert "Added an account" in _acts(office)
    theirs = _open(office, "ben", NEW)
    assert (theirs.actor.name, theirs.actor.role) == ("B. Scheduler", Role.SCHEDULER)
    assert theirs.verify_trail().is_whole
    theirs.close()


@pytest.mark.parametrize(
    ("name", "login", "password", "field"),
    [
        ("B. Scheduler", "ANN", NEW, "login"),
        ("B. Scheduler", " ", NEW, "login"),
        (" ", "ben", NEW, "user_name"),
        ("B. Scheduler", "ben", "too short", "password"),
    ],
)
def test_an_account_that_cannot_be_is_refused_at_its_field(
    office: Office, name: str, login: str, password: str, field: str
) -> None:
    with pytest.raises(InputError) as refused:
        office.add_user(name, login, Role.READER, password)
    assert [problem.field for problem in refused.value.problems] == [field]
    with office.store.read() as session:
        assert len(accounts(session)) == 1
    assert set(keys.load_keyring(office.files.keys).users) == {"ann"}


def test_only_an_administrator_adds_accounts_or_makes_codes(office: Office) -> None:
    office.actor = replace(office.actor, role=Role.DISPATCHER)
    with pytest.raises(RefusedError, match="administrator"):
        office.add_user("B. Scheduler", "ben", Role.READER, NEW)
    with pytest.raises(RefusedError, match="administrator"):
        office.new_recovery_code()


def test_a_key_file_that_cannot_be_written_leaves_no_account(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object) -> None:
        raise EnvironmentProblem("The disk is full.")

    monkeypatch.setattr(keys, "save_keyring", full)
    with pytest.raises(EnvironmentProblem):
        office.add_user("B. Scheduler", "ben", Role.READER, NEW)
    with office.store.read() as session:
        assert [known.login for known in accounts(session)] == ["ann"]


def test_a_changed_password_takes_the_place_of_the_old_one(office: Office) -> None:
    office.change_password(PASSWORD, NEW)
    assert "Changed own password" in _acts(office)
    with pytest.raises(RefusedError):
        _open(office, "ann", PASSWORD)
    again = _open(office, "ann", NEW)
    assert again.actor == office.actor
    again.close()


def test_a_password_is_changed_only_by_who_knows_it(office: Office) -> None:
    with pytest.raises(InputError) as refused:
        office.change_password("not the password at all", NEW)
    assert refused.value.problems[0].field == "old"
    _open(office, "ann", PASSWORD).close()


def test_a_new_recovery_code_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    office, first = Office.create(tmp_path / "office", SETUP, cost=CHEAP)
    second = office.new_recovery_code()
    ring = keys.load_keyring(office.files.keys)
    assert keys.unlock_with_code(ring, second)
    with pytest.raises(RefusedError):
        keys.unlock_with_code(ring, first)
    assert "Made a new recovery code" in _acts(office)
    office.close()


def test_undoing_the_settings_is_felt_at_once(office: Office) -> None:
    before = office.settings
    changes = office.save_settings(replace(before, phone="2185550142", load_min=8))
    assert office.settings.load_min == 8
    office.store.undo(office.actor, changes)
    assert office.settings == before


def test_the_trail_is_found_by_person_act_and_kind(office: Office) -> None:
    office.save_settings(replace(office.settings, phone="2185550142"))
    office.change_password(PASSWORD, NEW)
    with office.store.read() as session:
        assert [e.act for e in matching(session, "coordinator PASSWORD")] == [
            "Changed own password"
        ]
        assert {e.kind for e in matching(session, "agency")} == {"agency"}
        assert matching(session, "100%") == []
        assert len(matching(session, "", limit=2)) == 2
