"""Covers drawn from an id, and the two marks drawn from a name: nothing stored, the same at every visit."""

from functools import cache, lru_cache
from hashlib import shake_128
from uuid import UUID

from flask import Flask
from markupsafe import Markup

# Each tile fills one unit square; a turn of 0 to 3 quarters follows its letter: "h2" is "h", upside down.
TILES = {
    "h": "M0 0h1a.5.5 0 0 1-1 0z",
    "q": "M0 0h1a1 1 0 0 1-1 1z",
    "l": "M0 0h.5a.5.5 0 0 1 .5.5v.5H.5A.5.5 0 0 1 0 .5z",
    "d": "M0 0h1a.5.5 0 0 1-1 0zM0 .5h1a.5.5 0 0 1-1 0z",
    "c": "M.5.08a.42.42 0 1 1 0 .84.42.42 0 0 1 0-.84z",
}
CHANCES = "hhhhhhhhhqqqqqqqqllllllcccddd  "  # how often a tile is drawn; a space leaves the ground bare
SCHEMES = {  # ground, and the fills to draw from, as classes q0 … q8 of quilt.css
    "own": (0, (1, 2, 1, 5)),
    "peer": (5, (2, 1, 2, 3)),
    "know": (6, (3, 2, 1, 3)),
    "skill": (7, (4, 2, 1, 4)),
    "mix": (0, (1, 2, 3, 4)),
    "hero": (8, (1, 1, 2, 1, 2, 4, 3, 0, 5, 1)),
}
TOPIC_SCHEMES = ("own", "peer", "know", "skill")
TONES = ("", "b", "c", "d")


@cache
def quilt_defs() -> Markup:
    """Return the tiles every cover refers to; base.html holds them once per page."""
    shapes = "".join(
        f'<path id="q{letter}{turn}" d="{path}"' + (f' transform="rotate({turn * 90} .5 .5)"/>' if turn else "/>")
        for letter, path in TILES.items()
        for turn in range(1 if letter == "c" else 4)
    )
    return Markup(  # noqa: S704 - nothing in it comes from outside
        f'<svg width="0" height="0" class="vh" aria-hidden="true" focusable="false"><defs>{shapes}</defs></svg>'
    )


@lru_cache(maxsize=4096)
def quilt(seed: UUID | str, scheme: str = "mix", cols: int = 12, rows: int = 4, css: str = "quilt") -> Markup:
    """Return the cover of `seed` as inline SVG of `cols` × `rows` tiles, the same for the same arguments."""
    ground, fills = SCHEMES[scheme]
    drawn: dict[int, list[str]] = {}
    stream = shake_128(str(seed).encode()).digest(cols * rows * 3)
    for cell in range(cols * rows):
        tile, colour, turn = stream[cell * 3 : cell * 3 + 3]
        letter = CHANCES[tile % len(CHANCES)]
        if letter == " ":
            continue
        y, x = divmod(cell, cols)
        place = (f' x="{x}"' if x else "") + (f' y="{y}"' if y else "")
        use = f'<use href="#q{letter}{0 if letter == "c" else turn % 4}"{place}/>'
        drawn.setdefault(fills[colour % len(fills)], []).append(use)
    groups = "".join(f'<g class="q{fill}">{"".join(uses)}</g>' for fill, uses in sorted(drawn.items()))
    return Markup(  # noqa: S704 - the seed is hashed, all else is named in the code
        f'<svg class="{css}" viewBox="0 0 {cols} {rows}" preserveAspectRatio="xMidYMid slice" aria-hidden="true" '
        f'focusable="false"><path class="q{ground}" d="M0 0h{cols}v{rows}H0z"/>{groups}</svg>'
    )


@lru_cache(maxsize=512)
def scheme_of(topic: str) -> str:
    """Return the colours of a topic's covers and tags: own, peer, know or skill."""
    return TOPIC_SCHEMES[shake_128(topic.encode()).digest(1)[0] % len(TOPIC_SCHEMES)]


@lru_cache(maxsize=4096)
def tone_of(name: str) -> str:
    """Return the avatar's colour class for a person's name."""
    return TONES[shake_128(name.encode()).digest(1)[0] % len(TONES)]


@lru_cache(maxsize=4096)
def initials(name: str) -> str:
    """Return the first letters of the first and last word, "Marie-Ève Thériault" is MT; of several, the first."""
    words = [word for word in name.partition(", ")[0].split() if word[0].isalnum()]
    return "".join(word[0] for word in dict.fromkeys((*words[:1], *words[-1:]))).upper() or "–"


def register(app: Flask) -> None:
    """Teach templates to draw: quilt, quilt_defs, scheme_of, tone_of, initials."""
    app.jinja_env.globals.update(
        quilt=quilt, quilt_defs=quilt_defs, scheme_of=scheme_of, tone_of=tone_of, initials=initials
    )
