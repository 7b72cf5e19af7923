from datetime import UTC, date, datetime
from urllib.parse import parse_qsl
from uuid import UUID

import pytest

from crowdlearn.kernel.ids import new_id
from crowdlearn.pages.rules import Filters, Give, Sort, Stage, cursor_of
from crowdlearn.pitches.rules import PitchKind, Place, Scope

EVERYTHING = Filters(
    q="plain letters",
    topic="data",
    kind=PitchKind.HOST,
    region="nb",
    place=Place.HYBRID,
    scope=Scope.GLOBAL,
    language="fr",
    give=Give.SKILLS,
    soon=True,
    organisation=UUID(int=7),
    stage=Stage.IDEA,
    sort=Sort.CLOSING,
)


def test_an_address_says_what_it_was_made_from() -> None:
    assert Filters.read(dict(parse_qsl(EVERYTHING.query()))) == EVERYTHING
    assert Filters().query() == ""


def test_the_next_page_keeps_the_filters() -> None:
    after = cursor_of(12, new_id())
    again = Filters.read(dict(parse_qsl(EVERYTHING.query(after=after))))
    assert again.after == after
    assert again.q == EVERYTHING.q


@pytest.mark.parametrize("value", [12, -3, date(2026, 11, 23), datetime(2026, 11, 23, 2, 3, 4, 5, tzinfo=UTC)])
def test_a_cursor_is_read_back(value: object) -> None:
    row = new_id()
    text, same = Filters.read({"after": cursor_of(value, row)}).cursor or ("", None)
    assert (text, same) == (value.isoformat() if hasattr(value, "isoformat") else str(value), row)


@pytest.mark.parametrize(
    "asked",
    [{name: "'\"><script>"} for name in ("topic", "kind", "region", "place", "scope", "language", "give", "soon")]
    + [{"organisation": "x"}, {"stage": "all"}, {"sort": "price"}, {"after": "1"}, {"unknown": "1"}, {"after": ""}],
)
def test_what_is_not_known_is_left_out(asked: dict[str, str]) -> None:
    assert Filters.read(asked) == Filters()


def test_order_and_page_do_not_narrow() -> None:
    assert not Filters(sort=Sort.NEWEST, after="1_" + "0" * 32).narrowed
    assert Filters(q="x").narrowed
    assert EVERYTHING.hidden_ones == 8
    assert Filters(q="x", topic="data", give=Give.MONEY).hidden_ones == 0


def test_a_long_query_is_cut() -> None:
    assert len(Filters.read({"q": "x" * 5000}).q) == 200
