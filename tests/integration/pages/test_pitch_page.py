"""The page of a pitch: who sees what of it, in how many queries, and that nothing typed becomes markup."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from crowdlearn.approvals.models import ApprovalRequest, Clearance
from crowdlearn.approvals.rules import Authority, ClearanceState, RequestState
from crowdlearn.conversations import service as conversations
from crowdlearn.db.session import Database, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.errors import NotFound
from crowdlearn.pages.queries.pitch import Looker, pitch_page
from crowdlearn.pages.rules import named_supporters
from crowdlearn.people.models import Person
from crowdlearn.people.rules import Role
from crowdlearn.pitches.models import OrganisationMoney, Pitch, PitchUpdate, Resource
from crowdlearn.pitches.rules import OrganisationMoneyKind, OrganisationMoneyState, PitchState, ShareBackKind
from crowdlearn.pledges.rules import OfferState, PledgeState
from tests import make
from tests.support.clocks import Hands
from tests.support.web import Browser

Queries = Callable[[int], AbstractContextManager[list[str]]]


def talked_about(pitch: Pitch) -> Pitch:
    """Open the pitch's conversation, as publishing does."""
    with transaction() as session:
        conversations.keep_thread(
            session,
            "pitch",
            pitch.id,
            owner_id=pitch.owner_id,
            title=pitch.title,
            path=f"/pitches/{pitch.id}",
            language=pitch.language,
        )
    return pitch


def full(owner: Person, rows: int) -> Pitch:
    """Return a pitch with so many of everything."""
    pitch = talked_about(make.money_pitch(owner, cost=3_000_000))
    for n in range(rows):
        make.need(pitch, position=n)
        make.planned(pitch, position=n)
        make.kept(Resource(pitch_id=pitch.id, position=n, title="Handbook", link="https://example.org"))
        make.kept(PitchUpdate(pitch_id=pitch.id, author_id=owner.id, text="x", html="<p>x</p>"))
        peer = make.person(of=make.organisation())
        make.pledge(pitch, peer, 5000)
        make.offer(pitch, peer, 60, OfferState.ACCEPTED)
        conversations.ask(peer.id, "pitch", pitch.id, "May I join?", "en")
        conversations.encourage(peer.id, "pitch", pitch.id, "Go!", "en")
    return pitch


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize("signed_in", [False, True])
def test_six_queries_whatever_the_number(browser: Browser, rows: int, signed_in: bool, assert_queries: Queries) -> None:
    pitch = full(make.person(of=make.organisation()), rows)
    if signed_in:
        browser.sign_in(make.person(of=make.organisation()).id)
    looking_up = 2 if signed_in else 0  # who is looking, and what they have not read yet
    with assert_queries(6 + looking_up):
        page = browser.get(f"/en/pitches/{pitch.id}")
    assert page.status == 200
    assert page.text.count("May I join?") == rows


@pytest.mark.parametrize("number", [1, 24])
def test_discover_needs_two_queries(browser: Browser, number: int, assert_queries: Queries) -> None:
    owner = make.person(of=make.organisation())
    for _ in range(number):
        make.need(make.money_pitch(owner))
    browser.get("/en/pitches")  # the figures of the last minutes are kept
    make.money_pitch(owner)
    with assert_queries(2):
        assert browser.get("/en/pitches?sort=newest").status == 200


def test_a_card_is_drawn_anew_when_what_it_shows_changes(browser: Browser) -> None:
    pitch = make.money_pitch(make.person("Amira", of=make.organisation()))
    assert "promised of $700" in browser.get("/en/pitches").text
    with transaction() as session:
        session.get(Pitch, pitch.id).promised_cents = 35000
    assert "$350 promised of $700" in browser.get("/en/pitches").text.replace("$350promised", "$350 promised")
    assert "350 $" in browser.get("/fr/pitches").text.replace("\u00a0", " ")


def test_an_unchanged_page_is_not_sent_again(browser: Browser) -> None:
    pitch = talked_about(make.money_pitch(make.person(of=make.organisation())))
    for address in ("/en/pitches", f"/en/pitches/{pitch.id}"):
        first = browser.get(address)
        etag = first.response.headers["ETag"]
        assert "Set-Cookie" not in first.response.headers
        assert browser.get(address, headers={"If-None-Match": etag}).status == 304
        assert browser.get(address.replace("/en/", "/fr/"), headers={"If-None-Match": etag}).status == 200
    conversations.ask(make.person().id, "pitch", pitch.id, "When?", "en")
    assert browser.get(f"/en/pitches/{pitch.id}", headers={"If-None-Match": etag}).status == 200


@pytest.mark.parametrize("state", list(PitchState))
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_state_has_its_page(browser: Browser, state: PitchState, language: str) -> None:
    owner = make.person("Amira", of=make.organisation())
    pitch = make.money_pitch(
        owner, state=state, locked_at=now(), closed_at=now(), top_up_until=now() + timedelta(days=7)
    )
    make.need(pitch)
    make.planned(pitch)
    talked_about(pitch)
    address = f"/{language}/pitches/{pitch.id}"
    assert browser.get(address).status == (404 if state is PitchState.DRAFT else 200)
    browser.sign_in(owner.id)
    page = browser.get(address)
    assert page.status == 200
    assert ("This is your pitch" if language == "en" else "votre projet") in page.text
    ended = "every promise has ended" if language == "en" else "toutes les promesses ont pris fin"
    assert (ended in page.text) is state.fell_through


