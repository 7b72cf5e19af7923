"""Names of and ways around what figures and chains are about."""

from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from crowdlearn.outcomes.queries import About, Head
from crowdlearn.web.locale import current_language
from crowdlearn.web.words import in_language

# the endpoints of a page and its parent by what it is about
_PARENTS = {
    About.PITCH: "pages.pitch",
    About.PERSON: "pages.person",
    About.ORGANISATION: "pages.organisation",
}


@dataclass(frozen=True)
class Place:
    """What a page is about: its `name` in the reader's language, its crumbs, and the pages beside it."""

    name: str
    language: str
    crumbs: list[tuple[str, str]]
    impact: str
    chain: str


def place_of(head: Head) -> Place:
    """Return the name and the ways of what a page is about."""
    french = current_language() == "fr"
    about, title = head.scope.about, head.title_fr if french and head.title_fr else head.title
    if about is About.ALL:
        return Place(_("CrowdLearn in all"), "", [], url_for("outcomes.impact_of_all"), "")
    named: dict[str, Any] = {f"{about.value}_id": head.scope.id}
    shown = in_language(current_language(), title, head.language)
    crumbs = [(shown, url_for(_PARENTS[about], **named))]
    impact = "outcomes.impact" if about is About.PITCH else f"outcomes.impact_of_{about.value}"
    return Place(
        title, head.language, crumbs, url_for(impact, **named), url_for(f"outcomes.chain_of_{about.value}", **named)
    )
