"""Practices and tools: who wrote them out of what, and that others used them after that."""

from collections.abc import Iterator

from crowdlearn.kernel.vocabulary import TOPICS

from ..shapes import Entry, Review, Scenario, Use


def problems(scenario: Scenario) -> Iterator[str]:
    """Give what does not hold among the entries of the library."""
    for entry in scenario.entries.values():
        yield from (f"{entry.key}: {problem}" for problem in _entry(scenario, entry))


def _entry(scenario: Scenario, entry: Entry) -> Iterator[str]:
    yield from (f"unknown topic {topic}" for topic in entry.topics if topic not in TOPICS)
    if (entry.kind == "tool", entry.kind == "practice") != (entry.tool is not None, entry.worked_by is not None):
        yield "a tool says what it is, a practice who works that way"
    source = scenario.returned(entry.source) if entry.source else None
    if entry.source and (source is None or source.delivery is None or source.delivery.given >= entry.day):
        yield f"{entry.source} came back later, or not at all"
    voices: tuple[Use | Review, ...] = (*entry.uses, *entry.reviews)
    for said in voices:
        if said.by == entry.by or said.day <= entry.day:
            yield f"{said.by} speaks of it too early, or of their own"
    for person in (entry.by, *(said.by for said in voices)):
        if person not in scenario.people or scenario.people[person].joined >= entry.day:
            yield f"{person} is not there"