@pytest.mark.parametrize("clearance", ["waiting", "changes_asked", "declined", "cleared"])
def test_clearance_is_said_in_words(browser: Browser, clearance: str) -> None:
    pitch = make.money_pitch(make.person(of=make.organisation()), clearance=clearance)
    words = {
        "waiting": "Waiting for clearance",
        "changes_asked": "Changes asked for",
        "declined": "No money asked any more",
        "cleared": "Cleared by the manager",
    }
    assert words[clearance] in browser.get(f"/en/pitches/{pitch.id}").text


def test_what_stands_beside_the_halves_is_said_in_words(browser: Browser) -> None:
    pitch = make.money_pitch(make.person("Amira", of=make.organisation()), also_puts_in="two days of leave")
    for number, state in enumerate(OrganisationMoneyState):
        make.kept(
            OrganisationMoney(
                pitch_id=pitch.id,
                position=number,
                kind=OrganisationMoneyKind.GRANT,
                label=f"Fund {number}",
                amount_cents=100000,
                state=state,
            )
        )
    make.offer(pitch, make.person(), 90, OfferState.ACCEPTED)
    make.offer(pitch, make.person(), 60, OfferState.CONFIRMED)
    text = browser.get(f"/en/pitches/{pitch.id}").text.replace("\u00a0", " ")
    assert "$1,000 from Fund 1" in text
    assert "$1,000 asked of Fund 0, decision pending" in text
    assert "Fund 2" not in text
    assert "1.5 hours of help promised" in text
    assert "1 hour of help given" in text
    assert "two days of leave" in text


def test_what_comes_back_is_in_the_order_of_its_days(browser: Browser) -> None:
    pitch = make.pitch(make.person(of=make.organisation()))
    make.planned(pitch, ShareBackKind.WEBINAR, 90, title="The webinar", position=0)
    make.planned(pitch, ShareBackKind.BLOG, 30, title="The post", position=1)
    text = browser.get(f"/en/pitches/{pitch.id}").text
    assert text.index("The post") < text.index("The webinar")


def test_with_few_backers_nothing_tells_who_gave_money() -> None:
    people = [UUID(int=n) for n in range(8)]
    money = [(person, True, True) for person in people[:4]]
    help_ = [(people[4], True, False), (people[5], False, False), (people[0], True, False)]
    assert named_supporters([*money, *help_]) == {people[4], people[0]}
    fifth = [(people[6], True, True)]
    assert named_supporters([*money, *fifth, *help_]) == {*people[:5], people[6]}
    assert named_supporters([*money, *fifth, (people[1], False, False)]) == {people[0], people[2], people[3], people[6]}


def test_no_amount_of_a_pledge_and_no_shy_name_is_on_the_page(browser: Browser) -> None:
    pitch = make.money_pitch(make.person(of=make.organisation()), cost=1_000_000)
    for n in range(6):
        make.pledge(pitch, make.person(f"Backer Number{n}"), 12345)
    make.pledge(pitch, make.person("Shy Backer"), 4321, name_shown=False)
    make.pledge(pitch, make.person("Gone Backer"), 4321, PledgeState.WITHDRAWN)
    text = browser.get(f"/en/pitches/{pitch.id}").text
    assert "Backer Number3" in text
    assert "Shy Backer" not in text
    assert "Gone Backer" not in text
    assert "123.45" not in text
    assert "and 1 person who is not named here" in text


def test_a_hidden_pitch_is_seen_by_those_who_deal_with_it(browser: Browser) -> None:
    owner, manager, steward, peer = (make.person() for _ in range(4))
    make.manages(manager, owner)
    make.role(steward, Role.STEWARD)
    pitch = talked_about(make.pitch(owner))
    conversations.hide(steward.id, "pitch", pitch.id, "Copied.")
    assert browser.get(f"/en/pitches/{pitch.id}").status == 404
    browser.sign_in(peer.id)
    assert browser.get(f"/en/pitches/{pitch.id}").status == 404
    for who in (owner, manager, steward):
        browser.sign_in(who.id)
        assert "A steward has hidden this page" in browser.get(f"/en/pitches/{pitch.id}").text


def test_who_agreed_to_what_stands_on_the_page(browser: Browser) -> None:
    home = make.organisation()
    owner, manager = make.person("Amira", of=home), make.person("Max", of=home)
    make.manages(manager, owner)
    pitch = make.money_pitch(owner)
    clearance = make.kept(Clearance(pitch_id=pitch.id, terms_version=1, state=ClearanceState.CLEARED, line_needed=1))
    make.kept(
        ApprovalRequest(
            clearance_id=clearance.id,
            pitch_id=pitch.id,
            position=1,
            authority=Authority.LINE,
            level=1,
            state=RequestState.CLEARED,
            asked_id=manager.id,
            decided_by=manager.id,
            decided_at=now(),
            conditions="Back by the 5th",
        )
    )
    text = browser.get(f"/en/pitches/{pitch.id}").text
    assert "carries an own share of $700" in text
    assert "cleared it, on a condition: Back by the 5th" in text
    assert "Learning policy, section 4" in text


@pytest.mark.parametrize("zone", ["America/Vancouver", "Pacific/Auckland"])
def test_moments_are_told_in_the_pitch_s_own_zone(browser: Browser, clock: Hands, zone: str) -> None:
    clock.stand(datetime(2026, 11, 23, 12, tzinfo=UTC))
    owner = make.person()
    pitch = make.pitch(owner, time_zone=zone)
    make.kept(PitchUpdate(pitch_id=pitch.id, author_id=owner.id, text="x", html="<p>x</p>"))
    text = browser.get(f"/en/pitches/{pitch.id}").text.replace("\u00a0", " ")
    assert ("23 November 2026, 4:00" if zone == "America/Vancouver" else "24 November 2026, 1:00") in text


def test_there_is_no_page_of_nothing(database: Database) -> None:
    with pytest.raises(NotFound):
        pitch_page(UUID(int=1), Looker())
