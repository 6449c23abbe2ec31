"""The list of standing orders, and one of them with its days to come."""

from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from nemt_desk.ground.ids import Id
from nemt_desk.ground.progress import Progress
from nemt_desk.ground.words import phone_text
from nemt_desk.trips.standing import queries
from nemt_desk.trips.standing.orders import OrderLine
from nemt_desk.trips.standing.rows import OrderDay
from ui.actions.action import Action
from ui.actions.button import ActionButton
from ui.shell.desk import Desk
from ui.standing.lines import DAYS, order_columns
from ui.standing.words import about_order
from ui.theme.theme import SPACE, row_height, theme
from ui.widgets.flow import flow
from ui.widgets.layout import Heading, column, panel, plain_label, scrolling
from ui.widgets.sidebyside import SideBySide
from ui.widgets.table import RowsTable

_AHEAD = timedelta(weeks=8)
_LEAST_ROWS = 7
_NO_ORDERS = (
    "No standing orders. Book a trip and fill in Repeat: Insert begins one. Its rides are then"
    " made by themselves."
)


class OrdersView(QWidget):
    """Orders on the left, the chosen one on the right.

    Signals:
        dressed: what can be done has changed.
    """

    dressed = Signal()

    def __init__(self, desk: Desk, acts: dict[str, Action]) -> None:
        super().__init__()
        self._desk = desk
        self._wish: Id | None = None
        self.ended = QCheckBox("Show e&nded ones too")
        self.ended.toggled.connect(lambda _on: self.read())
        self.table = RowsTable(
            order_columns(desk.today),
            key=lambda line: line.order.id,
            name="Standing orders",
            noun=("order", "orders"),
            empty="Reading …",
            remember=("standing.orders", desk.prefs),
        )
        self.head = Heading("")
        self.head.setWordWrap(True)
        self.about = plain_label(name="About this order")
        self.days = RowsTable(
            DAYS,
            key=lambda day: day.day,
            name="Days to come",
            noun=("day", "days"),
            empty="No day to come.",
            remember=("standing.days", desk.prefs),
        )
        self.days.filter.hide()
        names = ("change", "day", "absence", "end", "member")
        self.buttons = [ActionButton(acts[name]) for name in names]
        self.new = ActionButton(acts["new"])
        self.table.bar.addWidget(self.ended)
        self.days.setMinimumHeight(_LEAST_ROWS * row_height())
        chosen = column(self.head, self.about, flow(*self.buttons), self.days)
        chosen.setStretch(3, 1)
        right = scrolling(panel(chosen), margin=SPACE, to_top=False)
        self.setLayout(column(SideBySide(self.table, right, share=0.57)))
        theme().changed.connect(self._size)
        self.table.selected.connect(self._on_selected)
        self.table.opened.connect(lambda _line: self.days.focus_rows())
        self.days.selected.connect(lambda _day: self._dress())
        self._on_selected(None)

    def _size(self) -> None:
        self.days.setMinimumHeight(_LEAST_ROWS * row_height())

    @property
    def line(self) -> OrderLine | None:
        """The order chosen."""
        return self.table.current()

    @property
    def day(self) -> OrderDay | None:
        """The day chosen among those to come."""
        return self.days.current()

    @property
    def count(self) -> int:
        """How many orders are listed."""
        return self.table.model.total()

    def read(self) -> None:
        """Read the orders again."""
        office, ended = self._desk.office, self.ended.isChecked()

        def work(_progress: Progress) -> tuple[OrderLine, ...]:
            with office.store.read() as session:
                return queries.orders(session, office.settings, office.clock.now(), ended=ended)

        self._desk.jobs.read(work, self._on_read, latest="standing.orders")

    def show_order(self, order_id: Id) -> None:
        """Choose an order, also one that has ended."""
        self._wish = order_id
        if not self.table.select(order_id):
            self.table.filter.clear()
            if self.count and not self.ended.isChecked():
                self.ended.setChecked(True)  # reads again
        else:
            self._wish = None

    def _on_read(self, lines: tuple[OrderLine, ...]) -> None:
        self.table.set_empty(_NO_ORDERS)
        self.table.set_rows(lines)
        if self._wish is not None and self.table.select(self._wish):
            self._wish = None
        elif self.table.current() is None and lines:
            self.table.select(lines[0].order.id)
        self._on_selected(self.table.current())

    def _on_selected(self, line: OrderLine | None) -> None:
        for widget in (self.head, self.about, self.days, *self.buttons):
            widget.setVisible(line is not None)
        if line is None:
            self.days.set_rows([])
        else:
            phone = f", {phone_text(line.member_phone)}" if line.member_phone else ""
            self.head.setText(f"{line.member_name}{phone}")
            self.about.setText(about_order(line, self._desk.today()))
            self._read_days(line.order.id)
        self._dress()

    def _read_days(self, order_id: Id) -> None:
        office, today = self._desk.office, self._desk.today()
        last: date = today + _AHEAD

        def work(_progress: Progress) -> tuple[Id, tuple[OrderDay, ...]]:
            with office.store.read() as session:
                now = office.clock.now()
                days = queries.order_days(
                    session, office.settings, now, order_id, first=today, last=last
                )
            return order_id, days

        self._desk.jobs.read(work, self._on_days, latest="standing.days")

    def _on_days(self, found: tuple[Id, tuple[OrderDay, ...]]) -> None:
        order_id, days = found
        if self.line is not None and self.line.order.id == order_id:
            self.days.set_rows(days)
            if self.days.current() is None and days:
                self.days.select(days[0].day)
            self._dress()

    def _dress(self) -> None:
        for button in (self.new, *self.buttons):
            button.refresh()
        self.dressed.emit()
