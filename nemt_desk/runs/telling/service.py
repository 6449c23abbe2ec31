"""Keeps who was told what. What is still to be told is compared on reading, never kept."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from nemt_desk.ground.changes import Changes
from nemt_desk.ground.entry import Checker
from nemt_desk.ground.errors import InputError, Problem, RefusedError
from nemt_desk.ground.session import Store
from nemt_desk.ground.settings import Settings
from nemt_desk.runs.queries import run as read_run
from nemt_desk.runs.rows import TellResult, TellWho
from nemt_desk.runs.telling.noting import keep
from nemt_desk.runs.telling.queries import telling_list
from nemt_desk.runs.telling.rows import Target, TellLine
from nemt_desk.security.rows import Actor, Right, require
from nemt_desk.trips.queries import ride as read_ride

_RESULTS = {
    TellResult.TOLD: "told",
    TellResult.MESSAGE: "message left for",
    TellResult.NO_ANSWER: "no answer from",
}


class TellingService:
    """Notes calls to drivers about their runs and to members about their rides."""

    def __init__(self, store: Store, settings: Callable[[], Settings]) -> None:
        self._store = store
        self._settings = settings

    def tell(
        self,
        actor: Actor,
        targets: Sequence[Target],
        result: TellResult,
        *,
        note: str = "",
        at: datetime | None = None,
    ) -> Changes:
        """Note that these people were called, and how it went; told is what stands now.

        Raises:
            RefusedError: nobody was chosen, or there is nothing to tell somebody of.
            InputError: the moment has not come yet, or the note is too long.
        """
        require(actor, Right.WRITE)
        check = Checker()
        said = check.line("note", note)
        check.raise_if_any()
        wanted = list(dict.fromkeys(targets))
        if not wanted:
            raise RefusedError("Nobody was chosen. Nothing was noted.")
        with self._store.write(actor, "Noted a call") as work:
            if at is not None and at > work.now:
                raise InputError([Problem("at", "This time has not come yet.")])
            days = {target: self._day(work.session, target) for target in wanted}
            lines: dict[Target, TellLine] = {}
            for day in dict.fromkeys(days.values()):
                found = telling_list(work.session, day, self._settings())
                lines |= {line.target: line for line in found.lines}
            for target in wanted:
                line = lines.get(target)
                if line is None:
                    raise RefusedError(
                        "There is nothing to tell of this yet: publish the run first. Nothing was"
                        " noted."
                    )
                keep(work, target, result, line.facts, note=said, at=at)
            work.text = _text(wanted, result)
        return work.changes

    def _day(self, session: Session, target: Target) -> date:
        if target.who is TellWho.DRIVER:
            return read_run(session, target.id).day
        return read_ride(session, target.id).day


def _text(targets: Sequence[Target], result: TellResult) -> str:
    drivers = sum(target.who is TellWho.DRIVER for target in targets)
    members = len(targets) - drivers
    parts = [_count(drivers, "driver"), _count(members, "member")]
    return f"Noted: {_RESULTS[result]} {' and '.join(part for part in parts if part)}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}" if number else ""
