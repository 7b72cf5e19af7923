"""Hashing passwords: argon2id, at most four at once, and as much work for people we do not know."""

import threading
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_places = threading.BoundedSemaphore(4)  # each takes 19 MiB


def hash_password(password: str) -> str:
    """Return what is kept of a password."""
    with _places:
        return _hasher.hash(_composed(password))


def is_right(password_hash: str | None, password: str) -> bool:
    """Tell whether the password is the one kept; None stands for nobody, and takes as long."""
    with _places:
        try:
            right = _hasher.verify(password_hash or _nobody(), _composed(password))
        except (VerificationError, InvalidHashError):
            return False
    return right and password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Tell whether the hash was made with other parameters than today's."""
    return _hasher.check_needs_rehash(password_hash)


@cache
def _nobody() -> str:
    return _hasher.hash("nobody has this password")


def _composed(password: str) -> str:
    return unicodedata.normalize("NFC", password)
