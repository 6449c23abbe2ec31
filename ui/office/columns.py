"""Which column of a county's address points holds what: chosen once, shown on the first rows."""

from collections.abc import Callable
from dataclasses import asdict

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from nemt_desk.geo.points.columns import what_is_missing
from nemt_desk.geo.points.county_points import (
    ColumnMapping,
    CountyPoint,
    Preview,
    RefusedRow,
    try_mapping,
)
from ui.theme.theme import BLOCK, SPACE, theme
from ui.widgets.buttons import plain_button
from ui.widgets.fields import ChoiceBox
from ui.widgets.flow import flow
from ui.widgets.form import FieldForm
from ui.widgets.layout import QuietLabel, column, heading, plain_label, scrolling

_NONE = "\u2013"
_LONGEST_SHOWN = 60
_MAIN = (
    ("House &number", "number"),
    ("&Street, whole", "street"),
    ("or the whole &address", "full"),
    ("Uni&t", "unit"),
    ("To&wn", "town"),
    ("&ZIP", "zip_code"),
)
_PLACE = (("&Latitude", "lat"), ("L&ongitude", "lon"))
_PARTS = (
    ("Before the number", "number_prefix"),
    ("Behind the number", "number_suffix"),
    ("Street: word before (Old)", "pre_mod"),
    ("Street: direction before", "pre_dir"),
    ("Street: kind before (County Road)", "pre_type"),
    ("Street: word between", "pre_sep"),
    ("Street: its name alone", "name"),
    ("Street: kind behind (St)", "post_type"),
    ("Street: direction behind", "post_dir"),
    ("Street: word behind", "post_mod"),
    ("Kind of unit (Apt)", "unit_type"),
    ("Town, if the first is empty", "town_else"),
)


class ColumnsDialog(QDialog):
    """Asks for the columns; `mapping` is what was chosen."""

    def __init__(
        self, preview: Preview, mapping: ColumnMapping | None, parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self._preview = preview
        self.setWindowTitle("Columns of the address points")
        self.setAccessibleName(self.windowTitle())
        self.form = FieldForm()
        self._boxes: dict[str, ChoiceBox] = {}
        self._add(_MAIN)
        if not preview.has_geometry:
            self._add(_PLACE)
        self.form.section("The address in parts, if the file has it so")
        self._add(_PARTS)
        self.missing = plain_label(name="What is still missing")
        self.rows = plain_label(name="How the first rows will be read")
        self.take = plain_button("&Use these columns")
        self.leave = plain_button("Never mind  Esc")
        self.take.setDefault(True)
        self.take.clicked.connect(self.accept)
        self.leave.clicked.connect(self.reject)
        said = QuietLabel(
            f"{preview.path.name}: say which column holds what. It is remembered for files with"
            " the same columns."
        )
        self.setLayout(
            column(
                said, scrolling(self.form, margin=0), heading("The first rows will be read so"),
                self.rows, self.missing, flow(self.take, self.leave), space=SPACE, margin=BLOCK,
            )
        )  # fmt: skip
        self._fill(mapping or preview.guess or ColumnMapping())
        self.form.edited.connect(self._show)
        theme().changed.connect(self._size)
        self._size()
        self._show()

    @classmethod
    def ask(
        cls,
        parent: QWidget | None,
        preview: Preview,
        mapping: ColumnMapping | None,
        done: Callable[[ColumnMapping], object],
    ) -> "ColumnsDialog":
        """Open it over `parent`; `done` gets the mapping if the person takes one."""
        dialog = cls(preview, mapping, parent)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: done(dialog.mapping()))
        dialog.open()
        return dialog

    def mapping(self) -> ColumnMapping:
        """Return what is chosen."""
        return ColumnMapping(**{name: str(box.value() or "") for name, box in self._boxes.items()})

    def box(self, name: str) -> ChoiceBox:
        """Return where a part of the mapping is chosen."""
        return self._boxes[name]

    def _add(self, fields: tuple[tuple[str, str], ...]) -> None:
        choices = [("", _NONE)]
        for header in self._preview.headers:
            sample = next((raw.values.get(header, "") for raw in self._preview.sample), "")
            shown = header if len(header) <= _LONGEST_SHOWN else f"{header[:_LONGEST_SHOWN]}…"
            choices.append((header, f"{shown}  ({sample[:24]})" if sample else shown))
        for label, name in fields:
            box = ChoiceBox(choices)
            box.setAccessibleName(label.replace("&", ""))
            self._boxes[name] = self.form.field(label, name, box)

    def _fill(self, mapping: ColumnMapping) -> None:
        for name, value in asdict(mapping).items():
            box = self._boxes.get(name)
            if box is not None:
                box.set_value(value if value in self._preview.headers else "")

    def _show(self) -> None:
        mapping = self.mapping()
        missing = what_is_missing(mapping, has_geometry=self._preview.has_geometry)
        read = [] if missing else try_mapping(self._preview, mapping)
        self.rows.setText("\n".join(_row_words(item) for item in read) or _NONE)
        self.missing.setText(missing)
        self.missing.setVisible(bool(missing))
        self.take.setEnabled(not missing and any(isinstance(i, CountyPoint) for i in read))

    def _size(self) -> None:
        metrics = self.fontMetrics()
        screen = self.screen().availableGeometry()
        self.resize(
            min(metrics.averageCharWidth() * 96, screen.width() - 2 * BLOCK),
            min(metrics.height() * 36, screen.height() - 2 * BLOCK),
        )


def _row_words(item: CountyPoint | RefusedRow) -> str:
    if isinstance(item, RefusedRow):
        return f"✗  row {item.row}: {item.reason}"
    line = " ".join(part for part in (item.number, item.street, item.unit) if part)
    area = f"{item.town} {item.zip_code}".strip()
    whole = f"{line}, {area}" if area else line
    return f"✓  {whole} · {item.lat:.5f}, {item.lon:.5f}"
