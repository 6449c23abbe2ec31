"""A place found as one types; its list ends with a way to make a new one."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal

from nemt_desk.places.rows import Place
from ui.widgets.typeahead import Suggestion, TypeAhead

_NEW, _HOME = "new", "home"
_LEAST_NEW = 3

type PlaceFinder = Callable[[str], Sequence[Place]]


def detail(place: Place) -> str:
    """Return what tells a place from its namesakes."""
    return place.where if place.name else ""


class PlaceField(TypeAhead):
    """One place, or the member's home.

    Signals:
        picked: a place was chosen, or the one chosen no longer holds.
        new_asked: (str) a place is to be made from what was typed.
    """

    picked = Signal()
    new_asked = Signal(str)

    def __init__(self, find: PlaceFinder, name: str, *, has_home: bool = False) -> None:
        super().__init__(self._suggest, name=name, chars=26)
        self._find_places = find
        self._has_home = has_home
        self._home: Place | None = None
        self._shown: dict[object, Place] = {}
        self._typed = ""
        self.place: Place | None = None
        self.chosen.connect(self._on_chosen)
        self.cleared.connect(self._on_cleared)

    def show_place(self, place: Place | None) -> None:
        """Show a place as chosen; None shows the home where there is one."""
        self.place = place
        if place is not None:
            self.set_chosen(place.id, place.label)
        elif self._has_home and self._home is not None:
            self.set_chosen(_HOME, _home_words(self._home))
        else:
            self.set_chosen(None, "")

    def show_home(self, home: Place | None) -> None:
        """Take note where the member lives."""
        was_home = self.key == _HOME or (self.place is None and not self.text().strip())
        self._home = home
        if self._has_home and was_home:
            self.show_place(None)

    @property
    def is_unknown(self) -> bool:
        """Whether something was typed that no place was chosen for."""
        return self.key is None and bool(self.text().strip())

    def _suggest(self, typed: str) -> Sequence[Suggestion]:
        self._typed = typed
        found = [] if typed.lower() == _HOME else list(self._find_places(typed))
        self._shown = {place.id: place for place in found}
        lines = [Suggestion(place.id, place.label, detail(place)) for place in found[:10]]
        if self._has_home and self._home is not None and _HOME.startswith(typed.lower()):
            lines.insert(0, Suggestion(_HOME, _home_words(self._home)))
        if len(typed) >= _LEAST_NEW and typed.lower() != _HOME:
            lines.append(Suggestion(_NEW, f"New place: “{typed}” …"))
        return lines

    def _on_chosen(self, key: object) -> None:
        if key == _NEW:
            self.set_chosen(None, self._typed)
            self.place = None
            self.new_asked.emit(self._typed)
            return
        self.place = None if key == _HOME else self._shown.get(key)
        self.picked.emit()

    def _on_cleared(self) -> None:
        self.place = None
        self.picked.emit()


def _home_words(home: Place) -> str:
    return f"Home · {home.where}"
