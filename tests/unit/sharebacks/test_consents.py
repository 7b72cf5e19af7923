"""People who appear: names taken out of texts, and what an answer makes of a consent."""

import pytest

from crowdlearn.sharebacks.rules import (
    Asking,
    ConsentState,
    Item,
    NamedAbove,
    NothingAsked,
    QuotationMissing,
    answered,
    check_asking,
    check_named_only_in_text,
    passages,
    without_names,
)

MARIE, SEAN = "Marie Tremblay", "Seán O'Neill"


@pytest.mark.parametrize(
    ("text", "language", "shown"),
    [
        ("Then Marie Tremblay laughed.", "en", "Then a participant laughed."),
        ("MARIE  tremblay's letter", "en", "A participant's letter"),
        ("Marie\nTremblay wrote.", "en", "A participant wrote."),
        ("Annemarie Tremblayson stays.", "en", "Annemarie Tremblayson stays."),
        ("L’idée de Marie Tremblay.", "fr", "L’idée d’une personne participante."),
        ("Ce que Marie Tremblay dit", "fr", "Ce qu’une personne participante dit"),
        ("<p>Seán O&#x27;Neill and Seán O'Neill</p>", "en", "<p>A participant and a participant</p>"),
    ],
)
def test_a_name_becomes_a_participant(text, language, shown):
    assert without_names(text, [MARIE, SEAN], language) == shown


def test_the_longer_name_goes_first():
    assert without_names("Ana Roy Smith and Ana Roy", ["Ana Roy", "Ana Roy Smith"], "en") == (
        "A participant and a participant"
    )


def test_no_title_or_summary_holds_a_name_that_was_asked_about():
    with pytest.raises(NamedAbove):
        check_named_only_in_text([MARIE], "What readers said", "With Marie Tremblay")
    check_named_only_in_text([MARIE], "What readers said", "")


def test_the_lines_in_which_a_name_stands_are_shown_to_its_owner():
    long = "word " * 200 + "Marie Tremblay laughed. " + "word " * 200
    assert passages("One.\nMarie Tremblay came.\nTwo.", MARIE) == ["Marie Tremblay came."]
    (cut,) = passages(long, MARIE)
    assert "Marie Tremblay" in cut
    assert len(cut) <= 282


@pytest.mark.parametrize(
    ("state", "agrees", "becomes"),
    [
        (ConsentState.ASKED, True, ConsentState.AGREED),
        (ConsentState.ASKED, False, ConsentState.DECLINED),
        (ConsentState.AGREED, False, ConsentState.WITHDRAWN),
        (ConsentState.AGREED, True, ConsentState.AGREED),
        (ConsentState.DECLINED, False, ConsentState.DECLINED),
        (ConsentState.DECLINED, True, ConsentState.AGREED),
        (ConsentState.WITHDRAWN, True, ConsentState.AGREED),
        (ConsentState.WITHDRAWN, False, ConsentState.WITHDRAWN),
    ],
)
def test_every_answer_can_be_taken_back(state, agrees, becomes):
    assert answered(state, agrees=agrees) is becomes


def test_somebody_is_asked_about_something():
    with pytest.raises(NothingAsked):
        check_asking(Asking(MARIE, "marie@gov.example", frozenset()))
    with pytest.raises(QuotationMissing):
        check_asking(Asking(MARIE, "marie@gov.example", frozenset({Item.QUOTATION}), " "))
