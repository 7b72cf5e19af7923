"""What the demo offers before anybody asked, and which places it opens, goes through the use-cases."""

from datetime import timedelta

import pytest

from crowdlearn.demo import acts
from crowdlearn.demo.content import load
from crowdlearn.demo.stage import ACTS, Stage
from crowdlearn.demo.timeline import Verb, scenes
from crowdlearn.expertise import queries
from crowdlearn.kernel.clock import now
from tests import make

pytestmark = pytest.mark.usefixtures("database")
VERBS = (Verb.OFFER_FREELY, Verb.OPEN_PLACE, Verb.SHOW_INTEREST)


def test_offers_openings_and_interest_are_played(clock):
    assert acts.expertise is not None
    scenario, today = load(), make.today()
    played = [scene for scene in scenes(scenario) if scene.verb in VERBS]
    keys = {item.by for item in (*scenario.offers, *scenario.openings)}
    home = make.organisation()
    people = {key: make.person(key, of=home).id for key in sorted(keys)}
    stage = Stage(scenario, today, now(), people=people)
    clock.forward(timedelta(days=played[0].day))
    for scene in played:
        clock.forward(scene.at(today) - now())
        ACTS[scene.verb](stage, scene)
    cards, _after = queries.standing_offers(queries.StandingFilter())
    assert len(cards) == len(scenario.offers)
    places, _after = queries.openings(None, "", "", "")
    assert len(places) == len(scenario.openings)
