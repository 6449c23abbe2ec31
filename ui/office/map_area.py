"""Which part of the files the map takes, and how fast one drives on gravel there."""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from nemt_desk.geo import BBox
from nemt_desk.geo.building.area import Area, County
from nemt_desk.geo.building.wish import MOST_MARGIN
from nemt_desk.geo.roads.speeds import LocalSpeeds
from nemt_desk.ground.errors import InputError, Problem
from ui.theme.theme import row_height, theme
from ui.widgets.fields import LineField
from ui.widgets.form import FieldForm
from ui.widgets.layout import column
from ui.widgets.numbers import NumberEdit

_SHOWN = 7


class Part(StrEnum):
    """The ways to choose a part."""

    COUNTIES = "counties"
    BOX = "box"
    ALL = "all"


_WORDS = {
    Part.COUNTIES: "Counties, and a margin around them",
    Part.BOX: "A box",
    Part.ALL: "Everything in the files",
}


class CountyList(QListWidget):
    """Counties to tick: Space ticks, letters jump."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._is_sizing = False
        self.setAccessibleName("Counties; Space ticks one")
        self.setTabKeyNavigation(False)
        self.itemChanged.connect(self._on_changed)
        theme().changed.connect(self._size)

    def show_counties(self, counties: Sequence[County], ticked: Iterable[str]) -> None:
        """Offer these, with those of these names ticked."""
        chosen = set(ticked)
        self.blockSignals(True)
        self.clear()
        for county in counties:
            item = QListWidgetItem(county.name)
            item.setData(Qt.ItemDataRole.UserRole, county)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            is_ticked = county.name in chosen
            item.setCheckState(Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked)
            self.addItem(item)
        if counties:
            self.setCurrentRow(0)
        self.blockSignals(False)
        self._size()

    def ticked(self) -> list[County]:
        """Return those that are ticked."""
        items = [self.item(place) for place in range(self.count())]
        return [
            item.data(Qt.ItemDataRole.UserRole)
            for item in items
            if item.checkState() is Qt.CheckState.Checked
        ]

    def value(self) -> object:
        """Return the ticked counties."""
        return self.ticked()

    def set_value(self, value: object) -> None:
        """Nothing: what is offered comes from the files."""

    def _on_changed(self, _item: QListWidgetItem) -> None:
        if not self._is_sizing:
            self.edited.emit()

    def _size(self) -> None:
        self._is_sizing = True
        for place in range(self.count()):
            self.item(place).setSizeHint(QSize(0, row_height()))
        self._is_sizing = False
        lines = min(_SHOWN, max(2, self.count()))
        self.setFixedHeight(row_height() * lines + 2 * self.frameWidth())


class MapArea(QWidget):
    """Chooses the part.

    Signals:
        changed: another part was chosen.
    """

    changed = Signal()

    def __init__(self, margin: int, known: Iterable[str], gravel_mph: int | None = None) -> None:
        super().__init__()
        self._known = tuple(known)
        self.counties = CountyList()
        self.form = FieldForm()
        self.part = self.form.choice("Take of t&hem", "part", _WORDS)
        self.form.field("Cou&nties", "counties", self.counties, help="Space ticks a county.")
        self.margin = self.form.field(
            "Mar&gin",
            "margin",
            NumberEdit(unit="miles"),
            help="Roads around the counties: far enough for the regional hospital.",
        )
        self.box = self.form.field(
            "Bo&x",
            "box",
            LineField(chars=30, sample="-93.91,46.90,-93.01,47.60"),
            help="West, south, east, north in degrees.",
        )
        self.gravel = self.form.field(
            "Speed on gra&vel",
            "gravel_mph",
            NumberEdit(unit="mph"),
            help="On roads the files call unpaved; minutes follow, miles don't. Empty: a guess.",
        )
        self.margin.set_value(margin)
        self.gravel.set_value(gravel_mph)
        self.setLayout(column(self.form))
        self.part.edited.connect(self._on_edited)
        self.counties.edited.connect(self._on_edited)
        self.margin.editingFinished.connect(self._on_edited)
        self.box.editingFinished.connect(self._on_edited)
        self.offer(())

    def offer(self, counties: Sequence[County]) -> None:
        """Offer the counties found in the files; without any, a box or everything."""
        ticked = tuple(county.name for county in self.counties.ticked())
        self._known = ticked or self._known
        self.counties.show_counties(counties, self._known)
        words = dict(_WORDS) if counties else {p: _WORDS[p] for p in (Part.ALL, Part.BOX)}
        self.part.set_choices(words)
        if counties:
            self.part.set_value(Part.COUNTIES)
        self._on_edited()

    def area(self) -> Area | None:
        """Return what was chosen; None takes everything.

        Raises:
            InputError: nothing is ticked, or the margin or the box can't be read.
        """
        match self.part.value():
            case Part.COUNTIES:
                return Area.of_counties(self._ticked(), self._miles())
            case Part.BOX:
                try:
                    return Area.of_box(BBox.parse(self.box.text()))
                except ValueError as why:
                    raise InputError([Problem("box", str(why))]) from why
            case _:
                return None

    def speeds(self) -> LocalSpeeds:
        """Return the speeds typed.

        Raises:
            InputError: a speed can't be read, or is none.
        """
        return LocalSpeeds(_number("gravel_mph", self.gravel))

    def _ticked(self) -> list[County]:
        ticked = self.counties.ticked()
        if not ticked:
            raise InputError([Problem("counties", "Tick the counties the office drives in.")])
        return ticked

    def _miles(self) -> int:
        miles = _number("margin", self.margin)
        if miles is None or not 0 <= miles <= MOST_MARGIN:
            raise InputError([Problem("margin", f"Type 0 to {MOST_MARGIN} miles.")])
        return miles

    def _on_edited(self) -> None:
        part = self.part.value()
        self.form.set_shown("counties", shown=part is Part.COUNTIES)
        self.form.set_shown("margin", shown=part is Part.COUNTIES)
        self.form.set_shown("box", shown=part is Part.BOX)
        self.changed.emit()


def _number(name: str, edit: NumberEdit) -> int | None:
    """Read a whole number; what can't be read is said beside its own field."""
    try:
        value = edit.value()
    except InputError as error:
        raise InputError([Problem(name, one.sentence) for one in error.problems]) from error
    return value if isinstance(value, int) else None
