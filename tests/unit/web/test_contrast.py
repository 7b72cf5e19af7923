"""The tokens keep WCAG's contrast in both themes: 4.5 for text (7 for running text), 3 for edges and marks."""

import re

import pytest

from crowdlearn.web.assets import FOLDER

TOKENS = (FOLDER / "css/tokens.css").read_text("utf-8")
PAIRS = dict(re.findall(r"--([a-z0-9-]+): light-dark\((#[0-9a-f]{3,6}, #[0-9a-f]{3,6})\)", TOKENS))
PLAIN = dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{3,6});", TOKENS))

LEAST = [
    *(("ink", ground, 7) for ground in ("paper", "surface", "sunk")),
    *(("ink", ground, 7) for ground in ("own-tint", "peer-tint", "skill-tint", "danger-tint")),
    *(("ink-2", ground, 4.5) for ground in ("paper", "surface", "sunk")),
    *(("own", ground, 4.5) for ground in ("paper", "surface", "sunk", "own-tint")),
    ("on-own", "own", 4.5),
    ("on-danger", "danger", 4.5),
    ("peer-ink", "peer-tint", 4.5),
    ("know", "know-tint", 4.5),
    ("skill", "skill-tint", 4.5),
    *(("danger", ground, 4.5) for ground in ("paper", "surface", "danger-tint")),
    *(("edge", ground, 3) for ground in ("paper", "surface")),
    *((mark, "track", 3) for mark in ("own-fill", "peer")),
    *(("focus", ground, 3) for ground in ("paper", "surface", "sunk")),
]  # fmt: skip


def luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("mark", "ground", "least"), LEAST)
def test_the_contrast_is_enough(mark, ground, least, theme):
    one, other = PAIRS[mark].split(", ")[theme], PAIRS[ground].split(", ")[theme]
    assert contrast(one, other) >= least


def test_browsers_without_light_dark_get_the_light_theme():
    assert {name: pair.split(", ")[0] for name, pair in PAIRS.items()} == {name: PLAIN[name] for name in PAIRS}
