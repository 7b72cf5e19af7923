"""The design system keeps its own order: macros and sheets by element, colours as tokens, icons that exist."""

import re

import pytest

from .source import ROOT, templates

COMPONENTS = sorted((ROOT / "templates/components").glob("*.html"))
SHEETS = sorted((ROOT / "static/css").rglob("*.css"))
INNER = {"optional_mark", "hint_and_error", "problems"}  # parts of a macro, not for pages
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(", re.IGNORECASE)
ICON = re.compile(r"""icon\(["']([a-z0-9-]+)["']\)|icon_name=["']([a-z0-9-]+)["']|eyebrow_icon=["']([a-z0-9-]+)["']""")


def icons_that_exist():
    return set(re.findall(r'<symbol id="([a-z0-9-]+)"', (ROOT / "static/img/icons.svg").read_text("utf-8")))


def test_pages_find_every_macro_under_ui():
    macros = {name for file in COMPONENTS for name in re.findall(r"macro (\w+)\(", file.read_text("utf-8"))} - INNER
    shared = set(re.findall(r"{% set (\w+) = ", (ROOT / "templates/ui.html").read_text("utf-8")))
    assert shared == macros


def test_every_macro_is_described():
    described = (ROOT / "docs/components.md").read_text("utf-8")
    shared = re.findall(r"{% set (\w+) = ", (ROOT / "templates/ui.html").read_text("utf-8"))
    assert [name for name in shared if f"`{name}`" not in described and f"ui.{name}(" not in described] == []


def test_colours_are_named_by_tokens_only():
    faults = [
        f"{sheet.name}: {line.strip()}"
        for sheet in SHEETS
        if sheet.name not in ("tokens.css", "print.css")
        for line in sheet.read_text("utf-8").splitlines()
        if COLOUR.search(line)
    ]
    assert faults == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_every_sheet_lives_in_a_layer_and_closes_what_it_opens(sheet):
    text = sheet.read_text("utf-8")
    assert "@layer " in text
    assert text.count("{") == text.count("}")


def test_every_token_that_is_used_is_defined():
    tokens = set(re.findall(r"(--[a-z0-9-]+):", (ROOT / "static/css/tokens.css").read_text("utf-8")))
    used = {name for sheet in SHEETS for name in re.findall(r"var\((--[a-z0-9-]+)\)", sheet.read_text("utf-8"))}
    assert used <= tokens


def test_every_icon_that_is_named_exists():
    named = {name for source in templates() for found in ICON.findall(source.text) for name in found if name}
    assert named, "the pattern finds icons"
    assert named - icons_that_exist() == set()


def test_fonts_and_icons_come_with_their_licences():
    for licence in (
        "fonts/OFL-figtree.txt",
        "fonts/OFL-bricolage-grotesque.txt",
        "fonts/OFL-atkinson-hyperlegible-next.txt",
    ):
        assert "SIL OPEN FONT LICENSE" in (ROOT / "static" / licence).read_text("utf-8").upper()
    assert "ISC License" in (ROOT / "static/img/LICENSE-lucide.txt").read_text("utf-8")
