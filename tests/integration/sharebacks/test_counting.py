"""The figures beside a share-back are what its rows say, and `flask check` sets them right."""

import pytest
from sqlmodel import select

from crowdlearn.db.session import lock, reading, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.sharebacks import service
from crowdlearn.sharebacks.models import Occasion, ShareBack
from crowdlearn.sharebacks.rules import AuthorState
from tests import make

pytestmark = pytest.mark.usefixtures("database")
COUNTERS = ("reviews", "learned", "co_authors", "attended")


def counted(shareback):
    with reading() as session:
        row = session.get_one(ShareBack, shareback.id)
        return tuple(getattr(row, counter) for counter in COUNTERS)


def test_what_the_use_cases_count_is_right():
    post, reader = make.shareback(make.person()), make.person()
    service.say_learned(reader.id, post.id)
    assert counted(post) == (0, 1, 0, 0)
    assert service.recount_sharebacks() == []


@pytest.mark.parametrize("counter", COUNTERS)
def test_a_wrong_figure_is_named_and_set_right(counter):
    event = make.event(make.person(), in_hours=-3)
    make.review(event, make.person())
    for state in (AuthorState.NAMED, AuthorState.INVITED):
        make.co_author(event, make.person(), state)
    make.seat(event, make.person(), attended_at=now())
    with transaction() as session:
        session.exec(select(Occasion)).one().attended_unnamed = 4
    service.recount_sharebacks()
    right = counted(event)
    assert right == (1, 0, 1, 5)
    with transaction() as session:
        setattr(lock(session, ShareBack, event.id), counter, 9)
    assert service.recount_sharebacks() == [f"voices of share-back {event.id} were miscounted"]
    assert counted(event) == right
    assert service.recount_sharebacks() == []
