"""What waits for a backer."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from crowdlearn.commitments.models import Commitment, Replacement, ReplacementVote
from crowdlearn.commitments.queries import GAVE_HELP, GAVE_MONEY
from crowdlearn.commitments.rules import KEPT, CommitmentState
from crowdlearn.outcomes.models import CheckIn
from crowdlearn.outcomes.rules import CheckInState
from crowdlearn.pages.rules import Task
from crowdlearn.payments.models import Payment
from crowdlearn.payments.rules import NOT_HELD, PaymentState
from crowdlearn.people.models import ManagerLink, Person
from crowdlearn.people.rules import LinkState
from crowdlearn.pitches.models import Pitch
from crowdlearn.pledges.models import ExpertiseOffer, MoneyPledge
from crowdlearn.pledges.rules import PledgeState
from crowdlearn.settlement.models import SubstituteAnswer, Substitution
from crowdlearn.sharebacks.models import Appearance, ShareBack, WishAnswer
from crowdlearn.sharebacks.rules import ConsentState

from .shape import Asker, of_pitch, proposed, task


def pay(me: Asker) -> Any:
    """A pitch locked: the pledge is to be paid. One that stands on a card pays itself."""
    return (
        of_pitch(Task.PAY, MoneyPledge.id, due=sa.func.date(Payment.due_at))
        .join(MoneyPledge, col(MoneyPledge.pitch_id) == col(Pitch.id))
        .join(Payment, col(Payment.pledge_id) == col(MoneyPledge.id))
        .where(
            col(MoneyPledge.peer_id) == me.id,
            col(Payment.state) == PaymentState.TO_CHARGE,
            col(Payment.card_id).is_(None),
        )
    )


def mend(me: Asker) -> Any:
    """A bank did not hold the money of a committed pledge: another card may do, or a word to the bank."""
    return (
        of_pitch(Task.MEND, MoneyPledge.id)
        .join(MoneyPledge, col(MoneyPledge.pitch_id) == col(Pitch.id))
        .join(Payment, col(Payment.pledge_id) == col(MoneyPledge.id))
        .where(
            col(MoneyPledge.peer_id) == me.id,
            col(MoneyPledge.state) == PledgeState.COMMITTED,
            col(Payment.state).in_(NOT_HELD),
        )
    )


def save_card(me: Asker) -> Any:
    """A pledge was begun, and its card is not saved yet."""
    return (
        of_pitch(Task.SAVE_CARD, MoneyPledge.id)
        .join(MoneyPledge, col(MoneyPledge.pitch_id) == col(Pitch.id))
        .where(
            col(MoneyPledge.peer_id) == me.id,
            col(MoneyPledge.state) == PledgeState.CARD_PENDING,
            col(MoneyPledge.room_until) > me.moment,
        )
    )


def still_stands(me: Asker) -> Any:
    """The terms changed: silence would release the pledge."""
    return (
        of_pitch(Task.STILL_STANDS, MoneyPledge.id, due=sa.func.date(MoneyPledge.reconfirm_until))
        .join(MoneyPledge, col(MoneyPledge.pitch_id) == col(Pitch.id))
        .where(col(MoneyPledge.peer_id) == me.id, col(MoneyPledge.state) == PledgeState.RECONFIRM)
    )


def confirm(me: Asker) -> Any:
    """What was promised to this backer was delivered."""
    title = sa.func.coalesce(sa.func.nullif(col(Commitment.title), ""), col(Pitch.title))
    return (
        task(Task.CONFIRM, Commitment.id, title, name=col(Person.name))
        .join(Pitch, col(Pitch.id) == col(Commitment.pitch_id))
        .join(Person, col(Person.id) == col(Commitment.owner_id))
        .where(col(Commitment.state) == CommitmentState.DELIVERED, _backed_by(me))
    )


def vote(me: Asker) -> Any:
    """The pitcher would give something else, and this backer has not answered."""
    title = sa.func.coalesce(sa.func.nullif(col(Commitment.title), ""), col(Pitch.title))
    answered = sa.select(ReplacementVote.id).where(
        col(ReplacementVote.replacement_id) == col(Replacement.id), col(ReplacementVote.backer_id) == me.id
    )
    return (
        task(Task.VOTE, Commitment.id, title, name=col(Person.name))
        .join(Pitch, col(Pitch.id) == col(Commitment.pitch_id))
        .join(Person, col(Person.id) == col(Commitment.owner_id))
        .join(Replacement, col(Replacement.commitment_id) == col(Commitment.id))
        .where(col(Replacement.agreed).is_(None), sa.not_(answered.exists()), _backed_by(me))
    )


def substitute(me: Asker) -> Any:
    """Someone would go in the pitcher's place, and this backer has not answered."""
    answered = sa.select(SubstituteAnswer.id).where(
        col(SubstituteAnswer.substitution_id) == col(Substitution.id), col(SubstituteAnswer.person_id) == me.id
    )
    return proposed().where(sa.not_(answered.exists()), _backed_by(me), col(Substitution.until) > me.moment)


