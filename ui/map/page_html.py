"""The map page as folium writes it: once, with no data in it.

folium runs `${...}` and markup in the text it is handed, so it is handed none: everything that
shows a name is sent as JSON later and written by our own script with `textContent`.
"""

import re

from ui.map.scheme import HOME

MAP_NAME = "county"
_OWN = ("marks", "clusters", "names", "pen", "legend", "map")
_SCRIPTS = ("leaflet/leaflet.js", "qt/qwebchannel.js", *(f"own/{name}.js" for name in _OWN))
_STYLES = ("leaflet/leaflet.css", "own/map.css")
_OPENING = re.compile(r"<(script|style)(?=[\s>])")


def page_html(nonce: str, *, has_3d: bool = True) -> bytes:
    """Return the page; takes about half a second the first time (folium's imports)."""
    import folium  # noqa: PLC0415 - on a worker, when the map is first shown

    class CountyPage(folium.Map):
        """folium's map with Leaflet from our scheme and nothing else: no jQuery, no Bootstrap."""

        default_js = [(name, f"{HOME}{name}") for name in _SCRIPTS]  # noqa: RUF012 - folium's way
        default_css = [(name, f"{HOME}{name}") for name in _STYLES]  # noqa: RUF012

    page = CountyPage(
        location=(0.0, 0.0),
        zoom_start=2,
        tiles=None,
        attr="",
        disable_3d=not has_3d,
        font_size="1rem",
        fade_animation=False,
        zoom_animation=False,
        marker_zoom_animation=False,
    )
    page._name, page._id = "map", MAP_NAME  # noqa: SLF001 - else the name is random in every start
    html = page.get_root().render()
    return _OPENING.sub(rf'<\1 nonce="{nonce}"', html).encode()
