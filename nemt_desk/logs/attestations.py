"""The two statutory attestations, to the letter (domain A4.13; S4-135, S4-136).

Nobody may reword them: a test holds their checksums. The second has no closing period in the
source.
"""

from typing import Final

DRIVER_ATTESTATION: Final = (
    "I certify that I have accurately reported in this record the trip miles I actually drove "
    "and the dates and times I actually drove them. I understand that misreporting the miles "
    "driven and hours worked is fraud for which I could face criminal prosecution or civil "
    "proceedings."
)
MEMBER_ATTESTATION: Final = "I certify that I received the reported transportation service"
