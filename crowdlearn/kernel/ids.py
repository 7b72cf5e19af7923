"""Time-ordered ids (UUID version 7, RFC 9562), and codes that people type."""

import secrets
import threading
import time
from uuid import UUID

_guard = threading.Lock()
_last = 0
CODE_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that is taken for another
CODE_LENGTH = 6


def new_id() -> UUID:
    """Return a fresh UUIDv7; ids made by one process always increase, also within a millisecond."""
    global _last
    with _guard:
        _last = max(_fresh(), _last + 1)
        bits = _last
    # 74 free bits below the timestamp: 12 above the variant, 62 below it
    upper, lower = bits >> 62, bits & (1 << 62) - 1
    stamp, middle = upper >> 12, upper & 0xFFF
    return UUID(int=stamp << 80 | 0x7 << 76 | middle << 64 | 0x2 << 62 | lower)


def _fresh() -> int:
    """Return milliseconds since 1970 above 74 random bits; the topmost is kept free for counting up."""
    return (time.time_ns() // 1_000_000) << 74 | secrets.randbits(73)


def short_code() -> str:
    """Return a fresh code of six signs for people to type: one of a thousand million."""
    return "".join(secrets.choice(CODE_SIGNS) for _ in range(CODE_LENGTH))
