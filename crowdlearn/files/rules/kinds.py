"""The kinds of files, their names and sizes."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from crowdlearn.kernel.errors import N_, RuleBroken

MEGABYTE = 1_000_000
MOST_PER_PERSON = 500 * MEGABYTE
LONGEST_NAME = 120
_UNSAFE = re.compile(r"[^\w .()-]+")


class Visibility(StrEnum):
    """Who may fetch a file. FINANCE: its owner, treasurers and auditors."""

    PUBLIC = "public"
    MEMBERS = "members"
    OWNER = "owner"
    FINANCE = "finance"


@dataclass(frozen=True)
class Kind:
    """What a file's ending stands for; `most` is its greatest size in bytes."""

    media_type: str
    most: int = 10 * MEGABYTE


_OFFICE = "application/vnd.openxmlformats-officedocument."
KINDS = {
    "pdf": Kind("application/pdf"),
    "png": Kind("image/png"),
    "jpg": Kind("image/jpeg"),
    "jpeg": Kind("image/jpeg"),
    "webp": Kind("image/webp"),
    "txt": Kind("text/plain"),
    "csv": Kind("text/csv"),
    "md": Kind("text/markdown"),
    "vtt": Kind("text/vtt"),
    "docx": Kind(_OFFICE + "wordprocessingml.document"),
    "xlsx": Kind(_OFFICE + "spreadsheetml.sheet"),
    "pptx": Kind(_OFFICE + "presentationml.presentation"),
    "mp3": Kind("audio/mpeg", 200 * MEGABYTE),
    "m4a": Kind("audio/mp4", 200 * MEGABYTE),
}


class FileRefused(RuleBroken):
    """The file cannot be kept."""

    msgid = N_("This file cannot be kept.")
    field = "file"


class UnknownKind(FileRefused):
    """Its ending is not on the list."""

    msgid = N_(
        "Choose a PDF, a picture (PNG, JPEG, WebP), a text, an office document, sound (MP3, M4A) or captions (WebVTT)."
    )


class TooLarge(FileRefused):
    """It is too big."""

    msgid = N_("The file is too large: at most %(megabytes)s MB.")


class NotWhatItSays(FileRefused):
    """Its contents are not what its ending says."""

    msgid = N_("What is inside the file does not match its name. Save it again in its own program and try once more.")


class BrokenFile(FileRefused):
    """It cannot be read."""

    msgid = N_("The file cannot be read. Save it again and try once more.")


class TooManyPixels(FileRefused):
    """A picture that would need too much memory."""

    msgid = N_("The picture has too many pixels: at most 40 million.")


class QuotaFull(FileRefused):
    """The person keeps enough already."""

    msgid = N_("You already keep %(megabytes)s MB of files here, which is all there is room for. Remove some first.")


def kind_of(name: str) -> Kind:
    """Return the kind that a file name says. Raises UnknownKind."""
    _, dot, ending = name.rpartition(".")
    if not dot or (kind := KINDS.get(ending.lower())) is None:
        raise UnknownKind
    return kind


def plain_name(name: str) -> str:
    """Return a name that is safe in headers and on every disk: its last part, plain characters, its ending kept."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    stem, _, ending = last.rpartition(".")
    stem = " ".join(_UNSAFE.sub("-", stem).split()).strip(" .-") or "file"
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending.lower()}"


def check_quota(kept: int, more: int) -> None:
    """Raise QuotaFull when `more` bytes do not fit beside the `kept` ones."""
    if kept + more > MOST_PER_PERSON:
        raise QuotaFull(megabytes=MOST_PER_PERSON // MEGABYTE)
