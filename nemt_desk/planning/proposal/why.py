"""Why this driver: what he adds, who comes next and at what price, who can't and why."""

from collections import Counter

from nemt_desk.ground.ids import Id
from nemt_desk.ground.words import day_text
from nemt_desk.planning.optimiser.evaluate import Breach, cheapest
from nemt_desk.planning.optimiser.plan import Solution
from nemt_desk.planning.proposal.rows import Cannot, NextBest, Question, Why
from nemt_desk.planning.proposal.solved import Solved
from nemt_desk.planning.proposal.words import about, cents_text, counted, joined, span_text
from nemt_desk.planning.words import clock_text

_SAME_CENTS = 50
_NEAR_M = 160.0
_MANY = 3
_BUSY, _FAR, _HOURS = "busy", "far", "hours"
# What a driver breaks who had nothing else to do, most telling first.
_ALONE = {
    "end": "Could not be back home within the hours.",
    "late": "Can't get there in time.",
    "most_m": "It is further than this driver goes in a day.",
    "break": "It leaves no time for the break.",
    "load": "The car has not enough room.",
    "aboard": "The member would be on board too long.",
    "wait": "Can't stay and wait within the hours.",
}

_SAID_ALONE = {
    "most_m": "for whom the day would be too far",
    "break": "without time for the break",
    "load": "whose car has not enough room",
    "aboard": "with whom the member would be on board too long",
    "wait": "who can't stay and wait within the hours",
}


def why(question: Question, solution: Solution, ride_id: Id) -> Why:
    """Return why a ride goes to its driver in this plan, or to nobody."""
    solved = Solved(question, solution)
    index = next(at for at, ride in enumerate(question.rides) if ride.ride_id == ride_id)
    return _why(solved, index)


def whys(question: Question, solution: Solution) -> dict[Id, Why]:
    """Return the reasons of all rides."""
    solved = Solved(question, solution)
    return {ride.ride_id: _why(solved, index) for index, ride in enumerate(question.rides)}


def _why(solved: Solved, index: int) -> Why:
    ride = solved.question.rides[index]
    driver = solved.driver_of.get(index)
    others = cannot(solved, index)
    if driver is None:
        return Why(ride.ride_id, unserved_why(solved, index), (), others)
    rest = next_best(solved, index, driver)
    sentences = [*_adds(solved, index, driver), *_company(solved, index, driver)]
    sentences.append(_choice(solved, index, rest))
    if ride.hold:
        sentences.insert(0, f"Stays with {solved.question.drivers[driver].name}: {ride.hold}.")
    if others and rest:
        sentences.append(f"{counted(len(others), 'driver')} can't: {_grouped(others)}.")
    if ride.note:
        sentences.append(ride.note)
    return Why(ride.ride_id, tuple(one for one in sentences if one), rest, others)


def _adds(solved: Solved, index: int, driver: int) -> list[str]:
    unit = solved.unit_of(index)
    added = solved.paid(driver, solved.stops_of(driver))
    added = added.less(solved.paid(driver, solved.without(driver, unit)))
    name = solved.question.drivers[driver].name
    both = "Both ways add" if len(unit) > 1 else "It adds"
    question, paid = solved.question, cents_text(max(0.0, added.cents))
    far = about(question, max(0.0, added.loaded_m + added.unloaded_m))
    if added.unloaded_m < -_NEAR_M:
        filled = f"{about(question, -added.unloaded_m)} that would be empty carry the member"
        return [f"{both} {far} to {name}'s day; {filled}; {paid} paid."]
    empty = about(question, max(0.0, added.unloaded_m))
    return [f"{both} {far} to {name}'s day, {empty} of it with nobody aboard; {paid} paid."]


def _company(solved: Solved, index: int, driver: int) -> list[str]:
    """Return what else speaks for him: both ways by one driver, others who ride along."""
    question, found = solved.question, []
    trip = question.rides[index].trip_id
    own = {stop >> 1 for stops in solved.stops_of(driver) for stop in stops}
    if index not in own:
        return []
    legs = [at for at in own if question.rides[at].trip_id == trip and at != index]
    if question.problem.rides[index].waits_for is not None or index in solved.desk.model.back_of:
        found.append("Waits for the member, as booked.")
    elif legs:
        found.append("Drives the member's other way as well.")
    met = _aboard_with(solved, index, driver)
    if met:
        found.append(
            f"{counted(len(met), 'other rider')} shares the car on the way.".replace(
                "riders shares", "riders share"
            )
        )
    return found


