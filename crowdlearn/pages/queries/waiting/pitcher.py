"""What waits for a pitcher."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import col

from crowdlearn.commitments.models import Commitment
from crowdlearn.commitments.rules import CommitmentState
from crowdlearn.conversations.models import Comment, Message, Talk, Thread
from crowdlearn.conversations.queries import is_hidden
from crowdlearn.conversations.rules import COMMENT
from crowdlearn.outcomes.models import CheckIn
from crowdlearn.outcomes.rules import CheckInState
from crowdlearn.pages.rules import Task
from crowdlearn.people.models import Person
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PitchState
from crowdlearn.pledges.models import MoneyPledge
from crowdlearn.pledges.rules import PledgeState
from crowdlearn.settlement.models import Claim, Settlement
from crowdlearn.settlement.rules import ClaimState
from crowdlearn.sharebacks.models import CoAuthor, Occasion, ShareBack, ThankYou
from crowdlearn.sharebacks.rules import AuthorState, SharebackState

from .shape import Asker, of_pitch, task


def cover(me: Asker) -> Any:
    """Peers fell short: the pitcher may add the rest."""
    return of_pitch(Task.COVER, Pitch.id, due=sa.func.date(Pitch.top_up_until)).where(
        col(Pitch.owner_id) == me.id, col(Pitch.state) == PitchState.TOP_UP
    )


def repay(me: Asker) -> Any:
    """Peers paid more than they should have: the pitcher owes it back."""
    return (
        of_pitch(Task.REPAY, Pitch.id)
        .join(Claim, col(Claim.pitch_id) == col(Pitch.id))
        .where(col(Pitch.owner_id) == me.id, col(Claim.state) == ClaimState.OPEN)
    )


def receipts(me: Asker) -> Any:
    """The own share is to be proven."""
    return (
        of_pitch(Task.RECEIPTS, Pitch.id, due=col(Settlement.receipts_due_on))
        .join(Settlement, col(Settlement.pitch_id) == col(Pitch.id))
        .where(
            col(Pitch.owner_id) == me.id,
            col(Pitch.state) == PitchState.FUNDED,
            col(Settlement.receipts_complete_at).is_(None),
        )
    )


def change(me: Asker) -> Any:
    """The manager asked for changes."""
    return of_pitch(Task.CHANGE, Pitch.id).where(
        col(Pitch.owner_id) == me.id, col(Pitch.state) == PitchState.OPEN, col(Pitch.clearance) == "changes_asked"
    )


def deliver(me: Asker) -> Any:
    """A promise falls due."""
    title = sa.func.coalesce(sa.func.nullif(col(Commitment.title), ""), col(Pitch.title))
    return (
        task(Task.DELIVER, Commitment.id, title, due=col(Commitment.due_on))
        .join(Pitch, col(Pitch.id) == col(Commitment.pitch_id))
        .where(
            col(Commitment.owner_id) == me.id,
            col(Commitment.state) == CommitmentState.OPEN,
            col(Commitment.due_on) <= me.soon,
        )
    )


def check_in(me: Asker) -> Any:
    """Thirty or ninety days have passed: what is used?"""
    return (
        of_pitch(Task.CHECK_IN, CheckIn.id, due=col(CheckIn.due_on))
        .join(CheckIn, col(CheckIn.pitch_id) == col(Pitch.id))
        .where(col(CheckIn.owner_id) == me.id, col(CheckIn.state) == CheckInState.OPEN)
    )


def attendance(me: Asker) -> Any:
    """An event of this person began: who came?"""
    return (
        task(Task.ATTENDANCE, ShareBack.id, col(ShareBack.title), language=col(ShareBack.language))
        .select_from(ShareBack)
        .join(Occasion, col(Occasion.shareback_id) == col(ShareBack.id))
        .where(
            col(ShareBack.author_id) == me.id,
            col(ShareBack.state) == SharebackState.PUBLISHED,
            col(Occasion.starts_at) <= me.moment,
        )
    )


def publish(me: Asker) -> Any:
    """Something to share is written and not published."""
    return (
        task(Task.PUBLISH, ShareBack.id, col(ShareBack.title), language=col(ShareBack.language))
        .select_from(ShareBack)
        .where(col(ShareBack.author_id) == me.id, col(ShareBack.state) == SharebackState.DRAFT)
    )


def join_authors(me: Asker) -> Any:
    """Somebody would like this person's name beside theirs."""
    title, language, name = col(ShareBack.title), col(ShareBack.language), col(Person.name)
    return (
        task(Task.JOIN_AUTHORS, ShareBack.id, title, language=language, name=name)
        .select_from(ShareBack)
        .join(CoAuthor, col(CoAuthor.shareback_id) == col(ShareBack.id))
        .join(Person, col(Person.id) == col(ShareBack.author_id))
        .where(
            col(CoAuthor.person_id) == me.id,
            col(CoAuthor.state) == AuthorState.INVITED,
            col(ShareBack.state).in_((SharebackState.DRAFT, SharebackState.PUBLISHED, SharebackState.HELD)),
        )
    )


