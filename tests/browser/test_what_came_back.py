"""Every page of promises, share-backs, check-ins and notices, in each of its states: axe finds nothing, a narrow phone
holds it, in both languages, light and dark."""

from datetime import timedelta

import pytest

from crowdlearn.commitments import service as commitments
from crowdlearn.commitments.rules import CommitmentState
from crowdlearn.db.session import Database, transaction
from crowdlearn.kernel.ids import new_id
from crowdlearn.notices.service import tell
from crowdlearn.outcomes.rules import CheckInState
from crowdlearn.people.rules import Role
from crowdlearn.pitches.rules import PitchState, ShareBackKind
from crowdlearn.pledges.rules import OfferState, PledgeState
from crowdlearn.sharebacks import service
from crowdlearn.sharebacks.models import WishAnswer
from crowdlearn.sharebacks.rules import Content, Form, Met, SeatState, SharebackState
from tests import make
from tests.support.axe import axe_findings, width_beyond
from tests.support.chromium import served
from tests.support.company import company
from tests.support.databases import bound

pytestmark = pytest.mark.browser
WORDS = "## Before\n\nThey stop at the first sentence that makes them sigh.\n\n#### After\n\n> Read it aloud.\n\n" * 4


@pytest.fixture
def live(sqlite):
    """Bind a database of this test's own, where commits are real."""
    with sqlite.copy() as url:
        one = Database()
        one.connect(url)
        with bound(one):
            yield
        one.engine.dispose()


@pytest.fixture
def pages(live):
    """Return each page's address with who looks at it; None is a visitor."""
    amira, bao, sara = make.person("Amira Haddad", of=make.organisation()), make.person("Bao Chen"), make.person("Sara")
    max_ = make.person("Max Roy")
    make.manages(max_, amira)
    make.role(sara, Role.STEWARD)
    pitch = make.money_pitch(amira, state=PitchState.FUNDED)
    offer = make.offer(pitch, bao, state=OfferState.CONFIRMED, wish="A checklist")
    make.offer(pitch, bao, state=OfferState.CONFIRMED, wish="The numbers")
    make.pledge(pitch, make.person(), state=PledgeState.KEPT, name_shown=False)
    return [
        *_promises(pitch, amira, bao, sara),
        *_share_backs(pitch, amira, bao, sara),
        *_events(amira, bao),
        *_closing(pitch, amira, bao, offer, max_),
    ]


def _promises(pitch, amira, bao, sara):
    due, asked = make.commitment(pitch), make.commitment(pitch, kind=ShareBackKind.WEBINAR)
    commitments.ask_replacement(
        amira.id, asked.id, ShareBackKind.PODCAST, "Read aloud", make.days(50), "Readers asked to hear them."
    )
    states = {state: make.commitment(pitch, state) for state in CommitmentState}
    delivered, disputed = states[CommitmentState.DELIVERED], states[CommitmentState.DISPUTED]
    yield from (
        (None, "/commitments"),
        (amira, "/commitments?scope=mine"),
        (bao, "/commitments?standing=due&kind=story"),
    )
    yield from ((bao, f"/commitments/{row.id}") for row in states.values())
    yield from ((sara, f"/commitments/{row.id}") for row in (due, disputed))
    yield from ((who, f"/commitments/{asked.id}") for who in (amira, bao))
    yield from ((amira, f"/commitments/{due.id}{page}") for page in ("", "/move", "/replace"))
    yield from ((None, f"/commitments/{delivered.id}"), (bao, f"/commitments/{delivered.id}/dispute"))
    yield from ((sara, f"/commitments/{disputed.id}/resolve"), (sara, f"/commitments/{due.id}/waive"))


