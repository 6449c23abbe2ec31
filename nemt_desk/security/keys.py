"""The database key and who can unwrap it.

One random 256-bit key, wrapped per user and once by a recovery code, each wrap by Argon2id and
AES-256-GCM. The key is never stored bare, never logged, never shown.
"""

import base64
import hashlib
import hmac
import json
import secrets
import uuid
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from nemt_desk.ground.errors import EnvironmentProblem, RefusedError
from nemt_desk.ground.files import replace_file
from nemt_desk.ground.ids import Id, new_id

KEY_BYTES = 32
WRONG = "User name or password is wrong. Nothing was opened; try again."
WRONG_CODE = "This recovery code does not fit this office. Compare it with the printed page."
_CODE_BYTES = 20
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
_GROUP = 4


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
    version: int = 1


def _derive(secret: str, salt: bytes, cost: Cost) -> bytes:
    return hash_secret_raw(
        secret.encode(),
        salt,
        time_cost=cost.passes,
        memory_cost=cost.memory_kib,
        parallelism=cost.lanes,
        hash_len=KEY_BYTES,
        type=Type.ID,
    )


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _wrap(key: bytes, secret: str, owner: str, context: str, cost: Cost) -> Wrap:
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    sealed = AESGCM(_derive(secret, salt, cost)).encrypt(nonce, key, context.encode())
    return Wrap(owner, _text(salt), _text(nonce), _text(sealed), **asdict(cost))


def _unwrap(wrap: Wrap, secret: str, context: str) -> bytes | None:
    cost = Cost(wrap.memory_kib, wrap.passes, wrap.lanes)
    sealing = AESGCM(_derive(secret, base64.b64decode(wrap.salt), cost))
    try:
        return sealing.decrypt(
            base64.b64decode(wrap.nonce), base64.b64decode(wrap.sealed), context.encode()
        )
    except InvalidTag:
        return None


def new_keyring() -> tuple[Keyring, bytes]:
    """Return an empty keyring for a new office, and its database key."""
    return Keyring(office_id=str(new_id())), secrets.token_bytes(KEY_BYTES)


def _context(ring: Keyring, login: str) -> str:
    return f"{ring.office_id}/{_folded(login)}"


def _folded(login: str) -> str:
    return login.strip().casefold()


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
    return replace(ring, users={**ring.users, _folded(login): wrap})


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
    wrap = ring.users.get(_folded(login))
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
    blank = _text(bytes(KEY_BYTES + 16))
    return Wrap("", _text(bytes(16)), _text(bytes(12)), blank, **asdict(cost))


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


def save_keyring(ring: Keyring, path: Path) -> None:
    """Write the keyring; the old file stays until the new one is whole."""
    replace_file(path, json.dumps(asdict(ring), indent=1, sort_keys=True).encode())


def load_keyring(path: Path) -> Keyring:
    """Read the keyring.

    Raises:
        EnvironmentProblem: the file is missing or damaged.
    """
    try:
        raw: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        users = {login: Wrap(**values) for login, values in raw["users"].items()}
        recovery = Wrap(**raw["recovery"]) if raw["recovery"] else None
        return Keyring(raw["office_id"], users, recovery, raw["version"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise EnvironmentProblem(
            "The office's key file (office.keys) is missing or damaged. The records are still"
            " there; put back the key file from the folder of a backup."
        ) from error
