"""The times that are printed: leave home late, keep spare time, do not wait with riders aboard."""

from collections.abc import Iterator

from nemt_desk.planning.optimiser.duty import Duty, Leg
from nemt_desk.planning.optimiser.model import TOLERANCE, Kind, Model
from nemt_desk.planning.optimiser.pauses import Timing
from nemt_desk.planning.optimiser.plan import Pause, Run, Visit
from nemt_desk.planning.optimiser.schedule import Frame, earliest
from nemt_desk.planning.optimiser.stays import Part


def kind_times(part: Part) -> list[float]:
    """Return when each entry of the part's frame begins."""
    timing = part.timing
    times = timing.early if part.is_out else _left_late(timing)
    return _without_waiting(part, list(times))


def _left_late(timing: Timing) -> list[float]:
    """Leave as late as the shortest duty with the earliest end allows; then everything early."""
    frame = timing.frame
    # A hair earlier: windows are kept to the letter, not to the tolerance of the search.
    start = max(frame.opens[0], timing.early[-1] - timing.on_duty - 2 * TOLERANCE)
    times = earliest(Frame(frame.drives, [start, *frame.opens[1:]], frame.closes, frame.pairs))
    return timing.early if times is None else times


def _without_waiting(part: Part, times: list[float]) -> list[float]:
    """Put pick-ups later where the car would wait afterwards with the rider aboard."""
    frame = part.timing.frame
    on_positions = {on for on, _, _ in frame.pairs}
    for index in range(len(times) - 2, 0, -1):
        if index in on_positions:
            close = frame.closes[index] - TOLERANCE
            later = min(close, times[index + 1] - frame.drives[index])
            times[index] = max(times[index], later)
    return times


def run(model: Model, kind: Kind, driver: int, shift: int, leg: Leg) -> Run:
    """Return one shift as it is printed; the leg must be used."""
    visits: list[Visit] = []
    pauses: list[Pause] = []
    leave = home = 0.0
    for number, part in enumerate(leg.parts):
        times = kind_times(part)
        if number == 0:
            leave = kind.shifts[shift].open_min if part.is_out else times[0]
        else:
            place = model.places[kind.ends[shift]]
            pauses.append(Pause(home, times[0], place, len(visits) - 1, is_home=True))
        home = times[-1]
        for entry in _entries(model, kind, part, times, len(visits)):
            if isinstance(entry, Visit):
                visits.append(entry)
            else:
                pauses.append(entry)
    return Run(
        driver=driver,
        shift=shift,
        leave_min=leave,
        home_min=home,
        visits=tuple(visits),
        pauses=tuple(pauses),
        loaded_m=leg.loaded_m,
        unloaded_m=leg.unloaded_m,
        on_duty_min=home
        - leave
        - sum(pause.end_min - pause.begin_min for pause in pauses if pause.is_home),
    )


def _entries(
    model: Model, kind: Kind, part: Part, times: list[float], seen: int
) -> Iterator[Visit | Pause]:
    """Yield the stops and breaks between the first and the last node of a part."""
    nodes = part.walk.nodes
    breaks = {
        spot.gap: (spot, one)
        for spot, one in zip(part.timing.spots, kind.driver.breaks, strict=False)
        if spot.gap >= 0
    }
    entry = 0
    left = times[0]
    for index, node in enumerate(nodes[:-1]):
        before = nodes[index]
        if index:
            begin = times[entry]
            previous = nodes[index - 1]
            arrive = min(begin, left + _way(model, previous, before))
            left = begin + model.service[node]
            yield Visit(node, model.places[node], arrive, begin, left)
            seen += 1
        entry += 1
        if index in breaks:
            spot, one = breaks[index]
            after = nodes[index + 1]
            place = model.places[after if spot.at_next else node]
            yield Pause(times[entry], times[entry] + one.minutes, place, seen - 1, is_home=False)
            if not spot.at_next:
                left = times[entry] + one.minutes
            entry += 1


def _way(model: Model, node: int, other: int) -> float:
    return model.minutes[node][other] - model.service[node]


def runs_of(model: Model, driver: int, duty: Duty) -> list[Run]:
    """Return the used shifts of a day as runs."""
    kind = duty.kind
    return [
        run(model, kind, driver, number, leg)
        for number, leg in enumerate(duty.legs)
        if not leg.is_idle
    ]
