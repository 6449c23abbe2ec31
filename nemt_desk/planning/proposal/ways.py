"""The ways of a question, for checks that ask from point to point."""

from nemt_desk.planning.proposal.rows import Question
from nemt_desk.planning.rows import LatLon, Leg
from nemt_desk.planning.travel import StraightLine


class KnownWays:
    """Ways between the places of a plan as it was made; a straight line elsewhere. A `Travel`."""

    def __init__(self, question: Question) -> None:
        self._problem = question.problem
        self._guess = StraightLine()
        self._is_estimate = question.is_estimate
        self._at = {point: at for at, point in enumerate(question.points) if point is not None}

    def leg(self, start: LatLon, end: LatLon) -> Leg:
        """Return the way from `start` to `end`."""
        one, other = self._at.get(start), self._at.get(end)
        if one is None or other is None:
            return self._guess.leg(start, end)
        metres, minutes = self._problem.metres[one][other], self._problem.minutes[one][other]
        return Leg(metres, minutes, is_estimate=self._is_estimate)
