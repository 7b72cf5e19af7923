"""The board of open needs: by fit for members, explained; the newest first for visitors."""

from datetime import timedelta

import pytest

from crowdlearn.conversations.service import hide, keep_thread
from crowdlearn.db.session import transaction
from crowdlearn.kernel.clock import now
from crowdlearn.pages.queries.needs import PAGE, BoardFilter, board_figures, need_board
from crowdlearn.pages.rules.needs import Fit
from crowdlearn.people.models import PersonSkill
from crowdlearn.people.rules import SkillSide
from crowdlearn.pitches.rules import NeedKind, PitchState
from tests import make

pytestmark = pytest.mark.usefixtures("database")


def pitch(**fields):
    return make.pitch(make.person(), **fields)


def need(of=None, **fields):
    return make.need(of or pitch(), **({"skill": "", "wanted": 60} | fields))


def titles(viewer=None, **wanted):
    return [card.title for card in need_board(BoardFilter(**wanted), viewer and viewer.id).cards]


@pytest.fixture
def helper():
    person = make.person("Noor", region="on", language="fr")
    make.kept(PersonSkill(person_id=person.id, side=SkillSide.OFFERED, skill="facilitation"))
    make.kept(PersonSkill(person_id=person.id, side=SkillSide.WANTED, skill="sql"))
    return person


def test_members_see_what_fits_first_and_why_visitors_the_newest(helper):
    need(pitch(region="bc", language="en"), title="Nothing of it")
    need(pitch(region="on", language="fr"), title="Place and language")
    need(pitch(region="bc", language="en"), title="A skill of mine", skill="facilitation")
    need(pitch(region="on", language="fr"), title="All of it", skill="facilitation")
    need(pitch(region="bc", language="en"), title="A skill I want", skill="sql")
    newest = ["A skill I want", "All of it", "A skill of mine", "Place and language", "Nothing of it"]
    assert titles() == newest
    assert titles(helper) == ["All of it", "A skill of mine", "Place and language", "A skill I want", "Nothing of it"]
    first, second, *_ = need_board(BoardFilter(), helper.id).cards
    assert (first.fit, second.fit) == (Fit(True, True, True), Fit(True, False, False))


def test_only_open_needs_of_others_open_pitches(helper):
    need(title="Open")
    need(title="Filled", filled=60)
    need(title="Closed", closed_at=now())
    need(title="Too late", wanted_by=make.home_days(-1))
    need(make.pitch(make.person(), state=PitchState.DRAFT), title="Draft")
    need(make.pitch(helper), title="My own")
    hidden = pitch()
    need(hidden, title="Hidden")
    with transaction() as session:
        words = {"title": "x", "path": f"/pitches/{hidden.id}", "language": "en"}
        keep_thread(session, "pitch", hidden.id, owner_id=hidden.owner_id, **words)
    hide(make.person().id, "pitch", hidden.id, "Copied.")
    assert titles(helper) == ["Open"]
    assert titles() == ["My own", "Open"]


def test_filters_narrow_it(helper):
    need(pitch(region="on", language="fr"), title="One", skill="sql")
    need(pitch(region="bc", language="en"), title="Two", kind=NeedKind.INTRODUCTION, wanted=1)
    assert titles(kind=NeedKind.INTRODUCTION) == ["Two"]
    assert titles(skill="sql") == titles(helper, region="on") == titles(language="fr") == ["One"]
    assert titles(skill="sql", language="en") == []


def test_it_pages_on_by_fit_without_a_gap_in_few_queries(helper, assert_queries):
    mine, other = pitch(region="on", language="fr"), pitch(region="bc", language="en")
    rows = [need(mine if number % 2 else other, title=f"Need {number}") for number in range(PAGE + 3)]
    with assert_queries(2):
        first = need_board(BoardFilter(), helper.id)
    second = need_board(BoardFilter(after=first.after), helper.id)
    assert [card.id for card in (*first.cards, *second.cards)] == [
        row.id for row in sorted(rows, key=lambda row: (row.pitch_id == mine.id, row.id), reverse=True)
    ]
    assert second.after is None
    assert len(need_board(BoardFilter(after="nonsense"), None).cards) == PAGE


def test_figures_keep_their_base():
    published = now() - timedelta(days=3)
    for number in range(5):
        asking = pitch(published_at=published)
        row = need(asking, filled=60 if number < 3 else 0)
        offered = published + timedelta(hours=10 * (number + 1))
        make.offer(asking, make.person(), need_id=row.id, offered_at=offered)
    need(pitch(published_at=now() - timedelta(days=400)))
    figures = board_figures()
    assert (figures.needs, figures.filled, figures.offered, figures.hours) == (5, 3, 5, 30)


def test_the_page_says_why_a_need_fits(helper, browser):
    need(pitch(region="on", language="fr"), title="Animer un atelier", skill="facilitation")
    assert "Fits:" not in browser.get("/en/expertise").text
    browser.sign_in(helper.id)
    page = browser.get("/en/expertise").text
    assert "Fits: you offer Facilitation · your region · your language" in page
