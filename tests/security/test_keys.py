"""Who gets in, who does not, and that both take the same work."""

from pathlib import Path

import pytest

from nemt_desk.ground.errors import EnvironmentProblem, InputError, RefusedError
from nemt_desk.ground.ids import Id, new_id
from nemt_desk.security import keys
from nemt_desk.security.accounts import check_password

CHEAP = keys.Cost(memory_kib=64, passes=1, lanes=1)
PASSWORD = "correct horse battery"


@pytest.fixture
def made() -> tuple[keys.Keyring, bytes, Id, str]:
    ring, key = keys.new_keyring()
    account = new_id()
    ring = keys.add_user(ring, key, account_id=account, login="Ann", password=PASSWORD, cost=CHEAP)
    ring, code = keys.add_recovery(ring, key, CHEAP)
    return ring, key, account, code


def test_the_right_password_gives_key_and_account(
    made: tuple[keys.Keyring, bytes, Id, str],
) -> None:
    ring, key, account, _code = made
    assert keys.unlock(ring, " ann ", PASSWORD) == (key, account)


def test_wrong_name_and_wrong_password_get_the_same_answer_for_the_same_work(
    made: tuple[keys.Keyring, bytes, Id, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ring = made[0]
    costs: list[keys.Cost] = []
    derive = keys._derive  # noqa: SLF001 - the work itself is what is compared

    def counted(secret: str, salt: bytes, cost: keys.Cost) -> bytes:
        costs.append(cost)
        return derive(secret, salt, cost)

    monkeypatch.setattr(keys, "_derive", counted)
    answers = []
    for login, password in (("ann", "wrong"), ("nobody", PASSWORD)):
        with pytest.raises(RefusedError) as refused:
            keys.unlock(ring, login, password)
        answers.append(refused.value.sentence)
    assert answers[0] == answers[1]
    assert costs == [CHEAP, CHEAP]


def test_the_recovery_code_opens_however_it_is_typed(
    made: tuple[keys.Keyring, bytes, Id, str],
) -> None:
    ring, key, _account, code = made
    typed = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert keys.unlock_with_code(ring, typed) == key
    with pytest.raises(RefusedError):
        keys.unlock_with_code(ring, code[::-1])


def test_the_recovery_code_has_at_least_128_bits(
    made: tuple[keys.Keyring, bytes, Id, str],
) -> None:
    letters = made[3].replace("-", "")
    assert len(letters) * 5 >= 128
    assert all(len(group) == 4 for group in made[3].split("-"))


def test_a_wrap_moved_to_another_login_opens_nothing(
    made: tuple[keys.Keyring, bytes, Id, str],
) -> None:
    ring = made[0]
    ring.users["eve"] = ring.users["ann"]
    with pytest.raises(RefusedError):
        keys.unlock(ring, "eve", PASSWORD)


def test_the_file_holds_no_key_and_comes_back_whole(
    made: tuple[keys.Keyring, bytes, Id, str], tmp_path: Path
) -> None:
    ring, key, _account, code = made
    path = tmp_path / "office.keys"
    keys.save_keyring(ring, path)
    assert keys.load_keyring(path) == ring
    text = path.read_text()
    assert key.hex() not in text
    assert PASSWORD not in text
    assert code not in text


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"users": {}}', '{"users": 3}'])
def test_a_damaged_key_file_is_told_in_a_sentence(damage: str, tmp_path: Path) -> None:
    path = tmp_path / "office.keys"
    path.write_text(damage)
    with pytest.raises(EnvironmentProblem, match="key file"):
        keys.load_keyring(path)


def test_the_trail_has_a_key_of_its_own(made: tuple[keys.Keyring, bytes, Id, str]) -> None:
    assert keys.trail_key(made[1]) != made[1]


@pytest.mark.parametrize("password", ["", "fourteen chars", "a" * 20, "ababababababababab"])
def test_weak_passwords_are_refused(password: str) -> None:
    with pytest.raises(InputError):
        check_password(password)


def test_a_sentence_is_a_good_password() -> None:
    check_password("the bus leaves at nine")


def test_the_default_cost_is_what_was_decided() -> None:
    cost = keys.Cost()
    assert (cost.memory_kib, cost.passes, cost.lanes) == (65536, 3, 4)
