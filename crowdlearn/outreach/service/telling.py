"""The letters: to whom is asked, to the pitcher of a new champion, to the champion with the pitcher's thanks."""

from crowdlearn.db.session import lock, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.post_office import Letter, post_office
from crowdlearn.kernel.words import Passage
from crowdlearn.notices.service import tell
from crowdlearn.outreach.models import Ask, Champion
from crowdlearn.outreach.rules import ASK, AskMade, AskState, ChampionCame, ChampionThanked
from crowdlearn.people.models import Person
from crowdlearn.pitches.models import Pitch

ASK_KIND = "ask_pitch"


def send_ask(event: AskMade) -> None:
    """Send one ask: members are told as they like it, others get a letter, after which their address is forgotten."""
    with transaction() as session:
        ask = lock(session, Ask, event.ask_id)
        if ask.state is not AskState.WAITING:
            return
        pitch = session.get_one(Pitch, ask.pitch_id)
        facts = ask_facts(session.get_one(Person, ask.asker_id).name, pitch.title, pitch.language, ask.note)
        path = f"/via/{ask.id}"
        if ask.person_id is not None:
            tell(session, ask.person_id, ASK_KIND, event_id=event.id, facts=facts, path=path)
            _note_sent(ask)
            return
        assert ask.email is not None
        letter = Letter(ASK_KIND, "", ask.email, ask.language, path, facts, f"/asks/stop/{ask.sealed}")
    post_office.deliver(letter)
    with transaction() as session:
        _note_sent(lock(session, Ask, event.ask_id))


def ask_facts(asker: str, title: str, language: str, note: str) -> dict[str, object]:
    """Return what the letter of an ask is filled with."""
    return {"asker": asker, "title": Passage(title, language), "note": note}


def _note_sent(ask: Ask) -> None:
    if ask.state is AskState.WAITING:
        ask.state, ask.sent_at, ask.email = ASK.move(ask.state, AskState.SENT), now(), None


def tell_of_champion(event: ChampionCame) -> None:
    """Tell the pitcher who champions the pitch, and with which line."""
    with transaction() as session:
        row = session.get_one(Champion, event.champion_id)
        pitch = session.get_one(Pitch, row.pitch_id)
        facts = {
            "name": session.get_one(Person, row.person_id).name,
            "title": Passage(pitch.title, pitch.language),
            "line": Passage(row.line, row.language),
        }
        path = f"/pitches/{pitch.id}#champions"
        tell(session, pitch.owner_id, "champion_new", event_id=event.id, facts=facts, path=path)


def tell_of_thanks(event: ChampionThanked) -> None:
    """Tell a champion that the pitcher thanks them."""
    with transaction() as session:
        row = session.get_one(Champion, event.champion_id)
        pitch = session.get_one(Pitch, row.pitch_id)
        owner = session.get_one(Person, pitch.owner_id).name
        facts = {"name": owner, "title": Passage(pitch.title, pitch.language)}
        path = f"/pitches/{pitch.id}/champion"
        tell(session, row.person_id, "champion_thanked", event_id=event.id, facts=facts, path=path)
