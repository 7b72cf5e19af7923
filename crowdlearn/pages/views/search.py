"""Searching everything that can be found."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from crowdlearn.kernel.vocabulary import TOPICS
from crowdlearn.pages.forms import SearchForm
from crowdlearn.pages.queries.search import search_page
from crowdlearn.web.access import access
from crowdlearn.web.headers import page_unchanged
from crowdlearn.web.viewer import viewer

from .base import blueprint


@blueprint.route("/search")
@access("public.search")
def search() -> ResponseReturnValue:
    """Show what contains the words of the address, each kind apart."""
    words = request.args.get("q", "").strip()[:200]
    who = viewer()
    page = search_page(words, member=who.is_authenticated and not who.suspended)
    if (same := page_unchanged(page)) is not None:
        return same
    return render_template("pages/search.html", form=SearchForm(request.args), words=words, page=page, topics=TOPICS)
