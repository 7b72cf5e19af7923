"""Counting how often something was tried."""

import pytest
from flask import Flask, request
from flask_login import LoginManager
from sqlmodel import select

from crowdlearn.db.session import reading, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.errors import RuleBroken
from crowdlearn.kernel.ids import new_id
from crowdlearn.web.limits import RateCount, by_field, count_one_more, limited, overall, read_bound, writes_limited
from tests.support.clocks import Hands
from tests.support.frame import READER

pytestmark = pytest.mark.usefixtures("database")


def test_a_window_counts_until_it_ends_and_then_a_new_one_begins(clock: Hands) -> None:
    clock.stand()
    assert [count_one_more("a", 60) for _ in range(3)] == [1, 2, 3]
    clock.forward(seconds=59)
    assert count_one_more("a", 60) == 4, "more tries do not move the end of the window"
    clock.forward(seconds=1)
    assert count_one_more("a", 60) == 1
    clock.forward(seconds=59)
    assert (count_one_more("a", 60), count_one_more("b", 60)) == (2, 1)


def test_one_try_is_one_statement_and_one_row(assert_queries) -> None:
    for count in (1, 2):
        with assert_queries(1):
            assert count_one_more("a", 60) == count
    with reading() as session:
        assert len(session.exec(select(RateCount)).all()) == 1


def test_a_view_counts_its_posts_by_each_key_and_says_when_to_come_back() -> None:
    app = Flask("limited")
    app.config["LIMIT_TRIES"] = "2 per 5 minutes"

    @limited("LIMIT_TRIES", by_field("name"), overall)
    def view() -> str:
        return "done"

    app.add_url_rule("/", view_func=view, methods=["GET", "POST"])
    client = app.test_client()
    assert [client.get("/").status_code for _ in range(5)] == [200] * 5
    assert [client.post("/", data={"name": name}).status_code for name in ("a", "b")] == [200, 200]
    refused = client.post("/", data={"name": "c"})
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "300")
    app.config["RATE_LIMITS_ENABLED"] = False
    assert client.post("/", data={"name": "c"}).status_code == 200


@pytest.mark.parametrize(
    ("words", "most", "seconds"),
    [("10 per 5 minutes", 10, 300), ("5 per day", 5, 86_400), ("30 per hour", 30, 3_600), ("1 per 2 seconds", 1, 2)],
)
def test_a_bound_is_read_as_it_is_said(words: str, most: int, seconds: int) -> None:
    assert read_bound(words) == (most, seconds)


@pytest.mark.parametrize("words", ["", "often", "10", "10 per fortnight", "-1 per day", "10/day"])
def test_a_bound_that_is_none_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match="not a bound"):
        read_bound(words)


def test_a_write_is_counted_once_whatever_becomes_of_it_and_too_many_write_nothing() -> None:
    app = Flask("limited")
    app.config["LIMIT_TRIES"] = "4 per 5 minutes"
    LoginManager(app).request_loader(lambda _: READER)

    @writes_limited("LIMIT_TRIES")
    def view() -> str:
        acts[request.form["how"]]()
        return "done"

    def write(fails: bool = False) -> None:
        with transaction() as session:
            session.add(RateCount(key=str(new_id()), amount=0, ends_at=now()))
            if fails:
                raise RuleBroken

    def twice() -> None:
        write()
        write()

    acts = {"writes": write, "writes twice": twice, "is refused": lambda: write(fails=True), "only reads": lambda: None}
    app.add_url_rule("/", view_func=view, methods=["POST"])
    app.register_error_handler(RuleBroken, lambda _: ("refused", 409))
    answers = [app.test_client().post("/", data={"how": how}).status_code for how in [*acts, *acts]]
    assert answers == [200, 200, 409, 200, 429, 429, 429, 429]
    with reading() as session:
        amounts = session.exec(select(RateCount.amount).order_by(RateCount.amount)).all()
    assert amounts == [0, 0, 0, 8], "what was too much wrote nothing"
