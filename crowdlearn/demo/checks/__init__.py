"""What a scenario must hold before it is played: its references, its counts, its sums and the house rules."""

from ..shapes import Scenario
from . import library, money, people, pitches, returns


def problems(scenario: Scenario) -> list[str]:
    """Return every problem as one sentence that names its place; an empty list when the scenario holds."""
    found = [*people.problems(scenario), *library.problems(scenario)]
    for pitch in scenario.pitches.values():
        found += [f"{pitch.key}: {problem}" for problem in pitches.problems(scenario, pitch)]
        found += [f"{pitch.key}: {problem}" for problem in returns.problems(scenario, pitch)]
        found += [f"{pitch.key}: {problem}" for problem in money.problems(scenario, pitch)]
    return [*found, *money.limits_broken(scenario)]
