"""The words of the interface in a reader's language, and English that was left on a French page."""

import re
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from playwright.sync_api import Page

CATALOGUE = Path(__file__).parents[2] / "crowdlearn/translations/fr/LC_MESSAGES/messages.po"
GAP = re.compile(r"%\(\w+\)s")
ENGLISH = re.compile(
    r"\b(the|and|of|for|with|from|your|you|my|our|their|they|who|what|when|which|this|that|these|those|is|are|was|were|"
    r"been|has|have|will|not|by|its|how|does|did|pitch|pitches|pledge|peer|peers|share-back|money|help)\b",
    re.IGNORECASE,
)
VISIBLE_WORDS = """() => {
  const found = [], foreign = '[lang]:not([lang=fr]):not(html)', walker = document.createTreeWalker(document.body, 5)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.nodeType === 3 ? node.parentElement : node
    if (element.closest(`${foreign}, script, style, template, textarea`)) continue
    if (node.nodeType === 3) found.push(node.textContent)
    else for (const name of ['aria-label', 'title', 'alt', 'placeholder']) found.push(element.getAttribute(name) || '')
  }
  return [document.title, ...found].map(words => words.trim().replace(/\\s+/g, ' ')).filter(Boolean)
}"""


@cache
def _catalogue() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file, "fr")


@cache
def _english() -> frozenset[str]:
    pairs = {(str(message.id), str(message.string)) for message in _catalogue() if isinstance(message.id, str)}
    return frozenset(english for english, _ in pairs if english) - {french for _, french in pairs}


def wording(words: str, language: str, *, whole: bool = False) -> re.Pattern[str]:
    """Return what to look for on a page: `words` (as in the templates) in a language, with anything in their gaps.

    What begins with the words is found too, unless `whole`. Raises AssertionError for words that have no French.
    """
    if language == "fr":
        message = _catalogue().get(words)
        assert message is not None, f"“{words}” is not in the catalogue"
        words = str(message.string)
    parts = [re.escape(part).replace("\N{NO-BREAK SPACE}", r"\s") for part in GAP.split(words)]
    end = r"\s*$" if whole else ""
    return re.compile(rf"^\s*{'.+?'.join(parts)}{end}")


def english_left_on(page: Page) -> list[str]:
    """Return the words of a French page that are English and not marked as such."""
    said = page.evaluate(VISIBLE_WORDS)
    return [words for words in said if words in _english() or ENGLISH.search(words)]
