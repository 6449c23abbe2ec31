"""What stands in the map's place while there is none: what to do, in words."""

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton, QWidget

from ui.theme.theme import target_height
from ui.widgets.layout import centred, column, heading, panel, plain_label, row

NO_MAP = (
    "There is no map yet. Get a map file of your county (.osm.pbf from OpenStreetMap, or the"
    " Census Bureau's TIGER/Line EDGES .zip) and build the map from it in Office, section Map."
    " Nothing is loaded from the internet. The list beside this works without a map."
)
NO_VIEW = (
    "The part of the program that draws the map (Qt WebEngine) is missing or does not start on this"
    " computer. The list beside this and all other pages work without it. Install the program again"
    " to have the map."
)
OPENING = "Opening the map …"
BROKEN = (
    "The map could not be shown: the part of the program that draws it has stopped twice. The list"
    " beside this goes on working. Start the program again to have the map back."
)


class Instead(QWidget):
    """A card with a heading, a sentence and, where it helps, a way to Office."""

    def __init__(self, to_office: Callable[[], object]) -> None:
        super().__init__()
        self.words = plain_label()
        self.words.setMinimumWidth(420)
        self.title = heading("Map")
        self.button = QPushButton("Go to Office, Map")
        self.button.setMinimumHeight(target_height())
        self.button.setAutoDefault(False)
        self.button.clicked.connect(to_office)
        card = panel(column(self.title, self.words, row(self.button, None)))
        self.setLayout(column(centred(card)))

    def say(self, words: str) -> None:
        """Say why there is no map to be seen."""
        self.words.setText(words)
        self.button.setVisible(words == NO_MAP)
        self.title.setVisible(words != OPENING)
