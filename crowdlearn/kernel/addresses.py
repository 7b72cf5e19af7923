"""What an e-mail address looks like."""

import re

_EMAIL = re.compile(r"[A-Za-z0-9._%+'-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}")
LONGEST_EMAIL = 254


def is_email(text: str) -> bool:
    """Tell whether `text` is an address that mail can be sent to."""
    return len(text) <= LONGEST_EMAIL and _EMAIL.fullmatch(text) is not None and ".." not in text
