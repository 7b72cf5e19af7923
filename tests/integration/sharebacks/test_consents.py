"""Consent per item: asked, answered here or by the link of a letter, withdrawn with effect at once, never assumed."""

import pytest
from sqlmodel import col, select

from crowdlearn.audit.models import AuditRow
from crowdlearn.db.session import reading
from crowdlearn.jobs import deliver_events
from crowdlearn.kernel.errors import NotAllowed, NotFound
from crowdlearn.kernel.post_office import post_office
from crowdlearn.languages.rules import MadeBy
from crowdlearn.notices.models import Notice
from crowdlearn.people.rules import PersonVerified
from crowdlearn.pitches.rules import ShareBackKind
from crowdlearn.search.queries import matching
from crowdlearn.sharebacks import queries, service
from crowdlearn.sharebacks.models import Appearance, ShareBackVersion
from crowdlearn.sharebacks.rules import (
    MOST_ASKED_A_DAY,
    AskedBefore,
    Asking,
    Content,
    Form,
    Item,
    NamedAbove,
    NothingAsked,
    SharebackState,
    StillThere,
    TooManyAskedToday,
    Version,
    YouAppear,
)
from crowdlearn.sharing.queries.podcast import episodes
from tests import make
from tests.support.web import Browser

pytestmark = pytest.mark.usefixtures("database")
NAME = "Marie Tremblay"
WORDS = f"They stop at the first sigh. {NAME} read ten letters aloud. " + "Then we wrote them anew. " * 10
ALL = frozenset({Item.NAME, Item.QUOTATION})


@pytest.fixture
def author():
    return make.person("Amira Haddad")


@pytest.fixture
def marie():
    return make.person(NAME)


@pytest.fixture
def post(author):
    row = make.shareback(author, title="What readers told us")
    service.edit(author.id, row.id, Content("What readers told us", "en", body=WORDS))
    return row


def ask(author, post, email, items=ALL, **more):
    service.ask_to_appear(author.id, post.id, Asking(NAME, email, items, "I sighed twice.", **more))


def asked(shareback, item):
    with reading() as session:
        found = select(Appearance).where(Appearance.shareback_id == shareback.id, Appearance.item == item)
        return session.exec(found.order_by(col(Appearance.id).desc())).first()


def read(browser, shareback, language="en"):
    """Return what a visitor reads."""
    return Browser(browser.app).get(f"/{language}/sharebacks/{shareback.id}").response.text


def test_nothing_is_shown_before_it_is_agreed_to_and_each_thing_by_itself(browser, author, marie, post):
    assert NAME in read(browser, post)
    ask(author, post, marie.email)
    page = read(browser, post)
    assert (NAME in page, "A participant read ten letters" in page, "I sighed twice." in page) == (False, True, False)
    browser.sign_in(marie.id)
    mine = browser.get("/en/me/appearances")
    assert f"{NAME} read ten letters aloud." in mine.text
    words = asked(post, Item.QUOTATION)
    assert "It may be shown." in mine.form(action=f"/me/appearances/{words.id}").submit().text
    page = read(browser, post)
    assert (NAME in page, "I sighed twice." in page, "A participant" in page) == (False, True, True)
    service.answer_consent(marie.id, asked(post, Item.NAME).id, agrees=True)
    assert read(browser, post).count(NAME) >= 2  # in the text, and below her words


def test_what_is_withdrawn_is_gone_at_once_from_page_versions_translation_and_search(browser, author, marie, post):
    ask(author, post, marie.email)
    for item in ALL:
        service.answer_consent(marie.id, asked(post, item).id, agrees=True)
    service.write_other_language(author.id, post.id, Version("Titre", MadeBy.AUTHOR, body=f"L’idée de {NAME}."))
    service.edit(author.id, post.id, Content("What readers told us", "en", body=f"{WORDS} Again."))
    assert NAME in read(browser, post, "fr")
    assert matching("Tremblay", ["shareback"])
    for item in ALL:
        service.answer_consent(marie.id, asked(post, item).id, agrees=False)
    assert NAME not in read(browser, post)
    assert "L’idée d’une personne participante." in read(browser, post, "fr")
    assert "I sighed twice." not in read(browser, post)
    assert NAME not in browser.get(f"/en/sharebacks/{post.id}/versions").text
    assert matching("Tremblay", ["shareback"]) == []
    service.edit(author.id, post.id, Content("What readers told us", "en", body=f"{NAME} once more. {WORDS}"))
    assert NAME not in read(browser, post)
    with reading() as session:
        kept = session.exec(select(ShareBackVersion).where(ShareBackVersion.shareback_id == post.id)).all()
        assert kept
        assert not [version for version in kept if NAME in version.body_html]


