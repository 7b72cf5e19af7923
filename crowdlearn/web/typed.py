"""What people type: amounts, durations and addresses, read in the many ways they are written."""

import re
from urllib.parse import urlsplit

_AMOUNT = re.compile(r"(\d{1,3}(?:[ ,]\d{3})+|\d{1,9})(?:[.,](\d{1,2}))?", re.ASCII)
_HOURS = re.compile(
    r"(?:(\d{1,3})(?:[.,](\d{1,2}))?|(\d{1,3})\s*(?:h|:)\s*([0-5]\d))\s*(?:h|hours?|heures?)?", re.I | re.ASCII
)
_MINUTES = re.compile(r"(\d{1,4})\s*(?:min|minutes?)\.?", re.I | re.ASCII)


def read_cents(text: str) -> int | None:
    """Return the cents that `text` names, None when it does not plainly name an amount."""
    bare = re.sub(r"[\s\u00a0\u202f]+", " ", text).strip()
    bare = re.sub(r"^(?:CA|CAD)?\s*\$\s*|\s*(?:\$\s*(?:CA|CAD)?|CAD)$", "", bare, count=1).strip()
    found = _AMOUNT.fullmatch(bare)
    if found is None:
        return None
    whole, fraction = found.groups()
    return int(re.sub(r"[ ,]", "", whole)) * 100 + int((fraction or "0").ljust(2, "0"))


def read_minutes(text: str) -> int | None:
    """Return the minutes that `text` names, None when it does not plainly name a duration."""
    bare = re.sub(r"[\s\u00a0\u202f]+", " ", text).strip()
    if (short := _MINUTES.fullmatch(bare)) is not None:
        return int(short[1])
    found = _HOURS.fullmatch(bare)
    if found is None:
        return None
    hours, hundredths, clock_hours, clock_minutes = found.groups()
    if clock_hours is not None:
        return int(clock_hours) * 60 + int(clock_minutes)
    return int(hours) * 60 + round(int((hundredths or "0").ljust(2, "0")) * 60 / 100)


def is_web_address(text: str) -> bool:
    """Tell whether `text` is an http or https address with a host, no sign-in and no hidden characters."""
    if any(ord(character) <= 32 or character in '<>"\\^`{|}' for character in text):
        return False
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return False
