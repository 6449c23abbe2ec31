"""The line of Today that leads to the exception desk."""

from datetime import date

from nemt_desk.ground.settings import Settings
from tests.factories import NOW
from tests.ui.standing.rows import exception
from ui.today.facts import Facts
from ui.today.lines import CURES, Group
from ui.today.standing import standing_lines

OFFICE = Settings(name="Perch County Rides")


def test_days_that_wait_are_one_line_with_the_first_of_them() -> None:
    rows = (exception(date(2026, 12, 3), name="Koski, Aino"), exception())
    (line,) = standing_lines(Facts(NOW, OFFICE, standing=rows))
    assert line.group is Group.STANDING
    assert (line.page, line.kind, line.count) == ("standing", "exceptions", 2)
    assert line.when == "Thu 26 Nov"
    assert line.who == "2 days of 2 standing orders"
    assert line.why == "first Schroeder, Ann M.: Thu 26 Nov is Thanksgiving Day"
    assert line.page in CURES


def test_nothing_is_said_while_nothing_waits() -> None:
    assert not list(standing_lines(Facts(NOW, OFFICE)))