def _aboard_with(solved: Solved, index: int, driver: int) -> set[int]:
    inside: set[int] = set()
    met: set[int] = set()
    for stops in solved.stops_of(driver):
        for stop in stops:
            if stop & 1:
                inside.discard(stop >> 1)
            else:
                inside.add(stop >> 1)
            if index in inside:
                met |= inside
    return met - {index}


def _choice(solved: Solved, index: int, rest: tuple[NextBest, ...]) -> str:
    if solved.question.rides[index].hold:
        return ""
    if not rest:
        return "Nobody else can take it as the day stands."
    first = rest[0]
    number = counted(len(rest), "other driver")
    if abs(first.cost_more_cents) <= _SAME_CENTS:
        return f"{number} could; {first.name} would do as well."
    if first.cost_more_cents < 0:
        return f"{number} could; by itself {first.name} would be cheaper, but not with the rest."
    more = cents_text(first.cost_more_cents)
    return f"{number} could; next best is {first.name}, {more} dearer by the office's weights."


def next_best(solved: Solved, index: int, driver: int) -> tuple[NextBest, ...]:
    """Return who else could take the ride, cheapest first; the rest of the plan stays."""
    unit = solved.unit_of(index)
    now = solved.outcome(driver, solved.stops_of(driver)).route.cost
    now -= solved.outcome(driver, solved.without(driver, unit)).route.cost
    found = []
    for other, told in enumerate(solved.question.drivers):
        if other == driver or other in solved.question.rides[index].why_not:
            continue
        place = cheapest(solved.desk, other, solved.without(other, unit), index)
        if place is None:
            continue
        more = round(place.cost_more - now)
        words = f"{cents_text(abs(more))} {'more' if more >= 0 else 'less'}"
        if not any(solved.stops_of(other)):
            words += ", not yet asked today"
        found.append(NextBest(told.driver_id, told.name, more, words))
    return tuple(sorted(found, key=lambda one: (one.cost_more_cents, one.name)))


def cannot(solved: Solved, index: int) -> tuple[Cannot, ...]:
    """Return who can't take the ride, and why, by name."""
    question = solved.question
    driver = solved.driver_of.get(index)
    found = []
    for other, told in enumerate(question.drivers):
        if other == driver:
            continue
        sentence = question.rides[index].why_not.get(other) or _no_room(solved, index, other)[1]
        if sentence:
            found.append(Cannot(told.driver_id, told.name, sentence))
    return tuple(sorted(found, key=lambda one: one.name))


def _no_room(solved: Solved, index: int, driver: int) -> tuple[str, str]:
    """Return why a driver who may take the ride has no place for it; empty if he has one."""
    unit = solved.unit_of(index)
    if cheapest(solved.desk, driver, solved.without(driver, unit), index) is not None:
        return "", ""
    allowed = solved.question.problem.rides[index].drivers
    if allowed is not None and driver not in allowed:
        return _BUSY, "The ride stays with whoever has it."
    alone = _alone(solved, index, driver)
    if alone:
        return alone
    return _BUSY, f"Other rides leave no room ({_rides_about(solved, index, driver)})."


def _alone(solved: Solved, index: int, driver: int) -> tuple[str, str] | None:
    """Return why he could not take it on an empty day; None if he could."""
    unit = sorted(solved.unit_of(index))
    problem = solved.question.problem
    shifts = problem.drivers[driver].shifts
    if not shifts:
        return _HOURS, f"Does not drive on {day_text(solved.question.ask.day)}."
    stops = tuple(stop for ride in unit for stop in (2 * ride, 2 * ride + 1))
    empty: list[tuple[int, ...]] = [() for _ in shifts]
    best: tuple[float, str] | None = None
    for number in range(len(shifts)):
        day = (*empty[:number], stops, *empty[number + 1 :])
        breaches = solved.outcome(driver, day).breaches
        if not breaches:
            return None
        worst = min(breaches, key=_rank)
        if best is None or worst.amount < best[0]:
            best = worst.amount, worst.kind
    kind = best[1] if best is not None else ""
    if kind in ("end", "late"):
        spans = joined(span_text(one.open_min, one.close_min) for one in shifts)
        return _HOURS, f"Drives {spans}; this ride does not fit in with the ways from and to home."
    return kind or _FAR, _ALONE.get(kind, "It does not fit this driver's day.")


def _rank(breach: Breach) -> int:
    kinds = list(_ALONE)
    return kinds.index(breach.kind) if breach.kind in _ALONE else len(kinds)


