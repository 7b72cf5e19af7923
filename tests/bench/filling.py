"""Many pitches at once, with needs, conversations, search entries, promises and share-backs. For the bench only."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import SQLModel

from crowdlearn.commitments.models import Commitment
from crowdlearn.commitments.rules import CommitmentState
from crowdlearn.conversations.models import Thread
from crowdlearn.db.session import transaction
from crowdlearn.db.upkeep import not_waiting_for_the_disk
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.ids import new_id
from crowdlearn.people.models import Person
from crowdlearn.people.service import open_session
from crowdlearn.pitches.models import Need, Pitch, PitchTopic, PlannedShareBack
from crowdlearn.pitches.rules import NeedKind, PitchState, ShareBackKind, ShareBackMode
from crowdlearn.search.models import SearchEntry
from crowdlearn.search.rules import fold
from crowdlearn.settlement.rules import end_of_day
from crowdlearn.sharebacks.models import ShareBack
from tests import make

MEMBERS, WRITERS = 40, 40
AT_ONCE = 2_000
SUBJECTS = (
    "service design",
    "plain language",
    "data ethics",
    "spatial statistics",
    "coaching",
    "procurement",
    "budgets",
)
TOPICS = ("accessibility", "data", "leadership", "policy")
STORY = "Every week we mail 41,000 letters, and every week people call to ask what they mean. " * 20


@dataclass(frozen=True)
class Filled:
    """What the bench needs to know of a filled database: a pitch with everything, whom to be, where to write."""

    pitch_id: UUID
    shareback_id: UUID
    token: str
    writers: tuple[str, ...]
    open_pitches: tuple[UUID, ...]


def fill(pitches: int) -> Filled:
    """Fill the connected database with as many pitches, two of three open, one completed and shared back."""
    with not_waiting_for_the_disk():
        home = make.organisation()
        owners = [make.person(of=home) for _ in range(MEMBERS)]
        writers = [make.person(of=home) for _ in range(WRITERS)]
        shown, told = _everything(owners[0], writers)
        opened = _many(pitches, owners)
        tokens = tuple(_sign_in(writer) for writer in writers)
    return Filled(shown.id, told.id, tokens[0], tokens, tuple(opened))


def _everything(owner: Person, others: list[Person]) -> tuple[Pitch, ShareBack]:
    """Return a pitch with five backers, and a share-back with as many reviews."""
    shown = make.money_pitch(owner, title="Spatial statistics for coastal planning", trend=1 << 40)
    _insert(Thread, [_thread(shown.id, owner.id, shown.title)])
    done = make.pitch(owner, state=PitchState.COMPLETED, ends_on=make.days(-30), closed_at=now())
    kept = make.commitment(done, CommitmentState.CONFIRMED)
    told = make.shareback(owner, pitch_id=done.id, commitment_id=kept.id)
    make.need(shown)
    make.planned(shown)
    for other in others[:5]:
        make.pledge(shown, other, 5000)
        make.offer(shown, other)
        make.review(told, other)
    return shown, told


def _many(pitches: int, owners: list[Person]) -> list[UUID]:
    pattern = _values(make.money_pitch(owners[1], story=STORY, story_html=f"<p>{STORY}</p>"))
    given = _values(make.shareback(owners[1]))
    opened: list[UUID] = []
    for start in range(0, pitches, AT_ONCE):
        rows = [_pitch(number, pattern, owners) for number in range(start, min(start + AT_ONCE, pitches))]
        running = [row for row in rows if row["state"] is PitchState.OPEN]
        finished = [row for row in rows if row["state"] is PitchState.COMPLETED]
        _insert(Pitch, rows)
        _each(Need, rows, lambda row: {"pitch_id": row["id"], "position": 1, **_NEED})
        _each(PitchTopic, rows, lambda row: {"pitch_id": row["id"], "topic": row["topics"][0]})
        _each(PlannedShareBack, running, lambda row: {"pitch_id": row["id"], "position": 1, **_PLANNED})
        _insert(Thread, [_thread(row["id"], row["owner_id"], row["title"]) for row in rows])
        _insert(SearchEntry, [_entry(row) for row in rows])
        commitments = [_commitment(row) for row in finished]
        _insert(Commitment, commitments)
        _insert(ShareBack, [_shareback(given, one, number) for number, one in enumerate(commitments)])
        opened += [row["id"] for row in running]
    return opened


_NEED = {"kind": NeedKind.HOURS, "skill": "", "title": "Readability testing", "detail": "", "wanted": 180, "filled": 0}
_PLANNED = {"kind": ShareBackKind.BLOG, "title": "What readers told us", "audience": "", "open_to_all": True}


def _pitch(number: int, pattern: dict[str, Any], owners: list[Person]) -> dict[str, Any]:
    done = number % 3 == 2
    owner = owners[number % len(owners)]
    return {
        **pattern,
        "id": new_id(),
        "owner_id": owner.id,
        "organisation_id": owner.organisation_id,
        "state": PitchState.COMPLETED if done else PitchState.OPEN,
        "title": f"A week of {SUBJECTS[number % len(SUBJECTS)]}, number {number}",
        "topics": [TOPICS[number % len(TOPICS)]],
        "promised_cents": 0,
        "published_at": now() - timedelta(minutes=number),
        "funded_at": now() if done else None,
        "closed_at": now() if done else None,
        "trend": number * 7919 % 100_000,
    }


def _commitment(pitch: dict[str, Any]) -> dict[str, Any]:
    kept = Commitment(
        pitch_id=pitch["id"],
        owner_id=pitch["owner_id"],
        kind=ShareBackKind.BLOG,
        title="What readers told us",
        due_on=make.days(30),
        time_zone="America/Toronto",
        late_from=end_of_day(make.days(30), "America/Toronto"),
        state=CommitmentState.CONFIRMED,
        delivered_at=now(),
    )
    return _values(kept)


def _shareback(pattern: dict[str, Any], kept: dict[str, Any], number: int) -> dict[str, Any]:
    links = {"author_id": kept["owner_id"], "pitch_id": kept["pitch_id"], "commitment_id": kept["id"]}
    return {**pattern, "id": new_id(), **links, "published_at": now() - timedelta(minutes=number)}


def _thread(about: UUID, owner_id: UUID, title: str) -> dict[str, Any]:
    about_it = {"about_kind": "pitch", "about_id": about, "path": f"/pitches/{about}"}
    return {"id": new_id(), **about_it, "owner_id": owner_id, "title": title, "language": "en", "opened_at": now()}


def _entry(pitch: dict[str, Any]) -> dict[str, Any]:
    words = fold(f"{pitch['title']} {pitch['summary']}")
    return {
        "kind": "pitch",
        "object_id": pitch["id"],
        "language": "en",
        "title": pitch["title"],
        "words": words,
        "weight": pitch["trend"],
        "visible": True,
        "suppressed": False,
        "indexed_at": now(),
    }


def _values(row: SQLModel) -> dict[str, Any]:
    """Return what a row stores, but for what the database computes."""
    columns = row.__table__.columns  # type: ignore[attr-defined]
    return {column.name: getattr(row, column.name) for column in columns if column.computed is None}


def _each(table: type[SQLModel], rows: Iterable[dict[str, Any]], part: Callable[[dict[str, Any]], Any]) -> None:
    extra = {"due_on": make.days(60), "mode": ShareBackMode.ONLINE} if table is PlannedShareBack else {}
    _insert(table, [{"id": new_id(), **part(row), **extra} for row in rows])


def _insert(table: type[SQLModel], rows: list[dict[str, Any]]) -> None:
    if rows:
        with transaction() as session:
            session.execute(sa.insert(table), rows)


def _sign_in(person: Person) -> str:
    with transaction() as session:
        return open_session(session, person.id, "bench")
