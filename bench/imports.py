"""Bringing in a list of 20,000 members, against a bare executemany of the same rows."""

import csv
import random
import statistics
import tempfile
from pathlib import Path
from typing import Any

from bench.measure import Result, took_ms
from bench.offices import an_office
from nemt_desk.exchange.fields import Subject
from nemt_desk.exchange.importing import ImportRequest
from nemt_desk.office import Office

ROWS = 20_000
_ROUNDS = 3
_HEAD = (
    "Member ID", "Client Name", "DOB", "Phone #", "Other Phone", "Street Address", "Town", "ZIP",
    "Mode", "Needs", "Escort", "Elig. From", "Elig. Thru", "Notes",
)  # fmt: skip
_TOWNS = (("Bovey", "55709"), ("Grand Rapids", "55744"), ("Coleraine", "55722"))
_NEEDS = ("", "", "walker", "W/C", "oxygen", "cane")
_SYLLABLES = ("an", "ber", "cor", "dal", "el", "fen", "gar", "hol", "in", "jor", "kal", "lund")


def measure() -> Result:
    """Import a list into a new office, and insert the rows it made anew, in turns."""
    ours, bare = [], []
    parts: dict[str, list[float]] = {"looked_ms": [], "written_ms": []}
    with tempfile.TemporaryDirectory(prefix="nemt-desk-bench-") as folder:
        path = Path(folder) / "members.csv"
        _write(path)
        for _round in range(_ROUNDS):
            with an_office() as office:
                looked, written = _imported(office, path)
                parts["looked_ms"].append(looked)
                parts["written_ms"].append(written)
                ours.append(looked + written)
                bare.append(_bare(office))
    return Result(
        "bringing in a list",
        30,
        statistics.median(ours),
        statistics.median(bare),
        f"{ROWS:,} members from a CSV: read, every cell looked over, duplicates looked for, written"
        " with homes, stamps, type-ahead, audit trail and seal",
        "executemany of the same member and home rows as ready values in one transaction, on the"
        " same SQLCipher file by its own driver",
        {name: statistics.median(values) for name, values in parts.items()},
    )


def _imported(office: Office, path: Path) -> tuple[float, float]:
    found: dict[str, Any] = {}

    def look() -> None:
        found["plan"] = office.exchange.look(ImportRequest(path, Subject.MEMBERS)).plan

    looked = took_ms(look)
    plan = found["plan"]
    if plan.imported != ROWS:
        raise RuntimeError(f"only {plan.imported} rows were taken")
    return looked, took_ms(lambda: office.exchange.apply(office.actor, plan))


def _bare(office: Office) -> float:
    connection = office.store.engine.raw_connection()
    cursor = connection.cursor()
    inserts = []
    for table in ("place", "member"):
        cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 - our own names
        names = [column[0] for column in cursor.description or ()]
        rows = cursor.fetchall()
        marks = ", ".join("?" * len(names))
        inserts.append((f"INSERT INTO {table} VALUES ({marks})", rows))  # noqa: S608
    for table in ("member", "place"):
        cursor.execute("PRAGMA foreign_keys = OFF")
        cursor.execute(f"DELETE FROM {table}")  # noqa: S608
    connection.commit()

    def insert() -> None:
        cursor.execute("BEGIN IMMEDIATE")
        for statement, rows in inserts:
            cursor.executemany(statement, rows)
        cursor.execute("COMMIT")

    took = took_ms(insert)
    connection.close()
    return took


def _write(path: Path) -> None:
    rng = random.Random(20_000)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(_HEAD)
        for number in range(ROWS):
            name = f"{_name(rng)}, {_name(rng)} {rng.choice('ABCDEFGH')}"
            town, code = rng.choice(_TOWNS)
            born = f"{rng.randint(1, 12)}/{rng.randint(1, 28)}/{rng.randint(1930, 2015)}"
            phone = f"218-{rng.randint(200, 999)}-{rng.randint(1000, 9999)}"
            street = f"{rng.randint(100, 9000)} {_name(rng)} Rd"
            writer.writerow(
                (f"{number + 1_000_000:08d}", name, born, phone, "", street, town, code,
                 rng.choice("1234"), rng.choice(_NEEDS), "", "1/1/2026", "12/31/2026",
                 rng.choice(("uses side door", "", "call the evening before")))
            )  # fmt: skip


def _name(rng: random.Random) -> str:
    return "".join(rng.choice(_SYLLABLES) for _ in range(3)).capitalize()
