"""The ways around every page offers: header, account menu, footer."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, request, url_for

from crowdlearn.kernel.errors import N_

from .locale import current_language
from .redirects import named_next, sign_in_url
from .viewer import viewer


@dataclass(frozen=True)
class Way:
    """A link every page offers: the view it leads to, its words (translated when shown) and its icon."""

    endpoint: str
    label: str
    icon: str = ""
    roles: frozenset[str] = frozenset()  # who is shown it; empty: everyone


STEWARDS, ADMINISTRATORS = frozenset({"steward"}), frozenset({"admin"})
BOOKS = frozenset({"treasurer", "auditor"})
DECIDERS = frozenset({"manager", "budget_holder"})

MAIN = (
    Way("pages.discover", N_("Discover")),
    Way("sharebacks.index", N_("Library")),
    Way("commitments.ledger", N_("Promises")),
    Way("pages.how_it_works", N_("How it works")),
)
ACCOUNT = (
    Way("pages.home", N_("What waits for me"), "inbox"),
    Way("notices.index", N_("Notices"), "bell"),
    Way("pitches.mine", N_("My pitches"), "lightbulb"),
    Way("pledges.mine", N_("My pledges"), "hand-coins"),
    Way("pages.needs", N_("Where help is needed"), "graduation-cap"),
    Way("sharebacks.start", N_("My share-backs"), "handshake"),
    Way("outcomes.record", N_("My record"), "award"),
    Way("approvals.queue", N_("To clear"), "shield-check", DECIDERS),
    Way("settlement.desk", N_("Treasury"), "landmark", BOOKS),
    Way("conversations.queue", N_("Stewardship"), "scale", STEWARDS),
    Way("people.users", N_("Administration"), "sliders-horizontal", ADMINISTRATORS),
    Way("people.profile", N_("My profile"), "user-round"),
    Way("people.settings", N_("Settings"), "settings"),
)
FOOT = (
    Way("pages.needs", N_("Where help is needed")),
    Way("pages.how_it_works", N_("How it works")),
    Way("sharing.calendar", N_("Calendar")),
    Way("outcomes.impact_of_all", N_("Impact")),
    Way("pages.rules", N_("House rules")),
    Way("pages.accessibility", N_("Accessibility statement")),
    Way("pages.privacy", N_("Privacy")),
    Way("looks.display", N_("Display: light, dark, letters")),
)


@dataclass(frozen=True)
class Link:
    """A way with its address; `current` on the page it leads to or one below."""

    label: str
    href: str
    icon: str
    current: bool


def links(ways: tuple[Way, ...]) -> list[Link]:
    """Return the ways whose views exist here and that are the viewer's to go, in their order."""
    known: dict[Any, list[tuple[Way, str]]] = current_app.extensions["ways"]
    key = (ways, current_language(), request.root_path, roles := viewer().roles)
    if (mine := known.get(key)) is None:
        open_ways = [way for way in ways if has_view(way.endpoint) and (not way.roles or way.roles & roles)]
        mine = known[key] = [(way, url_for(way.endpoint)) for way in open_ways]
    return [Link(way.label, href, way.icon, _is_here(way.endpoint, href)) for way, href in mine]


def _is_here(endpoint: str, href: str) -> bool:
    """A page below counts where the same feature shows it: starting a pitch is not discovering one."""
    below = request.blueprint == endpoint.partition(".")[0] and request.path.startswith(f"{href}/")
    return request.path == href or (below and not href.endswith("/"))


def has_view(endpoint: str) -> bool:
    """Tell whether the view exists, so that the frame never links to nowhere."""
    return endpoint in current_app.view_functions


def register(app: Flask) -> None:
    """Teach base.html its links; their addresses are put together once per language and set of roles."""
    app.extensions["ways"] = {}
    app.jinja_env.globals.update(
        main_links=lambda: links(MAIN),
        account_links=lambda: links(ACCOUNT),
        foot_links=lambda: links(FOOT),
        has_view=has_view,
        sign_in_url=sign_in_url,
        next_page=named_next,
    )
