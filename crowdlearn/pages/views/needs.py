"""The board of open needs."""

from datetime import timedelta

from flask import render_template, request
from flask.typing import ResponseReturnValue

from crowdlearn.expertise.queries import StandingFilter, openings, standing_offers
from crowdlearn.pages.forms import BoardForm
from crowdlearn.pages.queries.needs import BoardFilter, board_figures, need_board
from crowdlearn.pages.rules.needs import NeedFigures
from crowdlearn.web.access import access
from crowdlearn.web.fragments import Kept
from crowdlearn.web.headers import page_unchanged
from crowdlearn.web.paging import following
from crowdlearn.web.viewer import viewer

from .base import blueprint

MOST_BESIDE = 3
figures = Kept[NeedFigures](timedelta(minutes=5))


@blueprint.get("/expertise")
@access("need.board")
def needs() -> ResponseReturnValue:
    """Show what help is looked for across pitches: to members by fit, to visitors the newest first."""
    form = BoardForm(request.args)
    wanted = BoardFilter(
        kind=form.kind.data,
        skill=form.skill.data or "",
        region=form.region.data or "",
        language=form.language.data or "",
        after=request.args.get("after", ""),
    )
    board, fared = need_board(wanted, viewer().id), figures.get(board_figures)
    offered = standing_offers(StandingFilter())[0][:MOST_BESIDE]
    places = openings(None, "", "", "")[0][:MOST_BESIDE]
    if (same := page_unchanged(board, fared, offered, places)) is not None:
        return same
    more = following("pages.needs", board.after)
    return render_template(
        "pages/needs.html", form=form, board=board, figures=fared, offered=offered, places=places, more=more
    )
