"""Type-ahead at 100,000 members, against the bare FTS query on the same connection."""

import random
import statistics
from collections.abc import Callable, Iterator
from typing import Any

from bench.measure import Result, in_turns, percentile
from bench.offices import an_office
from nemt_desk.ground import search
from nemt_desk.ground.ids import new_id
from nemt_desk.ground.words import fold
from nemt_desk.members.model import MemberRecord
from nemt_desk.members.queries import suggest_members
from nemt_desk.members.rows import MemberEntry
from nemt_desk.office import Office
from nemt_desk.places.rows import PlaceEntry, PlaceKind

MEMBERS, TYPED_NAMES, SHOWN, ROUNDS = 100_000, 120, 12, 3
_SOUNDS = ("an", "ber", "dal", "el", "gun", "har", "ist", "kos", "lin", "mar", "nor", "ost", "qui")
_ENDS = ("a", "berg", "dahl", "en", "gren", "ian", "ka", "lund", "man", "ne", "quist", "son", "ton")
_BARE = (
    f"SELECT rowid FROM {search.FTS_TABLE} WHERE {search.FTS_TABLE} MATCH ?"  # noqa: S608 - ours
    " ORDER BY rowid DESC LIMIT ?"
)
type Row = dict[str, Any]


def measure() -> Result:
    """Type names key by key; ask ours and the bare index in turns after each key."""
    chance = random.Random(20261124)
    with an_office() as office:
        people = _fill(office, chance)
        strokes = [text for name in chance.sample(people, TYPED_NAMES) for text in _typed(name)]
        with office.store.read() as session:
            connection = session.connection()

            def ours(text: str) -> Callable[[], object]:
                return lambda: suggest_members(session, text, SHOWN)

            def bare(text: str) -> Callable[[], object]:
                words = " AND ".join(f'"{word}"*' for word in fold(text).split())
                values = (f"{{member}} : ({words})", SHOWN)
                return lambda: connection.exec_driver_sql(_BARE, values).fetchall()

            pairs = [(ours(text), bare(text)) for text in strokes]
            rounds = [in_turns(pairs) for _ in range(ROUNDS)]
    mine, theirs = (
        [statistics.median(times) for times in zip(*(turn[side] for turn in rounds), strict=True)]
        for side in (0, 1)
    )
    first, first_bare = rounds[0]
    return Result(
        f"type-ahead at {MEMBERS:,}",
        2,
        statistics.mean(mine),
        statistics.mean(theirs),
        f"suggest_members: names, birth dates, IDs, phones and towns; {len(strokes)} key strokes,"
        f" each the middle one of {ROUNDS}, mean",
        "the same FTS5 MATCH for the newest 12 row numbers on the same connection, nothing read of"
        " the members; the same mean",
        {
            "ours_first_time_ms": statistics.mean(first),
            "baseline_first_time_ms": statistics.mean(first_bare),
            "ours_p50_ms": statistics.median(mine),
            "baseline_p50_ms": statistics.median(theirs),
            "ours_p95_ms": percentile(mine, 95),
            "baseline_p95_ms": percentile(theirs, 95),
        },
    )


def _typed(name: str) -> Iterator[str]:
    """Give what stands in the field after each key, until a person would have looked."""
    for end in range(1, min(len(name), 12) + 1):
        if not name[end - 1].isspace():
            yield name[:end]


def _fill(office: Office, chance: random.Random) -> list[str]:
    """Add one member by the service and copies of the rows by the driver; return the names."""
    home = PlaceEntry(kind=PlaceKind.HOME, description="by the lake", city="Perch")
    office.members.add(
        office.actor,
        MemberEntry(last_name="First", first_name="Ida", phone="2185550100", home=home),
    )
    raw = office.store.engine.raw_connection()
    cursor = raw.cursor()
    cursor.execute("BEGIN IMMEDIATE")
    member, place = (_one(cursor, table) for table in ("member", "place"))
    names: list[str] = []
    members, places, entries, words = [], [], [], set()
    for number in range(2, MEMBERS + 1):
        last, first = (_name(chance) for _ in range(2))
        phone = f"218{chance.randrange(10**7):07}"
        key, home_id = new_id().hex, new_id().hex
        own = {"id": key, "home_id": home_id, "last_name": last, "first_name": first}
        members.append(tuple((member | own | {"phone": phone}).values()))
        places.append(tuple((place | {"id": home_id}).values()))
        said = MemberRecord(last_name=last, first_name=first, middle_name="", preferred_name="")
        said.mhcp_id, said.phone, said.phone2, said.birth_date = "", phone, "", None
        folded = fold(said.search_words() or "")
        entries.append((number, key, folded))
        words |= {word for word in folded.split() if word.isalpha()}
        names.append(f"{last} {first}")
    cursor.executemany(_insert("place", place), places)
    cursor.executemany(_insert("member", member), members)
    add = "INSERT INTO search_entry (seq, kind, record_id, words) VALUES (? + 100, 'member', ?, ?)"
    cursor.executemany(add, entries)
    add = f"INSERT INTO {search.FTS_TABLE} (rowid, member) VALUES (? + 100, ?)"  # noqa: S608 - ours
    cursor.executemany(add, [(number, folded) for number, _key, folded in entries])
    add = "INSERT INTO search_word (kind, word) VALUES ('member', ?) ON CONFLICT DO NOTHING"
    cursor.executemany(add, [(word,) for word in sorted(words)])
    cursor.execute("COMMIT")
    raw.close()
    return names


def _name(chance: random.Random) -> str:
    sounds = chance.choices(_SOUNDS, k=chance.choice((1, 2, 2, 3)))
    return ("".join(sounds) + chance.choice(_ENDS)).capitalize()


def _one(cursor: Any, table: str) -> Row:  # noqa: ANN401 - the driver has no types
    cursor.execute(f"SELECT * FROM {table} LIMIT 1")  # noqa: S608 - our own names
    return dict(zip([column[0] for column in cursor.description], cursor.fetchone(), strict=True))


def _insert(table: str, row: Row) -> str:
    marks = ", ".join("?" * len(row))
    return f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})"  # noqa: S608 - our own names
