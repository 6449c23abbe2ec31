"""The street line of an address: what the map and the office know is offered as one types."""

from collections.abc import Callable, Sequence
from typing import override

from PySide6.QtCore import Signal

from nemt_desk.geo import Precision, Suggested
from nemt_desk.geo.addresses.zip_states import state_of_zip
from ui.widgets.fields import LineField
from ui.widgets.typeahead import Suggestion, TypeAhead

type Suggest = Callable[[str], Sequence[Suggested]]

_HOW: dict[Precision, str] = {
    Precision.PIN: "the office's own pin",
    Precision.POINT: "house on the map",
    Precision.RANGE: "in a range of numbers",
    Precision.INTERSECTION: "street crossing",
    Precision.PLACE: "named place",
    Precision.STREET: "street",
    Precision.ZIP: "ZIP",
    Precision.TOWN: "town",
}
_STREET_ONLY = "only the street: the map does not know this number"
_LEAST = 2


def nothing_known(_text: str) -> Sequence[Suggested]:
    """Offer nothing: there is no map."""
    return ()


def how_words(one: Suggested) -> str:
    """Return how exact a suggestion is."""
    return _STREET_ONLY if one.number_is_unknown else _HOW[one.precision]


class AddressLine(TypeAhead):
    """A line of text that offers addresses; what is typed stays if none is taken.

    Signals:
        taken: (Suggested) the person took one; the line shows its street.
    """

    taken = Signal(object)

    def __init__(
        self, suggest: Suggest = nothing_known, *, chars: int = 36, hint: str = ""
    ) -> None:
        self._suggest = suggest
        super().__init__(
            self._offers,
            name="Address",
            least=_LEAST,
            chars=chars,
            tab_takes=False,  # who types a whole address and goes on keeps it as typed
        )
        self.setPlaceholderText(hint)
        self.chosen.connect(self._on_chosen)

    def ask(self, suggest: Suggest) -> None:
        """Take offers from there."""
        self._suggest = suggest

    @override
    def value(self) -> object:
        return LineField.value(self)

    @override
    def set_value(self, value: object) -> None:
        self.key = None
        self.close_list()
        LineField.set_value(self, value)

    @override
    def _words_of(self, taken: Suggestion) -> str:
        one = taken.key
        if not isinstance(one, Suggested):
            return taken.text
        return one.street or ("" if one.precision is Precision.TOWN else one.name)

    def _offers(self, text: str) -> list[Suggestion]:
        return [Suggestion(one, one.text, how_words(one)) for one in self._suggest(text)]

    def _on_chosen(self, one: object) -> None:
        if isinstance(one, Suggested):
            is_open_ended = one.precision.is_rough and not one.number_is_unknown
            # The number is still to come, and comes first.
            self.setCursorPosition(0 if is_open_ended else len(self.text()))
            self.taken.emit(one)


def area_of(one: Suggested) -> tuple[str, str, str]:
    """Return town, state and ZIP of a suggestion; the ZIP tells the state."""
    return one.town, one.state or state_of_zip(one.zip_code), one.zip_code
