"""The money of one pitch, at each point of its way, with the cast of the matrix around it."""

from collections.abc import Sequence

from crowdlearn.approvals.models import Clearance
from crowdlearn.approvals.rules import ClearanceState
from crowdlearn.people.models import Person
from crowdlearn.people.rules import Role
from tests import make
from tests.support.access import Cast
from tests.support.money import Money

ALL = (70000,)


def case(cast: Cast, amounts: Sequence[int] = ALL, clearance: ClearanceState = ClearanceState.NOT_ASKED) -> Money:
    """Return an open pitch of the cast, full by its pledger's promise, in an organisation with two more treasurers."""
    make.adoption(cast.organisation, steps_needed=0 if clearance is ClearanceState.NOT_ASKED else 1)
    row = make.money_pitch(cast.pitcher)
    make.kept(Clearance(pitch_id=row.id, terms_version=1, state=clearance, line_needed=1))
    treasurers = [make.person(name, of=cast.organisation) for name in ("Tove", "Rémi")]
    for who in treasurers:
        make.role(who, Role.TREASURER, cast.organisation)
    pledges = [make.pledge(row, cast.pledger, cents) for cents in amounts]
    return Money(cast.organisation, cast.pitcher, treasurers[0], treasurers[1], row.id, pledges)


def funded(cast: Cast) -> Money:
    paid = case(cast)
    paid.fund()
    return paid


def also_treasurer(person: Person) -> Person:
    make.role(person, Role.TREASURER)
    return person
