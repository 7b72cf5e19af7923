"""The list of text sinks is whole: no text column of the models is forgotten, and none stands in it twice."""

from collections import Counter

from tests.support.sinks import FEW, NOT_WORDS, PAYLOADS, sinks, text_columns


def test_every_text_column_is_a_sink_or_says_why_it_is_none():
    excused = Counter(column for columns in NOT_WORDS.values() for column in columns.split())
    assert [column for column, times in excused.items() if times > 1 or column in sinks()] == []
    forgotten, gone = text_columns() - sinks().keys() - excused.keys(), {*sinks(), *excused} - text_columns()
    assert sorted(forgotten) == [], "in no list of tests/support/sinks.py"
    assert sorted(gone) == [], "there is no such column"


def test_the_collection_is_as_large_as_promised():
    assert len(set(PAYLOADS)) >= 500
    assert len(set(FEW)) == 50
