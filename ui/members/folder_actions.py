"""What can be done with a member's folder, each with its key."""

from collections.abc import Callable, Mapping
from typing import Protocol

from nemt_desk.ground.ids import Id
from ui.actions.action import Action
from ui.members.folder import AWAY, CHECKS, NOTICES, PAPERS, MemberFolder

FOLDER_LISTS: Mapping[str, int] = {
    "papers": PAPERS,
    "eligibility": CHECKS,
    "away": AWAY,
    "notices": NOTICES,
}
"""How other pages name the lists: `desk.go("members", "papers", member_id)`."""


class Folders(Protocol):
    """What the actions ask of the page."""

    @property
    def folder(self) -> MemberFolder | None:
        """The folder shown."""
        ...

    def folder_target(self) -> Id | None:
        """Return whose folder would be opened."""
        ...

    def open_folder(self, key: Id, at: int) -> MemberFolder | None:
        """Show a folder."""
        ...

    def close_folder(self) -> None:
        """Leave the folder."""
        ...


type Deed = Callable[[MemberFolder], object]
type Test = Callable[[MemberFolder], bool]


def folder_actions(page: Folders) -> list[Action]:
    """Return the actions; plain letters count only while the folder is shown."""

    def opened(at: int, *, begins: bool = False) -> None:
        key = page.folder.member_id if page.folder is not None else page.folder_target()
        folder = page.open_folder(key, at) if key is not None else None
        if folder is not None and begins:
            folder.begin(folder.new_deed())

    def has_target() -> bool:
        return page.folder is not None or page.folder_target() is not None

    def inside(deed: Deed) -> Callable[[], None]:
        def act() -> None:
            if page.folder is not None:
                deed(page.folder)

        return act

    def may(test: Test) -> Callable[[], bool]:
        return lambda: page.folder is not None and test(page.folder)

    def act(name: str, text: str, key: str, deed: Deed, test: Test) -> Action:
        return Action(f"members.{name}", text, inside(deed), key, may(test))

    return [
        Action("members.papers", "Papers and checks", lambda: opened(PAPERS), "F7", has_target),
        Action(
            "members.check",
            "Enter an eligibility check",
            lambda: opened(CHECKS, begins=True),
            "F9",
            has_target,
        ),
        Action(
            "members.away", "Enter days away", lambda: opened(AWAY, begins=True), "F4", has_target
        ),
        Action(
            "members.record",
            "Back to the record",
            page.close_folder,
            "",
            may(lambda _folder: True),
        ),
        act("add", "New", "N", lambda f: f.begin(f.new_deed()), lambda f: f.at != NOTICES),
        act("change", "Change", "E", lambda f: f.begin(f.change_deed()), _can_change),
        act("received", "It came back", "R", lambda f: f.begin(f.received_deed()), _is_waiting),
        act("refused", "It was refused", "X", lambda f: f.begin(f.refused_deed()), _is_asked),
        act("ended", "It ends", "W", lambda f: f.begin(f.ended_deed()), _is_on_file),
        act("letter", "Ask by letter", "L", lambda f: f.begin(f.letter_deed()), _at_papers),
        act("attach", "Add the file …", "A", MemberFolder.attach, _has_paper),
        act("see", "Show the files", "O", MemberFolder.see_file, _has_files),
        act("reprint", "Show and print", "Ctrl+P", MemberFolder.print_notice, _has_notice),
        act("remove", "Remove", "Delete", MemberFolder.remove, _can_remove),
    ]


def _at_papers(folder: MemberFolder) -> bool:
    return folder.at == PAPERS


def _has_paper(folder: MemberFolder) -> bool:
    return folder.paper is not None


def _has_files(folder: MemberFolder) -> bool:
    return folder.paper is not None and bool(folder.paper.files)


def _has_notice(folder: MemberFolder) -> bool:
    return folder.notice is not None


def _is_waiting(folder: MemberFolder) -> bool:
    return folder.is_waiting()


def _is_asked(folder: MemberFolder) -> bool:
    return folder.is_asked()


def _is_on_file(folder: MemberFolder) -> bool:
    return folder.is_on_file()


def _can_change(folder: MemberFolder) -> bool:
    return folder.at != CHECKS and folder.chosen() is not None


def _can_remove(folder: MemberFolder) -> bool:
    return folder.at != NOTICES and folder.chosen() is not None
