"""Palettes for light, dark and high contrast, and the contrast figure they are checked by."""

from enum import StrEnum

from PySide6.QtGui import QColor, QPalette


class Scheme(StrEnum):
    """How bright the window is; `SYSTEM` follows the desktop."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


_LINEAR_BELOW = 0.03928

type _Roles = dict[QPalette.ColorRole, str]

_R = QPalette.ColorRole

_LIGHT: _Roles = {
    _R.Window: "#F4F5F6",
    _R.WindowText: "#1B1F23",
    _R.Base: "#FFFFFF",
    _R.AlternateBase: "#F7F9FB",
    _R.Text: "#1B1F23",
    _R.Button: "#E9ECEF",
    _R.ButtonText: "#1B1F23",
    _R.BrightText: "#FFFFFF",
    _R.Highlight: "#0B5CAD",
    _R.HighlightedText: "#FFFFFF",
    _R.Link: "#0B5CAD",
    _R.LinkVisited: "#4A1E73",
    _R.ToolTipBase: "#FFFFFF",
    _R.ToolTipText: "#1B1F23",
    _R.PlaceholderText: "#5B646C",
    _R.Accent: "#0B5CAD",
    _R.Light: "#FFFFFF",
    _R.Midlight: "#E1E5E8",
    _R.Mid: "#C3C9CE",
    _R.Dark: "#8A949C",
    _R.Shadow: "#6B747B",
}

_DARK: _Roles = {
    _R.Window: "#202428",
    _R.WindowText: "#E8EAEC",
    _R.Base: "#17191C",
    _R.AlternateBase: "#1C1F23",
    _R.Text: "#E8EAEC",
    _R.Button: "#30363B",
    _R.ButtonText: "#E8EAEC",
    _R.BrightText: "#FFFFFF",
    _R.Highlight: "#1F5A96",
    _R.HighlightedText: "#FFFFFF",
    _R.Link: "#7DB7F5",
    _R.LinkVisited: "#CDA9F0",
    _R.ToolTipBase: "#30363B",
    _R.ToolTipText: "#E8EAEC",
    _R.PlaceholderText: "#A2ABB3",
    _R.Accent: "#7DB7F5",
    _R.Light: "#4A525A",
    _R.Midlight: "#3A4147",
    _R.Mid: "#454C53",
    _R.Dark: "#5E676F",
    _R.Shadow: "#0C0D0F",
}

_CONTRAST: _Roles = {
    _R.Window: "#000000",
    _R.WindowText: "#FFFFFF",
    _R.Base: "#000000",
    _R.AlternateBase: "#000000",
    _R.Text: "#FFFFFF",
    _R.Button: "#000000",
    _R.ButtonText: "#FFFFFF",
    _R.BrightText: "#FFFFFF",
    _R.Highlight: "#FFE900",
    _R.HighlightedText: "#000000",
    _R.Link: "#FFE900",
    _R.LinkVisited: "#FFE900",
    _R.ToolTipBase: "#000000",
    _R.ToolTipText: "#FFFFFF",
    _R.PlaceholderText: "#D0D0D0",
    _R.Accent: "#FFE900",
    _R.Light: "#FFFFFF",
    _R.Midlight: "#B0B0B0",
    _R.Mid: "#B0B0B0",
    _R.Dark: "#FFFFFF",
    _R.Shadow: "#FFFFFF",
}

_DISABLED = {Scheme.LIGHT: "#6B747B", Scheme.DARK: "#8A949C", Scheme.CONTRAST: "#A0A0A0"}
_PALETTES = {Scheme.LIGHT: _LIGHT, Scheme.DARK: _DARK, Scheme.CONTRAST: _CONTRAST}


def palette_of(scheme: Scheme) -> QPalette:
    """Return the palette of a scheme that is not `SYSTEM`."""
    palette = QPalette()
    for role, colour in _PALETTES[scheme].items():
        palette.setColor(role, QColor(colour))
    grey = QColor(_DISABLED[scheme])
    for role in (_R.WindowText, _R.Text, _R.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, grey)
    return palette


_EDGES = {Scheme.LIGHT: "#767F87", Scheme.DARK: "#87919A", Scheme.CONTRAST: "#FFFFFF"}


def edge_of(scheme: Scheme) -> str:
    """Return the colour that the edge of a field is drawn in: 3:1 on window and base."""
    return _EDGES[scheme]


def _luminance(colour: str) -> float:
    drawn = QColor(colour)
    red, green, blue = (
        part / 12.92 if part <= _LINEAR_BELOW else ((part + 0.055) / 1.055) ** 2.4
        for part in (drawn.redF(), drawn.greenF(), drawn.blueF())
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the WCAG contrast ratio of two colours, 1 to 21."""
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)
