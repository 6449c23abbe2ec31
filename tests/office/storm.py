"""A booking storm that is killed again and again; run as `python -m tests.office.storm DIR N`.

Prints one line of JSON. A program of its own: it forks, which a test run with threads must not.
"""

import json
import os
import random
import signal
import sys
import time
from datetime import timedelta
from pathlib import Path

from db.backup import check_file
from db.engine import connect, sqlite_engine
from nemt_desk.ground.clock import SystemClock
from nemt_desk.ground.ids import Id, new_id
from nemt_desk.members.rows import MemberEntry
from nemt_desk.office import Office, OfficeSetup
from nemt_desk.office_files import OfficeFiles
from nemt_desk.places.rows import PlaceEntry, PlaceKind
from nemt_desk.security import keys
from nemt_desk.security.rows import Actor
from nemt_desk.trips.rows import LegRequest, ReturnKind, TripRequest

PASSWORD = "storms come and storms go"
CHEAP = keys.Cost(memory_kib=64, passes=1, lanes=1)


def _set_up(data: Path) -> tuple[bytes, Actor, Id, Id, Id]:
    setup = OfficeSetup("Storm", "mn", "America/Chicago", "Ann", "ann", PASSWORD)
    office, _code = Office.create(data, setup, cost=CHEAP)
    home = PlaceEntry(kind=PlaceKind.HOME, description="home")
    member = office.members.add(
        office.actor, MemberEntry(last_name="Storm", first_name="Ida", home=home)
    ).id
    ends = [
        office.places.add(office.actor, PlaceEntry(name=name, description=name)).id
        for name in ("Clinic", "Pharmacy")
    ]
    office.close()
    key, _account = keys.unlock(keys.load_keyring(OfficeFiles(data).keys), "ann", PASSWORD)
    return key, office.actor, member, ends[0], ends[1]


def _book_until_killed(data: Path, made: tuple[bytes, Actor, Id, Id, Id], told: int) -> None:
    key, actor, member, start, end = made
    files = OfficeFiles(data)
    engine = sqlite_engine(files.database, key)
    office = Office(engine=engine, key=key, files=files, clock=SystemClock(), actor=actor)
    day = office.clock.now()
    while True:
        day += timedelta(hours=1)
        leg = LegRequest(
            from_id=start, to_id=end, appointment_at=day, pickup_at=day - timedelta(minutes=40)
        )
        request = TripRequest(
            member_id=member, legs=(leg,), return_kind=ReturnKind.WILL_CALL, asked_by=str(new_id())
        )
        booked = office.trips.book(actor, request)
        os.write(told, f"{booked.trip_ids[0].hex}\n".encode())


def _killed_once(
    data: Path, made: tuple[bytes, Actor, Id, Id, Id], chance: random.Random
) -> set[str]:
    """Let a child book, kill it at a random moment; return what it had acknowledged."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _book_until_killed(data, made, writing)
    os.close(writing)
    first = os.read(reading, 65536)
    time.sleep(chance.uniform(0, 0.06))  # noqa: TID251 - the moment of the kill is the test
    os.kill(child, signal.SIGKILL)
    heard = [first]
    while block := os.read(reading, 65536):
        heard.append(block)
    os.close(reading)
    os.waitpid(child, 0)
    return set(b"".join(heard).decode().split("\n")) - {""}


def _lost(path: Path, key: bytes, acknowledged: set[str]) -> tuple[int, list[str]]:
    connection = connect(path, key)
    kept = {row[0] for row in connection.execute("SELECT id FROM trip")}
    faults = [row[0] for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
    faults += [row[0] for row in connection.execute("PRAGMA foreign_key_check")]
    halves = connection.execute(
        "SELECT count(*) FROM trip t"
        " WHERE (SELECT count(*) FROM ride r WHERE r.trip_id = t.id) <> 2"
    ).fetchone()[0]
    connection.close()
    return len(acknowledged - kept), [*faults, *(["half a trip"] * halves)]


def main(data: Path, times: int) -> None:
    made = _set_up(data)
    files, chance = OfficeFiles(data), random.Random(20261121)
    acknowledged: set[str] = set()
    lost, faults, hot = 0, [], 0
    for _time in range(times):
        acknowledged |= _killed_once(data, made, chance)
        hot += files.database.with_name("office.db-wal").exists()
        missing, found = _lost(files.database, made[0], acknowledged)
        lost += missing
        faults += found
    office = Office.open(data, "ann", PASSWORD)
    check = office.verify_trail()
    backup = office.backups.make()
    office.close()
    rows = check_file(backup.path, made[0])[0].rows
    result = {
        "kills": times,
        "hot": hot,
        "acknowledged": len(acknowledged),
        "trips": rows["trip"],
        "lost": lost,
        "faults": faults,
        "trail": list(check.faults),
        "entries": check.entries,
    }
    print(json.dumps(result))  # noqa: T201 - this is a program


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
