from reports.recovery_code import recovery_code_pdf
from tests.reports.people import PRINTED
from tests.reports.reading import text

CODE = "-".join(("7K3M9", "QX2TV", "01ABC", "ZZ9PD") * 3)


def test_code_prints_whole_and_stays_out_of_the_files_title() -> None:
    pdf = recovery_code_pdf(agency_name="Itasca County", code=CODE, made_at=PRINTED)
    printed = text(pdf)
    assert CODE in printed.replace("- ", "-")
    assert "Itasca County" in printed
    assert "page 1 of 1" in printed
    assert b"7K3M9" not in pdf
    assert pdf == recovery_code_pdf(agency_name="Itasca County", code=CODE, made_at=PRINTED)
