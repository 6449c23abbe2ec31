import hashlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemt_desk.logs.attestations import DRIVER_ATTESTATION, MEMBER_ATTESTATION
from nemt_desk.logs.rows import LogDriver
from reports.trip_log import trip_logs_pdf
from tests.reports import people
from tests.reports.reading import fonts, greys, operators, pages, text


def test_attestations_stand_to_the_letter() -> None:
    # Checksums of the statutory texts (domain A4.13). Never change them with the texts.
    assert (
        hashlib.sha256(DRIVER_ATTESTATION.encode()).hexdigest()
        == "520ce7df875c60295fe8196249eb173b7b4cc9f39ad54f748528089a7390950f"
    )
    assert (
        hashlib.sha256(MEMBER_ATTESTATION.encode()).hexdigest()
        == "3b07f6c2d0c52efbe7018b59825e8cbf7990de494f0251b7860ba01b578d90d4"
    )


def test_both_attestations_print_to_the_letter() -> None:
    printed = text(trip_logs_pdf([people.log()]))
    assert DRIVER_ATTESTATION in printed
    assert f"{MEMBER_ATTESTATION} Signature" in printed  # no period behind it


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("S4-131", "Schroeder, Ann M."),
        ("S4-132", "Entry made on Tue 24 Nov 2026"),
        ("S4-133", "Date of service: Tuesday 24 November 2026"),
        ("S4-134", "Driver's last name Berg-Håkonsen first name Lars middle initial H"),
        ("S4-135", "Driver's signature Date"),
        ("S4-136", "Signature, recipient or party Date"),
        ("S4-136", "Or: medical service provider, the recipient was delivered"),
        ("MN-117", "If there is no signature, the reason why"),
        ("S4-137", "From Home, no house number: red gate, third driveway past the Bowstring"),
        ("S4-137", "1601 Golf Course Road, Grand Rapids"),
        ("S4-137", "direct route 28.4 miles"),
        ("S4-138", "mode 2, volunteer driver · door to door"),
        ("S4-139", "License plate and vehicle ABC 123 · grey Toyota Sienna"),
        ("S4-140", "Pick-up planned 9:35 a.m. actual a.m. p.m. odometer"),
        ("S4-140", "Drop-off planned 10:20 a.m. actual a.m. p.m. odometer"),
        ("S4-141", "Attendant Tom Ruíz, reason: helps on the stairs"),
        ("S4-142", "Electronic source of directions and miles Valhalla 3.9.1, map itasca.osm.pbf"),
        ("S4-143", "Provider's UMPI A123456789"),
        ("S4-144", "Recipient · MHCP ID 01234567"),
        ("J6", "Purpose covered service: dialysis, specialty"),
        ("J6", "Medical provider Grand Itasca Dialysis, appointment 10:30 a.m."),
        ("J6", "Authorization, over 60 miles AU-2026-0815"),
        ("S4-111", "Appointment verified explanation of benefits of 30 Nov 2026"),
        ("S4-084", "Eligibility checked MA fee for service, checked Fri 20 Nov 2026"),
        ("J6", "Not ridden: cancelled no-show weather"),
        ("paper", "Log L1124-07-3"),
        ("paper", "Run R1124-07"),
    ],
)
def test_statutory_elements(rule: str, said: str) -> None:
    log = replace(people.log("Schroeder, Ann M.", full=True), member_label="Recipient")
    assert said in text(trip_logs_pdf([log])), rule


def test_what_is_not_known_gets_a_line_to_write_on() -> None:
    log = replace(people.log(), driver=LogDriver("", ""), plate="", car_words="", provider_id="")
    printed = text(trip_logs_pdf([log]))
    for label in (
        "Driver's last name",
        "middle initial",
        "License plate and vehicle",
        "Provider's UMPI",
        "Entry made on",
        "Attendant or responsible person, which ride, and why",
        "Appointment verified by signature benefits statement call who, when",
    ):
        assert label in printed


