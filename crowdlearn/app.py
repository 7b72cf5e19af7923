"""The one place where parts are joined."""

import importlib
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from crowdlearn.approvals import queries as approvals_queries
from crowdlearn.approvals import views as approvals
from crowdlearn.commitments import queries as commitments_queries
from crowdlearn.commitments import views as commitments
from crowdlearn.conversations import queries as conversations_queries
from crowdlearn.conversations import views as conversations
from crowdlearn.db.outbox import take_emitted
from crowdlearn.expertise import queries as expertise_queries
from crowdlearn.expertise import views as expertise
from crowdlearn.files import queries as files_queries
from crowdlearn.files import views as files
from crowdlearn.files.service import store
from crowdlearn.kernel.post_office import post_office
from crowdlearn.notices import queries as notices_queries
from crowdlearn.notices import views as notices
from crowdlearn.outcomes import queries as outcomes_queries
from crowdlearn.outcomes import views as outcomes
from crowdlearn.outreach import views as outreach
from crowdlearn.outreach.rules import seal
from crowdlearn.pages import views as pages
from crowdlearn.payments import views as payments
from crowdlearn.payments.gateway import CardGateway, connect_cards
from crowdlearn.payments.gateway import connect as connect_payments
from crowdlearn.payments.offline_gateway import OfflineGateway
from crowdlearn.payments.rules import keys
from crowdlearn.people import queries as people_queries
from crowdlearn.people import views as people
from crowdlearn.people.rules import MoneyMode
from crowdlearn.people.views.accounts import PeopleAccounts
from crowdlearn.pitches import views as pitches
from crowdlearn.pledges import queries as pledges_queries
from crowdlearn.pledges import rules as pledges_rules
from crowdlearn.pledges import views as pledges
from crowdlearn.settlement import queries as settlement_queries
from crowdlearn.settlement import views as settlement
from crowdlearn.sharebacks import queries as sharebacks_queries
from crowdlearn.sharebacks import views as sharebacks
from crowdlearn.sharebacks.rules import SHAREBACK_KIND
from crowdlearn.sharing import views as sharing
from crowdlearn.web import (
    assets,
    catalogue,
    errors,
    gate,
    headers,
    health,
    locale,
    log,
    looks,
    mail,
    navigation,
    quilt,
    templating,
    trail,
    viewer,
)
from crowdlearn.web.deaf import Deaf
from crowdlearn.web.templating import CrowdLearn
from crowdlearn.web.viewer import Relations

PAGES: tuple[Blueprint, ...] = (  # under /en and /fr
    pages.blueprint,
    people.blueprint,
    looks.blueprint,
    pitches.blueprint,
    notices.blueprint,
    approvals.blueprint,
    pledges.blueprint,
    commitments.blueprint,
    sharebacks.blueprint,
    outcomes.blueprint,
    conversations.blueprint,
    expertise.blueprint,
    settlement.blueprint,
    sharing.blueprint,
    outreach.blueprint,
)
PLAIN: tuple[Blueprint, ...] = (
    health.blueprint,
    notices.plain,
    files.blueprint,
    payments.plain,
    sharing.plain,
    sharebacks.plain,
    outreach.plain,
)  # without a language in the address
# what the viewer is to the object that an address names, by the name of its argument; "" where it names none
RELATIONS: Mapping[str, Relations] = {
    "person_id": people_queries.relations,
    "pitch_id": pledges_queries.relations_to_pitch,
    "approvals.pitch_id": approvals_queries.relations_to_request,
    "pledge_id": pledges_queries.relations_to_pledge,
    "offer_id": pledges_queries.relations_to_offer,
    "card_id": pledges_queries.relations_to_card,
    "card_page_id": pledges_queries.relations_to_card_page,
    "commitment_id": commitments_queries.relations,
    "document_id": settlement_queries.relations_to_document,
    "shareback_id": sharebacks_queries.relations,
    "collection_id": sharebacks_queries.relations_to_collection,
    "note_id": sharebacks_queries.relations_to_note,
    "review_id": sharebacks_queries.review_relations,
    "appearance_id": sharebacks_queries.appearance_relations,
    "checkin_id": outcomes_queries.relations,
    "award_id": outcomes_queries.relations_to_award,
    "comment_id": conversations_queries.relations_to_comment,
    "standing_id": expertise_queries.relations_to_standing,
    "opening_id": expertise_queries.relations_to_opening,
    "interest_id": expertise_queries.relations_to_interest,
    "decision_id": conversations_queries.relations_to_decision,
    "talk_id": conversations_queries.relations_to_talk,
    "file_id": files_queries.relations_to_file,
    "link_id": people_queries.relations_to_line,
    "acting_id": people_queries.relations_to_acting,
    "": people_queries.relations_at_large,
    "approvals.": approvals_queries.relations_at_large,
}
MOST_BYTES = 12 * 1024 * 1024
MOST_FORM_BYTES = 1024 * 1024


