"""A share-back in both languages: written, read, found, and honest about who put it there."""

import pytest

from crowdlearn.kernel.errors import NotAllowed, NotFound
from crowdlearn.languages.rules import MadeBy, TranslatorMissing, VersionMissing
from crowdlearn.search.queries import matching
from crowdlearn.sharebacks import queries, service
from crowdlearn.sharebacks.rules import Content, Version
from tests import make

pytestmark = pytest.mark.usefixtures("database")
WORDS = "They stop at the first sentence that makes them sigh. " * 6
FRENCH = Version("Ce que les lecteurs ont dit", MadeBy.MACHINE, "Dix lettres.", "Ils **soupirent**.", "", "Traducto 3")


@pytest.fixture
def author():
    return make.person("Amira Haddad")


@pytest.fixture
def post(author):
    return make.shareback(author, title="What readers told us", body=WORDS, body_html=f"<p>{WORDS}</p>")


def test_each_language_reads_its_version_and_finds_the_way_to_the_other(browser, author, post):
    before = browser.get(f"/fr/sharebacks/{post.id}")
    assert "What readers told us" in before.text
    service.write_other_language(author.id, post.id, FRENCH)
    french, english = browser.get(f"/fr/sharebacks/{post.id}"), browser.get(f"/en/sharebacks/{post.id}")
    assert "Ce que les lecteurs ont dit" in french.text
    assert "par une machine (Traducto 3)" in french.text
    assert "They stop" not in french.text
    assert "What readers told us" in english.text
    assert "Lire en français" in english.text
    assert "soupirent" not in english.text
    original = browser.get(f"/fr/sharebacks/{post.id}?original=1")
    assert "They stop" in original.text
    assert [link.get("href") for link in english.tree.iter("a") if link.get("hreflang") == "fr"] != []


def test_words_of_both_languages_find_it(author, post):
    service.write_other_language(author.id, post.id, FRENCH)
    assert [hit.object_id for hit in matching("soupirent", ["shareback"])] == [post.id]
    service.drop_other_language(author.id, post.id)
    assert matching("soupirent", ["shareback"]) == []
    with pytest.raises(NotFound):
        service.drop_other_language(author.id, post.id)


def test_a_version_says_when_its_original_moved_on(browser, author, post):
    service.write_other_language(author.id, post.id, FRENCH)
    service.edit(author.id, post.id, Content("What readers told us, twice", "en", body=WORDS))
    assert queries.shareback_page(post.id, None).other.behind
    assert "L’original a été modifié depuis." in browser.get(f"/fr/sharebacks/{post.id}").text
    service.write_other_language(author.id, post.id, FRENCH)
    assert not queries.shareback_page(post.id, None).other.behind


@pytest.mark.parametrize("made_by", [MadeBy.PERSON, MadeBy.MACHINE])
def test_readers_are_told_who_translated(author, post, made_by):
    with pytest.raises(TranslatorMissing):
        service.write_other_language(author.id, post.id, Version("Titre", made_by, body="Oui.", translator=" "))


def test_what_is_there_in_one_language_is_there_in_the_other(author, post):
    with pytest.raises(VersionMissing) as refused:
        service.write_other_language(author.id, post.id, Version("Titre", MadeBy.AUTHOR))
    assert refused.value.field == "body"


def test_it_is_the_authors_to_write(post):
    with pytest.raises(NotAllowed):
        service.write_other_language(make.person().id, post.id, FRENCH)


def test_the_form_keeps_what_was_typed_and_says_what_is_missing(browser, author, post):
    browser.sign_in(author.id)
    page = browser.get(f"/en/sharebacks/{post.id}/language")
    refused = page.submit(title="Titre", body="Oui.", made_by="machine", translator="")
    assert "Name the person or the machine" in refused.text
    assert refused.form().values["title"] == ["Titre"]
    done = refused.submit(translator="Traducto 3")
    assert "It can be read in both languages now." in done.text
    again = browser.get(f"/en/sharebacks/{post.id}/language")
    assert again.form().values["translator"] == ["Traducto 3"]
    assert "Taken away." in again.form(action="/remove").submit().text
