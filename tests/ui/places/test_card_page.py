"""The card on the Places page: driveway and street, who confirmed it, its picture."""

from datetime import time, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage

from nemt_desk.geo import Answer, Match, Precision
from nemt_desk.office import Office
from nemt_desk.places.rows import PhotoChange, PhotoEntry, PinSource
from nemt_desk.places.rules import Pin
from tests.factories import TODAY
from tests.places.jpegs import PICTURE
from tests.runs.test_place_moves import Straight
from tests.ui.places.conftest import Hands
from tests.ui.real import book
from ui.places.fields import confirmed_words
from ui.places.pin_card import StreetField, away_words
from ui.widgets.locate import PinField
from ui.widgets.photo import PhotoField


def pin_of(hands: Hands) -> PinField:
    field = hands.fields.widget("pin")
    assert isinstance(field, PinField)
    return field


def street_of(hands: Hands) -> StreetField:
    field = hands.fields.widget("street")
    assert isinstance(field, StreetField)
    return field


def photo_of(hands: Hands) -> PhotoField:
    field = hands.fields.widget("photo")
    assert isinstance(field, PhotoField)
    return field


def type_pin(hands: Hands, text: str) -> None:
    line = pin_of(hands).typed
    line.setFocus()
    line.setText(text)
    line.edited.emit()


def test_the_driveway_is_told_apart_from_the_street_and_goes_back(hands: Hands) -> None:
    type_pin(hands, "47.2110, -93.5500")
    street = street_of(hands)
    assert street.words.text().splitlines() == [
        "Plus Code 86V86F62+C2",
        "The pin stands 360 ft north of where the map has the address.",
    ]
    hands.save()
    kept = hands.place()
    assert (kept.point, kept.street_point) == ((47.211, -93.55), (47.21, -93.55))
    street.back_button.click()
    assert pin_of(hands).value() == Pin(47.21, -93.55, PinSource.RANGE)
    assert street.back_button.isHidden()
    hands.save()
    assert hands.place().point == (47.21, -93.55)


def test_finding_again_gives_the_street_point_not_the_own_pin(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    office, key = hands.office, hands.people.clinic
    office.places.move_pin(office.actor, key, 47.211, -93.55)
    hands.page.drop()
    own = Answer((Match(47.211, -93.55, "Lakeside Clinic", Precision.PIN, 100.0),))
    street = Answer((Match(47.2101, -93.55, "1601 Golf Course Rd", Precision.RANGE, 96.0),))
    monkeypatch.setattr(Office, "geocode", lambda *_given: own)
    monkeypatch.setattr(Straight, "geocode", lambda *_given: street, raising=False)
    pin_of(hands).find_button.click()
    assert pin_of(hands).value() == Pin(47.2101, -93.55, PinSource.RANGE)
    assert street_of(hands).value() == (47.2101, -93.55)


def test_the_plus_code_is_copied(hands: Hands) -> None:
    street_of(hands).copy_button.click()
    assert QGuiApplication.clipboard().text() == "86V86F62+22"


def test_a_hand_set_pin_of_another_address_loses_the_old_street_point(hands: Hands) -> None:
    type_pin(hands, "47.2110, -93.5500")
    hands.type_over("address", "99 Other Road")
    hands.save()
    hands.save()
    assert (hands.place().address, hands.place().street_point) == ("99 Other Road", None)
    assert hands.place().point == (47.211, -93.55)


def test_how_far_and_which_way() -> None:
    assert away_words((47.21, -93.55), (47.21, -93.55)) == ""
    assert away_words((47.21, -93.56), (47.21, -93.55)) == "0.5 mi west"
    assert away_words((47.2095, -93.5493), (47.21, -93.55)) == "250 ft south-east"


def test_one_key_confirms_by_who_was_there_last(hands: Hands) -> None:
    office, people = hands.office, hands.people
    rides = book(office, people, TODAY, time(13))
    office.runs.assign(
        office.actor, rides, driver_id=people.driver, day=TODAY, override_reason="asked"
    )
    hands.press(Qt.Key.Key_F9)
    hands.save()
    assert (hands.place().confirmed_on, hands.place().confirmed_by) == (TODAY, "Berg, Lars H.")


def test_what_is_not_sure_is_said_quietly() -> None:
    assert "No driver" in confirmed_words(None, TODAY)
    assert confirmed_words(TODAY - timedelta(days=365), TODAY) == ""
    assert "over a year ago" in confirmed_words(TODAY - timedelta(days=366), TODAY)


def test_a_dropped_picture_is_made_small_kept_and_removed(hands: Hands, tmp_path: Path) -> None:
    image = QImage(2400, 1800, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGreen)
    image.setText("Description", "taken at GPS 47.2 -93.5")
    path = tmp_path / "door.png"
    image.save(str(path))
    field = photo_of(hands)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    field.dropEvent(
        QDropEvent(
            QPoint(1, 1), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )  # fmt: skip
    hands.settle()
    hands.type_over("caption", "west door")
    hands.save()
    kept = hands.photo()
    assert kept is not None
    assert (kept.width, kept.height, kept.caption) == (1000, 750, "west door")
    assert b"GPS" not in kept.jpeg
    assert not hands.page.has_unsaved()
    field.remove_button.click()
    hands.save()
    assert hands.photo() is None
    assert hands.window.desk is not None
    hands.window.desk.undo()
    assert hands.photo() == kept


def test_a_file_that_is_no_picture_is_refused_beside_the_field(
    hands: Hands, tmp_path: Path
) -> None:
    path = tmp_path / "letter.jpg"
    path.write_bytes(b"Dear office")
    photo_of(hands).take_file(str(path))
    hands.settle()
    assert "no picture" in photo_of(hands).error.text()
    assert photo_of(hands).value() is None


def test_a_kept_picture_is_shown_and_a_new_caption_alone_is_saved(hands: Hands) -> None:
    office = hands.office
    office.places.set_photo(
        office.actor, hands.people.clinic, PhotoChange(PhotoEntry(PICTURE, caption="old"))
    )
    hands.page.drop()
    assert photo_of(hands).value() == PICTURE
    assert hands.fields.photo_change() is None
    hands.type_over("caption", "new words")
    hands.save()
    kept = hands.photo()
    assert kept is not None
    assert (kept.jpeg, kept.caption) == (PICTURE, "new words")
