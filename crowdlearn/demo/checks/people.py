"""Organisations, people, reporting lines and roles."""

from collections.abc import Iterator
from itertools import pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from crowdlearn.kernel.vocabulary import REGIONS, SKILLS, TOPICS

from ..shapes import Person, Scenario


def problems(scenario: Scenario) -> Iterator[str]:
    """Give what does not hold among organisations and people."""
    for organisation in scenario.organisations.values():
        adoption = organisation.adoption
        if adoption and (adoption.by not in scenario.people or scenario.people[adoption.by].joined >= adoption.day):
            yield f"{organisation.key}: adopted by somebody who is not there"
        if not all(domain.endswith(".example") for domain in organisation.domains):
            yield f"{organisation.key}: demo domains end in .example"
    emails = [person.email for person in scenario.people.values()]
    if len(set(emails)) != len(emails):
        yield "two people share an e-mail"
    for person in scenario.people.values():
        yield from (f"{person.key}: {problem}" for problem in _person(scenario, person))
    yield from _roles(scenario)


def _person(scenario: Scenario, person: Person) -> Iterator[str]:
    vocabulary = (
        (person.offers, SKILLS),
        (person.wants, SKILLS),
        (person.interests, TOPICS),
        ((person.region,), REGIONS),
    )
    for words, known in vocabulary:
        yield from (f"unknown word {word}" for word in words if word not in known)
    try:
        ZoneInfo(person.zone)
    except (ZoneInfoNotFoundError, ValueError):
        yield f"unknown time zone {person.zone}"
    domain = person.email.rpartition("@")[2]
    if person.invites and person.invites.rpartition("@")[2] != domain:
        yield "invites a manager from elsewhere"
    if person.organisation is None:
        if any(domain in organisation.domains for organisation in scenario.organisations.values()):
            yield "waits for confirmation but the domain is known"
        return
    if person.organisation not in scenario.organisations:
        yield f"unknown organisation {person.organisation}"
    elif domain not in scenario.organisations[person.organisation].domains:
        yield f"{domain} is no domain of {person.organisation}"
    yield from _line(scenario, person)


def _line(scenario: Scenario, person: Person) -> Iterator[str]:
    if (person.manager is None) != (person.line == "none") and not person.invites:
        yield "a manager and the state of the line go together"
    if person.manager is None:
        return
    if person.manager not in scenario.people:
        yield f"unknown manager {person.manager}"
    elif scenario.people[person.manager].organisation != person.organisation:
        yield "the manager is of another organisation"
    elif person.key in above(scenario, person.key):
        yield "the reporting line is a circle"


def _roles(scenario: Scenario) -> Iterator[str]:
    named = [(role.person, "role") for role in scenario.roles]
    named += [(sign_in.person, "sign-in") for sign_in in scenario.sign_ins]
    named += [(person, "acting") for acting in scenario.acting for person in (acting.manager, acting.by)]
    yield from (f"{what}: unknown person {person}" for person, what in named if person not in scenario.people)
    for role in scenario.roles:
        if role.organisation not in {None, *scenario.organisations}:
            yield f"role of {role.person}: unknown organisation {role.organisation}"
    for acting in scenario.acting:
        if acting.by in scenario.people and scenario.people[acting.by].manager == acting.manager:
            yield f"{acting.by} acts for {acting.manager}, to whom they report"
    if len(scenario.password) < 15:
        yield "the demo password is shorter than 15 characters"


def above(scenario: Scenario, key: str) -> list[str]:
    """Return the managers above a person, nearest first; stops when the line closes on itself."""
    line: list[str] = []
    manager = scenario.people[key].manager
    while manager and manager not in line and manager in scenario.people:
        line.append(manager)
        manager = scenario.people[manager].manager
    return line


def managers_on(scenario: Scenario, key: str, day: int) -> set[str]:
    """Return who leads a person on a day: two levels of managers, and whoever acts for them."""
    line = above(scenario, key)[:2]
    return {*line} | {a.by for a in scenario.acting if a.manager in line and a.first <= day <= a.last}


def in_line(scenario: Scenario, one: str, other: str) -> bool:
    """Tell whether two people stand in one reporting line, whoever ever acted in it included."""
    stand_ins = {acting.by: acting.manager for acting in scenario.acting}
    for lower, upper in ((one, other), (other, one)):
        line = above(scenario, lower)
        if upper in line or stand_ins.get(upper) in line:
            return True
    return False


def ascending(*days: int | None) -> bool:
    """Tell whether the days that are given never go backwards."""
    given = [day for day in days if day is not None]
    return all(earlier <= later for earlier, later in pairwise(given))
