"""axe-core, asked about a page that a browser shows."""

from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Page

AXE = (Path(__file__).parents[1] / "vendor/axe.min.js").read_text("utf-8")
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
OF_COLOURS = ("color-contrast", "link-in-text-block")


def axe_findings(page: Page, rules: Sequence[str] = TAGS) -> list[str]:
    """Return what axe finds wrong: rule, first element, why. An empty list is what we want."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    answer = page.evaluate("rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", list(rules))
    return [
        f"{found['id']}: {node['html'][:160]} ({node.get('failureSummary') or ''})"
        for found in answer["violations"]
        for node in found["nodes"]
    ]


def width_beyond(page: Page) -> int:
    """Return by how many pixels the page is wider than its window."""
    return int(page.evaluate("Math.max(0, document.documentElement.scrollWidth - innerWidth)"))
