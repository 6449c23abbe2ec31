"""Accounts of the people who open the office."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from nemt_desk.ground.changes import Changes
from nemt_desk.ground.errors import InputError, Problem, RefusedError
from nemt_desk.ground.ids import Id
from nemt_desk.ground.session import Store
from nemt_desk.security.model import Account
from nemt_desk.security.rows import PROGRAM, Actor, Right, Role, require

__all__ = ["PROGRAM", "Actor", "Right", "Role", "account", "accounts", "add_account", "require"]

MIN_PASSWORD = 15


def account(session: Session, account_id: Id) -> Actor:
    """Return the account as somebody who acts.

    Raises:
        RefusedError: it was closed.
    """
    row = session.get(Account, account_id)
    if row is None or row.archived_at is not None:
        raise RefusedError("This account was closed. Ask an administrator of this office.")
    return Actor(row.id, row.name, row.login, row.role)


def accounts(session: Session) -> list[Actor]:
    """Return all open accounts by name."""
    rows = session.scalars(select(Account).where(Account.archived_at.is_(None)))
    found = [Actor(row.id, row.name, row.login, row.role) for row in rows]
    return sorted(found, key=lambda actor: actor.name.lower())


def add_account(store: Store, actor: Actor, new: Actor) -> Changes:
    """Add somebody who may open the office (the key wrap is made by `keys`).

    Raises:
        RefusedError: no right, or the login is taken.
    """
    require(actor, Right.ACCOUNTS)
    problems = []
    if not new.name.strip():
        problems.append(Problem("user_name", "Say who you are; your name stands beside each act."))
    if not new.login.strip():
        problems.append(Problem("login", "Choose a short name to sign in with."))
    if problems:
        raise InputError(problems)
    with store.write(actor, "Added an account") as work:
        row = Account(id=new.id, login=new.login.strip(), name=new.name.strip(), role=new.role)
        work.session.add(row)
    return work.changes


def check_password(password: str) -> None:
    """Refuse a password that is too short (NIST SP 800-63B-4: 15 characters when alone).

    Raises:
        InputError: it has fewer than 15 characters or repeats one.
    """
    few_different = 5
    if len(password) < MIN_PASSWORD:
        sentence = f"A password has at least {MIN_PASSWORD} characters; a short sentence is good."
        raise InputError([Problem("password", sentence)])
    if len(set(password)) < few_different:
        sentence = "This password repeats itself too much. A short sentence is good."
        raise InputError([Problem("password", sentence)])
