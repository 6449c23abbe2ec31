"""Standing orders whose next weeks collide with something. Pure: facts in, lines out."""

from collections.abc import Iterator

from nemt_desk.ground.words import day_text
from ui.today.facts import Facts
from ui.today.lines import Group, Line
from ui.today.rides import plural


def standing_lines(facts: Facts) -> Iterator[Line]:
    """Yield one line for all days of standing orders that wait to be settled."""
    waiting = facts.standing
    if not waiting:
        return
    first = min(waiting, key=lambda row: row.day.day)
    orders = {row.day.order_id for row in waiting}
    what = first.day.hits[0].sentence if first.day.hits else first.day.sentence
    yield Line(
        Group.STANDING,
        "waiting",
        day_text(first.day.day),
        plural(len(waiting), "day") + f" of {plural(len(orders), 'standing order')}",
        f"first {first.order.member_name}: {what}".rstrip("."),
        "standing",
        "exceptions",
        count=len(waiting),
    )
