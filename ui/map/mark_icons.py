"""Which icon stands for what on the map, and its picture for the page. One family: mdi6."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QPixmap

from ui.map.marks import Layer
from ui.theme.icons import pixmap

ICONS = {
    "home": "mdi6.home",
    "other_home": "mdi6.home-outline",
    "driver": "mdi6.car",
    "run": "mdi6.routes",
    "ride": "mdi6.help-circle-outline",
    "clinic": "mdi6.stethoscope",
    "hospital": "mdi6.hospital-building",
    "dialysis": "mdi6.water-sync",
    "pharmacy": "mdi6.pill",
    "nursing_facility": "mdi6.bed",
    "residential_facility": "mdi6.home-group",
    "school": "mdi6.school",
    "work": "mdi6.briefcase",
    "agency": "mdi6.office-building",
    "other": "mdi6.map-marker",
    "closed": "mdi6.minus-circle",
    "unmet": "mdi6.close-octagon-outline",
}
LAYER_ICONS = {
    Layer.CLOSED: "mdi6.minus-circle",
    Layer.REACH: "mdi6.radius-outline",
    Layer.UNMET: "mdi6.close-octagon-outline",
    Layer.RUNS: "mdi6.routes",
    Layer.UNASSIGNED: "mdi6.vector-curve",
    Layer.HOMES: "mdi6.home-circle",
    Layer.OTHER_HOMES: "mdi6.home-circle-outline",
    Layer.PLACES: "mdi6.hospital-box-outline",
    Layer.DRIVERS: "mdi6.car",
}
_COLOURS = {
    "light": {"home": "#0b3d70", "driver": "#4a1e73", "": "#0a4a3a"},
    "dark": {"home": "#bbddfb", "driver": "#e3cdfa", "": "#a9e9d6"},
}
_SIZE = 32


def icon_png(name: str) -> bytes:
    """Return the picture of `light/clinic`; nothing for names that are not known."""
    scheme, _, shape = name.partition("/")
    colours = _COLOURS.get(scheme)
    if colours is None or shape not in ICONS:
        return b""
    colour = colours.get(shape.removeprefix("other_"), colours[""])
    return _png(pixmap(ICONS[shape], colour, _SIZE))


def _png(picture: QPixmap) -> bytes:
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")
    buffer.close()
    return bytes(held.data())
