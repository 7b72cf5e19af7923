import pytest

from crowdlearn.search.rules import MOST_WORDS, fold, likeness, stem, telling, wanted


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Réunion d’été", "reunion d ete"),
        ("L’ŒUVRE", "l oeuvre"),
        ("ﬁnancer l'œil", "financer l oeil"),
        ("naïve—façade", "naive facade"),
        ("Straße", "strasse"),
        ("2026-11-23", "2026 11 23"),
        ("e\u0301cole", "ecole"),
        ('"; DROP TABLE pitch; --', "drop table pitch"),
        ("a_b", "a b"),
        ("", ""),
    ],
)
def test_words_are_folded(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "letter", "letters"),
        ("en", "policy", "policies"),
        ("en", "plan", "planning"),
        ("en", "learn", "learning"),
        ("en", "service", "services"),
        ("en", "programmer", "programming"),
        ("fr", "lettre", "lettres"),
        ("fr", "donnee", "donnees"),
        ("fr", "reseau", "reseaux"),
        ("fr", "formateur", "formation"),
        ("fr", "etudiant", "etudiants"),
    ],
)
def test_forms_of_a_word_meet(language: str, one: str, other: str) -> None:
    shortest = min(stem(one, language), stem(other, language), key=len)
    assert len(shortest) >= 4 or shortest == one
    assert one.startswith(shortest)
    assert other.startswith(shortest)


def test_short_words_keep_their_ending() -> None:
    assert stem("mars", "fr") == "mars"
    assert stem("ees", "fr") == "ees"


def test_small_words_do_not_narrow_a_search() -> None:
    assert [one.beginnings[0] for one in wanted("the data of the city")] == ["data", "city"]


def test_a_query_of_small_words_only_is_still_a_query() -> None:
    assert [one.beginnings for one in wanted("de la")] == [("de",), ("la",)]


def test_very_short_words_and_numbers_are_meant_exactly() -> None:
    assert [one.exact for one in wanted("AI 2026 maps")] == [True, True, False]


def test_a_query_is_bounded() -> None:
    assert len(wanted(" ".join(f"word{n}" for n in range(50)))) == MOST_WORDS


def test_likeness_counts_the_words_that_are_there() -> None:
    assert likeness(wanted("plain language letters"), fold("Letters in plain words")) == 2
    assert likeness(wanted("AI"), fold("aim for the air")) == 0


def test_that_something_is_learned_tells_nothing_about_what() -> None:
    assert telling("Apprendre la langue des signes") == wanted("langue signes")
    assert telling("Learning to learn") == wanted("learning learn")
