"""A PDF that opens with a password only, in any reader, on any machine (AES-256)."""

import io

from pypdf import PdfReader, PdfWriter


def locked(pdf: bytes, password: str) -> bytes:
    """Return the PDF encrypted: without the password nobody reads, prints or copies it.

    Raises:
        ValueError: the password is empty.
    """
    if not password:
        raise ValueError("a locked PDF needs a password")
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    writer.encrypt(password, algorithm="AES-256")
    kept = io.BytesIO()
    writer.write(kept)
    return kept.getvalue()
