"""Offers: several rides and their returns judged together, drivers narrowed by letters."""

from dataclasses import replace

from nemt_desk.planning.rows import DayCar, DriverDay, Hours, RideTask
from tests.planning.days import DAY, FIGURES, LINE, at, ident, spot
from ui.board.fit import Offer, Question, narrowed, offers, slacks


def task(number: int, start: str, end: str, *, a: float = 10, b: float = 30) -> RideTask:
    return RideTask(
        ident(number), ident(100), ident(200), spot(a), spot(b), at(start), at(end), drive_min=20
    )


def day(name: str, number: int, until: str = "17:00") -> DriverDay:
    return DriverDay(
        driver_id=ident(number),
        name=name,
        day=DAY,
        car=DayCar("ABC", 3),
        hours=(Hours(at("7:00"), at(until)),),
        has_hours=True,
        is_open_to_all=True,
        recognized_on=DAY,
        start=(0.0, 0.0),
        end=(0.0, 0.0),
    )


BERG, LIND = day("Berg, Lars", 1), day("Lind, Per", 2, until="12:00")
THERE, BACK = task(1, "9:30", "9:50"), task(2, "14:00", "14:20", a=30, b=10)


def _by_name(found: tuple[Offer, ...]) -> dict[str, Offer]:
    return {offer.name: offer for offer in found}


def test_the_return_that_fits_is_offered_and_one_that_does_not_is_not() -> None:
    found = _by_name(offers(Question((THERE,), (BACK,)), [BERG, LIND], LINE, FIGURES))
    assert found["Berg, Lars"].can_take
    assert found["Berg, Lars"].fitting_legs == (BACK.ride_id,)
    assert found["Lind, Per"].can_take
    assert found["Lind, Per"].fitting_legs == ()


def test_rides_chosen_together_are_judged_together() -> None:
    same_time = replace(task(3, "9:30", "9:50", a=200, b=220), trip_id=ident(101))
    alone = offers(Question((THERE,)), [BERG], LINE, FIGURES)[0]
    both = offers(Question((THERE, same_time)), [BERG], LINE, FIGURES)[0]
    assert alone.can_take
    assert not both.can_take
    assert both.sentence.startswith("✖ Berg, Lars: does not fit")


def test_a_driver_keeps_what_is_on_his_run_already() -> None:
    full = BERG.plus(THERE)
    assert offers(Question((THERE,)), [full], LINE, FIGURES)[0].can_take
    assert slacks([full, LIND], LINE, FIGURES) == {BERG.driver_id: None}


def test_letters_narrow_by_the_beginning_of_any_name_part() -> None:
    strange = day("Nguyễn, Thị Ánh", 3)
    found = offers(Question((THERE,)), [BERG, LIND, strange], LINE, FIGURES)
    assert [offer.name for offer in narrowed(found, "th ngu")] == ["Nguyễn, Thị Ánh"]
    assert [offer.name for offer in narrowed(found, "la")] == ["Berg, Lars"]
    assert len(narrowed(found, " ")) == 3
    assert narrowed(found, "erg") == []
