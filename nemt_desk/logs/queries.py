"""Builds trip logs: for each run and member on it, exactly that member's rides and data.

S4-130 to S4-144, MN-115, J6. Times and odometers as driven are written on the paper by hand.
"""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from nemt_desk.ground.ids import Id
from nemt_desk.ground.progress import Progress, Quiet
from nemt_desk.ground.settings import Settings
from nemt_desk.logs.log_rides import LogRideWriter, single_source
from nemt_desk.logs.rows import LogDriver, TripLog
from nemt_desk.logs.words import eligibility_text
from nemt_desk.runs.board_rows import BoardRide
from nemt_desk.runs.paper_facts import PaperFacts, in_order, paper_facts
from nemt_desk.runs.roads import Roads
from nemt_desk.runs.rows import Run
from nemt_desk.runs.rules import CODE_LETTERS
from nemt_desk.trips.routing import how_on

_CODE_TAIL = 4


def trip_logs(
    session: Session,
    day: date | None = None,
    *,
    roads: Roads | None,
    settings: Settings,
    now: datetime,
    run_id: Id | None = None,
    driver_ids: Collection[Id] | None = None,
    member_id: Id | None = None,
    progress: Progress | None = None,
) -> tuple[TripLog, ...]:
    """Return the logs of a day (or of one run, some drivers, one member), by driver and member.

    Nothing is refused for a missing number or distance: the paper shows a line to write on.
    """
    run_ids = None if run_id is None else [run_id]
    facts = paper_facts(session, day, at=settings.time, run_ids=run_ids, driver_ids=driver_ids)
    days = {run.day for run in facts.runs} | {r.day for some in facts.rides.values() for r in some}
    hows = {day: how_on(session, day, settings) for day in days}
    writer = _LogWriter(facts, LogRideWriter(facts, roads, hows), settings, now)
    progress = progress or Quiet()
    logs = []
    for number, run in enumerate(facts.runs):
        progress.step(f"Writing the trip logs of run {run.code}", 100 * number // len(facts.runs))
        members = in_order(ride.member_id for ride in facts.rides[run.id])
        wanted = [one for one in members if member_id is None or one == member_id]
        wanted.sort(key=lambda one: (facts.members[one].name, one))
        logs += [writer.log(run, one) for one in wanted]
    return tuple(logs)


@dataclass(frozen=True, slots=True)
class _LogWriter:
    facts: PaperFacts
    rides: LogRideWriter
    settings: Settings
    now: datetime

    def log(self, run: Run, member_id: Id) -> TripLog:
        """Return one member's log of one run; no other member's ride is ever looked at."""
        member = self.facts.members[member_id]
        driver = self.facts.drivers[run.driver_id]
        car = self.facts.car(run)
        own = [ride for ride in self.facts.rides[run.id] if ride.member_id == member_id]
        kept = [self.facts.mileage(ride) for ride in own]
        sourced = single_source(kept, self.rides.roads, self.rides.hows[run.day].kind)
        settings = self.settings
        return TripLog(
            agency_name=settings.name,
            agency_phone=settings.phone,
            member_label=settings.member_label,
            member_name=member.name,
            mhcp_id=member.mhcp_id,
            log_code=log_code(run, member_id),
            run_code=run.code,
            day=run.day,
            driver=LogDriver(
                driver.last_name, driver.first_name, driver.middle_name[:1], driver.umpi
            ),
            car_words=car.text if car else "",
            plate=car.plate if car else "",
            provider_id_kind="NPI" if settings.npi else "UMPI" if settings.umpi else "",
            provider_id=settings.npi or settings.umpi,
            rides=tuple(
                self.rides.ride(seq, ride, driver=driver, source=sourced)
                for seq, ride in enumerate(sorted(own, key=_by_time), 1)
            ),
            source=sourced,
            printed_at=settings.time.local(self.now),
            eligibility=eligibility_text(member),
            run_id=run.id,
            member_id=member_id,
        )


def _by_time(ride: BoardRide) -> tuple[bool, int, int]:
    begin = ride.task.begin_min
    return begin is None, begin or 0, ride.seq


def log_code(run: Run, member_id: Id) -> str:
    """Return the log's code: the run's, and four letters that stay with this run and member."""
    number = int.from_bytes(hashlib.sha256(run.id.bytes + member_id.bytes).digest()[:8])
    letters = []
    for _ in range(_CODE_TAIL):
        number, digit = divmod(number, len(CODE_LETTERS))
        letters.append(CODE_LETTERS[digit])
    return f"{run.code}-{''.join(letters)}"
