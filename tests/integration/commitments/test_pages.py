"""The follow-up page and the page of one promise, as their readers see them."""

import csv
import io

import pytest
from sqlmodel import select

from crowdlearn.commitments import queries, service
from crowdlearn.commitments.models import Commitment
from crowdlearn.commitments.rules import CommitmentState
from crowdlearn.db.session import transaction
from crowdlearn.people.rules import PersonState, Role
from crowdlearn.pitches.rules import PitchState, ShareBackKind
from crowdlearn.pledges.rules import OfferState
from tests import make


@pytest.fixture
def world(database):
    """Two organisations: Amira's promises, kept, late and due; Léa's one, kept, in French."""
    here, there = make.organisation(name_en="Harbour", name_fr="Havre"), make.organisation()
    amira, lea = make.person("Amira Haddad", of=here), make.person("Léa Tremblay", of=there)
    one = make.pitch(amira, state=PitchState.FUNDED)
    other = make.pitch(lea, state=PitchState.FUNDED, language="fr", title="À l’écoute du guichet")
    make.commitment(one, due_in=30, title="Due one")
    make.commitment(one, due_in=-3, title="Late one", kind=ShareBackKind.WEBINAR)
    make.commitment(one, CommitmentState.CONFIRMED, due_in=-9, title="=1+1 kept")
    make.commitment(other, CommitmentState.DELIVERED, due_in=-5, title="Au comptoir", kind=ShareBackKind.STORY)
    return amira, lea


def titles(page):
    return ["".join(link.itertext()) for link in page.tree.findall(".//tbody//th/a/b")]


def test_strangers_read_what_was_delivered(world, browser):
    page = browser.get("/en/commitments")
    assert titles(page) == ["Au comptoir", "=1+1 kept"]
    assert "Mine" not in page.text
    offered = [option.get("value") for option in page.tree.findall(".//select[@name='standing']/option")]
    assert offered == ["", "delivered", "confirmed", "reviewed"]


def test_the_suspended_read_what_strangers_do(world, browser):
    _amira, lea = world
    with transaction() as session:
        session.get_one(type(lea), lea.id).state = PersonState.SUSPENDED
        ids = {row.title: row.id for row in session.exec(select(Commitment))}
    browser.sign_in(lea.id)
    assert titles(browser.get("/en/commitments")) == ["Au comptoir", "=1+1 kept"]
    assert browser.get(f"/en/commitments/{ids['Due one']}").status == 404
    assert browser.get(f"/en/commitments/{ids['=1+1 kept']}").status == 200


def test_what_is_written_in_the_other_language_says_so(world, browser):
    page = browser.get("/en/commitments").response.text
    assert '<b><span lang="fr">Au comptoir</span></b>' in page
    assert '<span lang="fr">À l’écoute du guichet</span>' in page
    french = browser.get("/fr/commitments").response.text
    assert "<b>Au comptoir</b>" in french
    assert '<b><span lang="en">=1+1 kept</span></b>' in french


def test_members_read_everyone_s_their_organisation_s_and_their_own(world, browser):
    amira, lea = world
    browser.sign_in(lea.id)
    assert titles(browser.get("/en/commitments")) == ["Due one", "Late one", "Au comptoir", "=1+1 kept"]
    assert titles(browser.get("/en/commitments?scope=mine")) == ["Au comptoir"]
    browser.sign_in(make.person(of=None).id)
    assert "My organisation’s" not in browser.get("/en/commitments?scope=organisation").text
    colleague = make.person()
    with transaction() as session:
        session.get_one(type(colleague), colleague.id).organisation_id = amira.organisation_id
    browser.sign_in(colleague.id)
    assert titles(browser.get("/en/commitments?scope=organisation")) == ["Due one", "Late one", "=1+1 kept"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("standing=late", ["Late one"]),
        ("standing=due", ["Due one"]),
        ("kind=story", ["Au comptoir"]),
        ("standing=confirmed&kind=blog", ["=1+1 kept"]),
        ("standing=broken", []),
        ("standing=nonsense&kind=nonsense", ["Due one", "Late one", "Au comptoir", "=1+1 kept"]),
        ("after=nonsense", ["Due one", "Late one", "Au comptoir", "=1+1 kept"]),
    ],
)
def test_filters(world, browser, asked, found):
    browser.sign_in(world[1].id)
    assert titles(browser.get(f"/en/commitments?{asked}")) == found


