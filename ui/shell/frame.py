"""The frame of an open office: rail, head, the pages, the notice line and the status line."""

from collections.abc import Sequence
from datetime import date, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from nemt_desk.ground.changes import Changes, RowStep
from nemt_desk.ground.ids import new_id
from ui.pages import PageEntry
from ui.shell.desk import Desk
from ui.shell.entrance import Facts
from ui.shell.head import PageHead
from ui.shell.page import Page
from ui.shell.rail import Rail
from ui.shell.statusline import StatusLine
from ui.widgets.layout import Line, QuietLabel, column, line, panel
from ui.widgets.notice import NoticeLine


class Frame(QWidget):
    """Shows one page at a time; makes each at its first visit.

    Signals:
        page_shown: (page_id) keys and palette follow it.
        find_asked: the find box is wanted.
    """

    page_shown = Signal(str)
    find_asked = Signal()

    def __init__(self, desk: Desk, entries: Sequence[PageEntry]) -> None:
        super().__init__()
        self.desk = desk
        self.entries = list(entries)
        self._by_id = {entry.page_id: entry for entry in self.entries}
        self._pages: dict[str, Page] = {}
        self._stale: dict[str, Changes] = {}
        self._visited: list[str] = []
        self._saved_at: datetime | None = None
        self._facts = Facts()
        self.rail = Rail(self.entries)
        self.head = PageHead()
        self.pages = QStackedWidget()
        self.notice = NoticeLine(desk.notices)
        self.status = StatusLine()
        self._lay_out()
        self._wire()
        self._show_facts()

    def show_facts(self, facts: Facts) -> None:
        """Show what is safe now; the clock makes backups without any change that would tell."""
        before, self._facts = self._facts, facts
        self._show_facts()
        if before != facts:
            self._spread(Changes.of("", (RowStep("backup", new_id(), None, {}),)))

    @property
    def page(self) -> Page | None:
        """The page shown."""
        return self._pages.get(self._visited[-1]) if self._visited else None

    def made_pages(self) -> list[Page]:
        """Return the pages that have been visited."""
        return list(self._pages.values())

    def go(self, page_id: str, kind: str = "", record: object = None) -> None:
        """Show a page and, if asked, a record on it."""
        if page_id not in self._by_id:
            self.desk.say("That page is not part of this program yet.")
            return
        page = self._pages.get(page_id)
        is_new = page is None
        if page is None:
            page = self._made(page_id)
        if not self._visited or self._visited[-1] != page_id:
            self.desk.notices.let_go()
            self._visited = [known for known in self._visited if known != page_id] + [page_id]
        self.pages.setCurrentWidget(page)
        self.rail.show_page(page_id)
        if is_new:
            self._stale.pop(page_id, None)
            page.refresh(None)
        elif page_id in self._stale:
            page.refresh(self._stale.pop(page_id))
        self.page_shown.emit(page_id)
        if kind:
            page.show_record(kind, record)  # type: ignore[arg-type]  # through a signal
        focus = page.first_focus()
        if focus is not None:
            focus.setFocus(Qt.FocusReason.OtherFocusReason)
        self._on_head_changed()

    def back(self) -> None:
        """Go back inside the page, else to the page before, losing nothing."""
        page = self.page
        if page is not None and page.back():
            return
        if len(self._visited) > 1:
            last = self._visited.pop()
            self._visited.insert(0, last)
            self.go(self._visited[-1])

    def has_unsaved(self) -> list[str]:
        """Return the titles of pages that hold typed text."""
        return [page.title for page in self._pages.values() if page.has_unsaved()]

    def _made(self, page_id: str) -> Page:
        entry = self._by_id[page_id]
        made = entry.load()(self.desk)
        if not isinstance(made, Page):
            raise TypeError(f"{entry.target} is no Page")
        self.desk.actions.add(page_id, made.actions())
        made.head_changed.connect(self._on_head_changed)
        self._pages[page_id] = made
        self.pages.addWidget(made)
        return made

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self.head)
        right.addWidget(line())
        right.addWidget(self.pages, 1)
        right.addWidget(self.notice)
        right.addWidget(line())
        right.addWidget(self.status)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.rail)
        layout.addWidget(Line(upright=True))
        layout.addLayout(right, 1)
        if not self.entries:
            self.pages.addWidget(panel(column(QuietLabel("There are no pages."), None)))

    def _wire(self) -> None:
        self.rail.picked.connect(self.go)
        self.head.day_asked.connect(self._on_day_asked)
        self.head.today_asked.connect(self._on_today_asked)
        self.status.find_asked.connect(self.find_asked)
        self.status.stop_asked.connect(self._on_stop_asked)
        self.desk.went.connect(self.go)
        self.desk.published.connect(self._on_published)
        self.desk.jobs.stepped.connect(self._on_job_moved)
        self.desk.jobs.busy_changed.connect(self._on_job_moved)

    def _on_published(self, changes: Changes) -> None:
        self._saved_at = self.desk.office.clock.now()
        self._show_facts()
        self._spread(changes)

    def _spread(self, changes: Changes) -> None:
        """Refresh the page shown; the others hear of it when they are shown."""
        shown = self.page
        for page_id, page in self._pages.items():
            if page is shown:
                continue
            known = self._stale.get(page_id)
            self._stale[page_id] = known | changes if known is not None else changes
        if shown is not None:
            shown.refresh(changes)
            self._on_head_changed()

    def _on_head_changed(self) -> None:
        page = self.page
        if page is not None:
            self.head.show_head(page.title, page.head_day(), page.head_text())

    def _on_day_asked(self, day: date) -> None:
        if self.page is not None:
            self.page.show_day(day)
            self._on_head_changed()

    def _on_today_asked(self) -> None:
        self._on_day_asked(self.desk.today())

    def _show_facts(self) -> None:
        self.status.show_facts(
            self._facts,
            saved_at=self._saved_at,
            name=self.desk.actor.name,
            time=self.desk.office.time,
        )

    def _on_job_moved(self) -> None:
        running = self.desk.jobs.running()
        self.status.show_job(running[0] if running else None)

    def _on_stop_asked(self) -> None:
        running = self.desk.jobs.running()
        if running:
            running[0].cancel()
            self.status.show_job(running[0])
