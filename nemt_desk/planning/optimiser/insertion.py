"""The cheapest place for one more request in a driver's day.

Places are sorted out in constant time each by the earliest and latest times of the run as it is;
what is left is tried in the order of its least cost, exactly, until nothing can be cheaper.
"""

from bisect import bisect_left, bisect_right

from nemt_desk.planning.optimiser.duty import Desk, Duty, Leg
from nemt_desk.planning.optimiser.model import Kind, Model, Request
from nemt_desk.planning.optimiser.pricing import fairness, splits
from nemt_desk.planning.optimiser.problem import Stops
from nemt_desk.planning.optimiser.schedule import Frame, lift
from nemt_desk.planning.optimiser.units import unit_places

type Found = tuple[float, tuple[Stops, ...]]
type Try = tuple[float, int, tuple[int, ...]]

_NO_LIMIT = 1e17


def best_insert(desk: Desk, duty: Duty, request: Request) -> Found | None:
    """Return what the request costs more in this day and the day's stops with it, or None."""
    known = duty.inserts
    index = request.index
    if index in known:
        return known[index]
    kind = duty.kind
    if request.kinds is not None and kind.index not in request.kinds:
        found = None
    else:
        found = _search(desk, duty, request)
    known[index] = found
    return found


def _search(desk: Desk, duty: Duty, request: Request) -> Found | None:
    model, kind = desk.model, duty.kind
    constant = _constant(model, duty, request)
    tries: list[Try] = []
    for number, leg in enumerate(duty.legs):
        if kind.shifts[number].is_closed:
            continue
        found = _places(model, kind, leg, request)
        if kind.is_plain:
            tries += [(constant + one[0], number, *one[2:]) for one in found]
        else:
            less = constant + leg.whole_money - leg.money
            tries += [
                (less + one[0] + _minutes_more(model, duty, leg, one[1]), number, *one[2:])
                for one in found
            ]
    tries.sort()
    if kind.is_plain:
        return _first_that_fits(desk, duty, request, tries)
    return _cheapest_made(desk, duty, request, tries)


def _first_that_fits(desk: Desk, duty: Duty, request: Request, tries: list[Try]) -> Found | None:
    """Return the first place that keeps all limits: what it costs is known already."""
    for more, number, gaps in tries:
        if request.is_unit or _fits(desk.model, duty.legs[number], request, gaps):
            shifts = _shifts(duty, number, request, gaps)
            if not _is_whole_day_asked(desk, duty, request) or desk.duty(duty.kind, shifts):
                return more, shifts
    return None


def _cheapest_made(desk: Desk, duty: Duty, request: Request, tries: list[Try]) -> Found | None:
    """Return the cheapest place by what the whole day costs with it."""
    best: Found | None = None
    for more, number, gaps in tries:
        if best is not None and more >= best[0] - 1e-9:
            break
        if not request.is_unit and not _fits(desk.model, duty.legs[number], request, gaps):
            continue
        shifts = _shifts(duty, number, request, gaps)
        made = desk.duty(duty.kind, shifts)
        if made is not None and (best is None or made.cost - duty.cost < best[0]):
            best = made.cost - duty.cost, shifts
    return best


def _shifts(duty: Duty, number: int, request: Request, gaps: tuple[int, ...]) -> tuple[Stops, ...]:
    """Return the day's stops with the request in these gaps of one shift."""
    stops = duty.shifts[number]
    rides = request.rides
    on = 2 * rides[0]
    if len(rides) == 1:
        first, end = gaps
        made = (*stops[:first], on, *stops[first:end], on + 1, *stops[end:])
    else:
        first, middle, end = gaps
        back = 2 * rides[1]
        made = (
            *stops[:first],
            on,
            *stops[first:middle],
            on + 1,
            back,
            *stops[middle:end],
            back + 1,
            *stops[end:],
        )
    return (*duty.shifts[:number], made, *duty.shifts[number + 1 :])


def _is_whole_day_asked(desk: Desk, duty: Duty, request: Request) -> bool:
    """Tell whether there are rules that only a look at the whole day can keep."""
    driver = duty.kind.driver
    return bool(
        request.is_unit
        or desk.model.apart
        or driver.most_m < _NO_LIMIT
        or driver.most_min < duty.kind.longest_min
    )


def _constant(model: Model, duty: Duty, request: Request) -> float:
    """Return what does not depend on the place: use of the driver, split trips, preferences."""
    kind = duty.kind
    more = 0.0
    if not duty.mask:
        more += kind.driver.use_cents
    if model.trips and model.problem.weights.split_cents:
        more += splits(model, duty.mask | request.mask) - splits(model, duty.mask)
    if kind.has_extra:
        more += sum(kind.extra.get(ride, 0.0) for ride in request.rides)
    return more


def _minutes_more(model: Model, duty: Duty, leg: Leg, drive: float) -> float:
    """Return the least price of the minutes that so much more driving takes."""
    kind = duty.kind
    if kind.is_plain:
        return 0.0
    least = leg.drive + drive
    if not kind.driver.goes_home and least < leg.on_duty:
        least = leg.on_duty
    change = least - leg.on_duty
    more = change * kind.driver.minute_cents
    if model.problem.weights.fair_cents_h2:
        more += fairness(model, kind, duty.on_duty + change) - fairness(model, kind, duty.on_duty)
    return more


