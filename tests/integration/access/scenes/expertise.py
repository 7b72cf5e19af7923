"""Rows of needs, offers of help without a need, and openings."""

from uuid import UUID

from crowdlearn.expertise import service
from crowdlearn.expertise.models import Opening
from tests import make
from tests.support.access import Cast, Scene, prepare

OFFER = {"kind": "facilitation", "title": "Two hours of facilitation", "hours": "2", "language": "en"}
OPENING = {"kind": "shadowing", "title": "A day at the counter", "learned": "To listen.", "how": "Say why."}


@prepare("need.board")
def board(cast: Cast) -> Scene:
    make.need(make.pitch(cast.pitcher))
    return Scene("/expertise")


@prepare("standing.list")
def offers(cast: Cast) -> Scene:
    make.standing(cast.pledger)
    return Scene("/expertise/offers")


@prepare("standing.new_form", "standing.create")
def offer_freely(_cast: Cast) -> Scene:
    return Scene("/expertise/offers/new", OFFER | {"until": make.days(30).isoformat()})


@prepare("standing.view")
def offer(cast: Cast) -> Scene:
    return Scene(f"/expertise/offers/{make.standing(cast.pledger).id}")


@prepare("standing.ask")
def ask(cast: Cast) -> Scene:
    asked = {"pitch": str(make.pitch(cast.pitcher).id), "text": "A first workshop."}
    return Scene(f"/expertise/offers/{make.standing(cast.pledger).id}", asked)


@prepare("standing.end")
def end(cast: Cast) -> Scene:
    return Scene(f"/expertise/offers/{make.standing(cast.pledger).id}/end")


@prepare("opening.list")
def openings(cast: Cast) -> Scene:
    make.opening(cast.pitcher)
    return Scene("/expertise/openings")


@prepare("opening.new_form", "opening.create")
def open_place(_cast: Cast) -> Scene:
    days = {"starts_on": make.days(60), "ends_on": make.days(61), "until": make.days(30)}
    typed = {name: day.isoformat() for name, day in days.items()}
    return Scene("/expertise/openings/new", OPENING | typed | {"language": "en", "region": ""})


@prepare("opening.view", "interest.create")
def opening(cast: Cast) -> Scene:
    return Scene(f"/expertise/openings/{make.opening(cast.pitcher).id}", {"text": "I would like to learn that."})


@prepare("opening.close")
def close(cast: Cast) -> Scene:
    return Scene(f"/expertise/openings/{make.opening(cast.pitcher).id}/close", {"taken": "no"})


def _interest(cast: Cast) -> tuple[Opening, UUID]:
    row = make.opening(cast.pitcher)
    return row, service.show_interest(cast.pledger.id, row.id, "I would like to learn that.")


@prepare("interest.answer_form", "interest.answer")
def answer(cast: Cast) -> Scene:
    row, interest = _interest(cast)
    return Scene(f"/expertise/openings/{row.id}/interests/{interest}/answer", {"accepts": "yes", "answer": "Come."})


@prepare("interest.withdraw")
def take_back(cast: Cast) -> Scene:
    row, interest = _interest(cast)
    return Scene(f"/expertise/openings/{row.id}/interests/{interest}/back")
