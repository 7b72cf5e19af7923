"""The frame and its components on their own: an app that draws, without people, database or languages."""

from types import SimpleNamespace

from flask import Flask, Response
from jinja2 import StrictUndefined
from markupsafe import Markup, escape

from crowdlearn.kernel.money import Money
from crowdlearn.web import assets, navigation, quilt

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def _words(message: str, **values: object) -> Markup:
    return Markup(escape(message)) % values if values else Markup(escape(message))


def _count(singular: str, plural: str, num: int, **values: object) -> Markup:
    return _words(singular if num == 1 else plural, num=num, **values)


def _money(amount: Money) -> str:
    return f"${amount.cents // 100:,}"


def frame_app(language: str = "en") -> Flask:
    """Return an app with the frame's templates, static files and policy, in English words."""
    app = Flask("frame", static_folder=None, template_folder=str(assets.FOLDER.parent / "templates"))
    app.secret_key = "only drawn"
    app.jinja_options = {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    app.jinja_env.filters.update(money=_money, number=str, day=str, moment=str)
    app.jinja_env.globals.update(
        _=_words,
        ngettext=_count,
        lang=language,
        brand="CrowdLearn",
        brand_logo="",
        host=SimpleNamespace(legal="Run by the Interdepartmental Learning Community."),
        other_language_url=lambda: "/fr/",
        viewer=SimpleNamespace(is_authenticated=True, name="Aïcha Benali", unread=3),
    )
    for part in (assets, quilt, navigation):
        part.register(app)

    @app.after_request
    def guard(answer: Response) -> Response:
        answer.headers["Content-Security-Policy"] = POLICY
        return answer

    return app
