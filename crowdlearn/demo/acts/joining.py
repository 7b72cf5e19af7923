"""Organisations adopt; people join, name their managers, get roles."""

from datetime import timedelta
from uuid import UUID

from crowdlearn.db.outbox import drain_all
from crowdlearn.demo.shapes import Acting, Organisation, Person, RoleHeld
from crowdlearn.demo.stage import Stage, plays
from crowdlearn.demo.timeline import Scene, Verb
from crowdlearn.people import service
from crowdlearn.people.rules import TWO_TO_GRANT, Applicant, FollowKind, JoinPolicy, MoneyMode, Role
from crowdlearn.reactions import AFTER


def found_organisations(stage: Stage) -> None:
    """Write down every organisation before anybody joins."""
    for organisation in stage.scenario.organisations.values():
        body = service.Body(
            name_en=organisation.name.en,
            name_fr=organisation.name.fr,
            level=organisation.level,
            region=organisation.region,
            domains=organisation.domains,
        )
        stage.organisations[organisation.key] = service.found_organisation(None, body)


@plays(Verb.JOIN)
def join(stage: Stage, scene: Scene) -> None:
    """Sign up, and say who one is; the line to the manager is asked for once both are there."""
    person: Person = scene.item
    person_id = _sign_up(stage, person)
    stage.people[person.key] = person_id
    profile = service.Profile(
        name=person.name,
        title=person.title,
        region=person.region,
        language=person.language,
        time_zone=person.zone,
        bio=person.bio,
        topics=person.interests,
        offered=person.offers,
        wanted=person.wants,
        profile_public=bool(person.public),
        promises_public="record" in person.public,
    )
    service.change_profile(person_id, profile)
    if person.organisation:
        service.note_welcome(person_id)
        if "record" in person.public:
            service.follow(person_id, FollowKind.ORGANISATION, str(stage.organisations[person.organisation]))
    if person.invites:
        service.name_manager(person_id, person.invites)


def _sign_up(stage: Stage, person: Person) -> UUID:
    """Ask for an account, open the mail, follow its link; return the member's id."""
    password = stage.scenario.password
    service.sign_up(Applicant(person.name, person.email, password, person.language), JoinPolicy.DOMAINS)
    drain_all(AFTER)
    token = stage.links[person.email].rpartition("/")[2]
    person_id, _ = service.verify_address(token, password, JoinPolicy.DOMAINS)
    return person_id


@plays(Verb.CONFIRM_LINE)
def confirm_line(stage: Stage, scene: Scene) -> None:
    """Name the manager, who confirms; or an administrator does."""
    person: Person = scene.item
    assert person.manager is not None
    manager = stage.scenario.people[person.manager]
    link = service.name_manager(stage.person(person.key), manager.email)
    administrator = _administrators(stage)[0]
    outside = person.line == "by_administrator" and administrator not in (person.key, manager.key)
    by = administrator if outside and administrator in stage.people else manager.key
    service.confirm_line(stage.person(by), link)


@plays(Verb.GRANT_ROLE)
def grant_role(stage: Stage, scene: Scene) -> None:
    """Give a role; the first two administrators were named from the command line, and treasurers take both of them."""
    role: RoleHeld = scene.item
    if role.role is Role.ADMINISTRATOR:
        service.promote(stage.scenario.people[role.person].email, role.role)
        return
    first, second = (stage.person(key) for key in _administrators(stage)[:2])
    given = stage.person(role.person), role.role, stage.organisations[role.organisation] if role.organisation else None
    if role.role in TWO_TO_GRANT:
        service.confirm_role(second, service.propose_role(first, *given))
    else:
        service.grant_role(first, *given)


@plays(Verb.ADOPT)
def adopt(stage: Stage, scene: Scene) -> None:
    """Record an organisation's decision to take part."""
    organisation: Organisation = scene.item
    adoption = organisation.adoption
    assert adoption is not None
    decision = service.Decision(
        adopted_on=stage.day(scene.day),
        adopted_by=stage.scenario.people[adoption.by].name,
        authority=adoption.authority,
        money_mode=_mode(stage, adoption.mode_on(scene.day)),
        ask_above_cents=adoption.ask_above_cents,
        work_time_asks=adoption.work_time_asks,
        step_order=adoption.step_order,
        steps_needed=adoption.steps_needed,
        budget_limit_cents=adoption.budget_limit_cents,
    )
    by = stage.people.get(_administrators(stage)[0])
    service.adopt(by, stage.organisations[organisation.key], decision)


def _mode(stage: Stage, wanted: MoneyMode) -> MoneyMode:
    return MoneyMode.COLLECTED if wanted is MoneyMode.CARD and not stage.takes_cards else wanted


@plays(Verb.NAME_ACTING)
def name_acting(stage: Stage, scene: Scene) -> None:
    """Let someone stand in for a manager for some days."""
    acting: Acting = scene.item
    manager, by = stage.person(acting.manager), stage.scenario.people[acting.by]
    days = stage.day(acting.first), stage.day(acting.first) + timedelta(days=acting.last - acting.first)
    service.name_acting(manager, manager, by.email, *days)


def _administrators(stage: Stage) -> list[str]:
    return [role.person for role in stage.scenario.roles if role.role is Role.ADMINISTRATOR]
