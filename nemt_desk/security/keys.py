"""The database key and who can unwrap it.

One random 256-bit key, wrapped per user and once by a recovery code, each wrap by Argon2id and
AES-256-GCM. The key is never stored bare, never logged, never shown.
"""

import base64
import hashlib
import hmac
import json
import secrets
import unicodedata
import uuid
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from nemt_desk.ground.errors import EnvironmentProblem, RefusedError
from nemt_desk.ground.files import replace_file
from nemt_desk.ground.ids import Id, new_id

KEY_BYTES = 32
VERSION = 1
WRONG = "User name or password is wrong. Nothing was opened; try again."
WRONG_CODE = "This recovery code does not fit this office. Compare it with the printed page."
_CODE_BYTES = 20
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
_GROUP = 4
_SALT_BYTES, _NONCE_BYTES, _TAG_BYTES = 16, 12, 16
_MOST_KIB = 1 << 20  # 1 GiB: somebody who can write the file must not be able to stop the PC
_DAMAGE = (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError)


@dataclass(frozen=True, slots=True)
class Cost:
    """Argon2id's cost: KiB of memory, passes, lanes (RFC 9106's second choice is 64 MiB, 3, 4)."""

    memory_kib: int = 65536
    passes: int = 3
    lanes: int = 4


@dataclass(frozen=True, slots=True)
class Wrap:
    """The database key, sealed with one secret."""

    owner: str
    salt: str
    nonce: str
    sealed: str
    memory_kib: int
    passes: int
    lanes: int


@dataclass(frozen=True, slots=True)
class Keyring:
    """All wraps of one office's key, as kept in `office.keys` beside the database."""

    office_id: str
    users: dict[str, Wrap] = field(default_factory=dict)
    recovery: Wrap | None = None
    version: int = VERSION


def _bytes(text: str) -> bytes:
    # One keyboard types ä as a letter, another as a and dots (NIST SP 800-63B: NFKC or NFKD). What
    # is no text at all, out of the environment say, is a wrong password and no crash.
    return unicodedata.normalize("NFKC", text).encode("utf-8", "surrogatepass")


def _derive(secret: str, salt: bytes, cost: Cost) -> bytes:
    try:
        return hash_secret_raw(
            _bytes(secret),
            salt,
            time_cost=cost.passes,
            memory_cost=cost.memory_kib,
            parallelism=cost.lanes,
            hash_len=KEY_BYTES,
            type=Type.ID,
        )
    except HashingError:
        raise EnvironmentProblem(
            "This computer has not enough free memory to check the password. Nothing was changed."
            " Close other programs and try again."
        ) from None


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _wrap(key: bytes, secret: str, owner: str, context: str, cost: Cost) -> Wrap:
    salt, nonce = secrets.token_bytes(_SALT_BYTES), secrets.token_bytes(_NONCE_BYTES)
    sealed = AESGCM(_derive(secret, salt, cost)).encrypt(nonce, key, _bytes(context))
    return Wrap(owner, _text(salt), _text(nonce), _text(sealed), **asdict(cost))


def _unwrap(wrap: Wrap, secret: str, context: str) -> bytes | None:
    cost = Cost(wrap.memory_kib, wrap.passes, wrap.lanes)
    sealing = AESGCM(_derive(secret, base64.b64decode(wrap.salt), cost))
    try:
        return sealing.decrypt(
            base64.b64decode(wrap.nonce), base64.b64decode(wrap.sealed), _bytes(context)
        )
    except InvalidTag:
        return None


def new_keyring() -> tuple[Keyring, bytes]:
    """Return an empty keyring for a new office, and its database key."""
    return Keyring(office_id=str(new_id())), secrets.token_bytes(KEY_BYTES)


def _context(ring: Keyring, login: str) -> str:
    return f"{ring.office_id}/{folded(login)}"


