import re

import pytest

from crowdlearn.kernel.vocabulary import REGIONS, SKILLS, TOPICS

KEY = re.compile(r"[a-z]+(-[a-z]+)*")


@pytest.mark.parametrize("words", [TOPICS, SKILLS, REGIONS], ids=["topics", "skills", "regions"])
def test_every_word_has_a_plain_key_and_a_name_in_both_languages(words: dict[str, tuple[str, str]]) -> None:
    assert all(KEY.fullmatch(key) and len(key) <= 32 for key in words)
    assert all(english.strip() and french.strip() for english, french in words.values())


@pytest.mark.parametrize("words", [TOPICS, SKILLS, REGIONS], ids=["topics", "skills", "regions"])
@pytest.mark.parametrize("language", [0, 1], ids=["en", "fr"])
def test_no_two_words_look_alike_to_a_reader(words: dict[str, tuple[str, str]], language: int) -> None:
    names = [both[language].casefold() for both in words.values()]
    assert len(set(names)) == len(names)


def test_there_are_the_thirteen_provinces_and_territories_and_the_capital_region() -> None:
    assert len(REGIONS.keys() - {"ncr", "abroad"}) == 13
    assert "ncr" in REGIONS
