"""What members wrote keeps its language, in pages and in letters."""

from markupsafe import Markup

from crowdlearn.kernel.words import Passage
from crowdlearn.notices.rules import pack, unpack
from crowdlearn.web.passages import as_markup, marked, without_marks
from crowdlearn.web.words import in_language

FRENCH = Passage("Écrire <mieux>", "fr")


def test_a_passage_in_another_language_is_in_a_span_that_says_so() -> None:
    assert in_language("en", "Écrire <mieux>", "fr") == Markup('<span lang="fr">Écrire &lt;mieux&gt;</span>')


def test_a_passage_in_the_page_s_language_stays_as_it_is() -> None:
    assert in_language("fr", "Écrire", "fr") == in_language("fr", "Écrire", "") == "Écrire"
    assert in_language("en", "", "fr") == ""


def test_a_letter_marks_it_in_html_and_not_in_text() -> None:
    subject = f"News of “{marked(str(FRENCH), FRENCH, 'en')}” & more"
    assert without_marks(subject) == "News of “Écrire <mieux>” & more"
    assert as_markup(subject, "en") == 'News of “<span lang="fr">Écrire &lt;mieux&gt;</span>” &amp; more'


def test_a_letter_in_its_language_has_no_mark() -> None:
    assert marked("Écrire", Passage("Écrire", "fr"), "fr") == marked("Écrire", "Écrire", "en") == "Écrire"


def test_nobody_can_type_a_mark() -> None:
    typed = "\ue000xx\ue001<b>\ue002"
    assert marked(typed, typed, "en") == "xx<b>"


def test_a_notice_remembers_the_language_of_what_it_names() -> None:
    title = unpack(pack({"title": FRENCH}))["title"]
    assert (title, title.language) == ("Écrire <mieux>", "fr")
