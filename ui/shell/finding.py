"""Finding anything for Ctrl+K: pages, actions, and records through the pages' own finders."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, cast

from nemt_desk.ground.words import fold
from ui.actions.action import Action, key_text
from ui.pages import PageEntry, exists, load, page_key
from ui.shell.desk import Desk

if TYPE_CHECKING:
    from nemt_desk.ground.ids import Id

_MOST_RECORDS = 8
_MOST = 14
_LEAST_TYPED = 2


@dataclass(frozen=True, slots=True)
class Found:
    """A record somewhere, and the page that shows it."""

    text: str
    detail: str
    page_id: str
    kind: str
    id: "Id"
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """One line of the box."""

    key: str
    text: str
    detail: str
    run: Callable[[], object]


type Finder = Callable[[Desk, str], Sequence[Found]]


def finders(entries: Sequence[PageEntry]) -> list[Finder]:
    """Return the finders of the pages that have one: people and places before their rides."""
    ordered = sorted(entries, key=lambda entry: not entry.below_the_line)
    return [cast("Finder", load(entry.finder)) for entry in ordered if exists(entry.finder)]


def hits(
    desk: Desk,
    text: str,
    *,
    pages: Sequence[PageEntry],
    actions: Sequence[Action],
    find: Sequence[Finder],
) -> list[Hit]:
    """Return what `text` may mean: what begins with it, then records, then what holds its words."""
    folded = fold(text)
    commands = list(_commands(desk, folded.split(), pages, actions))
    named = [hit for hit in commands if folded and fold(hit.text).startswith(folded)]
    records: list[Hit] = []
    if len(text.strip()) >= _LEAST_TYPED:
        for finder in find:
            records += [_record_hit(desk, one) for one in finder(desk, text)[:_MOST_RECORDS]]
    rest = [hit for hit in commands if hit not in named]
    return [*named, *records, *rest][:_MOST]


def _commands(
    desk: Desk, words: Sequence[str], pages: Sequence[PageEntry], actions: Sequence[Action]
) -> Iterator[Hit]:
    """Yield pages, what can be done here, and what other pages can be asked for at once."""
    acts = [
        Hit(f"action:{action.id}", _plain(action.text), key_text(action.key), action.handler)
        for action in actions
        if action.enabled()
    ]
    known = {hit.text for hit in acts}
    doors = [hit for hit in _door_hits(desk, pages) if hit.text not in known]
    for hit in (*(_page_hit(desk, entry, at) for at, entry in enumerate(pages)), *acts, *doors):
        if _matches(words, hit.text):
            yield hit


def _page_hit(desk: Desk, entry: PageEntry, at: int) -> Hit:
    return Hit(
        f"page:{entry.page_id}",
        entry.title,
        f"Page  {page_key(at)}".strip(),
        lambda: desk.go(entry.page_id),
    )


def _door_hits(desk: Desk, pages: Sequence[PageEntry]) -> Iterator[Hit]:
    """Yield what other pages can be asked for at once."""
    for entry in pages:
        for words, kind in entry.doors:
            go = partial(desk.go, entry.page_id, kind)
            yield Hit(f"door:{entry.page_id}:{kind}", words, entry.title, go)


def _record_hit(desk: Desk, found: Found) -> Hit:
    return Hit(
        f"{found.kind}:{found.id}",
        found.text,
        found.detail,
        lambda: desk.go(found.page_id, found.kind, found.id),
    )


def _matches(words: Sequence[str], text: str) -> bool:
    folded = fold(text)
    return all(word in folded for word in words)


def _plain(text: str) -> str:
    return text.replace("&", "")
