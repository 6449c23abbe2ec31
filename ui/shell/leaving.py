"""The question before closing while something would be lost: said in words, Stay is the default."""

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtWidgets import QMessageBox, QWidget


def reasons_to_stay(running: Iterable[str], unsaved: Iterable[str]) -> list[str]:
    """Return a sentence for each job that runs and each page that holds something unsaved."""
    reasons = [f"“{title}” is still running." for title in running]
    return reasons + [f"{title} holds something that is not saved." for title in unsaved]


def ask_to_leave(
    window: QWidget, title: str, reasons: Sequence[str], leave: Callable[[], object]
) -> None:
    """Ask whether to close all the same; does not wait for the answer."""
    box = QMessageBox(window)
    box.setWindowTitle(title)
    box.setText("Close all the same?")
    box.setInformativeText("\n".join(reasons))
    close = box.addButton("Close", QMessageBox.ButtonRole.DestructiveRole)
    stay = box.addButton("Stay", QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(stay)
    box.setEscapeButton(stay)
    close.clicked.connect(leave)
    box.finished.connect(box.deleteLater)
    box.open()
