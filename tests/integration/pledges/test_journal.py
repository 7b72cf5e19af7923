"""The hours journal: by category, for a person, a pitch and an organisation, on the page and as a spreadsheet."""

import pytest

from crowdlearn.kernel.errors import NotFound
from crowdlearn.pitches.rules import PitchState
from crowdlearn.pledges.queries.journal import PAGE, Whose, journal
from crowdlearn.pledges.rules import OfferState
from tests import make

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def home():
    return make.organisation(name_en="Coastal Services", name_fr="Services côtiers")


@pytest.fixture
def noor(home):
    return make.person("Noor Holm", of=home)


@pytest.fixture
def amira():
    return make.person("Amira", of=make.organisation())


@pytest.fixture
def pitch(amira):
    return make.pitch(amira, title="Letters", organisation_id=amira.organisation_id)


def given(pitch, helper, minutes, skill="facilitation", state=OfferState.CONFIRMED, **fields):
    need = make.need(pitch, skill=skill)
    return make.offer(pitch, helper, minutes, state, need_id=need.id, confirmed_minutes=minutes, **fields)


def sums(whose, object_id, viewer):
    page = journal(whose, object_id, viewer.id)
    return {row.skill: (row.given, row.taken, row.times) for row in page.categories}


def test_what_was_given_and_taken_by_category(pitch, noor, amira):
    given(pitch, noor, 120)
    given(pitch, noor, 60)
    given(pitch, noor, 30, "sql", OfferState.ACCEPTED)
    given(make.pitch(noor), amira, 45, "sql")
    make.offer(pitch, noor, 90)  # nobody said that it was given
    assert sums(Whose.PERSON, noor.id, noor) == {"facilitation": (180, 0, 2), "sql": (30, 45, 2)}
    assert sums(Whose.PITCH, pitch.id, amira) == {"facilitation": (0, 180, 2), "sql": (0, 30, 1)}
    assert sums(Whose.ORGANISATION, noor.organisation_id, amira)["facilitation"] == (180, 0, 2)
    page = journal(Whose.PERSON, noor.id, noor.id)
    assert [(line.minutes, line.agreed, line.given) for line in page.lines] == [
        (45, True, False),
        (30, False, True),
        (60, True, True),
        (120, True, True),
    ]


def test_who_hides_their_name_is_named_to_the_pitcher_alone(pitch, noor, amira):
    given(pitch, noor, 60, name_shown=False)
    stranger = make.person()
    assert [line.helper for line in journal(Whose.PITCH, pitch.id, amira.id).lines] == ["Noor Holm"]
    assert [line.helper for line in journal(Whose.PITCH, pitch.id, stranger.id).lines] == [""]
    assert journal(Whose.ORGANISATION, noor.organisation_id, stranger.id).lines == ()


def test_it_pages_on_in_few_queries(pitch, noor, assert_queries):
    need = make.need(pitch, skill="sql")
    fields = {"need_id": need.id, "confirmed_minutes": 15}
    rows = [make.offer(pitch, noor, 15, OfferState.CONFIRMED, **fields) for _ in range(PAGE + 1)]
    with assert_queries(2):
        first = journal(Whose.PERSON, noor.id, noor.id)
    second = journal(Whose.PERSON, noor.id, noor.id, first.after)
    assert [line.offer_id for line in (*first.lines, *second.lines)] == [row.id for row in reversed(rows)]
    assert (second.after, first.given) == (None, 15 * (PAGE + 1))


def test_a_draft_has_no_journal(amira):
    draft = make.pitch(amira, state=PitchState.DRAFT)
    with pytest.raises(NotFound):
        journal(Whose.PITCH, draft.id, amira.id)


def test_pages_and_spreadsheets(pitch, noor, amira, browser):
    given(pitch, noor, 90)
    browser.sign_in(noor.id)
    mine = browser.get("/en/me/hours").text
    assert "Facilitation" in mine
    assert "both agree" in mine
    lines = browser.client.get("/fr/me/hours.csv").text.splitlines()
    assert lines[1].split(",")[1:] == ["Animation de groupe", "Letters", "Noor Holm", "Amira", "oui", "90", "oui"]
    assert "Noor Holm" in browser.get(f"/en/pitches/{pitch.id}/hours").text
    company = browser.get(f"/en/organisations/{noor.organisation_id}/hours")
    assert "Coastal Services" in company.text
    assert "Letters" not in company.text
    where_people_look = {
        f"/pitches/{pitch.id}/hours": (f"/pitches/{pitch.id}", f"/pitches/{pitch.id}/impact"),
        f"/organisations/{noor.organisation_id}/hours": (
            f"/organisations/{noor.organisation_id}",
            f"/organisations/{noor.organisation_id}/impact",
        ),
    }
    for there, pages in where_people_look.items():
        for page in pages:
            assert f'href="/en{there}"' in browser.get(f"/en{page}").response.text, page
    rows = browser.client.get(f"/en/organisations/{noor.organisation_id}/hours.csv").text
    assert "Noor Holm" not in rows
    assert "90" in rows
