"""One renderer, and nothing that a browser would run."""

import time

import pytest

from crowdlearn.web.markdown import excerpt, plain, render


def test_a_story_begins_at_the_second_level() -> None:
    assert render("# What\n\n*two* **days**") == "<h2>What</h2>\n<p><em>two</em> <strong>days</strong></p>"


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "![x](https://tracker.example/pixel.png)",
        "<a href='javascript:alert(1)'>x</a>",
        "[x]: javascript:alert(1)\n\n[x]",
        "<style>body{display:none}</style>",
        "`</code><script>alert(1)</script>`",
        "<svg onload=alert(1)>",
        "**<iframe src=//evil.example>**",
        '[a](https://x.example "onmouseover=alert(1)")',
        '<https://x.example/"onmouseover=alert(1)>',
    ],
)
def test_nothing_runs(source: str) -> None:
    html = render(source).lower()
    for danger in ("<script", "<img", "<style", "<svg", "<iframe", 'javascript:alert(1)"', "data:text", "<a onmouse"):
        assert danger not in html
    assert "title=" not in html


def test_links_lead_out_without_trace() -> None:
    assert 'rel="nofollow ugc noopener noreferrer"' in render("[x](https://example.org)")


@pytest.mark.parametrize(
    "source", [">" * 5000 + "x", "- " * 3000, "[" * 5000, "*" * 5000, "    " * 4000 + "x", "(" * 9000]
)
def test_deep_nesting_ends_soon(source: str) -> None:
    began = time.process_time()
    render(source)
    assert time.process_time() - began < 5


def test_words_for_search_and_mail() -> None:
    html = render("Every **week** we mail\n\n* 41,000 letters\n* & more")
    assert plain(html).split() == ["Every", "week", "we", "mail", "41,000", "letters", "&", "more"]
    assert excerpt(html, 20) == "Every week we mail…"