def test_member_aboard_no_is_said() -> None:
    log = people.log()
    alone = replace(log, rides=(replace(log.rides[0], is_member_aboard=False),))
    assert "the recipient is not aboard on this ride" in text(trip_logs_pdf([alone]))


def test_usual_log_fits_one_sheet_of_paper() -> None:
    assert len(pages(trip_logs_pdf([people.log()]))) == 1


def test_name_and_number_stand_on_every_page() -> None:
    printed = pages(trip_logs_pdf([people.log(rides=9, full=True)]))
    assert len(printed) > 2
    for number, page in enumerate(printed, 1):
        assert people.NAMES[0] in page
        assert "MHCP ID 01234567" in page
        assert f"page {number} of {len(printed)}" in page


def test_one_members_data_never_on_anothers_log() -> None:
    logs = [people.log(name, rides=1 + number) for number, name in enumerate(people.NAMES)]
    owners = []
    for page in pages(trip_logs_pdf(logs)):
        owner = [name for name in people.NAMES if name in page]
        assert len(owner) == 1
        owners += owner
    assert list(dict.fromkeys(owners)) == list(people.NAMES)


def test_label_is_the_offices_word() -> None:
    printed = text(trip_logs_pdf([replace(people.log(), member_label="Member")]))
    assert "Member or authorized party" in printed
    assert "ecipient" not in printed.replace(MEMBER_ATTESTATION, "")


def test_distance_that_was_not_routed_is_said() -> None:
    log = people.log(rides=1)
    bare = replace(log, rides=(replace(log.rides[0], direct_m=None),), source=None)
    printed = text(trip_logs_pdf([bare]))
    assert "direct route not routed" in printed
    assert "no map was loaded" in printed


def test_same_rows_print_the_same_bytes() -> None:
    logs = [people.log(), people.log(people.NAMES[1], full=True)]
    assert trip_logs_pdf(logs) == trip_logs_pdf(logs)


def test_legible_in_grey_with_fonts_inside_and_no_name_in_the_title() -> None:
    pdf = trip_logs_pdf([people.log("Schroeder, Ann M.")])
    assert all(fonts(pdf).values())
    assert {"rg", "RG", "k", "K", "sc", "scn", "SC", "SCN", "Do"}.isdisjoint(operators(pdf))
    assert len(greys(pdf) - {0.0}) == 1
    assert b"Trip logs 2026-11-24" in pdf
    assert b"Schroeder" not in pdf


def test_nothing_to_print_is_a_bug() -> None:
    with pytest.raises(ValueError, match="no trip log"):
        trip_logs_pdf([])


@given(st.text(max_size=300))
def test_any_text_prints(typed: str) -> None:
    log = people.log(typed, full=True)
    ride = replace(log.rides[0], purpose=typed, provider_name=typed, assistance=typed)
    log = replace(log, mhcp_id=typed, eligibility=typed, rides=(ride,), plate=typed)
    assert trip_logs_pdf([log]).startswith(b"%PDF")


def test_the_route_its_source_and_what_is_not_counted_are_printed() -> None:
    log = people.log()
    source = replace(
        people.SOURCE,
        map_hash="1a2b3c4d5e6f",
        caveats=("Census roads only: one-way streets are not known; speeds are assumed.",),
    )
    first = replace(log.rides[0], off_road_m=482.8)
    second = replace(log.rides[1], off_road_m=199.0, direct_m=None, mileage_note="not routed: x")
    said = text(trip_logs_pdf([replace(log, source=source, rides=(first, second))]))
    assert "of 2026-10-01, no. 1a2b3c4d; direct route (shortest way by road)" in said
    assert "one-way streets are not known" in said
    assert said.count("plus 0.3 mile from the road to the door, not counted") == 1
    assert "direct route not routed" in said
    assert "0.0 miles" not in said
    quick = replace(first, route_kind="fastest")
    said = text(
        trip_logs_pdf([replace(log, source=replace(source, kind="fastest"), rides=(quick,))])
    )
    assert "no. 1a2b3c4d; fastest route" in said
    assert "fastest route 28.4 miles" in said
