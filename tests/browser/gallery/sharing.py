"""What leaves the site: the calendar, frames for other sites, ways to pass a pitch on."""

from collections.abc import Iterator

from crowdlearn.db.session import transaction
from crowdlearn.kernel.clock import now
from crowdlearn.search.service import index
from crowdlearn.sharing.service import make_address
from tests import make
from tests.support.pictures import Picture


def pictures() -> Iterator[Picture]:
    """Return what visitors, a member and other sites see."""
    amira, ben, newcomer = (make.person(name) for name in ("Amira Haddad", "Ben Roy", "New Comer"))
    pitch = make.money_pitch(
        amira, title="Letters people finish", promised_cents=35000, deadline=make.days(1), region="qc"
    )
    make.pitch(amira, title="Penser en boucles", language="fr", deadline=make.days(1))
    make.event(amira, in_hours=1, title="What readers told us, over lunch")
    make_address(ben.id)
    home = make.organisation()
    cara = make.person("Cara Li", of=home)
    with transaction() as session:
        index(session, "person", cara.id, language="en", title=cara.name, text="", visible=True)
    asked = make.ask(pitch, ben, f"dora@{make.domain_of(home)}", came_at=now())
    make.champion(pitch, ben, came=3)
    make.champion(pitch, cara, "Mon équipe en a besoin.", language="fr")
    yield Picture("/calendar")
    yield Picture("/calendar?topic=wellness&month=2027-08")
    yield Picture(f"/calendar?month={make.days(1):%Y-%m}", ben)
    yield Picture("/me/calendar", ben)
    yield Picture("/me/calendar", newcomer)
    yield Picture(f"/pitches/{pitch.id}/share")
    yield Picture(f"/pitches/{pitch.id}/poster")
    ask = f"/pitches/{pitch.id}/ask"
    typed = {"emails": f"eve@{make.domain_of(home)}", "note": "You wrote half of them."}
    yield Picture(f"{ask}?q=Cara", ben)
    yield Picture(ask, ben, sent={"emails": "nobody"})
    yield Picture(ask, ben, sent=typed, leads_to=f"{ask}/send")
    yield Picture(f"/pitches/{pitch.id}/champion", ben)
    yield Picture(f"/pitches/{pitch.id}/champion", newcomer)
    yield Picture(f"/pitches/{pitch.id}", amira)
    yield Picture(f"/asks/stop/{asked.sealed}", prefixed=False)
    for rest in (f"pitches/{pitch.id}", f"pitches/{pitch.id}/badge", "calendar"):
        yield Picture(f"/embed/en/{rest}", prefixed=False)
