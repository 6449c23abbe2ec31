"""Asks planning off the main thread: who can take what is chosen, and each driver's slack."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from nemt_desk.ground.ids import Id
from nemt_desk.runs.roads import RoadTravel, Travels
from nemt_desk.runs.who.others import OtherWay
from nemt_desk.runs.who.ride import knowledge, ways_beside
from ui.board.fit import Offer, Question, offers, slacks
from ui.shell.desk import Desk

if TYPE_CHECKING:
    from nemt_desk.geo.roads.driving import Driving
    from nemt_desk.ground.progress import Progress
    from nemt_desk.planning.rows import DriverDay
    from ui.board.day import BoardDay

_REST_MS = 50

type Slacks = Mapping[Id, int | None]
type _Answer = tuple[Question, tuple[Offer, ...], tuple[OtherWay, ...]]


class Planner:
    """Keeps one remembered travel for the page, the newest question and its answer."""

    def __init__(
        self,
        desk: Desk,
        answered: Callable[[], object],
        slacks_came: Callable[[Slacks], object],
    ) -> None:
        self._desk = desk
        self._answered = answered
        self._slacks_came = slacks_came
        self._travels: Travels | None = None
        self._driving: tuple[date, Driving] | None = None
        self._asked: tuple[Question, tuple[DriverDay, ...], RoadTravel] | None = None
        self.offers: tuple[Offer, ...] = ()
        self.others: tuple[OtherWay, ...] = ()
        self.takes_legs = True

    def travel(self, day: date) -> RoadTravel:
        """Return the ways of a day, remembered until the day is read again or another map built.

        A drag asks for them at every row: it must not read the database.
        """
        office = self._desk.office
        if self._travels is None or office.map is not self._travels.roads:
            self._travels = Travels(office.map)
        if self._driving is None or self._driving[0] != day:
            self._driving = day, office.driving(day)
        return self._travels.on(self._driving[1])

    @property
    def by_driver(self) -> dict[Id, Offer]:
        """The answer by driver; empty while it is being worked out."""
        return {offer.driver_id: offer for offer in self.offers}

    def _question(self, known: "BoardDay", ride_ids: tuple[Id, ...]) -> Question:
        """Return what is asked: a yes takes the other legs too where that is ticked."""
        return replace(known.question(ride_ids), takes_legs=self.takes_legs)

    def ask(self, known: "BoardDay", ride_ids: tuple[Id, ...]) -> bool:
        """Ask who can take these rides; tell whether the question is a new one."""
        asked, travel = self._question(known, ride_ids), self.travel(known.day)
        if self._asked == (asked, known.days, travel):
            return False
        self._asked = asked, known.days, travel
        self.offers, self.others = (), ()
        if not asked.chosen:
            return True
        days, office = known.days, self._desk.office
        rides = [known.rides[task.ride_id] for task in asked.chosen]

        def work(progress: "Progress") -> _Answer:
            travel.prepare_all((*asked.chosen, *asked.legs), days)
            with office.store.read() as session:
                facts = knowledge(session, rides, days, office.settings, office.clock.now())
            found = offers(
                asked,
                days,
                travel,
                office.settings,
                known=facts,
                before_each=lambda: progress.step("", 50),
            )
            return asked, found, ways_beside(rides, days, office.settings)

        # Who walks on from ride to ride gets smooth frames: only the last question is answered.
        self._desk.jobs.read(work, self._on_offers, latest="board.offers", rest_ms=_REST_MS)
        return True

    def offer_for(self, known: "BoardDay", ride_ids: tuple[Id, ...], driver: Id) -> Offer | None:
        """Return one driver's offer at once, even if the answer about all is not there yet."""
        asked, travel = self._question(known, ride_ids), self.travel(known.day)
        if self._asked == (asked, known.days, travel) and driver in self.by_driver:
            return self.by_driver[driver]
        days = [day for day in known.days if day.driver_id == driver]
        found = offers(asked, days, travel, self._desk.office.settings)
        return found[0] if found else None

    def ask_slacks(self, known: "BoardDay") -> None:
        """Ask how many minutes each driver has to spare; the day was just read again."""
        self._driving = None
        days, travel = known.days, self.travel(known.day)
        figures = self._desk.office.settings
        self._desk.jobs.read(
            lambda _progress: slacks(days, travel, figures),
            self._on_slacks,
            latest="board.slacks",
        )

    def _on_offers(self, answer: _Answer) -> None:
        asked, found, others = answer
        if self._asked is not None and self._asked[0] == asked:
            self.offers, self.others = found, others
            self._answered()

    def _on_slacks(self, found: Slacks) -> None:
        self._slacks_came(found)
