"""Finds members for Ctrl+K."""

from nemt_desk.ground.words import phone_text
from nemt_desk.members import queries
from nemt_desk.members.rows import Member
from ui.shell.desk import Desk
from ui.shell.finding import Found
from ui.widgets.people_words import born_text

_MOST = 8


def find(desk: Desk, text: str) -> list[Found]:
    """Return members that fit what was typed, best first."""
    with desk.office.store.read() as session:
        found = queries.find_members(session, text, limit=_MOST)
    return [
        Found(one.name, _detail(one), "members", "member", one.id, "mdi6.account-outline")
        for one in found
    ]


def _detail(one: Member) -> str:
    born = f"born {born_text(one.birth_date)}" if one.birth_date else ""
    return " · ".join(part for part in ("Member", born, phone_text(one.phone)) if part)
