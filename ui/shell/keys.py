"""Binds the actions of the moment to keys of the window: the shell's and the shown page's.

`refuse` says why a key does nothing now; `before` is called before any act.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from ui.actions.action import Action


class KeyBinder(QObject):
    """Holds one QAction per action with a key; the others are reached by Ctrl+K."""

    def __init__(
        self,
        host: QWidget,
        refuse: Callable[[str], object],
        before: Callable[[], object] = lambda: None,
    ) -> None:
        super().__init__(host)
        self._host = host
        self._refuse = refuse
        self._before = before
        self._bound: list[QAction] = []

    def bind(self, actions: Sequence[Action]) -> None:
        """Let these actions answer, and no others."""
        self.unbind()
        for action in actions:
            if not action.key:
                continue
            bound = QAction(action.text, self._host)
            bound.setObjectName(action.id)
            bound.setShortcut(QKeySequence(action.key))
            bound.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            bound.setAutoRepeat(False)
            bound.triggered.connect(lambda _=False, chosen=action: self._run(chosen))
            self._host.addAction(bound)
            self._bound.append(bound)

    def unbind(self) -> None:
        """Let no action answer: the office is locked."""
        for bound in self._bound:
            self._host.removeAction(bound)
            bound.deleteLater()
        self._bound = []

    def _run(self, action: Action) -> None:
        if action.enabled():
            self._before()
            action.handler()
        else:
            self._refuse(f"“{action.text.replace('&', '')}” is not possible here just now.")