def test_the_author_is_told_and_every_step_leaves_a_trace(app, author, marie, post):
    ask(author, post, marie.email, frozenset({Item.QUOTATION}))
    row = asked(post, Item.QUOTATION)
    for agrees in (True, False, False):
        service.answer_consent(marie.id, row.id, agrees=agrees)
    with app.app_context():
        deliver_events()
    with reading() as session:
        told = session.exec(select(Notice.kind).where(Notice.person_id == author.id).order_by(col(Notice.id))).all()
        mine = session.exec(select(Notice.kind).where(Notice.person_id == marie.id)).all()
        traced = session.exec(select(AuditRow.action).where(col(AuditRow.action).startswith("consent."))).all()
    assert (told, mine) == (["consent_given", "consent_withdrawn"], ["consent_asked"])
    assert sorted(traced) == ["consent.answer", "consent.answer", "consent.ask"]


def test_somebody_without_an_account_answers_and_withdraws_by_the_link_of_their_letter(app, browser, author, post):
    letters = []
    with app.app_context(), post_office.read_by(lambda letter, _carry: letters.append(letter)):
        ask(author, post, "Marie@Elsewhere.example")
        deliver_events()
    (letter,) = letters
    assert (letter.kind, letter.email, letter.facts["number"]) == ("consent_asked", "marie@elsewhere.example", 2)
    page = browser.get(f"/en{letter.path}")
    assert page.response.headers["Referrer-Policy"] == "no-referrer"
    row = asked(post, Item.NAME)
    assert "It may be shown." in page.form(action=f"/{row.id}").submit().text
    assert NAME in read(browser, post)
    assert "not shown any more" in browser.get(f"/en{letter.path}").form(action=f"/{row.id}").submit().text
    assert NAME not in read(browser, post)
    assert browser.get("/en/appearing/nonsense").response.status_code == 404
    other = make.appearance(post, make.person())
    with pytest.raises(NotFound):
        service.answer_by_letter(letter.path.rpartition("/")[2], other.id, agrees=True)
    _joins_later(app, browser, letter.path, row)


def _joins_later(app, browser, path, row):
    marie = make.person(NAME, email="marie@elsewhere.example")
    service.meet_appearances(PersonVerified(person_id=marie.id, organisation_known=True))
    browser.sign_in(marie.id)
    assert browser.get(f"/en{path}").response.request.path == "/en/me/appearances"
    service.answer_consent(marie.id, row.id, agrees=True)


def test_nobody_learns_who_has_an_account(browser, author, marie, post):
    browser.sign_in(author.id)
    for email in (marie.email, "stranger@elsewhere.example"):
        done = browser.get(f"/en/sharebacks/{post.id}/people").form(-1).submit(name=NAME, email=email, items=["name"])
        assert "Asked. Until they agree, nobody is shown it." in done.text
        assert email not in done.text


