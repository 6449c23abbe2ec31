"""Places of the board that hold named panels: one shown at a time, or strips one below another."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from ui.theme.theme import GAP
from ui.widgets.layout import column


@dataclass(frozen=True, slots=True)
class _Panel:
    widget: QWidget
    focus: Callable[[], object]


class PanelStack(QStackedWidget):
    """Panels by name. The first one is at home; with `hides` there is none and nothing is seen.

    Signals:
        turned: (str) another panel is shown; empty: none.
    """

    turned = Signal(str)

    def __init__(self, *, hides: bool = False) -> None:
        super().__init__()
        self._panels: dict[str, _Panel] = {}
        self._home = ""
        self._hides = hides
        self.name = ""
        if hides:
            self.hide()

    def add(self, name: str, widget: QWidget, *, focus: Callable[[], object] | None = None) -> None:
        """Add a panel; `focus` puts the focus into it. Raises ValueError on a second of a name."""
        if name in self._panels:
            raise ValueError(f"two panels are called {name}")
        self._panels[name] = _Panel(widget, focus or _focus_on(widget))
        self.addWidget(widget)
        if not self._hides and not self._home:
            self._home = self.name = name

    def turn_to(self, name: str, *, focus: bool = True) -> None:
        """Show a panel, and put the focus into it; it goes there from the one shown before too."""
        panel = self._panels[name]
        # Qt would put it into the first line to type in: every letter's key would be lost there.
        focus = focus or (name != self.name and self.has_focus())
        self.setCurrentWidget(panel.widget)
        self.show()
        if name != self.name:
            self.name = name
            self.turned.emit(name)
        if focus:
            panel.focus()

    def close_panel(self) -> bool:
        """Show what is at home again; tell whether another panel was shown."""
        if self.name == self._home:
            return False
        if self._home:
            self.turn_to(self._home, focus=False)
        else:
            self.name = ""
            self.hide()
            self.turned.emit("")
        return True

    def focus_panel(self) -> None:
        """Put the focus into the panel that is shown."""
        if self.name:
            self._panels[self.name].focus()

    def has_focus(self) -> bool:
        """Tell whether the focus is in here."""
        focus: QWidget | None = self.window().focusWidget()
        return self.isVisible() and focus is not None and self.isAncestorOf(focus)


class Strips(QWidget):
    """Strips one below another; a strip stands while it is visible."""

    def __init__(self) -> None:
        super().__init__()
        self._strips: list[QWidget] = []
        self._column = column(space=GAP)
        self.setLayout(self._column)

    def add(self, strip: QWidget) -> None:
        """Add a strip at the lower end; hidden, until its owner shows it."""
        strip.hide()
        self._strips.append(strip)
        self._column.addWidget(strip)

    def first_focus(self) -> QWidget | None:
        """Return what takes the focus in the first strip that stands."""
        for strip in self._strips:
            if strip.isHidden():
                continue
            takers: list[QWidget] = [strip, *strip.findChildren(QWidget)]
            for one in takers:
                if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isVisibleTo(self):
                    return one
        return None


def _focus_on(widget: QWidget) -> Callable[[], object]:
    return lambda: widget.setFocus(Qt.FocusReason.OtherFocusReason)
