"""Openings across organisations: opened, answered by their owner, ended by themselves."""

from datetime import timedelta

import pytest

from crowdlearn.conversations import service as moderation
from crowdlearn.conversations.rules import FlagReason
from crowdlearn.expertise import queries, service
from crowdlearn.expertise.queries.openings import PAGE as OPENINGS_PAGE
from crowdlearn.expertise.rules import (
    AskedBefore,
    InterestAnswered,
    InterestSent,
    InterestState,
    NotOpen,
    Opened,
    OpeningKind,
    OpeningState,
    OrganisationMissing,
    OwnThing,
    ReasonMissing,
)
from crowdlearn.kernel.errors import NotAllowed, NotFound
from crowdlearn.kernel.states import MoveRefused
from crowdlearn.notices.queries import notices_of
from crowdlearn.people.rules import Role
from tests import make

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def owner():
    return make.person("Olga", of=make.organisation())


def opened(**fields):
    days = {"starts_on": make.days(60), "ends_on": make.days(90), "until": make.days(20)}
    words = {"title": "Three months in service design", "learned": "To test with people.", "how": "Write me."}
    return Opened(**({"kind": OpeningKind.ASSIGNMENT, "language": "en", "region": "on"} | words | days | fields))


def test_only_a_confirmed_organisation_opens_a_place(owner):
    with pytest.raises(OrganisationMissing):
        service.open_place(make.person().id, opened())
    opening = service.open_place(owner.id, opened())
    page = queries.opening_page(opening, None)
    assert (page.card.state, page.learned, page.interests) == (OpeningState.OPEN, "To test with people.", ())


def test_interest_is_sent_once_read_by_the_owner_alone_and_answered(owner):
    opening = service.open_place(owner.id, opened())
    noor, bao = make.person("Noor"), make.person("Bao")
    first, second = (service.show_interest(who.id, opening, "I would learn to listen.") for who in (noor, bao))
    with pytest.raises(AskedBefore):
        service.show_interest(noor.id, opening, "Again.")
    with pytest.raises(OwnThing):
        service.show_interest(owner.id, opening, "Me.")
    assert [row.name for row in queries.opening_page(opening, owner.id).interests] == ["Noor", "Bao"]
    assert [row.name for row in queries.opening_page(opening, bao.id).interests] == ["Bao"]
    with pytest.raises(NotAllowed):
        service.answer_interest(noor.id, first, "Yes!", accepts=True)
    with pytest.raises(NotFound):
        service.answer_interest(bao.id, first, "Yes!", accepts=True)
    with pytest.raises(ReasonMissing):
        service.answer_interest(owner.id, second, " ", accepts=False)
    service.answer_interest(owner.id, first, "Let us talk.", accepts=True)
    with pytest.raises(MoveRefused):
        service.answer_interest(owner.id, first, "No.", accepts=False)
    service.tell_of_interest(InterestSent(first, by=noor.id))
    service.tell_of_answer(InterestAnswered(first, by=owner.id))
    assert [line.kind for line in notices_of(owner.id).lines] == ["opening_interest"]
    assert notices_of(noor.id).lines[0].facts["answer"] == "Let us talk."


def test_it_ends_by_itself_and_who_waits_is_told(owner, clock):
    opening = service.open_place(owner.id, opened())
    waiting, gone = (service.show_interest(make.person().id, opening, "Me.") for _ in range(2))
    service.take_interest_back(_person(opening, gone), gone)
    assert service.end_openings() == 0
    clock.forward(timedelta(days=22))
    assert queries.openings(None, "", "", "")[0] == ()
    assert (service.end_openings(), service.end_openings()) == (1, 0)
    states = {row.id: row.state for row in queries.opening_page(opening, owner.id).interests}
    assert states == {waiting: InterestState.LAPSED}
    with pytest.raises(NotOpen):
        service.show_interest(make.person().id, opening, "Me too.")


def _person(opening, interest):
    owner = queries.opening_page(opening, None).owner_id
    return next(row.person_id for row in queries.opening_page(opening, owner).interests if row.id == interest)


def test_the_owner_closes_it(owner):
    opening = service.open_place(owner.id, opened())
    with pytest.raises(NotAllowed):
        service.close_opening(make.person().id, opening, taken=True)
    service.close_opening(owner.id, opening, taken=True)
    assert queries.opening_page(opening, None).card.state is OpeningState.FILLED
    with pytest.raises(MoveRefused):
        service.close_opening(owner.id, opening, taken=False)


def test_the_list_pages_on_by_the_last_day_to_answer(owner, assert_queries):
    rows = [make.opening(owner, until=make.days(10 + number % 3)) for number in range(OPENINGS_PAGE + 2)]
    with assert_queries(1):
        cards, after = queries.openings(OpeningKind.SHADOWING, "", "en", "")
    more, end = queries.openings(OpeningKind.SHADOWING, "", "en", after)
    shown = [card.id for card in (*cards, *more)]
    assert shown == [row.id for row in sorted(rows, key=lambda row: (row.until, row.id))]
    assert end is None


def test_each_of_the_two_can_report_the_words_of_the_other_and_what_a_steward_hid_is_gone(owner, browser):
    opening, noor, steward = service.open_place(owner.id, opened()), make.person("Noor"), make.person()
    make.role(steward, Role.STEWARD)
    interest = service.show_interest(noor.id, opening, "I would learn to sell you things.")
    service.answer_interest(owner.id, interest, "Go away.", accepts=False)
    for reader, kind in ((owner, "interest"), (noor, "interest_answer")):
        browser.sign_in(reader.id)
        page = browser.get(f"/en/expertise/openings/{opening}").response.text
        assert [word in page for word in ("/interest/", "/interest_answer/")] == [
            kind == "interest", kind == "interest_answer"
        ]  # fmt: skip
        with pytest.raises(NotFound):
            moderation.report(make.person().id, kind, interest, FlagReason.OTHER, "")
        moderation.report(reader.id, kind, interest, FlagReason.UNKIND, "")
        moderation.hide(steward.id, kind, interest, "Unkind.")
        after = browser.get(f"/en/expertise/openings/{opening}").text
        assert "A steward hid these words." in after
    assert ("sell you things" in after, "Go away" in after) == (False, False)
