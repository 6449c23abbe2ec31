"""Street names and house numbers of the demo county's towns, the way Minnesota gives them."""

from nemt_desk.demo import names
from nemt_desk.demo.lay import TownPlan

LOTS_A_SIDE = 5


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th ..."""
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def street_name(plan: TownPlan, kind: str, number: int, block: int) -> str:
    """The street's name on that block: quadrants in the larger towns, trees in the small ones."""
    if plan.quadrants:
        return _quadrant_name(kind, number, block)
    if kind == "avenue":
        return f"{ordinal(number + plan.blocks[0] + 1)} Ave"
    if number == 0:
        return "Main St"
    skip = sum(map(ord, plan.name)) + plan.blocks[1]
    return f"{names.TREES[(number + skip) % len(names.TREES)]} St"


def _quadrant_name(kind: str, number: int, block: int) -> str:
    if kind == "street":
        side = "E" if block >= 0 else "W"
        if number == 0:
            return f"Main St {side}"
        return f"{ordinal(abs(number))} St {'N' if number > 0 else 'S'}{side}"
    side = "N" if block >= 0 else "S"
    if number == 0:
        return f"Broadway Ave {side}"
    return f"{ordinal(abs(number))} Ave {side}{'E' if number > 0 else 'W'}"


def house_number(plan: TownPlan, axis: int, block: int, step: int) -> int:
    """Even number on a block: hundreds rise from the middle, or from the edge of a small town."""
    if plan.quadrants:
        hundred = block + 1 if block >= 0 else -block
        step = step if block >= 0 else LOTS_A_SIDE - 1 - step
    else:
        hundred = block + plan.blocks[axis] + 1
    return hundred * 100 + 4 + step * 16


def street_address(plan: TownPlan, block: tuple[int, int]) -> tuple[str, str]:
    """Number and street of a public building that has a whole block to itself."""
    column, row = block
    if plan.blocks == (0, 0):
        return "310", names.VILLAGE_STREETS[2]
    number = house_number(plan, 0, column, LOTS_A_SIDE // 2)
    return str(number), street_name(plan, "street", row, column)
