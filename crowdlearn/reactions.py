"""After this, do that: which use-cases follow which event, in which order. The only place where features meet."""

from collections.abc import Mapping, Sequence

from crowdlearn.db.outbox import Reaction
from crowdlearn.kernel.events import Event

AFTER: Mapping[type[Event], Sequence[Reaction]] = {}
