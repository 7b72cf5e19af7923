"""Changing an open pitch, as its pitcher sees it."""

from typing import Any
from uuid import UUID

import pytest

from crowdlearn.db.session import Database, reading
from crowdlearn.people.models import Person
from crowdlearn.pitches import service
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PitchState, Plan
from crowdlearn.pledges.models import MoneyPledge
from crowdlearn.pledges.rules import PledgeState
from tests import make
from tests.support.plans import ready
from tests.support.web import Browser


@pytest.fixture
def pitcher(database: Database) -> Person:
    return make.person("Amira Haddad", of=make.organisation(), time_zone="UTC")


@pytest.fixture
def mine(browser: Browser, pitcher: Person) -> Browser:
    browser.sign_in(pitcher.id)
    return browser


@pytest.fixture
def pitch_id(pitcher: Person) -> UUID:
    plan = ready(own_share_cents=60_000)
    said: dict[str, Any] = {name: getattr(plan, name) for name in Plan.__dataclass_fields__}
    made = service.start_draft(pitcher.id, said)
    service.publish(pitcher.id, made)
    return made


def stored(pitch_id: UUID) -> Pitch:
    with reading() as session:
        return session.get_one(Pitch, pitch_id)


def backed(pitch_id: UUID, cents: int) -> MoneyPledge:
    return make.pledge(stored(pitch_id), make.person(of=make.organisation()), cents)


def state_of(pledge: MoneyPledge) -> tuple[PledgeState, int]:
    with reading() as session:
        row = session.get_one(MoneyPledge, pledge.id)
        return row.state, row.accepted_cents


def test_the_guided_form_leads_to_the_change_of_an_open_pitch(mine: Browser, pitch_id: UUID) -> None:
    page = mine.get(f"/en/pitches/{pitch_id}/edit/story")
    assert page.url.endswith(f"/pitches/{pitch_id}/change/story")


def test_a_small_change_is_saved_at_once(mine: Browser, pitch_id: UUID) -> None:
    pledge = backed(pitch_id, 20_000)
    page = mine.get(f"/en/pitches/{pitch_id}/change/story").submit(story="Every week we mail letters.")
    assert "Nobody has to be asked again." in page.text
    assert stored(pitch_id).terms_version == 1
    assert state_of(pledge) == (PledgeState.PLEDGED, 20_000)


def test_a_material_change_says_what_it_means_before_it_is_made(mine: Browser, pitch_id: UUID) -> None:
    pledge = backed(pitch_id, 20_000)
    page = mine.get(f"/en/pitches/{pitch_id}/change/what").submit(provider="Someone else", topics=["data"])
    assert page.title.startswith("Error:")
    assert "Provider or organiser" in page.text
    assert stored(pitch_id).provider != "Someone else"
    page = page.submit(understood="y")
    assert "Backers have 72 hours to say yes again" in page.text
    assert (stored(pitch_id).provider, stored(pitch_id).terms_version) == ("Someone else", 2)
    assert state_of(pledge)[0] is PledgeState.RECONFIRM


def test_row_49_cheaper_trims_promises_without_asking(mine: Browser, pitch_id: UUID) -> None:
    pledge = backed(pitch_id, 40_000)
    mine.get(f"/en/pitches/{pitch_id}/change/money").submit(costs__0__amount="500")
    assert (stored(pitch_id).own_share_cents, stored(pitch_id).peer_goal_cents) == (30_000, 20_000)
    assert state_of(pledge) == (PledgeState.PLEDGED, 20_000)


def test_row_48_dearer_is_the_pitchers(mine: Browser, pitch_id: UUID) -> None:
    mine.get(f"/en/pitches/{pitch_id}/change/money").submit(costs__0__amount="1,050")
    assert (stored(pitch_id).own_share_cents, stored(pitch_id).peer_goal_cents) == (65_000, 40_000)


def test_row_68_is_said_beside_the_own_share(mine: Browser, pitch_id: UUID) -> None:
    backed(pitch_id, 35_000)
    page = mine.get(f"/en/pitches/{pitch_id}/change/money").submit(own_share="700")
    assert "Peers have already promised $350. Your own share can be $650 at most." in page.text
    assert stored(pitch_id).own_share_cents == 60_000


def test_what_publication_asked_for_is_not_taken_away(mine: Browser, pitch_id: UUID) -> None:
    page = mine.get(f"/en/pitches/{pitch_id}/change/benefits").submit(benefit_peers="", understood="y")
    assert "Say what your peers will get out of it." in page.text
    assert stored(pitch_id).benefit_peers


def test_a_need_that_is_taken_back_is_gone_and_not_filled(mine: Browser, pitch_id: UUID) -> None:
    mine.get(f"/en/pitches/{pitch_id}/change/needs").submit(needs__0__title="Proofreading", needs__0__hours="2")
    assert "Proofreading" in mine.get(f"/en/pitches/{pitch_id}").text
    mine.get(f"/en/pitches/{pitch_id}/change/needs").submit(needs__0__title="", needs__0__hours="")
    assert "Proofreading" not in mine.get(f"/en/pitches/{pitch_id}").text


def test_a_settled_pitch_shows_no_form(mine: Browser, pitcher: Person) -> None:
    settled = make.pitch(pitcher, state=PitchState.FUNDED)
    answer = mine.get(f"/en/pitches/{settled.id}/change/what", follow=False)
    assert answer.status == 303
    assert mine.send(f"/en/pitches/{settled.id}/edit/what", title="Other").status == 409
