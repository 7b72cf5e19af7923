"""Which files may be kept. Pure; sizes are bytes."""

from .contents import check_contents, picture_size, picture_without_secrets
from .kinds import (
    KINDS,
    MOST_PER_PERSON,
    BrokenFile,
    FileRefused,
    Kind,
    NotWhatItSays,
    QuotaFull,
    TooLarge,
    TooManyPixels,
    UnknownKind,
    Visibility,
    check_quota,
    kind_of,
    plain_name,
)

__all__ = [
    "KINDS",
    "MOST_PER_PERSON",
    "BrokenFile",
    "FileRefused",
    "Kind",
    "NotWhatItSays",
    "QuotaFull",
    "TooLarge",
    "TooManyPixels",
    "UnknownKind",
    "Visibility",
    "check_contents",
    "check_quota",
    "kind_of",
    "picture_size",
    "picture_without_secrets",
    "plain_name",
]
