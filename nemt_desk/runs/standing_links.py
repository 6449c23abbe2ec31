"""Answers what standing orders ask of the runs."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from nemt_desk.ground.ids import Id
from nemt_desk.ground.session import Work
from nemt_desk.runs.queries import runs_of_rides
from nemt_desk.runs.records import take_off


class RunLinks:
    """The runs of rides, for standing orders."""

    def told(self, session: Session, ride_ids: Sequence[Id]) -> Mapping[Id, str]:
        """Return the code of the run of each ride whose driver holds a published sheet of it."""
        found = runs_of_rides(session, ride_ids)
        # A run that was told and changed since is a draft again, but its driver holds the paper.
        return {key: run.code for key, run in found.items() if run.published_at is not None}

    def drafts(self, session: Session, ride_ids: Sequence[Id]) -> Mapping[Id, str]:
        """Return the code of the run of each ride that is on a run nobody was told of."""
        found = runs_of_rides(session, ride_ids)
        return {key: run.code for key, run in found.items() if run.published_at is None}

    def take_off(self, work: Work, ride_ids: Sequence[Id]) -> None:
        """Take rides off their runs."""
        take_off(work, ride_ids)
