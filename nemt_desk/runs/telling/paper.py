"""The telling list as it is printed: who is still to be told, with room for how it went."""

from dataclasses import dataclass
from datetime import date, datetime

from nemt_desk.ground.ids import Id
from nemt_desk.ground.settings import Settings
from nemt_desk.ground.words import time_text
from nemt_desk.planning.words import clock_text
from nemt_desk.runs.rows import TellResult
from nemt_desk.runs.telling.rows import TellingList, TellLine, TellState

_STATES = {
    TellState.NEW: "",
    TellState.CHANGED: "CHANGED since told",
    TellState.MESSAGE: "message left",
    TellState.TOLD: "told",
}
_RESULTS = {
    TellResult.TOLD: "told",
    TellResult.MESSAGE: "message left",
    TellResult.NO_ANSWER: "no answer",
}


@dataclass(frozen=True, slots=True)
class PaperCall:
    """One call of the list."""

    who: str
    is_driver: bool
    phone: str
    phone2: str
    at: str
    run_code: str
    state: str
    remark: str
    changes: tuple[str, ...]
    say: tuple[str, ...]
    last: str


@dataclass(frozen=True, slots=True)
class TellingPaper:
    """The list. The ids are not printed: the trail notes by them whose data it holds."""

    agency_name: str
    agency_phone: str
    day: date
    printed_at: datetime
    calls: tuple[PaperCall, ...]
    told: int
    run_ids: tuple[Id, ...]
    member_ids: tuple[Id, ...]


def telling_paper(found: TellingList, settings: Settings, now: datetime) -> TellingPaper:
    """Return the list with everybody who is still to be told."""
    lines = found.open
    members = [line.person_id for line in lines if not line.is_driver]
    runs = [line.run_id for line in lines if line.is_driver and line.run_id is not None]
    return TellingPaper(
        agency_name=settings.name,
        agency_phone=settings.phone,
        day=found.day,
        printed_at=settings.time.local(now),
        calls=tuple(_call(line, settings) for line in lines),
        told=len(found.lines) - len(lines),
        run_ids=tuple(dict.fromkeys(runs)),
        member_ids=tuple(dict.fromkeys(members)),
    )


def _call(line: TellLine, settings: Settings) -> PaperCall:
    last = ""
    if line.last is not None:
        at = time_text(settings.time.local(line.last.at))
        last = f"{_RESULTS[line.last.result]} {at}, {line.last.by}"
    return PaperCall(
        who=line.name,
        is_driver=line.is_driver,
        phone=line.phone,
        phone2=line.phone2,
        at=clock_text(line.at_min) if line.at_min is not None else "when called",
        run_code=line.run_code,
        state=_STATES[line.state],
        remark=line.remark,
        changes=line.changes,
        say=line.say,
        last=last,
    )
