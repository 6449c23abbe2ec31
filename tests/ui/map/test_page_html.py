"""The page folium writes: nothing foreign in it, and each inline part carries the nonce."""

import re
from pathlib import Path

import pytest

from nemt_desk.ground.paths import resources
from ui.map.page_html import page_html
from ui.map.scheme import HOME, _file, _tile_key, content_policy, leaflet_folder, new_nonce


@pytest.fixture(scope="module")
def html() -> str:
    return page_html("abc123").decode()


def test_it_asks_for_nothing_but_our_own(html: str) -> None:
    addresses = re.findall(r"""(?:src|href)=["']([^"']+)""", html)
    assert len(addresses) == 10
    assert all(address.startswith(HOME) for address in addresses)
    assert "http://" not in html
    assert "https://" not in html
    assert not re.search("jquery|bootstrap|awesome", html, re.IGNORECASE)


def test_every_inline_part_has_the_nonce(html: str) -> None:
    openings = re.findall(r"<(?:script|style)\b[^>]*>", html)
    assert len(openings) >= 8
    assert all('nonce="abc123"' in opening for opening in openings)
    assert not re.search(r"\son\w+=", html)


def test_the_map_has_a_name_our_script_knows(html: str) -> None:
    assert "var map_county = L.map(" in html
    assert "window.map_county" in (resources() / "map" / "map.js").read_text(encoding="utf-8")


def test_leaflet_lies_in_its_package() -> None:
    assert (leaflet_folder() / "leaflet.js").is_file()
    assert not list(resources().rglob("leaflet*"))


def test_our_scripts_never_parse_text_as_markup() -> None:
    for script in (resources() / "map").glob("*.js"):
        text = script.read_text(encoding="utf-8")
        for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
            assert word not in text, f"{script.name}: {word}"


def test_the_policy_lets_in_our_scheme_only() -> None:
    policy = dict(part.split(" ", 1) for part in content_policy("abc").split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["connect-src"] == "'none'"
    assert policy["img-src"] == "nemtmap:"
    assert policy["script-src"] == "nemtmap: 'nonce-abc'"
    assert "unsafe" not in content_policy("abc")


def test_the_nonce_survives_qts_small_letters() -> None:
    nonce = new_nonce()
    assert nonce == nonce.lower()
    assert len(nonce) >= 32
    assert nonce != new_nonce()


def test_no_file_outside_the_folder_is_served(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.js").write_text("1")
    (tmp_path / "secret.js").write_text("2")
    assert _file(tmp_path / "in", "a.js") == b"1"
    assert _file(tmp_path / "in", "../secret.js") is None
    assert _file(tmp_path / "in", "") is None


@pytest.mark.parametrize(
    "address", ["light/1/3/2", "light/3/3/2/1.png", "light/1/x/2/1.png", "light/1/3/2/1/9.png", ""]
)
def test_what_is_no_tiles_address_is_refused(address: str) -> None:
    assert _tile_key(address) is None
