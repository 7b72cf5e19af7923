"""A pitcher with managers two levels up, and what was asked of them."""

from types import SimpleNamespace

from sqlmodel import select

from crowdlearn.approvals import service
from crowdlearn.approvals.models import ApprovalRequest
from crowdlearn.approvals.service import Word
from crowdlearn.db.outbox import Outbox
from crowdlearn.db.session import reading
from crowdlearn.kernel.ids import new_id
from crowdlearn.pitches.models import Pitch
from tests import make


class Office:
    """A pitcher, the manager above, the director above them, and their organisation with its policy."""

    def __init__(self, **policy):
        self.organisation = make.organisation(adopted=False)
        make.adoption(self.organisation, **policy)
        self.amira, self.manager, self.director = (
            make.person(name, of=self.organisation) for name in ("Amira", "Mika", "Dora")
        )
        self.link = make.manages(self.manager, self.amira)
        make.manages(self.director, self.manager)

    def asking(self, **fields):
        pitch = make.money_pitch(self.amira, **fields)
        return self.ask(pitch)

    def ask(self, pitch):
        service.ask_for_clearance(SimpleNamespace(id=new_id(), pitch_id=pitch.id))
        return pitch


def cleared(pitch):
    with reading() as session:
        return service.is_cleared(session, session.get_one(Pitch, pitch.id))


def requests(pitch):
    with reading() as session:
        query = select(ApprovalRequest).where(ApprovalRequest.pitch_id == pitch.id)
        return session.exec(query.order_by(ApprovalRequest.id)).all()


def events():
    with reading() as session:
        return [event.name.split(".")[1] for event in session.exec(select(Outbox).order_by(Outbox.id))]


READ = Word(terms_version=1)
