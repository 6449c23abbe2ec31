"""What leaves the calendars room."""

from enum import StrEnum


class ShutKind(StrEnum):
    """What is shut on the days of a calendar entry."""

    OFFICE = "office"
    SCHOOL = "school"
    FACILITY = "facility"