def test_a_picture_and_a_recording_are_withheld_with_their_files(browser, author, marie):
    post = make.shareback(author, form=Form.RECORDING, kind=ShareBackKind.PODCAST, transcript="Fog.")
    picture, sound = make.picture(post, alt="Five people at a table"), make.sound(post)
    assert [one.id for one in episodes("en")] == [post.id]
    service.ask_to_appear(
        author.id, post.id, Asking(NAME, marie.email, frozenset({Item.RECORDING}), pictures=(picture.id,))
    )
    page = read(browser, post)
    assert ("Five people" in page, "<audio" in page, "Fog." in page) == (False, False, False)
    assert "The recording is not shown" in page
    assert episodes("en") == []
    assert [browser.get(f"/files/{one.file_id}").response.status_code for one in (picture, sound)] == [404, 404]
    browser.sign_in(marie.id)
    for item, begins in ((Item.PICTURE, b"\x89PNG"), (Item.RECORDING, b"ID3")):
        seen = browser.get(f"/en/me/appearances/{asked(post, item).id}/file").response
        assert seen.data.startswith(begins)
        service.answer_consent(marie.id, asked(post, item).id, agrees=True)
    page = read(browser, post)
    assert ("Five people" in page, "<audio" in page, "Fog." in page) == (True, True, True)
    assert [one.id for one in episodes("en")] == [post.id]
    service.answer_consent(marie.id, asked(post, Item.PICTURE).id, agrees=False)
    assert browser.get(f"/files/{picture.file_id}").response.status_code == 404
    service.take_away(author.id, post.id, picture.id)
    assert asked(post, Item.PICTURE) is None


def test_what_nobody_agreed_to_leaves_the_list_only_once_it_left_the_share_back(author, marie, post):
    ask(author, post, marie.email)
    name, words = asked(post, Item.NAME), asked(post, Item.QUOTATION)
    with pytest.raises(StillThere):
        service.take_out(author.id, post.id, name.id)
    service.take_out(author.id, post.id, words.id)  # the words stood nowhere else
    service.edit(author.id, post.id, Content("What readers told us", "en", body=WORDS.replace(NAME, "Somebody")))
    service.take_out(author.id, post.id, name.id)
    assert queries.people_in(post.id) == []
    with pytest.raises(NotFound):
        service.take_out(author.id, post.id, name.id)


def test_what_can_be_asked_is_checked(author, marie, post):
    with pytest.raises(YouAppear):
        ask(author, post, author.email)
    with pytest.raises(NothingAsked):
        ask(author, post, marie.email, frozenset({Item.LIST}))
    with pytest.raises(NotAllowed):
        ask(marie, post, author.email)
    ask(author, post, marie.email, frozenset({Item.NAME}))
    with pytest.raises(AskedBefore):
        ask(author, post, marie.email, frozenset({Item.NAME}))
    with pytest.raises(NamedAbove):
        service.edit(author.id, post.id, Content(f"Letters, with {NAME}", "en", body=WORDS))
    with pytest.raises(NotFound):
        service.answer_consent(author.id, asked(post, Item.NAME).id, agrees=True)


def test_letters_to_strangers_are_bounded_by_day(author, post, clock):
    for number in range(MOST_ASKED_A_DAY):
        make.appearance(post, make.person(), name=f"Reader {number}")
    clock.forward(hours=1)
    with pytest.raises(TooManyAskedToday):
        ask(author, make.shareback(author), "one@elsewhere.example")
    clock.forward(hours=24)
    ask(author, make.shareback(author), "one@elsewhere.example")


def test_the_host_asks_for_the_list_of_those_who_came(browser, author, marie):
    event = make.event(author, in_hours=-1)
    make.seat(event, marie)
    service.hold_event(author.id, event.id, [marie.id], 1)
    service.ask_to_appear(author.id, event.id, Asking("Guy Lafleur", "guy@elsewhere.example", frozenset({Item.LIST})))
    service.ask_to_appear(author.id, event.id, Asking(NAME, marie.email, frozenset({Item.LIST})))
    browser.sign_in(make.person().id)
    address = f"/en/sharebacks/{event.id}"
    page = browser.get(address).text
    assert (NAME in page, "Guy Lafleur" in page) == (False, False)
    service.answer_consent(marie.id, asked(event, Item.LIST).id, agrees=True)
    assert f"one shows their name: {NAME}" in browser.get(address).text
    service.change_seat(marie.id, event.id, "", name_shown=False)  # the same consent, taken back where it was asked for
    assert NAME not in browser.get(address).text


def test_a_draft_that_is_thrown_away_leaves_no_question(author, marie):
    draft = make.shareback(author, SharebackState.DRAFT, body=WORDS)
    ask(author, draft, marie.email)
    service.discard(author.id, draft.id)
    assert queries.appearances_of(marie.id) == []
