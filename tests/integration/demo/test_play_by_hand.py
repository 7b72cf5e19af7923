"""The whole scenario where no cards are taken: treasurers record what comes in, and it comes out the same."""

from datetime import UTC, datetime

import pytest
from sqlmodel import select

from crowdlearn.db.session import reading
from crowdlearn.db.upkeep import not_waiting_for_the_disk
from crowdlearn.demo import content, play, proof
from crowdlearn.payments.models import Card
from crowdlearn.people.rules import MoneyMode
from crowdlearn.pledges.rules import bounds
from crowdlearn.sandbox import line
from tests.support.clocks import standing
from tests.support.databases import of_its_own


@pytest.mark.long
def test_it_comes_out_as_written(sqlite, app, monkeypatch):
    monkeypatch.setattr(bounds, "modes", frozenset({MoneyMode.EXPERTISE_ONLY, MoneyMode.COLLECTED}))
    line.store().forget_everything()  # another play may have been before
    with of_its_own(sqlite), app.app_context(), not_waiting_for_the_disk():
        stage = play.play(content.load(), until := datetime(2026, 5, 20, 15, tzinfo=UTC))
        with standing(until):
            assert proof.problems(stage) == []
        with reading() as session:
            assert session.scalars(select(Card.id)).all() == []
