"""What was told on another list (a weather day's) is told here too: nobody is called twice."""

from collections.abc import Sequence

from nemt_desk.ground.ids import Id
from nemt_desk.ground.session import Work
from nemt_desk.ground.settings import Settings
from nemt_desk.runs.rows import TellResult, TellWho
from nemt_desk.runs.telling.noting import keep
from nemt_desk.runs.telling.queries import telling_list
from nemt_desk.runs.telling.rows import Target
from nemt_desk.trips.queries import rides_by_ids


def note_told(work: Work, ride_ids: Sequence[Id], settings: Settings, note: str) -> None:
    """Keep that the members of these rides know what stands now, where they were to be told."""
    rides = rides_by_ids(work.session, ride_ids)
    for day in sorted({ride.day for ride in rides}):
        found = telling_list(work.session, day, settings)
        for ride in rides:
            target = Target(TellWho.MEMBER, ride.id)
            line = found.line(target) if ride.day == day else None
            if line is not None and line.is_open:
                keep(work, target, TellResult.TOLD, line.facts, note=note)
