"""What is inside a file must be what its name says."""

import io
import struct
import zipfile
import zlib

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from crowdlearn.files.rules import (
    FileRefused,
    TooManyPixels,
    UnknownKind,
    check_contents,
    check_quota,
    kind_of,
    picture_without_secrets,
    plain_name,
)
from crowdlearn.files.rules.kinds import MOST_PER_PERSON


def picture(form: str, size: tuple[int, int] = (8, 6), **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (10, 80, 60)).save(out, form, **options)
    return out.getvalue()


def office(*names: str, flags: int = 0) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    raw = bytearray(out.getvalue())
    if flags:
        for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
            raw[raw.index(mark) + offset] |= flags
    return bytes(raw)


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "x")
        archive.writestr("word/document.xml", b"0" * 100_000_001)
    return out.getvalue()


GOOD = {
    "plan.pdf": b"%PDF-1.7\n1 0 obj\n",
    "map.png": picture("PNG"),
    "map.jpg": picture("JPEG"),
    "MAP.JPEG": picture("JPEG"),
    "map.webp": picture("WEBP"),
    "notes.txt": "Réunion à midi\r\n".encode(),
    "notes.md": b"# Notes\n\n* one\n",
    "people.csv": "\ufeffnom;équipe\n".encode(),
    "plan.docx": office("[Content_Types].xml", "word/document.xml"),
    "sums.xlsx": office("[Content_Types].xml", "xl/workbook.xml"),
    "talk.pptx": office("[Content_Types].xml", "ppt/presentation.xml"),
    "talk.mp3": b"ID3\x04\x00" + bytes(64),
    "raw.mp3": b"\xff\xfb\x90\x00" + bytes(64),
    "talk.m4a": b"\x00\x00\x00\x20ftypM4A " + bytes(64),
}
PAGE, DRAWING = b"<!DOCTYPE html><script>alert(1)</script>", b'<svg xmlns="http://www.w3.org/2000/svg" onload="a()"/>'
MARKUP = [
    PAGE,
    DRAWING,
    b"<?xml version='1.0'?><svg/>",
    b"\xef\xbb\xbf<html>",
    b"  \n<HTML>",
    b"hello <script>alert(1)</script>",
    b"<iframe src=//x>",
]
BAD: list[tuple[str, bytes]] = [
    *((name, PAGE) for name in GOOD),
    *((name, DRAWING) for name in GOOD),
    *((name, b"MZ\x90\x00" + bytes(60)) for name in GOOD),
    *((name, b"\x7fELF" + bytes(60)) for name in GOOD),
    *((name, b"") for name in GOOD if not name.endswith((".txt", ".md", ".csv"))),
    *((name, text) for name in ("a.txt", "a.md", "a.csv") for text in MARKUP),
    ("plan.pdf", b"<html>%PDF-1.7"),
    ("plan.pdf", b"%PDF-1.7\n<script>alert(1)</script>"),
    ("plan.pdf", b"GIF89a%PDF-1.7"),
    ("map.png", picture("JPEG")),
    ("map.jpg", picture("PNG")),
    ("map.webp", picture("PNG")),
    ("map.png", b"GIF89a" + bytes(50)),
    ("map.jpg", office("[Content_Types].xml", "word/document.xml")),
    ("notes.txt", b"caf\xe9"),
    ("notes.txt", b"a\x00b"),
    ("notes.md", b"\x1b[31mred"),
    ("people.csv", b"\xff\xfea\x00"),
    ("plan.docx", office("word/document.xml")),
    ("plan.docx", office("[Content_Types].xml", "xl/workbook.xml")),
    ("plan.docx", office("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")),
    ("plan.docx", office("[Content_Types].xml", "word/document.xml", flags=1)),
    ("plan.docx", office("[Content_Types].xml", *(f"word/{n}" for n in range(2001)))),
    ("plan.docx", bomb()),
    ("plan.docx", office("[Content_Types].xml", "word/document.xml")[:40]),
    ("sums.xlsx", office("[Content_Types].xml", "word/document.xml")),
    ("talk.pptx", b"PK\x03\x04" + bytes(200)),
    ("talk.m4a", b"\x00\x00\x00\x20ftypqt  " + bytes(64)),
    ("talk.mp3", b"RIFF\x00\x00\x00\x00WAVE" + bytes(64)),
]