def _fits(model: Model, leg: Leg, request: Request, gaps: tuple[int, ...]) -> bool:
    """Tell whether a ride's times can be kept in these gaps, and everybody else's."""
    on = 2 * request.rides[0]
    off = on + 1
    first, end = gaps
    nodes, plain, early = leg.walk.nodes, leg.frame, leg.early
    minutes = model.minutes
    after_on = nodes[first + 1] if end > first else off
    drives = [*plain.drives[:first], minutes[nodes[first]][on], minutes[on][after_on]]
    if end > first:
        drives += plain.drives[first + 1 : end]
        drives.append(minutes[nodes[end]][off])
    drives.append(minutes[off][nodes[end + 1]])
    drives += plain.drives[end + 1 :]
    opens, closes = list(plain.opens), list(plain.closes)
    opens.insert(end + 1, model.open[off])
    closes.insert(end + 1, model.close[off])
    opens.insert(first + 1, model.open[on])
    closes.insert(first + 1, model.close[on])
    times = early[: first + 1]
    time = times[-1]
    # Times before the pick-up cannot be earlier than they were, and stay.
    for index in range(first + 1, len(opens)):
        time += drives[index - 1]
        if time < opens[index]:
            time = opens[index]
        if time > closes[index]:
            return False
        if index > end + 2 and time <= early[index - 2]:
            times += early[index - 2 :]
            break
        times.append(time)
    pairs = [(first + 1, end + 2, model.limit[request.rides[0]])]
    is_long = times[end + 2] - times[first + 1] > pairs[0][2]
    for one, other, longest in plain.pairs:
        one += (one > first) + (one > end)  # noqa: PLW2901 - this loop is the search's hottest
        other += (other > first) + (other > end)  # noqa: PLW2901
        pairs.append((one, other, longest))
        if times[other] - times[one] > longest:
            is_long = True
    return not is_long or lift(Frame(drives, opens, closes, pairs), times)


def _places(
    model: Model, kind: Kind, leg: Leg, request: Request
) -> list[tuple[float, float, tuple[int, ...]]]:
    """Return money and driving more and the gaps of places that the times do not rule out."""
    if request.is_unit:
        return unit_places(model, kind, leg, request)
    return _pairs(model, kind, leg, 2 * request.rides[0])


def _pairs(  # noqa: C901 - the hottest loop of all: parts of their own would double its time
    model: Model, kind: Kind, leg: Leg, on: int
) -> list[tuple[float, float, tuple[int, ...]]]:
    off = on + 1
    opens, closes = model.open, model.close
    open_on, close_on, open_off, close_off = opens[on], closes[on], opens[off], closes[off]
    minutes, metres = model.minutes, model.metres
    min_on, min_off, m_on, m_off = minutes[on], minutes[off], metres[on], metres[off]
    direct, direct_m = min_on[off], m_on[off]
    longest = model.limit[on >> 1]
    early, late, tight = leg.early, leg.late, leg.tight
    found_walk = leg.walk
    nodes, room, locked, aboard = (
        found_walk.nodes,
        found_walk.room,
        found_walk.is_locked,
        found_walk.aboard,
    )
    full, empty = kind.driver.loaded_cents_m, kind.driver.unloaded_cents_m
    guard, load = model.guard, model.load[on]
    last = len(nodes) - 1
    fresh = leg.is_idle  # then nothing is driven yet, not even from start to end
    found: list[tuple[float, float, tuple[int, ...]]] = []
    first = max(bisect_left(late, open_on) - 1, 0)
    beyond = bisect_right(early, close_on, 0, last)
    for gap in range(first, beyond):
        if locked[gap] or (room[gap] - load) & guard != guard:
            continue
        node, after = nodes[gap], nodes[gap + 1]
        min_node = minutes[node]
        time_on = early[gap] + min_node[on]
        if time_on < open_on:
            time_on = open_on
        elif time_on > close_on:
            continue
        late_after = late[gap + 1]
        latest_on = late_after - min_on[after]
        if latest_on < time_on:
            continue
        if latest_on > close_on:
            latest_on = close_on
        cents = full if aboard[gap] else empty
        old = min_node[after]
        spare = tight[gap]
        # Both stops in this gap.
        time_off = time_on + direct
        if time_off < open_off:
            time_off = open_off
        if time_off <= close_off and time_off + min_off[after] <= late_after:
            drive = min_node[on] + direct + min_off[after] - old
            if drive <= spare + 1e-6:
                m_node = metres[node]
                if fresh:
                    money = empty * (m_node[on] + m_off[after]) + full * direct_m
                    drive += old
                else:
                    money = cents * (m_node[on] + m_off[after] - m_node[after]) + full * direct_m
                found.append((money, drive, (gap, gap)))
        # The drop-off in a later gap.
        drive_on = min_node[on] + min_on[after] - old
        if drive_on > spare + 1e-6 or gap + 1 == last:
            continue
        time = time_on + min_on[after]
        m_node = metres[node]
        base = cents * (m_node[on] - m_node[after]) + full * m_on[after]
        index = gap + 1
        while index < last:
            if time < early[index]:
                time = early[index]
            if (
                time > late[index]
                or time - latest_on > longest
                or early[index] > close_off
                or locked[index]
                or (room[index] - load) & guard != guard
            ):
                break
            node, after = nodes[index], nodes[index + 1]
            min_node = minutes[node]
            time_off = time + min_node[off]
            if time_off < open_off:
                time_off = open_off
            if (
                time_off <= close_off
                and time_off - latest_on <= longest
                and time_off + min_off[after] <= late[index + 1]
            ):
                drive = min_node[off] + min_off[after] - min_node[after]
                if drive <= tight[index] + 1e-6:
                    m_node = metres[node]
                    cents = full if aboard[index] else empty
                    money = base + full * m_node[off] + cents * (m_off[after] - m_node[after])
                    found.append((money, drive_on + drive, (gap, index)))
            time += min_node[after]
            if not aboard[index]:
                base += (full - empty) * metres[node][after]
            index += 1
    return found
