"""Pitches are drafted, shared, published, changed and decided on."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from crowdlearn.approvals import service as approvals
from crowdlearn.conversations import service as conversations
from crowdlearn.db.session import reading
from crowdlearn.demo.plans import plan_of
from crowdlearn.demo.shapes import Asking, Champion, Decision, Follow, OrganisationMoney, Pitch, Question, Words
from crowdlearn.demo.shapes.deeds import Revision
from crowdlearn.demo.stage import Stage, plays
from crowdlearn.demo.timeline import Scene, Verb
from crowdlearn.outreach import service as outreach
from crowdlearn.outreach.rules import Wanted
from crowdlearn.pitches import service
from crowdlearn.pitches.models import Pitch as PitchRow
from crowdlearn.pitches.queries.plans import plan_of as stored_plan
from crowdlearn.pitches.rules import EDITABLE, Plan, Step
from crowdlearn.pitches.rules.steps import ASKS_FOR
from crowdlearn.pledges.service import change_open_pitch


def _data(plan: Plan) -> dict[str, Any]:
    return {name: getattr(plan, name) for name in EDITABLE}


def _written(stage: Stage, pitch: Pitch) -> Plan:
    return plan_of(pitch, stage.scenario.people[pitch.pitcher], stage.today)


@plays(Verb.SHARE_IDEA)
def share_idea(stage: Stage, scene: Scene) -> None:
    """Show an unfinished idea."""
    pitch: Pitch = scene.item
    stage.pitches[pitch.key] = service.share_idea(stage.owner(pitch), _data(_written(stage, pitch)))


@plays(Verb.DRAFT)
def draft(stage: Stage, scene: Scene) -> None:
    """Write the whole plan; an idea shared before grows into it."""
    pitch: Pitch = scene.item
    data = _data(_written(stage, pitch))
    if pitch.key not in stage.pitches:
        stage.pitches[pitch.key] = service.start_draft(stage.owner(pitch), data)
        return
    for step in Step:
        said = {name: data[name] for name in ASKS_FOR[step]}
        service.save_step(stage.owner(pitch), stage.pitches[pitch.key], step, said)


@plays(Verb.PUBLISH)
def publish(stage: Stage, scene: Scene) -> None:
    """Publish a pitch."""
    service.publish(stage.owner(scene.item), stage.pitch_id(scene))


@plays(Verb.CONFIRM_MONEY)
def confirm_money(stage: Stage, scene: Scene) -> None:
    """Mark a line of organisation money as confirmed."""
    _decide_money(stage, scene, confirmed=True)


@plays(Verb.WITHDRAW_MONEY)
def withdraw_money(stage: Stage, scene: Scene) -> None:
    """Mark a line of organisation money as not confirmed any more."""
    _decide_money(stage, scene, confirmed=False)


def _decide_money(stage: Stage, scene: Scene, *, confirmed: bool) -> None:
    money: OrganisationMoney = scene.item
    plan = _stored(stage.pitch_id(scene))
    lines = tuple(
        replace(line, confirmed=confirmed) if line.label == money.giver else line for line in plan.organisation_money
    )
    assert scene.pitch is not None
    change_open_pitch(stage.owner(scene.pitch), stage.pitch_id(scene), {"organisation_money": lines})


@plays(Verb.REVISE)
def revise(stage: Stage, scene: Scene) -> None:
    """Change the application plan of an open pitch."""
    revision: Revision = scene.item
    assert scene.pitch is not None
    changes = {"application_plan": revision.application}
    change_open_pitch(stage.owner(scene.pitch), stage.pitch_id(scene), changes)


@plays(Verb.DECIDE)
def decide(stage: Stage, scene: Scene) -> None:
    """Let a manager or budget holder decide."""
    decision: Decision = scene.item
    act = {
        "clear": approvals.clear,
        "conditions": approvals.clear,
        "changes": approvals.ask_changes,
        "decline": approvals.decline,
        "revoke": approvals.revoke,
    }[decision.decision]
    word = approvals.Word(stage.terms_version(scene), reason=decision.reason, conditions=decision.conditions)
    act(stage.person(decision.by), stage.pitch_id(scene), word)


@plays(Verb.FOLLOW)
def follow(stage: Stage, scene: Scene) -> None:
    """Follow a pitch."""
    follows: Follow = scene.item
    service.follow(stage.person(follows.by), stage.pitch_id(scene))


@plays(Verb.ENCOURAGE)
def encourage(stage: Stage, scene: Scene) -> None:
    """Encourage the pitcher without a pledge."""
    words: Words = scene.item
    language = stage.scenario.people[words.by].language
    conversations.encourage(stage.person(words.by), "pitch", stage.pitch_id(scene), words.text, language)


@plays(Verb.ASK_PEOPLE)
def ask_people(stage: Stage, scene: Scene) -> None:
    """Ask people to look at a pitch."""
    asking: Asking = scene.item
    people = tuple(stage.person(key) for key in asking.people)
    wanted = Wanted(people, (), asking.note, stage.scenario.people[asking.by].language)
    outreach.ask_people(stage.person(asking.by), stage.pitch_id(scene), wanted)


@plays(Verb.CHAMPION)
def champion(stage: Stage, scene: Scene) -> None:
    """Stand up for a pitch in one line; let people come by its link, and the pitcher give thanks."""
    line: Champion = scene.item
    assert scene.pitch is not None
    language, pitch_id = stage.scenario.people[line.by].language, stage.pitch_id(scene)
    row = outreach.champion(stage.person(line.by), pitch_id, line.text, language)
    for _ in range(line.came):
        outreach.count_visit(row)
    if line.thanked:
        outreach.thank_champion(stage.person(scene.pitch.pitcher), pitch_id, row)


@plays(Verb.ASK)
def ask(stage: Stage, scene: Scene) -> None:
    """Ask a public question."""
    question: Question = scene.item
    language = stage.scenario.people[question.by].language
    row = conversations.ask(stage.person(question.by), "pitch", stage.pitch_id(scene), question.text, language)
    stage.remember(question, row)


@plays(Verb.ANSWER)
def answer(stage: Stage, scene: Scene) -> None:
    """Answer a public question."""
    question: Question = scene.item
    assert scene.pitch is not None
    conversations.answer(stage.owner(scene.pitch), stage.became(question), question.answer, scene.pitch.language)


@plays(Verb.UPDATE)
def write_update(stage: Stage, scene: Scene) -> None:
    """Tell the community what is new."""
    words: Words = scene.item
    assert scene.pitch is not None
    service.write_update(stage.owner(scene.pitch), stage.pitch_id(scene), words.text)


@plays(Verb.PAUSE)
def pause(stage: Stage, scene: Scene) -> None:
    """Pause a pitch."""
    assert scene.pitch is not None
    service.pause(stage.owner(scene.pitch), stage.pitch_id(scene))


@plays(Verb.WITHDRAW)
def withdraw(stage: Stage, scene: Scene) -> None:
    """Withdraw a pitch."""
    assert scene.pitch is not None
    service.withdraw(stage.owner(scene.pitch), stage.pitch_id(scene), scene.item.reason)


def _stored(pitch_id: UUID) -> Plan:
    with reading() as session:
        return stored_plan(session, session.get_one(PitchRow, pitch_id))
