"""The one Markdown renderer: for pages, previews and mail. Raw HTML is off, and what comes out is sanitised again."""

import re
from xml.etree.ElementTree import Element

import nh3
from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup, escape

from crowdlearn.kernel.lines import one_line

RENDERER_VERSION = 2  # rises whenever the same source would come out differently, so that saved HTML can be renewed
MOST_CHARACTERS = 50_000
TAGS = {
    *("p", "br", "hr", "h2", "h3", "h4", "strong", "em", "del", "code", "pre", "blockquote"),
    *("ul", "ol", "li", "a", "table", "thead", "tbody", "tr", "th", "td"),
}
SHORT_TAGS = {"p", "br", "strong", "em", "del", "code", "blockquote", "ul", "ol", "li", "a"}
ATTRIBUTES: dict[str, set[str]] = {"*": set(), "a": {"href"}, "ol": {"start"}, "th": {"align"}, "td": {"align"}}
SCHEMES = {"http", "https", "mailto"}
_DEEP_QUOTE = re.compile(r"^((?:[ \t]*>){4})[ \t>]*", re.MULTILINE)
_DEEP_INDENT = re.compile(r"^[ \t]{16,}", re.MULTILINE)


class _LowerHeadings(Treeprocessor):
    """The page has the h1; a story begins at h2, whichever sign its writer began with, and skips no level."""

    def run(self, root: Element) -> None:
        headings = [element for element in root.iter() if re.fullmatch(r"h[1-6]", element.tag)]
        used = sorted({element.tag for element in headings})
        above = 1
        for element in headings:
            above = min(used.index(element.tag) + 2, above + 1, 4)
            element.tag = f"h{above}"


def _renderer() -> Markdown:
    made = Markdown(extensions=["tables", "sane_lists", "nl2br"], output_format="html")
    made.preprocessors.deregister("html_block")
    made.inlinePatterns.deregister("html")
    made.inlinePatterns.deregister("image_link")
    made.inlinePatterns.deregister("image_reference")
    made.treeprocessors.register(_LowerHeadings(made), "lower_headings", 1)
    return made


def render(source: str) -> str:
    """Return `source` as clean HTML, to be stored beside it with RENDERER_VERSION. Too deep nesting becomes plain."""
    source = _DEEP_INDENT.sub(" " * 16, _DEEP_QUOTE.sub(r"\1 ", source[:MOST_CHARACTERS]))
    try:
        html = _renderer().convert(source)
    except RecursionError:
        html = "".join(f"<p>{escape(part)}</p>" for part in source.split("\n\n"))
    return _clean(html, TAGS)


def render_short(source: str) -> str:
    """Return `source` as clean HTML of a short subset, for comments and messages: no headings, tables or rules."""
    return _clean(render(source), SHORT_TAGS)


def _clean(html: str, tags: set[str]) -> str:
    return nh3.clean(
        html,
        tags=tags,
        attributes={tag: allowed for tag, allowed in ATTRIBUTES.items() if tag in {*tags, "*"}},
        url_schemes=SCHEMES,
        link_rel="nofollow ugc noopener noreferrer",
        generic_attribute_prefixes=set(),
    )


def plain(html: str) -> str:
    """Return the words of rendered HTML, for search and mail."""
    spaced = re.sub(r"</(p|li|h[2-4]|tr|blockquote|pre)>|<br>", "\n", html)
    return Markup(nh3.clean(spaced, tags=set())).unescape().strip()  # noqa: S704 - no tag is left


def excerpt(html: str, most: int = 200) -> str:
    """Return the first words of rendered HTML, at most `most` characters, ending at a word."""
    words = one_line(plain(html))
    return words if len(words) <= most else words[: most - 1].rsplit(" ", 1)[0].rstrip(",.;:") + "…"