def folded(login: str) -> str:
    """Return a login as it is compared: no case, no blanks around it, one way to write accents."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", login).casefold()).strip()


def add_user(
    ring: Keyring,
    key: bytes,
    *,
    account_id: Id,
    login: str,
    password: str,
    cost: Cost | None = None,
) -> Keyring:
    """Return the keyring with a wrap for this user (or a new password for the same login)."""
    wrap = _wrap(key, password, str(account_id), _context(ring, login), cost or Cost())
    return replace(ring, users={**ring.users, folded(login): wrap})


def add_recovery(ring: Keyring, key: bytes, cost: Cost | None = None) -> tuple[Keyring, str]:
    """Return the keyring with a new recovery code, and the code in groups of four."""
    code = _encode(secrets.token_bytes(_CODE_BYTES))
    wrap = _wrap(key, _plain(code), "", f"{ring.office_id}/", cost or Cost())
    return replace(ring, recovery=wrap), code


def unlock(ring: Keyring, login: str, password: str) -> tuple[bytes, Id]:
    """Return the database key and the account's id.

    An unknown login costs the same time and gets the same answer as a wrong password.

    Raises:
        RefusedError: either is wrong.
    """
    wrap = ring.users.get(folded(login))
    tried = wrap or _nobody(ring)
    key = _unwrap(tried, password, _context(ring, login))
    if wrap is None or key is None:
        raise RefusedError(WRONG)
    return key, uuid.UUID(wrap.owner)


def unlock_with_code(ring: Keyring, code: str) -> bytes:
    """Return the database key for the printed recovery code.

    Raises:
        RefusedError: the code does not fit.
    """
    key = _unwrap(ring.recovery, _plain(code), f"{ring.office_id}/") if ring.recovery else None
    if key is None:
        raise RefusedError(WRONG_CODE)
    return key


def _nobody(ring: Keyring) -> Wrap:
    known = next(iter(ring.users.values()), None)
    cost = Cost(known.memory_kib, known.passes, known.lanes) if known else Cost()
    blank = _text(bytes(KEY_BYTES + _TAG_BYTES))
    return Wrap("", _text(bytes(_SALT_BYTES)), _text(bytes(_NONCE_BYTES)), blank, **asdict(cost))


def _encode(data: bytes) -> str:
    number, letters = int.from_bytes(data), []
    for _place in range(len(data) * 8 // 5):
        number, digit = divmod(number, 32)
        letters.append(_ALPHABET[digit])
    text = "".join(letters)
    return "-".join(text[at : at + _GROUP] for at in range(0, len(text), _GROUP))


def _plain(code: str) -> str:
    letters = code.upper().translate(_LOOKALIKES)
    return "".join(char for char in letters if char in _ALPHABET)


def trail_key(key: bytes) -> bytes:
    """Return the key of the audit chain, derived from the database key."""
    return hmac.digest(key, b"nemt-desk audit trail v1", hashlib.sha256)


def dark_password(key: bytes) -> str:
    """Return the password of the packs for days without the program: always the same, four by four.

    It opens these packs and nothing else.
    """
    return _encode(hmac.digest(key, b"nemt-desk pack of days v1", hashlib.sha256)[:10])


def save_keyring(ring: Keyring, path: Path) -> None:
    """Write the keyring; the old file stays until the new one is whole."""
    replace_file(path, json.dumps(asdict(ring), indent=1, sort_keys=True).encode())


def load_keyring(path: Path) -> Keyring:
    """Read the keyring.

    Raises:
        EnvironmentProblem: the file is missing, damaged, or a newer program's.
    """
    try:
        raw: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if raw["version"] == VERSION:
            users = {login: _wrap_in(values) for login, values in raw["users"].items()}
            _ = [uuid.UUID(wrap.owner) for wrap in users.values()]
            recovery = _wrap_in(raw["recovery"]) if raw["recovery"] else None
            return Keyring(str(uuid.UUID(raw["office_id"])), users, recovery, VERSION)
        if raw["version"] not in range(VERSION + 1, 1000):
            raise ValueError("not a version")
    except _DAMAGE as error:
        raise EnvironmentProblem(
            "The office's key file (office.keys) is missing or damaged. The records are still"
            " there; put back the key file from the folder of a backup."
        ) from error
    raise EnvironmentProblem(
        "The office's key file (office.keys) was written by a newer NEMT Desk. Nothing was"
        " changed. Install the newest version on this computer."
    )


def _wrap_in(values: dict[str, Any]) -> Wrap:
    """Read one wrap; refuse what could never open, or what would ask for the whole memory."""
    wrap = Wrap(**values)
    parts = (wrap.salt, wrap.nonce, wrap.sealed)
    lengths = [len(base64.b64decode(part, validate=True)) for part in parts]
    fits = lengths == [_SALT_BYTES, _NONCE_BYTES, KEY_BYTES + _TAG_BYTES] and (
        wrap.lanes in range(1, 17)
        and wrap.passes in range(1, 65)
        and wrap.memory_kib in range(8 * wrap.lanes, _MOST_KIB + 1)
    )
    if not fits:
        raise ValueError("a wrap has impossible figures")
    return wrap
