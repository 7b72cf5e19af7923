"""How often the pages of a pitcher ask the database."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from crowdlearn.pitches import queries, service
from crowdlearn.pitches.rules import Plan, Step
from tests import make
from tests.support.plans import ready

pytestmark = pytest.mark.usefixtures("database")
Counting = Callable[[int], AbstractContextManager[list[str]]]


def test_the_list_of_own_pitches_is_one_query(assert_queries: Counting) -> None:
    pitcher = make.person()
    for _ in range(30):
        make.pitch(pitcher)
    with assert_queries(1):
        assert len(queries.mine(pitcher.id)) == 30


def test_a_step_and_the_last_page_do_not_grow_with_the_rows(assert_queries: Counting) -> None:
    pitcher = make.person(of=make.organisation())
    plan = ready(needs=(), costs=ready().costs * 12)
    said = {name: getattr(plan, name) for name in Plan.__dataclass_fields__}
    pitch_id = service.start_draft(pitcher.id, said)
    with assert_queries(7):
        queries.edit_page(pitcher.id, pitch_id, Step.MONEY)
    with assert_queries(10):
        queries.check_page(pitcher.id, pitch_id)


def test_a_history_is_two_queries(assert_queries: Counting) -> None:
    pitcher = make.person(of=make.organisation())
    said = {name: getattr(ready(), name) for name in Plan.__dataclass_fields__}
    pitch_id = service.start_draft(pitcher.id, said)
    service.publish(pitcher.id, pitch_id)
    with assert_queries(2):
        assert len(queries.history(None, pitch_id).versions) == 1
