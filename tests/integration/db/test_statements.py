"""Selects that are put together once and bound each time."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
import sqlmodel
from sqlmodel import col

from crowdlearn.approvals.models import Stake
from crowdlearn.db.session import reading, transaction
from crowdlearn.db.statements import add_once, add_row, prepared, written_together
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.ids import new_id
from crowdlearn.people.models import Person
from tests import make


def test_each_call_is_bound_to_its_own_values_and_the_select_is_put_together_once(database):
    built: list[int] = []

    @prepared
    def name_of(person_id: UUID) -> Any:
        built.append(1)
        return sa.select(Person.name).where(col(Person.id) == person_id)

    amira, luc = make.person(name="Amira"), make.person(name="Luc")
    with reading() as session:
        assert [name_of(session, one.id).scalar() for one in (amira, luc, amira)] == ["Amira", "Luc", "Amira"]
    assert len(built) == 1


def test_what_stands_before_the_slash_decides_how_it_reads(database):
    @prepared
    def people(by_name: bool, /, names: list[str], **_asked: Any) -> Any:
        query = sa.select(Person.name).order_by(Person.name)
        return query.where(col(Person.name).in_(names)) if by_name else query

    for name in ("Amira", "Luc", "Zoé"):
        make.person(name=name)
    with reading() as session:
        assert people(session, True, ["Zoé", "Luc"]).scalars().all() == ["Luc", "Zoé"]
        assert people(session, True, []).scalars().all() == []
        assert len(people(session, False, []).all()) == 3


def test_it_sees_what_its_own_transaction_has_not_written_yet(database):
    @prepared
    def title_of(person_id: UUID, _today: date | None = None) -> Any:
        return sa.select(Person.title).where(col(Person.id) == person_id)

    amira = make.person(title="Analyst")
    with transaction() as session:
        session.get_one(Person, amira.id).title = "Team lead"
        assert title_of(session, amira.id).scalar() == "Team lead"


def test_a_forgotten_value_is_an_error_and_not_nothing(database):
    @prepared
    def name_of(person_id: UUID) -> Any:
        return sa.select(Person.name).where(col(Person.id) == person_id)

    for _ in range(2):  # before and after the first good answer
        with reading() as session, pytest.raises(TypeError, match="person_id"):
            name_of(session)  # type: ignore[call-arg]
        with reading() as session:
            assert name_of(session, new_id()).scalar() is None


def test_a_row_is_written_once_for_its_unique_values(database):
    pitch, peer = make.pitch(make.person()), make.person()
    row = {"pitch_id": pitch.id, "person_id": peer.id, "since": now()}
    with transaction() as session:
        assert add_once(session, Stake, id=new_id(), why="money", **row)
        assert not add_once(session, Stake, id=new_id(), why="help", **row)
        assert [stake.why for stake in session.exec(sqlmodel.select(Stake))] == ["money"]


@pytest.mark.parametrize("write", [add_row, add_once])
@pytest.mark.parametrize("wrong", [{}, {"why": "money", "colour": "red"}])
def test_a_row_is_refused_when_a_column_is_missing_or_unknown(database, write, wrong):
    row = {"id": new_id(), "pitch_id": new_id(), "person_id": new_id(), "since": now(), **wrong}
    with pytest.raises(TypeError, match=r"why|colour"), transaction() as session:
        write(session, Stake, **row)


def test_rows_that_are_written_together_are_all_there_or_none_is(database, assert_queries):
    pitch, people = make.pitch(make.person()), [make.person(), make.person()]
    rows = [
        {"id": new_id(), "pitch_id": pitch.id, "person_id": one.id, "why": "money", "since": now()} for one in people
    ]
    with transaction() as session:
        with assert_queries(2 if database.is_sqlite else 1), written_together(session):
            for row in rows:
                add_row(session, Stake, **row)
        assert {stake.person_id for stake in session.exec(sqlmodel.select(Stake))} == {one.id for one in people}
    with pytest.raises(KeyError), transaction() as session, written_together(session):
        add_row(session, Stake, **rows[0] | {"id": new_id(), "person_id": pitch.owner_id})
        raise KeyError
    with reading() as session:
        assert len(session.exec(sqlmodel.select(Stake)).all()) == 2
