"""Who gets in, who does not, and that both take the same work."""

import json
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


@pytest.mark.parametrize(
    ("login", "password"),
    [
        ("Bj\u00f6rn", "s\u00e4tt dig i bussen"),
        ("BJO\u0308RN ", "sa\u0308tt dig i bussen"),
        ("\uff42j\u00f6rn", "s\u00e4tt\u00a0dig i bussen"),
    ],
)
def test_accents_open_however_the_keyboard_makes_them(login: str, password: str) -> None:
    ring, key = keys.new_keyring()
    ring = keys.add_user(
        ring,
        key,
        account_id=new_id(),
        login="Bjo\u0308rn",
        password="s\u00e4tt dig i bussen",
        cost=CHEAP,
    )
    assert keys.unlock(ring, login, password)[0] == key


@pytest.mark.parametrize("blank", [" {}", "{} ", "{}\0", "{}\udcff"])
def test_what_is_not_quite_the_password_is_wrong_and_no_crash(
    made: tuple[keys.Keyring, bytes, Id, str], blank: str
) -> None:
    with pytest.raises(RefusedError, match="wrong"):
        keys.unlock(made[0], "ann", blank.format(PASSWORD))
    with pytest.raises(RefusedError, match="wrong"):
        keys.unlock(made[0], "\udcffann", PASSWORD)


def test_a_very_long_password_is_taken_whole(made: tuple[keys.Keyring, bytes, Id, str]) -> None:
    ring, key, account, _code = made
    long = "a wolf howls " * 1000
    ring = keys.add_user(ring, key, account_id=account, login="ann", password=long, cost=CHEAP)
    assert keys.unlock(ring, "ann", long)[0] == key
    with pytest.raises(RefusedError):
        keys.unlock(ring, "ann", long[:-1])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("memory_kib", 1 << 40),
        ("memory_kib", 7),
        ("memory_kib", "64"),
        ("passes", 1 << 30),
        ("lanes", 0),
        ("salt", ""),
        ("nonce", "AAAA"),
        ("sealed", "not base64!"),
        ("sealed", None),
        ("owner", "nobody"),
    ],
)
def test_impossible_figures_in_the_key_file_are_refused_before_they_cost_anything(
    made: tuple[keys.Keyring, bytes, Id, str], tmp_path: Path, name: str, value: object
) -> None:
    path = tmp_path / "office.keys"
    keys.save_keyring(made[0], path)
    raw = json.loads(path.read_text())
    raw["users"]["ann"][name] = value
    path.write_text(json.dumps(raw))
    with pytest.raises(EnvironmentProblem, match="damaged"):
        keys.load_keyring(path)


def test_a_truncated_or_newer_key_file_is_told(
    made: tuple[keys.Keyring, bytes, Id, str], tmp_path: Path
) -> None:
    path = tmp_path / "office.keys"
    keys.save_keyring(made[0], path)
    whole = path.read_text()
    for length in range(0, len(whole), 97):
        path.write_text(whole[:length])
        with pytest.raises(EnvironmentProblem, match="damaged"):
            keys.load_keyring(path)
    path.write_text(whole.replace('"version": 1', '"version": 2'))
    with pytest.raises(EnvironmentProblem, match="newer"):
        keys.load_keyring(path)
    path.write_bytes(b"[" * 100_000)
    with pytest.raises(EnvironmentProblem, match="damaged"):
        keys.load_keyring(path)