def appear(me: Asker) -> Any:
    """Somebody would like to show this person's name, words, picture or voice."""
    title, language, name = col(ShareBack.title), col(ShareBack.language), col(Person.name)
    asked = sa.select(col(Appearance.shareback_id)).where(
        col(Appearance.person_id) == me.id, col(Appearance.consent) == ConsentState.ASKED
    )
    return (
        task(Task.APPEAR, ShareBack.id, title, language=language, name=name)
        .select_from(ShareBack)
        .join(Person, col(Person.id) == col(ShareBack.author_id))
        .where(col(ShareBack.id).in_(asked))
    )


def answer_wish(me: Asker) -> Any:
    """Something came back to a backer who had a wish."""
    came_back = sa.select(Commitment.id).where(
        col(Commitment.pitch_id) == col(Pitch.id), col(Commitment.state).in_(KEPT)
    )
    wished = (
        sa.select(col(table.pitch_id)).where(
            col(person) == me.id,
            col(table.state).in_(states),
            col(table.wish) != "",
            sa.not_(sa.select(WishAnswer.id).where(col(WishAnswer.promise_id) == col(table.id)).exists()),
        )
        for table, person, states in (
            (MoneyPledge, MoneyPledge.peer_id, GAVE_MONEY),
            (ExpertiseOffer, ExpertiseOffer.helper_id, GAVE_HELP),
        )
    )
    return of_pitch(Task.ANSWER_WISH, Pitch.id).where(col(Pitch.id).in_(sa.union_all(*wished)), came_back.exists())


def confirm_use(me: Asker) -> Any:
    """Without a manager and without peers' money, a backer says whether the learning is used."""
    led = sa.select(ManagerLink.id).where(
        col(ManagerLink.person_id) == col(Pitch.owner_id), col(ManagerLink.state) == LinkState.CONFIRMED
    )
    return (
        of_pitch(Task.CONFIRM_USE, CheckIn.id, name=col(Person.name))
        .join(CheckIn, col(CheckIn.pitch_id) == col(Pitch.id))
        .join(Person, col(Person.id) == col(CheckIn.owner_id))
        .where(
            col(CheckIn.state) == CheckInState.ANSWERED,
            col(Pitch.peer_goal_cents) == 0,
            sa.not_(led.exists()),
            _backed_by(me),
        )
    )


def _backed_by(me: Asker) -> Any:
    """The person gave money or hours to the pitch."""
    money = sa.select(MoneyPledge.id).where(
        col(MoneyPledge.pitch_id) == col(Pitch.id),
        col(MoneyPledge.peer_id) == me.id,
        col(MoneyPledge.state).in_(GAVE_MONEY),
    )
    hours = sa.select(ExpertiseOffer.id).where(
        col(ExpertiseOffer.pitch_id) == col(Pitch.id),
        col(ExpertiseOffer.helper_id) == me.id,
        col(ExpertiseOffer.state).in_(GAVE_HELP),
    )
    return sa.or_(money.exists(), hours.exists())
