"""Looking inside a file: is it what its name says, and does it carry what nobody should get?"""

import io
import re
import zipfile
from typing import BinaryIO

from .kinds import KINDS, BrokenFile, Kind, NotWhatItSays, TooManyPixels

MOST_PIXELS = 40_000_000
LONGEST_SIDE = 2560
MOST_ENTRIES = 2_000
MOST_UNPACKED = 100_000_000  # bytes
_HEAD = 4096
_PICTURES = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP"}
_OFFICE_FOLDERS = {
    KINDS["docx"].media_type: "word/",
    KINDS["xlsx"].media_type: "xl/",
    KINDS["pptx"].media_type: "ppt/",
}
_MARKUP = re.compile(rb"<\s*(!doctype|html|svg|script|\?xml|iframe|body|head)\b", re.IGNORECASE)


def check_contents(kind: Kind, file: BinaryIO) -> None:
    """Raise NotWhatItSays or BrokenFile unless the contents are of the kind. Leaves the file at its beginning."""
    file.seek(0)
    head = file.read(_HEAD)
    if kind.media_type in _OFFICE_FOLDERS:
        _check_office(file, _OFFICE_FOLDERS[kind.media_type])
    elif kind.media_type.startswith("text/"):
        _check_text(file)
        if kind.media_type == "text/vtt" and not head.lstrip(b"\xef\xbb\xbf").startswith(b"WEBVTT"):
            raise NotWhatItSays
    elif not _begins_as(kind.media_type, head):
        raise NotWhatItSays
    file.seek(0)


def picture_without_secrets(kind: Kind, file: BinaryIO) -> bytes | None:
    """Return a picture drawn anew, upright and without its metadata; None when the file is no picture.

    Raises TooManyPixels or BrokenFile.
    """
    from PIL import Image, ImageOps  # large, and wanted seldom

    if (wanted := _PICTURES.get(kind.media_type)) is None:
        return None
    file.seek(0)
    try:
        with Image.open(file, formats=[wanted]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise TooManyPixels
            picture.load()
            drawn = ImageOps.exif_transpose(picture)
            drawn = drawn.convert("RGB" if wanted == "JPEG" else "RGBA")
            drawn.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            clean = Image.new(drawn.mode, drawn.size)
            clean.paste(drawn)
            out = io.BytesIO()
            clean.save(out, wanted, quality=88) if wanted != "PNG" else clean.save(out, wanted, optimize=True)
    except TooManyPixels:
        raise
    except Image.DecompressionBombError:
        raise TooManyPixels from None
    except Exception:  # decoders fail in many ways, and none of them is ours to mend
        raise BrokenFile from None
    return out.getvalue()


def picture_size(file: BinaryIO) -> tuple[int, int]:
    """Return the width and height in pixels of a picture that was drawn anew; (0, 0) for anything else."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(file, formats=list(_PICTURES.values())) as picture:
            return picture.size
    except UnidentifiedImageError:
        return 0, 0


def _begins_as(media_type: str, head: bytes) -> bool:
    return {
        "application/pdf": head.startswith(b"%PDF-") and not _MARKUP.search(head),
        "image/png": head.startswith(b"\x89PNG\r\n\x1a\n"),
        "image/jpeg": head.startswith(b"\xff\xd8\xff"),
        "image/webp": head[:4] == b"RIFF" and head[8:12] == b"WEBP",
        "audio/mpeg": head.startswith(b"ID3") or (head[:1] == b"\xff" and head[1:2] in (b"\xfb", b"\xf3", b"\xf2")),
        "audio/mp4": head[4:8] == b"ftyp" and head[8:12] in (b"M4A ", b"M4B ", b"mp42", b"isom", b"dash"),
    }[media_type]


def _check_text(file: BinaryIO) -> None:
    """Text is UTF-8 without control characters, and no page in disguise."""
    file.seek(0)
    raw = file.read()
    if _MARKUP.search(raw[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")):
        raise NotWhatItSays
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotWhatItSays from None
    if any(ord(c) < 32 and c not in "\t\r\n\f" for c in text):
        raise NotWhatItSays


def _check_office(file: BinaryIO, folder: str) -> None:
    """An office document is a bounded archive of its own kind, without macros or anything encrypted."""
    file.seek(0)
    if file.read(4) != b"PK\x03\x04":
        raise NotWhatItSays
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise BrokenFile from None
    names = {entry.filename for entry in entries}
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise BrokenFile
    if any(entry.flag_bits & 1 for entry in entries) or any("vbaproject" in name.lower() for name in names):
        raise NotWhatItSays
    if "[Content_Types].xml" not in names or not any(name.startswith(folder) for name in names):
        raise NotWhatItSays