@pytest.mark.parametrize("name", GOOD)
def test_honest_files_pass(name: str) -> None:
    file = io.BytesIO(GOOD[name])
    check_contents(kind_of(name), file)
    assert file.tell() == 0


@pytest.mark.parametrize(("name", "raw"), BAD, ids=[f"{n}-{name}" for n, (name, _) in enumerate(BAD)])
def test_hostile_files_are_refused(name: str, raw: bytes) -> None:
    with pytest.raises(FileRefused):
        check_contents(kind_of(name), io.BytesIO(raw))


@pytest.mark.parametrize(
    "name",
    [
        "x.svg",
        "x.html",
        "x.htm",
        "x.exe",
        "x.js",
        "x.png.html",
        "x",
        ".png.",
        "x.zip",
        "x.docm",
        "x.gif",
        "x.xml",
        "pdf",
    ],
)
def test_other_endings_are_refused(name: str) -> None:
    with pytest.raises(UnknownKind):
        kind_of(name)


def test_metadata_does_not_survive() -> None:
    exif = Image.Exif()
    exif[0x010E] = "12 Secret Street"
    secret = PngInfo()
    secret.add_text("Comment", "12 Secret Street")
    for name, raw in (
        ("a.jpg", picture("JPEG", exif=exif, comment=b"12 Secret Street")),
        ("a.webp", picture("WEBP", exif=exif)),
        ("a.png", picture("PNG", pnginfo=secret)),
    ):
        assert b"Secret Street" in raw
        drawn = picture_without_secrets(kind_of(name), io.BytesIO(raw + b"<script>tail</script>"))
        assert drawn is not None
        assert b"Secret Street" not in drawn
        assert b"script" not in drawn
        check_contents(kind_of(name), io.BytesIO(drawn))


def test_a_picture_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    drawn = picture_without_secrets(kind_of("a.jpg"), io.BytesIO(picture("JPEG", (8, 6), exif=exif)))
    assert Image.open(io.BytesIO(drawn or b"")).size == (6, 8)


def test_a_picture_keeps_what_is_see_through() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(out, "PNG")
    drawn = picture_without_secrets(kind_of("a.png"), out)
    assert Image.open(io.BytesIO(drawn or b"")).getpixel((0, 0)) == (0, 0, 0, 0)


def test_other_files_are_no_pictures() -> None:
    assert picture_without_secrets(kind_of("a.pdf"), io.BytesIO(GOOD["plan.pdf"])) is None


@pytest.mark.parametrize(
    "raw", [GOOD["map.png"][:40], GOOD["map.png"][:60] + bytes(30), b"\x89PNG\r\n\x1a\n" + bytes(9)]
)
def test_broken_pictures_are_refused(raw: bytes) -> None:
    with pytest.raises(FileRefused):
        picture_without_secrets(kind_of("a.png"), io.BytesIO(raw))


@pytest.mark.parametrize("side", [6400, 40_000])
def test_pixel_bombs_are_refused_before_they_are_unpacked(side: int) -> None:
    header = struct.pack(">II5B", side, side, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + header
    raw = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))
    idat = b"IDAT" + zlib.compress(bytes(1000))
    raw += struct.pack(">I", len(idat) - 4) + idat + struct.pack(">I", zlib.crc32(idat))
    with pytest.raises((TooManyPixels, FileRefused)):
        picture_without_secrets(kind_of("a.png"), io.BytesIO(raw))


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Reçu mai.pdf", "Reçu mai.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\temp\\plan.PDF", "plan.pdf"),
        ('a"\r\nX-Evil: 1.png', "a-X-Evil- 1.png"),
        ("...png", "file.png"),
        ("x" * 300 + ".png", "x" * 116 + ".png"),
    ],
)
def test_names_are_made_plain(name: str, plain: str) -> None:
    assert plain_name(name) == plain


def test_the_quota() -> None:
    check_quota(MOST_PER_PERSON - 10, 10)
    with pytest.raises(FileRefused):
        check_quota(MOST_PER_PERSON - 10, 11)
