"""Small files of every kind that people may send, made once."""

import io
from functools import cache

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF"
MP3 = b"ID3\x04\x00\x00\x00\x00\x00\x00" + b"\xff\xfb\x90\x00" + bytes(413)  # a tag and one silent frame
CAPTIONS = b"WEBVTT\n\n00:00.000 --> 00:04.000\nEvery week we mail 41,000 letters.\n"


@cache
def png(width: int = 60, height: int = 40) -> bytes:
    """Return a picture of one colour."""
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (width, height), (20, 90, 120)).save(out, "PNG")
    return out.getvalue()


class Sent:
    """A file as a form hands it over."""

    def __init__(self, raw: bytes, filename: str) -> None:
        self.filename: str | None = filename
        self.stream = io.BytesIO(raw)
