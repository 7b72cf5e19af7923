"""Every row of authz.csv, played by everyone it names, on both databases."""

import pytest
from flask import Flask

from crowdlearn.db.session import Database
from crowdlearn.web.access import PASSING, PERSONAS, Policy
from tests.support.access import PREPARED, Cast, Scene
from tests.support.web import Browser, Page

from .stage import ROWS, Business, age_proofs, audited, business, request, undone

FOR_ANYONE = ("static.", "embed.", "og.")  # the same for everyone: no cookie is read


def test_every_row_has_a_scene_and_every_scene_a_row() -> None:
    needed = {row.action for row in ROWS}
    assert needed - PREPARED.keys() == set(), "rows without a scene in tests/integration/access/scenes"
    assert PREPARED.keys() - needed == set(), "scenes without a row in authz.csv"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.action)
def test_row(row: Policy, app: Flask, database: Database) -> None:
    cast = Cast()
    scene = PREPARED[row.action](cast)
    players = {persona: scene.people.get(persona) or getattr(cast, persona).id for persona in PERSONAS[1:]}
    before = business()  # the same for everyone: what one does is undone before the next
    for persona in PERSONAS:
        with undone(database):
            browser = Browser(app)
            if persona != "anonymous":
                browser.sign_in(players[persona])
            _play(row, scene, browser, persona, before)
    if row.csrf or row.step_up:
        _play_guards(row, scene, app, database, players)


def _play(row: Policy, scene: Scene, browser: Browser, persona: str, before: Business) -> None:
    wanted, trail = row.cells[persona], audited()
    page = request(row, scene, browser)
    assert _matches(page, wanted), f"{row.action} as {persona}: {page.status} {page.response.location}, not {wanted}"
    new = audited()[len(trail) :]
    if wanted != "allow":
        assert business() == before, f"{row.action} as {persona}: refused, and yet something was written"
        tried = row.method == "POST" and row.exists and persona != "anonymous" and wanted in ("deny", "hide")
        assert ("authz.denied" in new) == tried, f"{row.action} as {persona}: {new}"
        return
    if row.no_store or persona != "anonymous":
        assert (
            row.method != "GET"
            or "no-store" in page.response.headers["Cache-Control"]
            or page.status == 304
            or (row.action.startswith(FOR_ANYONE))
        )
    if row.audit != "-":
        assert row.audit in new, f"{row.action} as {persona}: no audit row {row.audit}"


def _play_guards(row: Policy, scene: Scene, app: Flask, database: Database, players: dict[str, object]) -> None:
    """Whoever may pass does not without the form's token, nor with a password given too long ago."""
    for persona in [persona for persona in PERSONAS if row.cells[persona] in PASSING]:
        for guard, status in ((row.csrf, 400), (row.step_up and persona != "anonymous", 403)):
            if not guard:
                continue
            with undone(database):
                browser = Browser(app)
                if persona != "anonymous":
                    browser.sign_in(players[persona])  # type: ignore[arg-type]
                before = business()
                if status == 403:
                    age_proofs()
                page = request(row, scene, browser) if status == 403 else browser.post(scene.address, scene.data)
                assert page.status == status, f"{row.action} as {persona}: {page.status}, not {status}"
                assert business() == before


def _matches(page: Page, wanted: str) -> bool:
    status, location = page.status, page.response.location or ""
    match wanted:
        case "allow":
            return status in (200, 201, 204, 206) or (status in (302, 303) and "/sign-in" not in location)
        case "deny":
            return status == 403
        case "hide":
            return status == 404
        case "conflict":
            return status == 409
        case "login":
            return status == 401 or (status == 303 and "/sign-in" in location)
        case "home":
            return status == 303 and location == "/en/"
    return status == int(wanted)
