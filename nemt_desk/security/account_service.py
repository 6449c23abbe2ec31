"""What is done with accounts while the office is open: one more, another password, another code.

Holds the database key, because only who has it can wrap it for somebody else.
"""

from dataclasses import dataclass, field
from pathlib import Path

from nemt_desk.ground.changes import Changes
from nemt_desk.ground.errors import EnvironmentProblem, InputError, Problem, RefusedError
from nemt_desk.ground.ids import new_id
from nemt_desk.ground.session import Store
from nemt_desk.security import keys
from nemt_desk.security.accounts import accounts, add_account, check_password
from nemt_desk.security.rows import Actor, Right, Role, require
from nemt_desk.security.trail import Trail


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who is let in. The password is kept out of every repr."""

    name: str
    login: str
    role: Role
    password: str = field(repr=False)


class AccountService:
    """Keeps the accounts and their wraps of the key in step."""

    def __init__(self, store: Store, trail: Trail, key: bytes, keyring: Path) -> None:
        self._store = store
        self._trail = trail
        self._key = key
        self._keyring = keyring

    def add_user(self, actor: Actor, newcomer: Newcomer) -> Changes:
        """Let somebody else in.

        Raises:
            InputError: `user_name`, `login` or `password` can't be taken.
            RefusedError: no right to do this.
        """
        require(actor, Right.ACCOUNTS)
        check_password(newcomer.password)
        new = Actor(new_id(), newcomer.name.strip(), newcomer.login.strip(), newcomer.role)
        with self._store.read() as session:
            taken = {keys.folded(known.login) for known in accounts(session)}
        if keys.folded(new.login) in taken:
            sentence = "Somebody signs in with this name already. Choose another."
            raise InputError([Problem("login", sentence)])
        ring = keys.load_keyring(self._keyring)
        changes = add_account(self._store, actor, new)
        try:
            self._wrap(ring, new, newcomer.password)
        except EnvironmentProblem:
            # An account nobody can sign in with would hold its name for ever.
            self._store.undo(actor, changes)
            raise
        return changes

    def change_password(self, actor: Actor, old: str, new: str) -> None:
        """Give the acting person another password.

        Raises:
            InputError: `old` is not the present password, or `password` is too weak.
        """
        check_password(new)
        ring = keys.load_keyring(self._keyring)
        try:
            keys.unlock(ring, actor.login, old)
        except RefusedError as error:
            sentence = "This is not your present password. Nothing was changed; type it again."
            raise InputError([Problem("old", sentence)]) from error
        self._wrap(ring, actor, new)
        self._note(actor, "Changed own password")

    def new_recovery_code(self, actor: Actor) -> str:
        """Make a new recovery code; the one before opens nothing any more.

        Raises:
            RefusedError: no right to do this.
        """
        require(actor, Right.ACCOUNTS)
        ring, code = keys.add_recovery(keys.load_keyring(self._keyring), self._key)
        keys.save_keyring(ring, self._keyring)
        self._note(actor, "Made a new recovery code")
        return code

    def _wrap(self, ring: keys.Keyring, who: Actor, password: str) -> None:
        ring = keys.add_user(ring, self._key, account_id=who.id, login=who.login, password=password)
        keys.save_keyring(ring, self._keyring)

    def _note(self, actor: Actor, act: str) -> None:
        self._trail.note(self._store, actor, act, kind="account", ids=[actor.id])
