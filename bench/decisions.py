"""Ten thousand decisions of the rules, beside as many empty calls of the same signature."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bench.measure import Result, in_turns, percentile
from nemt_desk.policy.decision import Decision
from nemt_desk.policy.engine import decide
from nemt_desk.policy.facts import (
    CompanionFacts,
    Dated,
    DriverFacts,
    Facts,
    MemberFacts,
    PlaceFacts,
    TripFacts,
)
from nemt_desk.policy.pack import Pack
from nemt_desk.policy.packs import load

# An empty call takes about 0.05 µs where a decision may take 100: 10,000 a second.
_AIM = 2_000.0
_MANY = 10_000
_ROUNDS = 7
_BORN = date(1950, 2, 1)
_RIDE = datetime.combine(date(2026, 12, 1), time(10))
_PROGRAMS = {"mn": "MA", "mo": "MHN", "ct": "HUSKY_A"}


def measure() -> Result:
    """Return the ratio in Minnesota, and how many decisions each pack gives in a second."""
    ours, bare = _timed("mn")
    details = {"mn decisions/s": _per_second(ours)}
    for code in ("mo", "ct"):
        details[f"{code} decisions/s"] = _per_second(_timed(code)[0])
    return Result(
        name="decisions",
        aim=_AIM,
        ours_ms=percentile(ours, 50),
        baseline_ms=percentile(bare, 50),
        ours=f"decide(facts, pack) of {_MANY:,} requests, a tenth of them with findings",
        baseline="an empty function of the same signature, called as often",
        details=details,
    )


def _per_second(times_ms: list[float]) -> float:
    return _MANY / percentile(times_ms, 50) * 1000


def _timed(code: str) -> tuple[list[float], list[float]]:
    pack = load(code)
    asked = _requests(pack)

    def ours() -> None:
        for facts in asked:
            decide(facts, pack)

    def bare() -> None:
        for facts in asked:
            _nothing(facts, pack)

    ours()
    return in_turns([(ours, bare)] * _ROUNDS)


def _nothing(facts: Facts, pack: Pack) -> Decision | None:
    del facts, pack
    return None


def _requests(pack: Pack) -> list[Facts]:
    """Return requests as an office gets them: other people, days, places; some with a hitch."""
    plain = [_request(number, pack) for number in range(_MANY)]
    return [_with_hitch(one) if number % 10 == 0 else one for number, one in enumerate(plain)]


def _request(number: int, pack: Pack) -> Facts:
    at = _RIDE + timedelta(days=number % 200, minutes=number % 60)
    member = MemberFacts(
        birth_date=_BORN + timedelta(days=number % 9000),
        program=_PROGRAMS[pack.code],
        county=("Itasca", "Cass", "Crow Wing")[number % 3],
        town="Grand Rapids",
        state=pack.state,
        assessed_mode=2,
    )
    trip = TripFacts(
        service=("office_visit", "dialysis", "specialist")[number % 3],
        care="specialty",
        appointment_at=at,
        direct_miles=number % 50 + 0.4,
        origin=PlaceFacts(kind="home", town="Grand Rapids"),
        destination=PlaceFacts(kind="clinic", town="Hibbing"),
        companions=(CompanionFacts("parent", "necessary"),) if number % 4 == 0 else (),
        driver=DriverFacts(kind="volunteer", recognized=True, open_to_all=True),
        words="She needs the wheelchair ramp at the back door of the clinic.",
    )
    return Facts(member=member, trip=trip, asked_at=at - timedelta(days=9), local={})


def _with_hitch(facts: Facts) -> Facts:
    past = Dated("distance", date(2020, 1, 1), date(2020, 12, 31))
    trip = replace(facts.trip, direct_miles=75.0, authorizations=(past,))
    asked_at = facts.asked_at + timedelta(days=8) if facts.asked_at is not None else None
    return replace(facts, trip=trip, asked_at=asked_at)
