"""A picture of 1200 × 630 points: brand, title, people, the two halves, and a quilt that is the subject's own."""

from dataclasses import dataclass
from functools import cache
from hashlib import shake_128
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

FONTS = Path(__file__).parents[3] / "static" / "fonts"
WIDTH, HEIGHT, EDGE, TILE = 1200, 630, 64, 105
COVER = 1400  # points, the least that podcast apps take
PAPER, INK, SOFT, LINE = "#faf7f1", "#16211f", "#4b5754", "#ded6c6"
OWN, PEER, TRACK = "#0a5c52", "#d98a1c", "#e9e2d4"
FILLS = (OWN, PEER, "#8b2a5c", "#1d5a94", "#dcefe9", "#fcebd0")
COLUMNS = 3  # of the quilt at the right
TEXT_WIDTH = WIDTH - COLUMNS * TILE - 2 * EDGE
SIZES, MOST_LINES = (68, 58, 50, 42), 4


@dataclass(frozen=True)
class Halves:
    """The two halves: their words, whether the own share is proven, and how many percent peers promised."""

    own: str
    peers: str
    own_is_proven: bool
    percent: int


@dataclass(frozen=True)
class Picture:
    """All that is on a picture; `seed` draws the quilt."""

    brand: str
    title: str
    about: str
    seed: str
    halves: Halves | None = None


def draw_cover(brand: str) -> bytes:
    """Return the square cover of a podcast as PNG, as large as podcast apps ask."""
    image = Image.new("RGB", (COVER, COVER), PAPER)
    pen, high = ImageDraw.Draw(image), COVER // 5
    stream = shake_128(brand.encode()).digest(30)
    for cell in range(10):
        shape, colour, turn = stream[cell * 3 : cell * 3 + 3]
        tile = _tile(shape % 5, FILLS[colour % len(FILLS)], turn % 4).resize((high, high))
        image.paste(tile, (cell % 5 * high, (3 + cell // 5) * high))
    pen.pieslice((130, 190, 130 + high, 190 + high), 90, 270, OWN)
    pen.pieslice((170, 214, 170 + high - 48, 214 + high - 48), 270, 90, PEER)
    fonts = (_font("bricolage-700", size) for size in (170, 140, 110, 80, 60))
    font = next((font for font in fonts if font.getlength(brand) < COVER - 260), _font("bricolage-700", 40))
    pen.text((130, 540), brand, INK, font)
    out = BytesIO()
    image.quantize(128).save(out, "PNG", optimize=True)
    return out.getvalue()


def draw(picture: Picture) -> bytes:
    """Return the picture as PNG."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    _quilt(image, picture.seed)
    pen = ImageDraw.Draw(image)
    _brand(pen, picture.brand)
    y = _title(pen, picture.title)
    pen.text((EDGE, y + 14), _cut(picture.about, _font("figtree", 30), 1)[0], SOFT, _font("figtree", 30))
    if picture.halves:
        _halves(pen, picture.halves)
    out = BytesIO()
    image.quantize(128).save(out, "PNG", optimize=True)
    return out.getvalue()


@cache
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / f"{name}.woff2", size)


def _brand(pen: ImageDraw.ImageDraw, brand: str) -> None:
    x, y = EDGE, 52
    pen.pieslice((x, y, x + 52, y + 52), 90, 270, OWN)
    pen.pieslice((x + 10, y + 6, x + 50, y + 46), 270, 90, PEER)
    pen.text((x + 68, y + 6), brand, INK, _font("bricolage-700", 34))


def _title(pen: ImageDraw.ImageDraw, title: str) -> int:
    """Write the title as large as it fits in four lines; return where it ends."""
    lines, size = [title], SIZES[-1]
    for size in SIZES:
        lines = _wrap(title, _font("bricolage-700", size))
        if len(lines) * size <= SIZES[0] * 3 and len(lines) <= MOST_LINES:
            break
    font, y = _font("bricolage-700", size), 140
    for line in _cut(title, font, MOST_LINES):
        pen.text((EDGE, y), line, INK, font)
        y += int(size * 1.14)
    return y


def _halves(pen: ImageDraw.ImageDraw, halves: Halves) -> None:
    top, high, gap = 500, 34, 8
    half = (TEXT_WIDTH - gap) // 2
    left, right = (EDGE, top, EDGE + half, top + high), EDGE + half + gap
    pen.rounded_rectangle(left, 10, OWN if halves.own_is_proven else "#dcefe9", OWN, 3)
    pen.rounded_rectangle((right, top, right + half, top + high), 10, TRACK)
    if filled := half * halves.percent // 100:
        pen.rounded_rectangle((right, top, right + max(filled, 20), top + high), 10, PEER)
    font = _font("figtree", 25)
    pen.text((EDGE, top + high + 12), halves.own, INK, font)
    pen.text((right, top + high + 12), halves.peers, INK, font)


def _quilt(image: Image.Image, seed: str) -> None:
    rows = HEIGHT // TILE
    stream = shake_128(seed.encode()).digest(rows * COLUMNS * 3)
    left = WIDTH - COLUMNS * TILE
    ImageDraw.Draw(image).rectangle((left, 0, WIDTH, HEIGHT), "#fff")
    for cell in range(rows * COLUMNS):
        shape, colour, turn = stream[cell * 3 : cell * 3 + 3]
        y, x = divmod(cell, COLUMNS)
        image.paste(_tile(shape % 5, FILLS[colour % len(FILLS)], turn % 4), (left + x * TILE, y * TILE))


@cache
def _tile(shape: int, colour: str, quarters: int) -> Image.Image:
    """Return one tile, drawn four times as large and made smaller so that its curves are smooth."""
    size = TILE * 4
    tile = Image.new("RGB", (size, size), "#fff")
    pen = ImageDraw.Draw(tile)
    if shape < 2:  # half a disc hanging from the edge
        pen.pieslice((0, -size // 2, size, size // 2), 0, 180, colour)
    elif shape == 2:  # a quarter of a large one
        pen.pieslice((0, -size, size * 2, size), 90, 180, colour)
    elif shape == 3:
        pen.pieslice((0, -size // 2, size, size // 2), 0, 180, colour)
        pen.pieslice((0, 0, size, size), 0, 180, colour)
    else:
        pen.ellipse((size // 12, size // 12, size * 11 // 12, size * 11 // 12), colour)
    return tile.resize((TILE, TILE), Image.Resampling.LANCZOS).rotate(-90 * quarters)


def _wrap(text: str, font: ImageFont.FreeTypeFont) -> list[str]:
    """Return the words in lines that fit; a word that is too long alone is cut."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= TEXT_WIDTH:
            lines[-1] = longer
        else:
            lines.append(_fitting(word, font))
    return lines or [""]


def _cut(text: str, font: ImageFont.FreeTypeFont, most: int) -> list[str]:
    lines = _wrap(text, font)
    return lines if len(lines) <= most else [*lines[: most - 1], _fitting(f"{lines[most - 1]} …", font)]


def _fitting(text: str, font: ImageFont.FreeTypeFont) -> str:
    while len(text) > 1 and font.getlength(text) > TEXT_WIDTH:
        text = f"{text.rstrip('…')[:-1].rstrip()}…"
    return text
