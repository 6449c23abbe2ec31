"""One choice for board and map: each hears of the other's, once, and never of its own."""

from datetime import timedelta

from nemt_desk.ground.ids import new_id
from tests.factories import TODAY
from ui.shell.selection import ChosenKind, Selection, SelectionEar


def test_the_other_page_hears_of_a_choice_until_it_takes_it_over() -> None:
    selection = Selection()
    board, map_page = SelectionEar(selection), SelectionEar(selection)
    ride = new_id()
    board.tell(ChosenKind.RIDE, ride, TODAY)
    assert board.news(TODAY) is None
    news = map_page.news(TODAY)
    assert news is not None
    assert (news.kind, news.id) == (ChosenKind.RIDE, ride)
    assert map_page.news(TODAY) == news  # not found yet: asked again after the next read
    map_page.hear()
    assert map_page.news(TODAY) is None


def test_another_days_choice_leaves_a_page_alone() -> None:
    selection = Selection()
    board, map_page = SelectionEar(selection), SelectionEar(selection)
    board.tell(ChosenKind.DRIVER, new_id(), TODAY)
    assert map_page.news(TODAY + timedelta(days=1)) is None
    assert map_page.news(TODAY) is not None


def test_the_same_choice_again_is_no_news() -> None:
    selection = Selection()
    heard: list[object] = []
    selection.changed.connect(heard.append)
    ride = new_id()
    selection.choose(ChosenKind.RIDE, ride, TODAY)
    selection.choose(ChosenKind.RIDE, ride, TODAY)
    assert len(heard) == 1
