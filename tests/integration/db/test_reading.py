"""What a page reads in several places."""

from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.db import upkeep
from crowdlearn.db.session import database as the_database
from crowdlearn.db.session import one_reading, reading, step_outside, transaction
from crowdlearn.people.models import Person
from tests import make


def test_a_page_reads_in_one_session(database):
    with one_reading():
        with reading() as gate, reading() as view:
            assert gate is view
        with reading() as frame:
            assert frame is gate
    with reading() as one, reading() as other:
        assert one is not other


def test_after_a_transaction_it_sees_what_was_written(committed_database):
    amira = make.person(name="Amira")
    with one_reading():
        assert name_of(amira) == "Amira"
        with transaction() as session:
            session.get_one(Person, amira.id).name = "Amira D."
        assert name_of(amira) == "Amira D."


def test_after_an_error_it_can_still_read(committed_database):
    amira = make.person(name="Amira")
    with one_reading():
        with pytest.raises(sa.exc.DBAPIError), reading() as session:
            session.execute(sa.text("SELECT nonsense"))
        assert name_of(amira) == "Amira"


def test_nothing_is_held_while_speaking_to_the_outside(committed_database):
    amira = make.person()
    with one_reading():
        name_of(amira)
        assert committed_database.engine.pool.checkedout() == 1
        step_outside()
        assert committed_database.engine.pool.checkedout() == 0
        name_of(amira)
    assert committed_database.engine.pool.checkedout() == 0


def test_a_page_asks_for_one_connection(browser, committed_database):
    browser.sign_in(make.person().id)
    asked: list[object] = []
    sa.event.listen(committed_database.engine, "checkout", lambda *one: asked.append(one))
    assert browser.get("/en/me/pledges").status == 200
    assert len(asked) == 1


def name_of(person: Person) -> str | None:
    with reading() as session:
        return _name(session, person)


def _name(session: Session, person: Person) -> str | None:
    return session.execute(sa.select(Person.name).where(col(Person.id) == person.id)).scalar()


def test_a_note_does_not_wait_for_the_disk_and_what_follows_does(committed_database):
    if not the_database.is_sqlite:
        sa.event.listen(committed_database.engine, "connect", wait_for_the_disk)  # the server of the tests does not
    with transaction(wait=False) as session:
        assert waits(session) is False
    with transaction() as session:
        assert waits(session) is True
    if the_database.is_sqlite:
        assert upkeep.durability()["synchronous"] == "2"


def wait_for_the_disk(connection: Any, _record: Any) -> None:
    connection.execute("SET synchronous_commit TO ON")
    connection.commit()


def waits(session: Session) -> bool:
    """Tell whether a commit waits until the disk has it."""
    if the_database.is_sqlite:
        return session.execute(sa.text("PRAGMA synchronous")).scalar() == 2
    return session.execute(sa.text("SHOW synchronous_commit")).scalar() == "on"
