"""The sheet of keys: what this page is for and which key does what. Opens beside the work."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from ui.actions.action import Action, key_text
from ui.theme.theme import BLOCK, SPACE, text_height
from ui.widgets.layout import heading, plain_label
from ui.widgets.rows import Column
from ui.widgets.table import RowsTable


class KeySheet(QDialog):
    """Lists the actions of a page with their keys."""

    def __init__(
        self, title: str, help_text: str, actions: Sequence[Action], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"Keys: {title}")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(False)
        self.table: RowsTable[Action] = RowsTable(
            [
                Column("Key", lambda action: key_text(action.key), width=130),
                Column("What it does", lambda action: action.text.replace("&", ""), width=320),
            ],
            key=lambda action: action.id,
            name="Keys",
            noun=("key", "keys"),
            empty="This page has no keys of its own.",
        )
        self.table.set_rows([action for action in actions if action.key])
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(BLOCK, BLOCK, BLOCK, BLOCK)
        layout.setSpacing(SPACE)
        layout.addWidget(heading(title))
        if help_text:
            layout.addWidget(plain_label(help_text))
        layout.addWidget(self.table, 1)
        layout.addWidget(buttons)
        self.resize(text_height() * 34, text_height() * 34)
