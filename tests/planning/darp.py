"""Reads a dial-a-ride file (Cordeau 2006) as a problem of the planner: a metre is a minute."""

from math import hypot

from nemt_desk.planning.optimiser.problem import Driver, Problem, Ride, Shift, Window


def darp_problem(text: str) -> Problem:
    """Return the instance: every ride dear to leave, a cent a metre, nothing else priced."""
    head, *rows = [line.split() for line in text.splitlines() if line.strip()]
    cars, count, longest, seats, aboard = (int(word) for word in head)
    points = [(float(row[1]), float(row[2])) for row in rows]
    ways = [[hypot(ax - bx, ay - by) for bx, by in points] for ax, ay in points]

    def window(row: list[str]) -> Window:
        return Window(float(row[5]), float(row[6]))

    rides = tuple(
        Ride(
            key=rows[n][0],
            origin=n,
            destination=count + n,
            pickup=window(rows[n]),
            dropoff=window(rows[count + n]),
            load_min=float(rows[n][3]),
            unload_min=float(rows[count + n][3]),
            load=(int(rows[n][4]),),
            most_aboard_min=float(aboard),
        )
        for n in range(1, count + 1)
    )
    shift = Shift(float(rows[0][5]), float(rows[-1][6]), 0, 2 * count + 1)
    drivers = tuple(
        Driver(
            key=f"car {n + 1}",
            capacity=(seats,),
            shifts=(shift,),
            most_min=float(longest),
            loaded_cents_m=1.0,
            unloaded_cents_m=1.0,
        )
        for n in range(cars)
    )
    return Problem(ways, ways, rides, drivers)
