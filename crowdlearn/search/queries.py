"""Asking the index. What a person typed never becomes part of a statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
import sqlalchemy.dialects.postgresql  # teaches sa.func the text search functions
from sqlmodel import Session, col

from crowdlearn.db.session import database, reading
from crowdlearn.db.statements import prepared

from .ddl import INDEX, NUMBER_BITS, kind_word
from .models import SearchEntry
from .rules import Wanted, likeness, telling, wanted

_CANDIDATES = 200  # looked at for likeness
_index = sa.table(INDEX, sa.column("rowid", sa.BigInteger), sa.column(INDEX))
_WORDS = sa.func.to_tsvector(sa.literal_column("'simple'"), col(SearchEntry.words))


@dataclass(frozen=True)
class Hit:
    """One thing found."""

    kind: str
    object_id: UUID
    language: str
    title: str


@dataclass(frozen=True)
class Found:
    """The parts of a select over what matches: join `source`, add `condition`, order by `rank` (highest first).

    The question is what `asking` returns.
    """

    source: sa.FromClause
    condition: sa.ColumnElement[bool]
    rank: sa.ColumnElement[int]


def asking(query: str, kinds: Sequence[str] = ()) -> str:
    """Return what the database is asked for the entries that contain every word of `query`; "" when it holds none.

    `kinds` narrows it where the index knows them, on SQLite; the select narrows it anyway.
    """
    words = wanted(query)
    return _question(words, kinds, every=True) if words else ""


def found(question: Any) -> Found:
    """Return the parts of a select over the entries that match the question, or what stands for it."""
    if database.is_sqlite:
        number = _index.c.rowid.op("&")((1 << NUMBER_BITS) - 1)
        joined = _index.join(SearchEntry, number == col(SearchEntry.number))
        return Found(joined, _index.c[INDEX].op("MATCH", is_comparison=True)(question), _index.c.rowid)
    shown = sa.and_(col(SearchEntry.visible), sa.not_(col(SearchEntry.suppressed)))
    matches = _WORDS.op("@@")(sa.func.to_tsquery(sa.literal_column("'simple'"), question))
    rank = col(SearchEntry.weight).op("<<")(sa.literal_column(str(NUMBER_BITS))).op("|")(col(SearchEntry.number))
    return Found(SearchEntry.__table__, sa.and_(shown, matches), rank)  # type: ignore[attr-defined]


def matching(query: str, kinds: Sequence[str] = (), languages: Sequence[str] = (), limit: int = 20) -> list[Hit]:
    """Return what contains every word of `query` (or begins with it), first what matters now, then the newest."""
    with reading() as session:
        return find(session, query, kinds, languages, limit)


def find(
    session: Session, query: str, kinds: Sequence[str] = (), languages: Sequence[str] = (), limit: int = 20
) -> list[Hit]:
    """Return what `matching` returns, in the caller's session."""
    question = asking(query, kinds)
    return [hit for hit, _ in _hits(session, question, kinds, languages, limit)] if question else []


def alike(session: Session, text: str, kinds: Sequence[str], limit: int = 5, but: UUID | None = None) -> list[Hit]:
    """Return what shares words with `text`, the most shared first; one shared word of several is not enough."""
    words = telling(text)
    if not words:
        return []
    rows = _hits(session, _question(words, kinds, every=False), kinds, (), _CANDIDATES)
    least = min(2, len(words))
    scored = [(likeness(words, theirs), hit) for hit, theirs in rows if hit.object_id != but]
    return [hit for score, hit in sorted(scored, key=lambda pair: -pair[0]) if score >= least][:limit]


def _hits(
    session: Session, question: str, kinds: Sequence[str], languages: Sequence[str], limit: int
) -> list[tuple[Hit, str]]:
    shape = Shape(database.is_sqlite, bool(kinds), bool(languages), limit)
    rows = _matching(session, shape, question, list(kinds), list(languages))
    return [(Hit(kind, object_id, language, title), words) for kind, object_id, language, title, words in rows]


@dataclass(frozen=True)
class Shape:
    """What decides how the select reads."""

    sqlite: bool
    kinds: bool
    languages: bool
    limit: int


@prepared
def _matching(shape: Shape, /, question: str, kinds: list[str], languages: list[str]) -> Any:
    parts = found(question)
    columns = (SearchEntry.kind, SearchEntry.object_id, SearchEntry.language, SearchEntry.title, SearchEntry.words)
    query = sa.select(*columns).select_from(parts.source).where(parts.condition)
    if shape.kinds:
        query = query.where(col(SearchEntry.kind).in_(kinds))
    if shape.languages:
        query = query.where(col(SearchEntry.language).in_(languages))
    return query.order_by(parts.rank.desc()).limit(shape.limit)


def _question(words: Sequence[Wanted], kinds: Sequence[str], *, every: bool) -> str:
    return _fts5(words, kinds, every) if database.is_sqlite else _tsquery(words, every)


def _fts5(words: Sequence[Wanted], kinds: Sequence[str], every: bool) -> str:
    """Return an FTS5 expression. The words are letters and digits only, so the quotes cannot be left."""
    groups = (" OR ".join(f'"{b}"{"" if one.exact else "*"}' for b in one.beginnings) for one in words)
    said = (" AND " if every else " OR ").join(f"({group})" for group in groups)
    of_kind = " OR ".join(f'"{kind_word(kind)}"' for kind in kinds)
    return f"({of_kind}) AND ({said})" if kinds else said


def _tsquery(words: Sequence[Wanted], every: bool) -> str:
    """Return a PostgreSQL text search expression, as safe as the other."""
    groups = (" | ".join(f"'{b}'{'' if one.exact else ':*'}" for b in one.beginnings) for one in words)
    return (" & " if every else " | ").join(f"({group})" for group in groups)
