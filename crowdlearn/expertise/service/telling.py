"""Telling givers that they are asked, and both sides of an opening of each other."""

from crowdlearn.db.session import transaction
from crowdlearn.expertise.models import HelpAsk, Interest, Opening, StandingOffer
from crowdlearn.expertise.rules import HelpAsked, InterestAnswered, InterestSent
from crowdlearn.kernel.words import Passage
from crowdlearn.notices.service import tell
from crowdlearn.people.models import Person
from crowdlearn.pitches.models import Pitch


def tell_of_ask(event: HelpAsked) -> None:
    """Tell a giver that a pitcher asks for their help; they answer with an offer to the pitch."""
    with transaction() as session:
        ask = session.get_one(HelpAsk, event.ask_id)
        standing, pitch = session.get_one(StandingOffer, ask.standing_id), session.get_one(Pitch, ask.pitch_id)
        facts = {
            "name": session.get_one(Person, ask.asker_id).name,
            "offer": Passage(standing.title, standing.language),
            "title": Passage(pitch.title, pitch.language),
            "text": Passage(ask.text, pitch.language),
        }
        path = f"/pitches/{pitch.id}/offer"
        tell(session, standing.giver_id, "offer_asked", event_id=event.id, facts=facts, path=path)


def tell_of_interest(event: InterestSent) -> None:
    """Tell the owner of an opening who is interested."""
    with transaction() as session:
        interest = session.get_one(Interest, event.interest_id)
        opening = session.get_one(Opening, interest.opening_id)
        facts = {
            "name": session.get_one(Person, interest.person_id).name,
            "title": Passage(opening.title, opening.language),
        }
        path = f"/expertise/openings/{opening.id}#interests"
        tell(session, opening.owner_id, "opening_interest", event_id=event.id, facts=facts, path=path)


def tell_of_answer(event: InterestAnswered) -> None:
    """Tell who was interested what became of it."""
    with transaction() as session:
        interest = session.get_one(Interest, event.interest_id)
        opening = session.get_one(Opening, interest.opening_id)
        facts = {
            "title": Passage(opening.title, opening.language),
            "state": interest.state.label,
            "answer": Passage(interest.answer, opening.language),
        }
        path = f"/expertise/openings/{opening.id}"
        tell(session, interest.person_id, "opening_answered", event_id=event.id, facts=facts, path=path)
