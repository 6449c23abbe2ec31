"""Record keys: UUID version 7 (RFC 9562), so that newer records sort after older ones."""

import secrets
import threading
import time
import uuid

type Id = uuid.UUID

_lock = threading.Lock()
_last_tick = 0


def new_id() -> Id:
    """Return a fresh UUIDv7; ids made in one process always rise."""
    global _last_tick  # noqa: PLW0603 - keeps ids rising within a millisecond
    with _lock:
        # 48 bits of milliseconds and 12 bits of their fraction, as RFC 9562 method 3 allows.
        tick = (time.time_ns() << 12) // 1_000_000
        _last_tick = tick = max(tick, _last_tick + 1)
    millis, fraction = tick >> 12, tick & 0xFFF
    value = (millis & 0xFFFFFFFFFFFF) << 80 | 0x7 << 76 | fraction << 64
    value |= 0b10 << 62 | secrets.randbits(62)
    return uuid.UUID(int=value)