def answer_question(me: Asker) -> Any:
    """Someone asked in public about something of this person, who has not answered yet."""
    answer = aliased(Comment)
    answered = sa.select(answer.id).where(
        col(answer.parent_id) == col(Comment.id), col(answer.author_id) == me.id, col(answer.deleted_at).is_(None)
    )
    return (
        task(Task.ANSWER_QUESTION, Comment.id, col(Thread.title), language=col(Thread.language), name=col(Person.name))
        .select_from(Comment)
        .join(Thread, col(Thread.id) == col(Comment.thread_id))
        .join(Person, col(Person.id) == col(Comment.author_id))
        .where(
            col(Thread.owner_id) == me.id,
            col(Thread.closed_at).is_(None),
            col(Comment.parent_id).is_(None),
            col(Comment.author_id) != me.id,
            col(Comment.deleted_at).is_(None),
            sa.not_(answered.exists()),
            sa.not_(is_hidden(COMMENT, col(Comment.id))),
        )
    )


def reply(me: Asker) -> Any:
    """Someone wrote to think something through with this person, who has not written back."""
    wrote_back = sa.select(Message.id).where(col(Message.talk_id) == col(Talk.id), col(Message.author_id) == me.id)
    return (
        task(Task.REPLY, Talk.id, col(Thread.title), language=col(Thread.language), name=col(Person.name))
        .select_from(Talk)
        .join(Thread, col(Thread.id) == col(Talk.thread_id))
        .join(Person, col(Person.id) == col(Talk.person_id))
        .where(col(Thread.owner_id) == me.id, col(Thread.closed_at).is_(None), sa.not_(wrote_back.exists()))
    )


def thank(me: Asker) -> Any:
    """A backer of a funded pitch has not been thanked."""
    thanked = sa.select(ThankYou.backer_id).where(col(ThankYou.pitch_id) == col(Pitch.id))
    owed = sa.select(MoneyPledge.id).where(
        col(MoneyPledge.pitch_id) == col(Pitch.id),
        col(MoneyPledge.state) == PledgeState.KEPT,
        col(MoneyPledge.peer_id).not_in(thanked),
    )
    return of_pitch(Task.THANK, Pitch.id).where(
        col(Pitch.owner_id) == me.id,
        col(Pitch.state).in_((PitchState.FUNDED, PitchState.COMPLETED)),
        owed.exists(),
    )


def finish(me: Asker) -> Any:
    """A draft lies here."""
    title = sa.func.coalesce(sa.func.nullif(col(Pitch.title), ""), sa.literal("…"))
    return task(Task.FINISH, Pitch.id, title).where(col(Pitch.owner_id) == me.id, col(Pitch.state) == PitchState.DRAFT)
