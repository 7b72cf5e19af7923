"""Money comes in, receipts are verified, the peers' part is paid out, savings go back."""

from uuid import UUID

from sqlmodel import col, select

from crowdlearn.db.session import reading
from crowdlearn.demo.shapes import Organisation, Payout, Pledge, Receipt, TopUp
from crowdlearn.demo.shapes.deeds import MoneyBack
from crowdlearn.demo.stage import Stage, plays
from crowdlearn.demo.timeline import Scene, Verb
from crowdlearn.people.rules import Role
from crowdlearn.pitches.rules import PitchState
from crowdlearn.pledges.models import MoneyPledge
from crowdlearn.sandbox import playing
from crowdlearn.sandbox.line import store
from crowdlearn.settlement import service
from crowdlearn.settlement.models import RefundRound
from crowdlearn.settlement.rules import Payee, RoundState


@plays(Verb.WRITE_INSTRUCTION)
def write_instruction(stage: Stage, scene: Scene) -> None:
    """Let a treasurer write how backers pay an organisation."""
    organisation: Organisation = scene.item
    words = organisation.adoption.pay if organisation.adoption else None
    assert words is not None
    service.write_instruction(_treasurer(stage), stage.organisations[organisation.key], words.en, words.fr)


@plays(Verb.TOP_UP)
def top_up(stage: Stage, scene: Scene) -> None:
    """Let the pitcher add what peers fell short of."""
    more: TopUp = scene.item
    assert scene.pitch is not None
    service.add_top_up(stage.owner(scene.pitch), stage.pitch_id(scene), more.cents)


@plays(Verb.RECORD_PAYMENT)
def record_payment(stage: Stage, scene: Scene) -> None:
    """Record what came in for a pledge, and for what grew from it; a card was charged by itself."""
    pledge: Pledge = scene.item
    assert scene.pitch is not None
    if stage.by_card(scene.pitch):
        return
    for code, cents in _owed(stage.became(pledge)):
        reference = f"BT-{scene.day % 1000:03d}-{code[-4:]}"
        service.record_money(_treasurer(stage), service.Seen(code, cents, stage.day(scene.day), reference))


@plays(Verb.CANCEL)
def cancel(stage: Stage, scene: Scene) -> None:
    """Say that the learning does not take place."""
    assert scene.pitch is not None
    service.report_cancelled(stage.owner(scene.pitch), stage.pitch_id(scene), scene.item.reason)


@plays(Verb.SUBMIT_RECEIPT)
def submit_receipt(stage: Stage, scene: Scene) -> None:
    """Show a receipt or invoice."""
    receipt: Receipt = scene.item
    assert scene.pitch is not None
    proof = service.Proof(
        kind=receipt.kind, label=receipt.vendor, amount_cents=receipt.cents, dated_on=stage.day(scene.day)
    )
    stage.remember(receipt, service.show_document(stage.owner(scene.pitch), stage.pitch_id(scene), proof))


@plays(Verb.VERIFY_RECEIPT)
def verify_receipt(stage: Stage, scene: Scene) -> None:
    """Let a treasurer verify a document."""
    receipt: Receipt = scene.item
    service.verify_document(stage.person(receipt.verified_by or _treasurers(stage)[0]), stage.became(receipt))


@plays(Verb.SAY_COMPLETE)
def say_complete(stage: Stage, scene: Scene) -> None:
    """Let the pitcher say that all receipts are in."""
    assert scene.pitch is not None
    service.say_complete(stage.owner(scene.pitch), stage.pitch_id(scene))


@plays(Verb.PROPOSE_PAYOUT)
def propose_payout(stage: Stage, scene: Scene) -> None:
    """Let one treasurer propose a payout."""
    payout: Payout = scene.item
    plan = service.PayoutPlan(Payee(payout.to), payout.cents, "Bank transfer")
    row = service.propose_payout(stage.person(payout.proposed_by), stage.pitch_id(scene), plan)
    stage.remember(payout, row)


@plays(Verb.CONFIRM_PAYOUT)
def confirm_payout(stage: Stage, scene: Scene) -> None:
    """Let the other treasurer confirm it; what is left at the card processor is in the bank by then."""
    payout: Payout = scene.item
    assert payout.confirmed_by is not None
    assert scene.pitch is not None
    if stage.by_card(scene.pitch) and scene.pitch.money_back is None:
        playing.play(store(), playing.Act.SEND, "balance")
    service.confirm_payout(stage.person(payout.confirmed_by), stage.became(payout), payout.reference)


@plays(Verb.PROPOSE_BACK)
def propose_back(stage: Stage, scene: Scene) -> None:
    """Let a treasurer propose to return what was saved, or look first at what the rules return by themselves."""
    back: MoneyBack = scene.item
    if _was_only_held(stage, scene):
        return
    treasurer = stage.person(back.proposed_by)
    opened = _opened_by_the_rules(stage.pitch_id(scene))
    if opened is not None:
        service.confirm_refunds(treasurer, opened)
    stage.remember(back, opened or service.propose_savings(treasurer, stage.pitch_id(scene)))


@plays(Verb.CONFIRM_BACK)
def confirm_back(stage: Stage, scene: Scene) -> None:
    """Let the other treasurer confirm it."""
    back: MoneyBack = scene.item
    assert back.confirmed_by is not None
    if not _was_only_held(stage, scene):
        service.confirm_refunds(stage.person(back.confirmed_by), stage.became(back))


@plays(Verb.SEND_BACK)
def send_back(stage: Stage, scene: Scene) -> None:
    """Record that it was sent; to cards it went by itself."""
    back: MoneyBack = scene.item
    assert scene.pitch is not None
    if stage.by_card(scene.pitch):
        return
    service.send_refunds(stage.person(back.proposed_by), stage.became(back), back.reference)


def _was_only_held(stage: Stage, scene: Scene) -> bool:
    """Tell whether money was held on cards and released, so that there is nothing to send back."""
    assert scene.pitch is not None
    return stage.by_card(scene.pitch) and scene.pitch.expected is PitchState.NOT_FUNDED_AFTER_LOCK


def _opened_by_the_rules(pitch_id: UUID) -> UUID | None:
    """Return the round of refunds that a pitch opened when it ended without the money."""
    with reading() as session:
        query = select(RefundRound.id).where(RefundRound.pitch_id == pitch_id, RefundRound.state == RoundState.OPENED)
        return session.exec(query).one_or_none()


def _treasurers(stage: Stage) -> list[str]:
    return [role.person for role in stage.scenario.roles if role.role is Role.TREASURER]


def _treasurer(stage: Stage) -> UUID:
    return stage.person(_treasurers(stage)[0])


def _owed(pledge_id: UUID) -> list[tuple[str, int]]:
    """Return code and cents of a pledge and of what grew from it."""
    with reading() as session:
        query = select(MoneyPledge.reference, MoneyPledge.accepted_cents).where(
            (col(MoneyPledge.id) == pledge_id) | (col(MoneyPledge.grows_from) == pledge_id),
            col(MoneyPledge.accepted_cents) > 0,
        )
        return [(code, cents) for code, cents in session.exec(query)]
