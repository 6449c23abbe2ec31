"""The list of checks that an entry of a pack can ask: each module's own, merged."""

from collections.abc import Iterable, Mapping

from nemt_desk.policy import (
    aboard,
    extras,
    how,
    minors,
    notice,
    remarks,
    schools,
    services,
    travel,
    what,
    where,
    who,
)
from nemt_desk.policy.check import Check

SHARED_CONTACT = "plan"


def _merged(parts: Iterable[Mapping[str, Check]]) -> dict[str, Check]:
    merged: dict[str, Check] = {}
    for part in parts:
        twice = merged.keys() & part.keys()
        if twice:
            raise ValueError(f"Two checks have one name: {', '.join(sorted(twice))}.")
        merged |= part
    return merged


CHECKS = _merged(
    (
        what.CHECKS,
        where.CHECKS,
        who.CHECKS,
        how.CHECKS,
        aboard.CHECKS,
        extras.CHECKS,
        notice.CHECKS,
        services.CHECKS,
        travel.CHECKS,
        minors.CHECKS,
        schools.CHECKS,
        remarks.CHECKS,
    )
)
