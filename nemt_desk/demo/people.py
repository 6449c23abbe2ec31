"""The people of the demo office, as data: same seed, same map and same day give the same people.

Nothing is written here; write them through the office's own services.
"""

import random
from datetime import date, time

from nemt_desk.demo.assign import Dispatcher
from nemt_desk.demo.casebook import make_cases
from nemt_desk.demo.demand import Caller, Minutes, estimated_minutes, minute_of
from nemt_desk.demo.homes import Homes
from nemt_desk.demo.members import make_members
from nemt_desk.demo.numbers import npi, phones
from nemt_desk.demo.progress import play
from nemt_desk.demo.seeds import AgencySeed, People
from nemt_desk.demo.volunteers import make_volunteers

MORNING = time(10, 30)
# The day is in full swing between these minutes; later and earlier looks are shown from here.
DAWN, DUSK = 5 * 60 + 15, 17 * 60
NPI_NINE = "299900420"
UMPI = "A000042000"


def make_people(
    homes: Homes,
    today: date,
    *,
    seed: int = 1,
    now: time = MORNING,
    minutes: Minutes = estimated_minutes,
) -> People:
    """Make the whole demo office around a day; `minutes` may ask a real map for driving times."""
    rng = random.Random(f"{seed} {today.isoformat()}")  # noqa: S311 - made-up people, no secret
    steady = random.Random(seed)  # noqa: S311 - the same people whatever the day
    lines = phones(steady, {place.phone.replace("-", "") for place in homes.places})
    members = make_members(homes, today, steady, lines)
    volunteers = make_volunteers(homes.homes, members, today, steady, lines)
    moment = min(DUSK, max(DAWN, minute_of(now)))
    caller = Caller(members, homes.places, today=today, minutes=minutes, rng=rng)
    demand = caller.call(moment)
    points = {place.key: place.home for place in homes.places}
    desk = Dispatcher(members, volunteers, points, minutes=minutes, rng=rng)
    trips = desk.assign(demand, today, moment)
    special = demand.late_key, demand.waiting_key
    trips = play(trips, today=today, now=moment, special=special, rng=rng)
    office = next(place for place in homes.places if place.role == "agency")
    return People(
        agency=AgencySeed(office.name, office.phone, npi(NPI_NINE), UMPI, office.home),
        places=tuple(homes.places),
        members=members,
        volunteers=volunteers,
        standing=tuple(demand.standing),
        trips=tuple(trips),
        cases=make_cases(members, trips, today, lines),
    )
