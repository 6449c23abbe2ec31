"""What standing orders ask of the runs, a floor above: whose driver has been told of his ride."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from sqlalchemy.orm import Session

from nemt_desk.ground.ids import Id
from nemt_desk.ground.session import Work


class Runs(Protocol):
    """Tells on which runs rides are, and takes them off."""

    def told(self, session: Session, ride_ids: Sequence[Id]) -> Mapping[Id, str]:
        """Return the code of the run of each ride whose driver holds a published sheet of it."""
        ...

    def drafts(self, session: Session, ride_ids: Sequence[Id]) -> Mapping[Id, str]:
        """Return the code of the run of each ride that is on a run nobody was told of."""
        ...

    def take_off(self, work: Work, ride_ids: Sequence[Id]) -> None:
        """Take rides off their runs, in the transaction under way."""
        ...


class NoRuns:
    """An office without runs: nothing is on one."""

    def told(self, session: Session, ride_ids: Sequence[Id]) -> Mapping[Id, str]:
        """Return nothing."""
        del session, ride_ids
        return {}

    def drafts(self, session: Session, ride_ids: Sequence[Id]) -> Mapping[Id, str]:
        """Return nothing."""
        del session, ride_ids
        return {}

    def take_off(self, work: Work, ride_ids: Sequence[Id]) -> None:
        """Do nothing."""
        del work, ride_ids