def create_app(config: Mapping[str, Any], nudge: Callable[[], None] = lambda: None) -> Flask:
    """Build the web application from a configuration; starts nothing. `nudge` wakes the worker when it has work.

    Raises NoPolicy when a route has no row in authz.csv, or a row no route.
    """
    app = CrowdLearn("crowdlearn", template_folder=str(templating.FOLDER), static_folder=None)
    app.config.from_mapping(_flask_settings(config))
    app.wsgi_app = Deaf(_behind_proxies(app))  # type: ignore[method-assign]
    _set_up_web(app)
    connect_payments(OfflineGateway())
    connect_cards(_card_gateway(config))
    keys.installation = config["INSTALLATION"]
    seal.connect((config["SECRET_KEY"], *config.get("SECRET_KEY_FALLBACKS", ())))
    post_office.connect(mail.deliver)
    sharebacks.enclose_calendars()
    files_queries.READERS[SHAREBACK_KIND] = sharebacks_queries.reads_draft
    store.connect(Path(config["CROWDLEARN_HOME"]) / "uploads")
    for blueprint in PAGES:
        app.register_blueprint(blueprint, url_prefix=locale.PREFIX + (blueprint.url_prefix or ""))
    for blueprint in PLAIN:
        app.register_blueprint(blueprint)
    for blueprint in _pages_of_stand_ins(config):
        app.register_blueprint(blueprint, url_prefix=locale.PREFIX)
    _bound_money(app.config)
    if config["PAYMENTS"] == "sandbox":
        importlib.import_module("crowdlearn.sandbox.line").report_to(app, config["PUBLIC_URL"])
    gate.register(app, RELATIONS)
    app.before_request(headers.page_of_same_state)
    app.jinja_env.globals["unread_notices"] = notices_queries.unread
    app.jinja_env.globals["offers_for"] = expertise_queries.offers_for
    app.share_globals()
    _nudge_after_work(app, nudge)
    return app


def _pages_of_stand_ins(config: Mapping[str, Any]) -> Iterator[Blueprint]:
    """Give the pages of demo and sandbox, loaded only where they are used: production need not hold them."""
    demo, sandbox = config["ENVIRONMENT"] == "demo", config["PAYMENTS"] == "sandbox"
    if demo:
        yield importlib.import_module("crowdlearn.demo.views").blueprint
    if sandbox:
        yield (pages := importlib.import_module("crowdlearn.sandbox.views")).hosted
        if demo:
            yield pages.control


def _card_gateway(config: Mapping[str, Any]) -> CardGateway | None:
    """Return the card processor, None where cards are not taken. Its library is large: only who needs it loads it."""
    provider = config["PAYMENTS"]
    if provider == "offline":
        return None
    stripe: Any = importlib.import_module("crowdlearn.payments.stripe_gateway")
    if provider == "sandbox":
        client, secret = importlib.import_module("crowdlearn.sandbox.line").pick_up(config)
        pretended: CardGateway = stripe.StripeGateway("sk_test_sandbox", (secret,), name=provider, http_client=client)
        return pretended
    key, secrets, base = (config[name] for name in ("STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET", "STRIPE_API_BASE"))
    real: CardGateway = stripe.StripeGateway(key, secrets, api_base=base)
    return real


def _bound_money(config: Mapping[str, Any]) -> None:
    """Tell pledging what this installation allows."""
    pledges_rules.bounds.modes = frozenset(map(MoneyMode, config["HOST_MONEY_MODES"]))
    pledges_rules.bounds.limits = pledges_rules.Limits(
        pledge=config["MONEY_PER_PLEDGE"],
        pair_year=config["MONEY_PER_PAIR"],
        person_year=config["MONEY_PER_PERSON"],
    )


def _flask_settings(config: Mapping[str, Any]) -> dict[str, Any]:
    production = config["ENVIRONMENT"] == "production"
    return {
        "SESSION_COOKIE_NAME": "__Host-visit" if production else "visit",
        "SESSION_COOKIE_SECURE": production,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": timedelta(days=1),
        "SESSION_REFRESH_EACH_REQUEST": False,
        "MAX_CONTENT_LENGTH": MOST_BYTES,
        "MAX_FORM_MEMORY_SIZE": MOST_FORM_BYTES,
        "PROVIDE_AUTOMATIC_OPTIONS": False,
        "PREFERRED_URL_SCHEME": "https" if production else "http",
        **config,
        "TRUSTED_HOSTS": list(config["TRUSTED_HOSTS"]) or None,
    }


def _behind_proxies(app: Flask) -> Any:
    count = app.config.get("PROXIES", 0)
    return ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count) if count else app.wsgi_app


def _set_up_web(app: CrowdLearn) -> None:
    headers.register(app)  # first, so that its headers come last and see the whole answer
    log.register(app)
    trail.register(app)
    locale.register(app)
    catalogue.register(app)
    templating.register(app)
    for drawing in (assets, navigation, quilt):
        drawing.register(app)
    viewer.register(app, PeopleAccounts())
    errors.register(app)


def _nudge_after_work(app: Flask, nudge: Callable[[], None]) -> None:
    @app.teardown_request
    def wake(_error: BaseException | None) -> None:
        if take_emitted():
            nudge()
