"""How the databases find what the lists show: along an index, without sorting, however much there is."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa

from crowdlearn.commitments.rules import CommitmentState
from crowdlearn.db.session import Database
from tests import make
from tests.support.web import Browser

# they grow with every pitch; what one person or one office holds of the others stays small
GROWING = {"pitch", "commitment", "shareback", "moneypledge", "expertiseoffer", "need", "person", "thread", "comment"}
ORDERED = ("/en/pitches", "/en/pitches?sort=newest", "/en/pitches?sort=closing", "/en/commitments", "/en/sharebacks")


@contextmanager
def sent() -> Iterator[list[tuple[str, Any]]]:
    """Collect the selects that reach the database meanwhile, with their values."""
    found: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        if statement.startswith(("SELECT", "WITH")):
            found.append((statement, values))

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", note)


def plan(database: Database, statement: str, values: Any) -> list[str]:
    """Return the steps of a plan; PostgreSQL reads whole small tables unless told not to where it can."""
    assert database.borrowed is not None
    if database.is_sqlite:
        return [row[-1] for row in database.borrowed.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]
    database.borrowed.exec_driver_sql("SET LOCAL enable_seqscan = off")
    return [row[0].strip() for row in database.borrowed.exec_driver_sql(f"EXPLAIN (COSTS OFF) {statement}", values)]


def whole_tables(steps: list[str]) -> list[str]:
    """Return the steps that read a growing table from end to end."""
    read = (step.split(" on ")[-1] if "Seq Scan on " in step else step.removeprefix("SCAN ") for step in steps)
    pairs = zip(steps, read, strict=True)
    return [
        step
        for step, name in pairs
        if ("Seq Scan on " in step or (step.startswith("SCAN ") and "INDEX" not in step)) and name.split()[0] in GROWING
    ]


@pytest.fixture
def shown(database: Database) -> None:
    owner = make.person(of=make.organisation())
    make.need(make.money_pitch(owner))
    done = make.pitch(owner)
    make.shareback(owner, pitch_id=done.id, commitment_id=make.commitment(done, CommitmentState.CONFIRMED).id)


@pytest.mark.parametrize("address", ORDERED)
def test_a_list_walks_the_index_of_its_order(database: Database, browser: Browser, shown: None, address: str) -> None:
    browser.get("/en/pitches")  # the figures of the last minutes are kept
    with sent() as selects:
        assert browser.get(address).status == 200
    assert selects
    for statement, values in selects:
        steps = plan(database, statement, values)
        assert not whole_tables(steps), (statement, steps)
        if database.is_sqlite:
            assert "USE TEMP B-TREE FOR ORDER BY" not in steps, (statement, steps)


def test_what_waits_for_a_person_is_found_without_reading_a_whole_table(
    database: Database, browser: Browser, shown: None
) -> None:
    browser.sign_in(make.person(of=make.organisation()).id)
    with sent() as selects:
        assert browser.get("/en/").status == 200
    for statement, values in selects:
        steps = plan(database, statement, values)
        assert not whole_tables(steps), (statement, [step for step in steps if "SCAN" in step.upper()])
