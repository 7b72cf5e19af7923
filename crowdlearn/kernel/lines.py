"""Text brought onto one line."""

import re

_BREAKABLE = re.compile(r"[^\S\u00a0\u202f]+")


def one_line(text: str) -> str:
    """Return `text` with single spaces and no line ends; French keeps the spaces at which no line may break."""
    return _BREAKABLE.sub(" ", text).strip()
