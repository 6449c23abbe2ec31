"""Which pages there are. Strings only: a page is imported when it is first visited.

A page whose module does not exist is not listed; an error inside an existing one surfaces.
"""

import importlib
import importlib.util
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageEntry:
    """Where a page is found, how the rail calls it, and who finds its records for Ctrl+K."""

    page_id: str
    target: str
    title: str
    icon: str
    order: int
    finder: str = ""
    below_the_line: bool = False
    doors: tuple[tuple[str, str], ...] = ()  # (words for Ctrl+K, what `show_record` is asked for)
    in_rail: bool = True  # a page for rare days is opened from elsewhere; it stands last

    def exists(self) -> bool:
        """Tell whether the page has been built."""
        return _exists(self.target)

    def load(self) -> type:
        """Import the page's class."""
        found = load(self.target)
        if not isinstance(found, type):
            raise TypeError(f"{self.target} is no class")
        return found


_KEYED = 10
PAGES: tuple[PageEntry, ...] = (
    PageEntry("today", "ui.today.page:TodayPage", "Today", "mdi6.white-balance-sunny", 10),
    PageEntry("book", "ui.book.page:BookPage", "Book", "mdi6.phone-plus-outline", 20),
    PageEntry(
        "board",
        "ui.board.page:BoardPage",
        "Board",
        "mdi6.view-list-outline",
        30,
        finder="ui.board.find:find",
    ),
    PageEntry("map", "ui.map.page:MapPage", "Map", "mdi6.map-outline", 40),
    PageEntry(
        "standing",
        "ui.standing.page:StandingPage",
        "Standing orders",
        "mdi6.calendar-sync-outline",
        45,
        doors=(("Exceptions of standing orders", "exceptions"),),
    ),
    PageEntry("logs", "ui.logs.page:LogsPage", "Trip logs", "mdi6.file-sign", 50),
    PageEntry(
        "complaints",
        "ui.cases.page:ComplaintsPage",
        "Complaints",
        "mdi6.flag-outline",
        60,
        doors=(("New complaint", "new"),),
    ),
    PageEntry(
        "members",
        "ui.members.page:MembersPage",
        "Members",
        "mdi6.account-group-outline",
        70,
        finder="ui.members.find:find",
        below_the_line=True,
        doors=(("New member", "new"),),
    ),
    PageEntry(
        "drivers",
        "ui.drivers.page:DriversPage",
        "Drivers",
        "mdi6.car-outline",
        80,
        finder="ui.drivers.find:find",
        below_the_line=True,
        doors=(("New driver", "new"),),
    ),
    PageEntry(
        "places",
        "ui.places.page:PlacesPage",
        "Places",
        "mdi6.map-marker-outline",
        90,
        finder="ui.places.find:find",
        below_the_line=True,
        doors=(("New place", "new"),),
    ),
    PageEntry(
        "office",
        "ui.office.page:OfficePage",
        "Office",
        "mdi6.cog-outline",
        100,
        below_the_line=True,
        doors=(
            ("Agency and figures", "agency"),
            ("Rules and local figures", "figures"),
            ("Calendar: holidays, schools, facilities", "calendar"),
            ("Build the map from files", "map"),
            ("Backups", "backups"),
            ("Check the audit trail", "trail"),
            ("Accounts and passwords", "accounts"),
        ),
    ),
    PageEntry(
        "weather",
        "ui.weather.page:WeatherPage",
        "Weather day",
        "mdi6.weather-snowy-heavy",
        900,
        below_the_line=True,
        doors=(("Weather or closure day", "new"),),
        in_rail=False,
    ),
    PageEntry(
        "ahead",
        "ui.ahead.page:AheadPage",
        "Looking ahead",
        "mdi6.calendar-month-outline",
        910,
        below_the_line=True,
        doors=(
            ("Month ahead: volunteers against rides", "month"),
            ("Long ways and shared days", "far"),
            ("Go dark: days without the program", "dark"),
        ),
        in_rail=False,
    ),
)


def built_pages(entries: tuple[PageEntry, ...] = PAGES) -> list[PageEntry]:
    """Return the pages that exist, in the order of the day."""
    return sorted((entry for entry in entries if entry.exists()), key=lambda entry: entry.order)


def page_key(at: int) -> str:
    """Return the key that goes to the page at this place, empty from the eleventh on."""
    return f"Alt+{(at + 1) % 10}" if at < _KEYED else ""


def load(target: str) -> object:
    """Import what `module:name` says."""
    module, _, name = target.partition(":")
    return getattr(importlib.import_module(module), name)


def exists(target: str) -> bool:
    """Tell whether the module of `module:name` exists, without importing it."""
    return bool(target) and _exists(target)


def _exists(target: str) -> bool:
    module = target.partition(":")[0]
    parent = module.rpartition(".")[0]
    if parent and parent != module and not _folder_exists(parent):
        return False
    return importlib.util.find_spec(module) is not None


def _folder_exists(name: str) -> bool:
    above = name.rpartition(".")[0]
    if above and not _folder_exists(above):
        return False
    return importlib.util.find_spec(name) is not None