def test_filters_stay_when_the_tab_changes(world, browser):
    browser.sign_in(world[1].id)
    page = browser.get("/en/commitments?standing=late&kind=webinar")
    (mine,) = [link.get("href") for link in page.tree.iter("a") if link.text == "Mine"]
    assert {"scope=mine", "standing=late", "kind=webinar"} <= set(mine.partition("?")[2].split("&"))


def test_the_csv_opens_as_it_should(world, browser):
    browser.sign_in(world[0].id)
    answer = browser.get("/fr/commitments.csv?scope=mine").response
    assert answer.mimetype == "text/csv"
    text = answer.data.decode("utf-8")
    assert text.startswith("\ufeff")
    header, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    assert len(header) == 10
    assert [row[1] for row in rows] == ["Due one", "Late one", "'=1+1 kept"]
    assert rows[0][5] == make.days(30).isoformat()
    assert rows[0][4] == "Havre"
    stranger = browser.app.test_client().get("/en/commitments.csv").data.decode("utf-8")
    assert "Late one" not in stranger


@pytest.mark.parametrize("lines", [1, 25])
def test_the_follow_up_page_asks_two_questions(database, lines, assert_queries):
    pitch = make.pitch(make.person(), state=PitchState.FUNDED)
    for number in range(lines):
        make.commitment(pitch, due_in=number)
    wanted = queries.Wanted(member=True)
    with assert_queries(1):
        queries.follow_up(wanted)
    with assert_queries(1):
        queries.counts(wanted)


def test_a_promise_asks_three_questions(database, assert_queries):
    commitment = make.commitment(make.pitch(make.person(), state=PitchState.FUNDED))
    with assert_queries(3):
        queries.commitment_page(commitment.id, None, member=True)


@pytest.fixture
def promise(database):
    pitch = make.pitch(make.person("Amira"), state=PitchState.FUNDED)
    backer = make.person("Bao")
    make.offer(pitch, backer, state=OfferState.CONFIRMED)
    return pitch, backer


def test_the_pitcher_moves_it_once(promise, browser):
    pitch, _ = promise
    commitment = make.commitment(pitch)
    browser.sign_in(pitch.owner_id)
    page = browser.get(f"/en/commitments/{commitment.id}/move")
    refused = page.submit(due_on=make.days(20).isoformat(), reason="Soon.")
    assert refused.title.startswith("Error:")
    assert "Choose a date after" in refused.text
    form = refused.form()
    for _ in range(2):
        after = form.submit(due_on=make.days(60).isoformat())
    assert "moved from" in after.text
    assert "Move it, once" not in after.text


def test_it_is_replaced_when_the_backers_agree(promise, browser):
    pitch, backer = promise
    commitment = make.commitment(pitch)
    browser.sign_in(pitch.owner_id)
    page = browser.get(f"/en/commitments/{commitment.id}/replace")
    page.submit(kind="podcast", title="Read aloud", due_on=make.days(60).isoformat(), reason="Readers asked.")
    browser.sign_in(backer.id)
    page = browser.get(f"/en/commitments/{commitment.id}").form(action="/vote").submit(agrees="yes")
    assert "Read aloud" in page.title
    assert "Replaced" in page.text


def test_a_dispute_is_decided_by_a_steward_without_a_stake(promise, browser):
    pitch, backer = promise
    steward = make.person("Sara")
    make.role(steward, Role.STEWARD)
    make.role(backer, Role.STEWARD)
    commitment = make.commitment(pitch, CommitmentState.DELIVERED)
    browser.sign_in(backer.id)
    page = browser.get(f"/en/commitments/{commitment.id}/dispute").submit(reason="Half of it is missing.")
    assert "A steward without a stake decides." in page.text
    assert "Decide the dispute" not in page.text
    browser.sign_in(steward.id)
    page = browser.get(f"/en/commitments/{commitment.id}/resolve")
    assert "Half of it is missing." in page.text
    page = page.submit(to="open", reason="The second half is owed.")
    assert "Decided by a steward" in page.text
    assert "Due on" in page.text


def test_the_journal_links_to_what_was_given(promise, browser):
    pitch, _ = promise
    commitment, post = make.commitment(pitch), make.shareback(make.person())
    with transaction() as session:
        service.deliver(session, commitment.id, pitch.owner_id, shareback=str(post.id))
    assert f"/en/sharebacks/{post.id}" in browser.get(f"/en/commitments/{commitment.id}").response.text
