"""One action as a record, and the registry that refuses two of one id or key in one place."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from PySide6.QtGui import QKeySequence

EVERYWHERE = "everywhere"


def _always() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Action:
    """Something a person can do: `id` is `page.verb`, `key` as Qt writes it (`Ctrl+Return`).

    `fallback` marks the shell's answer to a common key that a page may answer itself.
    """

    id: str
    text: str
    handler: Callable[[], object]
    key: str = ""
    enabled: Callable[[], bool] = _always
    icon: str = ""
    fallback: bool = False


def normal_key(key: str) -> str:
    """Return `key` the way Qt writes it, so that two spellings count as one."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)


def key_text(key: str) -> str:
    """Return `key` the way the user's platform writes it, with Enter for Return."""
    return (
        QKeySequence(key)
        .toString(QKeySequence.SequenceFormat.NativeText)
        .replace("Return", "Enter")
    )


class ActionRegistry:
    """All actions by scope: `EVERYWHERE` or a page id."""

    def __init__(self) -> None:
        self._scopes: dict[str, list[Action]] = {EVERYWHERE: []}

    def add(self, scope: str, actions: Iterable[Action]) -> None:
        """Add actions to a scope; raises ValueError on a second id or a second key."""
        mine = self._scopes.setdefault(scope, [])
        for action in actions:
            self._check(scope, action)
            mine.append(action)

    def of(self, page_id: str) -> list[Action]:
        """Return what can be done on a page: its own first; fallbacks it answers are left out."""
        own = list(self._scopes.get(page_id, []))
        answered = {normal_key(action.key) for action in own if action.key}
        shared = [
            action
            for action in self._scopes[EVERYWHERE]
            if not (action.fallback and normal_key(action.key) in answered)
        ]
        return own + shared if page_id != EVERYWHERE else shared

    def named(self, action_id: str) -> Action | None:
        """Return the action of that id, if it is known yet."""
        return next((action for action in self if action.id == action_id), None)

    def __iter__(self) -> Iterator[Action]:
        """Go through all actions of all scopes."""
        for actions in self._scopes.values():
            yield from actions

    def _check(self, scope: str, action: Action) -> None:
        if any(known.id == action.id for known in self):
            raise ValueError(f"two actions are called {action.id}")
        if not action.key:
            return
        key = normal_key(action.key)
        if not key:
            raise ValueError(f"{action.id}: {action.key!r} is no key")
        for known in self._rivals(scope, action):
            if known.key and normal_key(known.key) == key:
                raise ValueError(f"{action.id} and {known.id} both want {key}")

    def _rivals(self, scope: str, action: Action) -> Iterator[Action]:
        """Go through the actions that must not share a key with this one."""
        yield from self._scopes[scope]
        if scope != EVERYWHERE:
            yield from (known for known in self._scopes[EVERYWHERE] if not known.fallback)
            return
        if action.fallback:
            return
        for other, actions in self._scopes.items():
            if other != EVERYWHERE:
                yield from actions