def _rides_about(solved: Solved, index: int, driver: int) -> str:
    """Return when he is on the road around the time of the ride."""
    at = solved.question.problem.rides[index].pickup.close_min
    runs = [run for run in solved.runs if run.driver == driver]
    spans = [
        (solved.times[visit.stop], run.home_min)
        for run in runs
        for visit in run.visits
        if not visit.stop & 1
    ]
    if not spans:
        return "a run that was told"
    before = [begin for begin, _ in spans if begin <= at]
    after = [begin for begin, _ in spans if begin > at]
    parts = [f"pick-up {clock_text(max(before))}"] if before else []
    parts += [f"pick-up {clock_text(min(after))}"] if after else []
    return joined(parts)


def unserved_why(solved: Solved, index: int) -> tuple[str, ...]:
    """Return in a few sentences why nobody drives a ride."""
    question = solved.question
    ride = question.rides[index]
    if not question.drivers:
        return ("There is no driver: enter one under Drivers.", *filter(None, [ride.note]))
    kinds: Counter[str] = Counter()
    for other in range(len(question.drivers)):
        if other not in ride.why_not:
            kinds[_no_room(solved, index, other)[0] or "dear"] += 1
    sentences = []
    if ride.why_not:
        others = tuple(
            Cannot(question.drivers[at].driver_id, question.drivers[at].name, words)
            for at, words in ride.why_not.items()
        )
        sentences.append(f"{counted(len(others), 'driver')} can't take it: {_grouped(others)}.")
    told = {
        _HOURS: "{} whose hours don't cover it with the ways from and to home",
        _FAR: "{} who can't be there in time",
        **{kind: "{} " + words for kind, words in _SAID_ALONE.items()},
        _BUSY: "{} whose other rides leave no room",
        "dear": "{} who could, at a price above what a ride is worth to the office",
    }
    other = sum(number for kind, number in kinds.items() if kind not in told)
    parts = [
        words.format(counted(kinds[kind], "driver")) for kind, words in told.items() if kinds[kind]
    ]
    parts += [f"{counted(other, 'driver')} whose day it does not fit"] if other else []
    if parts:
        sentences.append(f"There {'is' if sum(kinds.values()) == 1 else 'are'} {joined(parts)}.")
    if ride.note:
        sentences.append(ride.note)
    return tuple(sentences)


def _grouped(others: tuple[Cannot, ...]) -> str:
    """Return the commonest reasons with their numbers."""
    counts = Counter(_short(one.sentence) for one in others)
    parts = [f"{number} {_said(words, number)}" for words, number in counts.most_common(_MANY)]
    rest = len(others) - sum(number for _, number in counts.most_common(_MANY))
    if rest:
        parts.append(f"{rest} for other reasons")
    return joined(parts)


_SHORT = (
    ("Away", "away"),
    ("Does not drive on", "not driving that day"),
    ("No driving hours", "without hours on file"),
    ("hours of this day are over", "whose hours are over"),
    ("The member rides in a wheelchair", "without a lift"),
    ("; the car has ", "without enough room"),
    ("not enough room", "without enough room"),
    ("No car is on file", "without a car"),
    ("help through the door", "who {don't} help through the door"),
    ("this driver goes up to", "who {don't} go that far"),
    ("further than this driver goes", "who {don't} go that far"),
    ("do not ride together", "who {don't} ride with the member"),
    ("pays as mode 1", "of the member's own people, at another mode"),
    ("people of his own", "who {drive} only their own people"),
    ("recognized", "not recognized"),
    ("available to all", "not open to all members"),
    ("ended", "whose papers ended"),
    ("is on file for this driver", "whose papers are missing"),
    ("only the member's own people", "not of the member's own people"),
    ("Said no", "who said no"),
    ("was refused", "refused before"),
    ("ther rides leave no room", "busy then"),
    ("time for the break", "without time for the break"),
    ("on board too long", "too long on the way"),
    ("stay and wait", "who can't stay and wait"),
    ("back home within the hours", "whose hours don't cover it"),
    ("fit in with the ways", "whose hours don't cover it"),
    ("in time", "too far away"),
    ("stays with", "not asked"),
)
_ONE = {"{don't}": "doesn't", "{drive}": "drives", "{do}": "does", "their own": "his own"}
_MORE = {"{don't}": "don't", "{drive}": "drive", "{do}": "do"}


def _short(sentence: str) -> str:
    return next((words for part, words in _SHORT if part in sentence), "who {do} not fit")


def _said(words: str, number: int) -> str:
    """Return the words for one driver or for several."""
    for part, said in (_ONE if number == 1 else _MORE).items():
        words = words.replace(part, said)
    return words