def _share_backs(pitch, amira, bao, sara):
    owed = {kind: make.commitment(pitch, kind=kind) for kind in ShareBackKind}
    kept = make.commitment(pitch, CommitmentState.DELIVERED)
    post = make.shareback(amira, SharebackState.DRAFT, pitch_id=pitch.id, commitment_id=kept.id)
    service.edit(amira.id, post.id, Content("What readers told us", "en", "Ten letters.", WORDS))
    service.publish(amira.id, post.id)
    service.edit(amira.id, post.id, Content("What readers told us", "en", "Ten letters, six readers.", WORDS))
    review = make.review(post, bao)
    service.answer_review(amira.id, review.id, "Send me yours!")
    unanswered = make.review(post, sara)
    draft = make.shareback(amira, SharebackState.DRAFT)
    recording = {"form": Form.RECORDING, "kind": ShareBackKind.PODCAST, "link": "https://audio.example/fog"}
    others = [
        make.shareback(amira, SharebackState.WITHDRAWN),
        make.shareback(amira, open_to_all=False, language="fr"),
        make.shareback(amira, transcript_html="<p>Fog.</p>", **recording),
    ]
    yield from ((None, "/sharebacks"), (bao, "/sharebacks"), (bao, "/sharebacks?q=nothing+like+it"))
    yield from ((who, f"/sharebacks/{post.id}") for who in (None, amira, bao, sara, make.person()))
    yield from ((bao, f"/sharebacks/{row.id}") for row in others)
    yield from ((None, f"/sharebacks/{post.id}/versions"), (amira, f"/sharebacks/{post.id}/withdraw"))
    yield from ((amira, f"/sharebacks/{draft.id}{page}") for page in ("", "/edit", "/discard"))
    yield from ((bao, f"/reviews/{review.id}/edit"), (amira, f"/reviews/{unanswered.id}/reply"))
    yield from ((amira, "/sharebacks/write"), (bao, "/sharebacks/write"), (bao, "/sharebacks/new?kind=story"))
    yield from ((amira, f"/sharebacks/new?commitment={row.id}") for row in owed.values())


def _events(amira, bao):
    coming, full = make.event(amira, seats=2), make.event(amira, seats=1)
    begun, held = make.event(amira, in_hours=-1), make.event(amira, in_hours=-2, state=SharebackState.HELD)
    cancelled = make.event(amira, state=SharebackState.CANCELLED)
    make.seat(coming, bao)
    make.seat(full, make.person())
    make.seat(full, bao, SeatState.WAITING, asked_at=make.now() - timedelta(hours=1))
    for event in (begun, held):
        make.seat(event, bao, attended_at=make.now() if event is held else None)
    yield from ((who, f"/sharebacks/{coming.id}") for who in (None, amira, bao, make.person()))
    yield from ((bao, f"/sharebacks/{event.id}") for event in (full, begun, held, cancelled))
    yield from ((amira, f"/sharebacks/{event.id}") for event in (begun, held))
    yield from ((amira, f"/sharebacks/{begun.id}/attendance"), (amira, f"/sharebacks/{coming.id}/cancel"))
    yield (amira, f"/sharebacks/{coming.id}/edit")


def _closing(pitch, amira, bao, offer, max_):
    make.kept(WishAnswer(pitch_id=pitch.id, promise_id=offer.id, backer_id=bao.id, met=Met.PARTLY, note="Half of it."))
    answered = make.checkin(pitch, CheckInState.ANSWERED, helped="Fridays", hindered="Paper", days_to_first_use=3)
    opened = make.checkin(pitch, after_days=90)
    bare = make.pitch(amira, state=PitchState.FUNDED)
    with transaction() as session:
        facts = {"title": "What readers told us", "starts": make.now()}
        tell(session, amira.id, "seat_freed", event_id=new_id(), facts=facts, path="/sharebacks")
    yield from ((bao, f"/pitches/{pitch.id}/wishes"), (bao, f"/pitches/{pitch.id}/wishes?promise={offer.id}"))
    yield from ((amira, f"/pitches/{pitch.id}/thanks"), (amira, f"/pitches/{bare.id}/thanks"))
    yield from ((None, f"/pitches/{pitch.id}/impact"), (amira, f"/pitches/{pitch.id}/impact"))
    yield (None, f"/pitches/{bare.id}/impact")
    yield from ((amira, f"/checkins/{opened.id}"), (max_, f"/checkins/{answered.id}"), (max_, f"/checkins/{opened.id}"))
    yield from ((amira, "/me/notices"), (bao, "/me/notices"), (amira, "/me/notifications"))


@pytest.mark.parametrize(("language", "width", "scheme"), [("en", 1280, "light"), ("fr", 320, "dark")])
def test_every_page_is_accessible_and_fits(chromium, app, pages, language, width, scheme):
    with company(chromium, app, served, color_scheme=scheme) as group:
        windows = {}
        for who, path in pages:
            key = who.id if who else None
            if key not in windows:
                windows[key] = group.window(who, width) if who else group.visitor(width)
            page = windows[key]
            assert page.goto(f"/{language}{path}").status == 200, path
            assert axe_findings(page) == [], path
            assert width_beyond(page) == 0, path
