"""Asking the index. What a person typed never becomes part of a statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
import sqlalchemy.dialects.postgresql  # teaches sa.func the text search functions
from sqlmodel import Session, col

from crowdlearn.db.session import database, reading

from .ddl import INDEX, NUMBER_BITS
from .models import SearchEntry
from .rules import Wanted, likeness, wanted

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
    """The parts of a select over what matches: join `source`, add `condition`, order by `rank` (highest first)."""

    source: sa.FromClause
    condition: sa.ColumnElement[bool]
    rank: sa.ColumnElement[int]


def found(query: str) -> Found | None:
    """Return the parts of a select over the entries that contain every word of `query`; None when it holds none."""
    words = wanted(query)
    return _found(words, every=True) if words else None


def matching(query: str, kinds: Sequence[str] = (), languages: Sequence[str] = (), limit: int = 20) -> list[Hit]:
    """Return what contains every word of `query` (or begins with it), first what matters now, then the newest."""
    with reading() as session:
        return find(session, query, kinds, languages, limit)


def find(
    session: Session, query: str, kinds: Sequence[str] = (), languages: Sequence[str] = (), limit: int = 20
) -> list[Hit]:
    """Return what `matching` returns, in the caller's session."""
    if (parts := found(query)) is None:
        return []
    return [hit for hit, _ in _select(session, parts, kinds, languages, limit)]


def alike(session: Session, text: str, kinds: Sequence[str], limit: int = 5, but: UUID | None = None) -> list[Hit]:
    """Return what shares words with `text`, the most shared first; one shared word of several is not enough."""
    words = wanted(text)
    if not words:
        return []
    rows = _select(session, _found(words, every=False), kinds, (), _CANDIDATES)
    least = min(2, len(words))
    scored = [(likeness(text, theirs), hit) for hit, theirs in rows if hit.object_id != but]
    return [hit for score, hit in sorted(scored, key=lambda pair: -pair[0]) if score >= least][:limit]


def _select(
    session: Session, parts: Found, kinds: Sequence[str], languages: Sequence[str], limit: int
) -> list[tuple[Hit, str]]:
    columns = (SearchEntry.kind, SearchEntry.object_id, SearchEntry.language, SearchEntry.title, SearchEntry.words)
    query: sa.Select[Any] = sa.select(*columns).select_from(parts.source).where(parts.condition)
    if kinds:
        query = query.where(col(SearchEntry.kind).in_(kinds))
    if languages:
        query = query.where(col(SearchEntry.language).in_(languages))
    rows = session.execute(query.order_by(parts.rank.desc()).limit(limit))
    return [(Hit(kind, object_id, language, title), words) for kind, object_id, language, title, words in rows]


def _found(words: Sequence[Wanted], *, every: bool) -> Found:
    if database.is_sqlite:
        number = _index.c.rowid.op("&")((1 << NUMBER_BITS) - 1)
        joined = _index.join(SearchEntry, number == col(SearchEntry.number))
        return Found(joined, _index.c[INDEX].op("MATCH", is_comparison=True)(_fts5(words, every)), _index.c.rowid)
    question = sa.func.to_tsquery(sa.literal_column("'simple'"), _tsquery(words, every))
    shown = sa.and_(col(SearchEntry.visible), sa.not_(col(SearchEntry.suppressed)))
    rank = col(SearchEntry.weight).op("<<")(sa.literal_column(str(NUMBER_BITS))).op("|")(col(SearchEntry.number))
    return Found(SearchEntry.__table__, sa.and_(shown, _WORDS.op("@@")(question)), rank)  # type: ignore[attr-defined]


def _fts5(words: Sequence[Wanted], every: bool) -> str:
    """Return an FTS5 expression. The words are letters and digits only, so the quotes cannot be left."""
    groups = (" OR ".join(f'"{b}"{"" if one.exact else "*"}' for b in one.beginnings) for one in words)
    return (" AND " if every else " OR ").join(f"({group})" for group in groups)


def _tsquery(words: Sequence[Wanted], every: bool) -> str:
    """Return a PostgreSQL text search expression, as safe as the other."""
    groups = (" | ".join(f"'{b}'{'' if one.exact else ':*'}" for b in one.beginnings) for one in words)
    return (" & " if every else " | ").join(f"({group})" for group in groups)
