"""A pitch in both languages: each reader reads theirs, finds the original, and is told who translated."""

import pytest

from crowdlearn.db.session import transaction
from crowdlearn.kernel.errors import NotAllowed, NotFound
from crowdlearn.languages.rules import MadeBy, Said, TranslatorMissing, VersionMissing
from crowdlearn.pitches import service
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PitchFixed, PitchState
from crowdlearn.search.queries import matching
from tests import make

pytestmark = pytest.mark.usefixtures("database")
FRENCH = Said(
    {
        "title": "Des lettres qu’on finit",
        "summary": "Trois jours.",
        "story": "Ils **soupirent**.",
        "benefit_me": "Moi.",
    },
    MadeBy.MACHINE,
    "Traducto 3",
)


@pytest.fixture
def amira():
    return make.person("Amira Haddad")


@pytest.fixture
def pitch(amira):
    words = {"summary": "Three days.", "story": "They sigh.", "story_html": "<p>They sigh.</p>", "benefit_me": "Me."}
    empty = dict.fromkeys(("improves", "benefit_peers", "benefit_organisation", "application_plan", "audience"), "")
    return make.pitch(amira, title="Letters that people finish", **{**empty, **words})


def test_each_language_reads_its_version_and_finds_the_way_to_the_other(browser, amira, pitch):
    assert "Letters that people finish" in browser.get(f"/fr/pitches/{pitch.id}").text
    service.say_pitch(amira.id, pitch.id, FRENCH)
    french, english = browser.get(f"/fr/pitches/{pitch.id}"), browser.get(f"/en/pitches/{pitch.id}")
    assert french.title.startswith("Des lettres qu’on finit")
    assert "par une machine (Traducto 3)" in french.text
    assert ("soupirent" in french.text, "They sigh." in french.text) == (True, False)
    assert ("They sigh." in english.text, "Lire en français" in english.text) == (True, True)
    heading = next(french.tree.iter("h1"))
    assert heading.get("lang") is None
    original = browser.get(f"/fr/pitches/{pitch.id}?original=1")
    assert "They sigh." in original.text
    assert next(original.tree.iter("h1")).get("lang") == "en"
    assert [hit.object_id for hit in matching("soupirent", ["pitch"])] == [pitch.id]


def test_a_version_says_when_the_words_of_its_original_moved_on_and_not_its_figures(browser, amira, pitch):
    service.say_pitch(amira.id, pitch.id, FRENCH)
    for changes, moved in (({"place_name": "Halifax"}, False), ({"story": "They laugh."}, True)):
        with transaction() as session:
            service.revise(session, session.get_one(Pitch, pitch.id), changes, amira.id)
        assert ("L’original a été modifié depuis." in browser.get(f"/fr/pitches/{pitch.id}").text) is moved
    service.say_pitch(amira.id, pitch.id, FRENCH)
    assert "modifié depuis" not in browser.get(f"/fr/pitches/{pitch.id}").text


def test_it_is_whole_signed_and_the_pitchers_own(amira, pitch):
    with pytest.raises(VersionMissing) as refused:
        service.say_pitch(amira.id, pitch.id, Said({**FRENCH.words, "benefit_me": " "}, MadeBy.AUTHOR))
    assert refused.value.field == "benefit_me"
    with pytest.raises(TranslatorMissing):
        service.say_pitch(amira.id, pitch.id, Said(FRENCH.words, MadeBy.PERSON, " "))
    with pytest.raises(NotAllowed):
        service.say_pitch(make.person().id, pitch.id, FRENCH)
    with pytest.raises(PitchFixed):
        service.say_pitch(amira.id, make.pitch(amira, state=PitchState.DRAFT).id, FRENCH)
    with pytest.raises(NotFound):
        service.unsay_pitch(amira.id, pitch.id)


def test_the_form_has_the_parts_of_the_original_keeps_what_was_typed_and_takes_it_off_again(browser, amira, pitch):
    browser.sign_in(amira.id)
    page = browser.get(f"/en/pitches/{pitch.id}/language")
    assert {"title", "story", "benefit_me"} <= page.form().values.keys()
    assert "audience" not in page.form().values
    refused = page.submit(**FRENCH.words, made_by="machine", translator="")
    assert "Name the person or the machine" in refused.text
    assert refused.form().values["title"] == [FRENCH.words["title"]]
    done = refused.submit(translator="Traducto 3")
    assert "It can be read in both languages now." in done.text
    again = browser.get(f"/en/pitches/{pitch.id}/language")
    assert again.form().values["translator"] == ["Traducto 3"]
    assert "Taken away." in again.form(action="/remove").submit().text
    assert "Lire en français" not in browser.get(f"/en/pitches/{pitch.id}").text
