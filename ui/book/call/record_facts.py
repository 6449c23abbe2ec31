"""What the caller tells about the member, kept on the record without leaving the call. No Qt."""

from dataclasses import replace
from typing import Any

from nemt_desk.ground.changes import Changes
from nemt_desk.ground.errors import RefusedError
from nemt_desk.members.rows import MemberEntry
from ui.book.call.booking import Booking


def change_member(booking: Booking, **facts: Any) -> Changes:  # noqa: ANN401 - the record's fields
    """Keep facts on the record of who rides.

    Raises:
        InputError: a fact can't be taken.
        RefusedError: nobody is chosen yet, or the record has moved on.
    """
    member = booking.draft.member
    if member is None:
        raise RefusedError("Say first who rides. Nothing was changed.")
    entry = replace(MemberEntry.of(member, booking.draft.home), papers=None, **facts)
    service = booking.office.members
    return service.change(booking.actor, member.id, entry, version=member.version)


def turn_text_consent(booking: Booking) -> Changes:
    """Note today that the member agrees to text messages, or takes it back."""
    member = booking.draft.member
    is_given = member is not None and member.text_consent_on is not None
    return change_member(booking, text_consent_on=None if is_given else booking.today())
