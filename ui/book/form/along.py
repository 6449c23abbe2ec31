"""Times of a trip filled in again move along with its appointment, but none that was typed."""

from datetime import date, datetime, time, timedelta

from nemt_desk.ground.errors import InputError
from ui.book.call.draft import Draft
from ui.book.form.trip_form import TripForm

_ANY_DAY = date(2000, 1, 1)


class MovingAlong:
    """Remembers the times a trip came with, and moves those that still stand there."""

    def __init__(self, form: TripForm) -> None:
        self._form = form
        self._appointment: time | None = None
        self._were: dict[str, time | None] = {}
        self._now: dict[str, time | None] = {}

    def begin(self, draft: Draft) -> None:
        """Take the times of a trip that was just filled in."""
        self._appointment = draft.appointment
        self._were = {
            "pickup": draft.pickup,
            "dropoff": draft.dropoff,
            "return_time": draft.return_time,
        }
        self._now = dict(self._were)

    def end(self) -> None:
        """Let times be as they are typed: another call, or a new trip."""
        self._appointment, self._were, self._now = None, {}, {}

    def follow(self) -> None:
        """Move the times along: the appointment was changed."""
        moved = self._moved()
        if moved is None:
            return
        for name, was in self._were.items():
            field = getattr(self._form, name)
            try:
                is_own = field.typed() != self._now[name]
            except InputError:
                is_own = True
            if was is None or is_own:
                continue
            then = datetime.combine(_ANY_DAY, was) + moved
            if then.date() == _ANY_DAY:
                self._now[name] = then.time()
                field.show_typed(then.time())

    def _moved(self) -> timedelta | None:
        try:
            typed = self._form.appointment.typed()
        except InputError:
            return None
        if typed is None or self._appointment is None:
            return None
        before = datetime.combine(_ANY_DAY, self._appointment)
        return datetime.combine(_ANY_DAY, typed) - before
