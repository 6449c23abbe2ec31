"""What is laid over the timeline, and what its lanes say of load and breaks: no window needed."""

from tests.ui.board.test_lanes import board, ident, ride, run
from ui.board.day import BoardDay
from ui.board.lanes import Axis, aboard_words, lanes_of
from ui.board.overlay import Ghost, Overlay, Sign, Span, merged
from ui.board.placing import Scale, placed
from ui.board.timeline_bars import spans_of

SCALE = Scale(axis=Axis(420, 1020), px_min=1.0, head=100, top=20, bar=24, line=14)
PIN, TOLD = Sign("mdi6.pin", "held"), Sign("mdi6.phone", "told 9:05")


def _ghost(ride_id: int, of: int, start: int = 545) -> Ghost:
    return Ghost(ident(ride_id), ident(of), start, start + 40, "Member 2")


def test_a_proposed_ride_stands_in_its_drivers_lane_below_what_shares_the_time() -> None:
    day = BoardDay(board(run(50, 60, ride(1, 540, 580)), free=(ride(2, 545, 585),)), ())
    lane = lanes_of(day.board, (_ghost(2, 60),), day.rides)[0]
    assert [(bar.ride.id, bar.track, bar.ghost is not None) for bar in lane.bars] == [
        (ident(1), 0, False),
        (ident(2), 1, True),
    ]
    bare = lanes_of(day.board, (_ghost(2, 90),), day.rides)[1]
    assert [bar.ride.id for bar in bare.bars] == [ident(2)]


def test_a_proposal_for_a_ride_that_is_gone_is_not_shown() -> None:
    day = BoardDay(board(run(50, 60, ride(1, 540, 580))), ())
    lanes = lanes_of(day.board, (_ghost(77, 60),), day.rides)
    assert all(bar.ghost is None for lane in lanes for bar in lane.bars)


def test_a_moved_ride_stands_where_it_is_and_where_it_would_go() -> None:
    day = BoardDay(board(run(50, 60, ride(1, 540, 580)), run(51, 61, ride(3, 600, 640))), ())
    lanes = lanes_of(day.board, (_ghost(1, 61),), day.rides)
    at = placed(lanes, SCALE)
    assert at.at[ident(1)][0] == 0
    assert at.ghosts[ident(1)][0] == 1


def test_overlays_of_several_guests_are_laid_one_on_the_other() -> None:
    one = Overlay(ride_signs={ident(1): (PIN,)}, driver_words={ident(60): "3 to tell"})
    two = Overlay(
        ghosts=(_ghost(1, 60),),
        ride_signs={ident(1): (TOLD,)},
        driver_words={ident(60): "late"},
        spans=(Span(600, 660, "Snow"), Span(700, 720, "Break", driver_id=ident(60))),
    )
    laid = merged([one, two])
    assert laid.ride_signs[ident(1)] == (PIN, TOLD)
    assert laid.driver_words[ident(60)] == "3 to tell · late"
    assert laid.ride_text(ident(1)) == "Member 2, held, told 9:05"
    assert len(spans_of(laid.spans, ident(60))) == 2
    assert len(spans_of(laid.spans, ident(61))) == 1


def test_the_lane_says_how_many_are_aboard_between_stops() -> None:
    chair = ride(2, 550, 600, from_id=ident(7), to_id=ident(8), wheelchair_places=1, seats=0)
    lane = lanes_of(board(run(50, 60, ride(1, 540, 580), chair, seats=3)))[0]
    said = [(one.start, one.end, aboard_words(lane, one)) for one in lane.aboard]
    assert said == [
        (540, 550, "1/3"),
        (550, 580, "1/3 \N{WHEELCHAIR SYMBOL}1/0!"),
        (580, 600, "\N{WHEELCHAIR SYMBOL}1/0!"),
    ]


def test_too_many_aboard_is_marked_without_colour() -> None:
    both = (ride(1, 540, 600), ride(2, 550, 590, from_id=ident(7), to_id=ident(9), seats=3))
    lane = lanes_of(board(run(50, 60, *both, seats=3)))[0]
    assert [aboard_words(lane, one) for one in lane.aboard] == ["1/3", "4/3!", "1/3"]


def test_what_is_at_a_point_is_found_by_halving() -> None:
    runs = [run(1000 + n, 2000 + n, ride(n + 1, 540, 580)) for n in range(50)]
    at = placed(lanes_of(board(*runs)), SCALE)
    for lane in (0, 7, 49):
        assert at.lane_at(at.tops[lane]) == lane
        assert at.lane_at(at.tops[lane + 1] - 1) == lane
    assert at.lane_at(at.tops[-1]) == -1
    seen = at.lanes_between(at.tops[3], at.tops[5])
    assert (seen.start, seen.stop) == (3, 5)
    assert at.lane_of(ident(2007)) == 7
    assert at.lane_of(None) == -1
