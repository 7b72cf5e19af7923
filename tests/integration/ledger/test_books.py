"""The books on a real database: they balance, book a cause once, only ever grow, and can be read."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from crowdlearn.db.session import Database, reading, transaction
from crowdlearn.kernel.ids import new_id
from crowdlearn.kernel.money import Money
from crowdlearn.ledger import queries
from crowdlearn.ledger.models import Entry
from crowdlearn.ledger.rules import BANK, LOSSES, AccountKind, AlreadyReversed, Draft, Line, Unbalanced, held_for, move
from crowdlearn.ledger.service import balance, post, post_many, posting_of, reverse

PITCH, HOST = new_id(), new_id()


def arrive(cause: str, cents: int) -> None:
    with transaction() as session:
        lines = move(Money(cents), debit=BANK, credit=held_for(PITCH))
        post(session, cause, lines, pitch_id=PITCH, host_id=HOST)


def test_what_comes_in_is_held(database: Database) -> None:
    arrive("arrival 1", 70000)
    with reading() as session:
        assert balance(session, BANK) == Money(70000)
        assert balance(session, held_for(PITCH)) == Money(-70000)
        assert balance(session, LOSSES) == Money(0)
        assert balance(session, BANK, "EUR") == Money(0, "EUR")


def test_the_same_cause_is_booked_once(database: Database) -> None:
    arrive("arrival 1", 70000)
    with pytest.raises(sa.exc.IntegrityError):
        arrive("arrival 1", 70000)
    with reading() as session:
        assert balance(session, BANK) == Money(70000)


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [Line(BANK, Money(1))],
        [Line(BANK, Money(1)), Line(LOSSES, Money(-2))],
        [Line(BANK, Money(1)), Line(LOSSES, Money(-1, "EUR"))],
        [Line(BANK, Money(0)), Line(LOSSES, Money(0))],
    ],
    ids=["empty", "one-sided", "uneven", "two currencies", "nothing"],
)
def test_an_unbalanced_posting_is_refused(database: Database, lines: list[Line]) -> None:
    with pytest.raises(Unbalanced), transaction() as session:
        post(session, "wrong", lines)
    with reading() as session:
        assert posting_of(session, "wrong") is None


@pytest.mark.parametrize("statement", ["UPDATE entry SET amount_cents = 1", "DELETE FROM posting", "DELETE FROM entry"])
def test_the_database_refuses_to_change_the_books(database: Database, statement: str) -> None:
    arrive("arrival 1", 70000)
    with pytest.raises(sa.exc.IntegrityError), transaction() as session:
        session.execute(sa.text(statement))


def test_a_posting_is_taken_back_once_and_a_reversal_never(database: Database) -> None:
    arrive("arrival 1", 70000)
    with transaction() as session:
        posting = posting_of(session, "arrival 1")
        assert posting is not None
        back = reverse(session, posting, by=None, note="wrong code")
    with reading() as session:
        assert balance(session, BANK) == Money(0)
        shown = queries.postings(session, queries.BookFilter())
        assert [(p.kind, p.reverses, p.pitch_id, p.note) for p in shown] == [
            ("reversal", posting, PITCH, "wrong code"),
            ("arrival", None, PITCH, ""),
        ]
    for again in (posting, back):
        with pytest.raises(AlreadyReversed), transaction() as session:
            reverse(session, again, by=None, note="")


def test_many_are_booked_with_two_statements(database: Database, assert_queries) -> None:  # type: ignore[no-untyped-def]
    drafts = [Draft(f"arrival {n}", move(Money(n), debit=BANK, credit=LOSSES)) for n in range(1, 101)]
    with transaction() as session, assert_queries(2):
        ids = post_many(session, drafts)
    with reading() as session:
        assert balance(session, BANK) == Money(5050)
        assert posting_of(session, "arrival 7") == ids[6]
        assert post_many(session, []) == []


def test_the_books_are_read_in_pages_and_by_filter(database: Database, assert_queries) -> None:  # type: ignore[no-untyped-def]
    for n in range(1, 6):
        arrive(f"arrival {n}", n)
    with transaction() as session:
        post(session, "write-off", move(Money(9), debit=LOSSES, credit=BANK), host_id=new_id(), note="gone")
    with reading() as session:
        with assert_queries(2):
            first = queries.postings(session, queries.BookFilter(), limit=2)
        assert [posting.cause for posting in first] == ["write-off", "arrival 5"]
        assert [(line.account, line.amount_cents) for line in first[1].lines] == [(BANK, 5), (held_for(PITCH), -5)]
        rest = queries.postings(session, queries.BookFilter(before=first[-1].id))
        assert [posting.cause for posting in rest] == ["arrival 4", "arrival 3", "arrival 2", "arrival 1"]
        mine = queries.BookFilter(hosts=[HOST])
        assert len(queries.postings(session, mine)) == 5
        assert queries.balances(session, mine) == {AccountKind.BANK: 15, AccountKind.PITCH: -15}
        assert queries.postings(session, queries.BookFilter(hosts=[])) == []
        assert [p.note for p in queries.postings(session, queries.BookFilter(kind=AccountKind.LOSSES))] == ["gone"]
        late = first[0].booked_at + timedelta(seconds=1)
        assert queries.postings(session, queries.BookFilter(since=late)) == []
        assert len(queries.postings(session, queries.BookFilter(until=late, pitch_id=PITCH))) == 5


def test_every_entry_knows_the_kind_of_its_account(database: Database) -> None:
    arrive("arrival 1", 5)
    with reading() as session:
        assert set(session.scalars(sa.select(Entry.kind))) == {AccountKind.BANK, AccountKind.PITCH}
