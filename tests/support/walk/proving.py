"""What the money was spent on: documents, and money from the organisation that comes later."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from crowdlearn.settlement import service
from crowdlearn.settlement.models import Document
from crowdlearn.settlement.rules import DocumentKind

from .ground import Ground, some, who


class Proving(Ground):
    """What the pitcher shows, and what a treasurer says to it."""

    @precondition(lambda self: self.locked_once)
    @rule(
        kind=st.sampled_from(list(DocumentKind)), percent=st.sampled_from([100, 50, 30, 10, 1]), verified=st.booleans()
    )
    def show(self, kind: DocumentKind, percent: int, verified: bool) -> None:
        cents = max(1, self.case.pitch.cost_cents * percent // 100)
        self.attempt(lambda: self.case.show(cents, kind, verify=verified))

    @precondition(lambda self: self.locked_once)
    @rule(percent=st.sampled_from([100, 80, 99]))
    def show_everything(self, percent: int) -> None:
        pitch = self.case.pitch
        self.attempt(lambda: self.case.prove(pitch.cost_cents * percent // 100, min(pitch.organisation_cents, 50000)))

    @rule(number=some, by=who, good=st.booleans())
    def look_at(self, number: int, by: str, good: bool) -> None:
        if document := self.chosen(Document, number):
            if good:
                self.attempt(lambda: service.verify_document(self.treasurer(by), document.id))
            else:
                self.attempt(lambda: service.refuse_document(self.treasurer(by), document.id, "No."))

    @precondition(lambda self: self.locked_once)
    @rule()
    def say_complete(self) -> None:
        self.attempt(lambda: service.say_complete(self.case.pitcher.id, self.case.pitch_id))

    @precondition(lambda self: self.locked_once)
    @rule(cents=st.sampled_from([30000, 1, -20000, -100000]), by=st.sampled_from(["pitcher", "first"]))
    def organisation_money(self, cents: int, by: str) -> None:
        person = getattr(self.case, by).id
        self.attempt(lambda: service.note_organisation_money(person, self.case.pitch_id, cents, "Later."))
