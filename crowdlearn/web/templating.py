"""Templates: one environment per language, its translations folded into the compiled templates.

`_("…")` with constant words costs nothing at run time: when a template is compiled it becomes the translated text.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask, Response, has_request_context, request
from flask.templating import Environment
from jinja2 import StrictUndefined, nodes, pass_eval_context
from jinja2.nodes import EvalContext
from jinja2.visitor import NodeTransformer
from markupsafe import escape

from crowdlearn.db.session import one_reading

from .catalogue import translations
from .choices import vocabulary_filters
from .formats import formatter, machine_moment, zone_name
from .locale import LANGUAGES, SOURCE_LANGUAGE, current_language, other_language_url
from .routes import Route
from .viewer import viewer
from .words import friendly, in_language

FOLDER = Path(__file__).parents[2] / "templates"
OWN_GLOBALS = ("_", "ngettext", "lang")  # these differ from language to language
MOST_ADDRESSES = 10_000
THEMES, FONTS = ("light", "dark"), ("legible",)


class CrowdLearn(Flask):
    """Flask with one template environment per language; `jinja_env` is that of the current language.

    What a page reads, it reads in one session.
    """

    url_rule_class = Route

    def __init__(self, *args: Any, **options: Any) -> None:
        self._environments: dict[str, Environment] = {}
        self._addresses: dict[tuple[Any, ...], str] = {}
        super().__init__(*args, **options)

    @property
    def jinja_env(self) -> Environment:
        """Return the environment of the reader's language."""
        return self.environment(current_language())

    def environment(self, language: str) -> Environment:
        """Return the environment of "en" or "fr"; made when first asked for."""
        if language not in self._environments:
            made = self.create_jinja_environment()
            assert isinstance(made, FoldingEnvironment)
            made.speak(language)
            self._environments[language] = made
        return self._environments[language]

    def url_for(self, endpoint: str, **values: Any) -> str:
        """Return the address of a view in this program; the routes never change, so plain ones are built once."""
        plain = has_request_context() and all(isinstance(value, str | UUID) for value in values.values())
        if not plain or endpoint.startswith(".") or any(name.startswith("_") for name in values):
            return super().url_for(endpoint, **values)
        key = (endpoint, current_language(), request.root_path, *sorted(values.items()))
        if (known := self._addresses.get(key)) is None:
            if len(self._addresses) >= MOST_ADDRESSES:
                self._addresses.clear()
            known = self._addresses[key] = super().url_for(endpoint, **values)
        return known

    def full_dispatch_request(self) -> Response:
        """Answer the request; the gate, the view and the frame share their reading."""
        with one_reading():
            return super().full_dispatch_request()

    def share_globals(self) -> None:
        """Give every language what was registered with the first one. Called once, when the app is complete."""
        first = self.environment(SOURCE_LANGUAGE)
        for language in LANGUAGES:
            other = self.environment(language)
            for ours, theirs in ((other.globals, first.globals), (other.filters, first.filters)):
                for name, value in theirs.items():
                    ours.setdefault(name, value)


class FoldingEnvironment(Environment):
    """An environment of one language that translates constant words while it compiles."""

    language = SOURCE_LANGUAGE

    def speak(self, language: str) -> None:
        """Bind words and formats to `language`."""
        self.language = language
        habits = formatter(language)
        self.globals.update({"_": _translator(language), "ngettext": _plural_translator(language), "lang": language})
        self.filters.update(
            money=habits.money,
            number=habits.number,
            megabytes=habits.megabytes,
            day=habits.day,
            weekday=habits.weekday,
            clock=habits.clock,
            moment=habits.moment,
            hours=habits.hours,
            iso=machine_moment,
            zone=partial(zone_name, language),
            in_language=partial(in_language, language),
            **vocabulary_filters(language),
        )

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        template = super()._parse(source, name, filename)
        escaping = self.autoescape(name) if callable(self.autoescape) else self.autoescape
        folded = _Fold(self.language, escaping).visit(template)
        assert isinstance(folded, nodes.Template)
        return folded


class _Fold(NodeTransformer):
    """Replaces `_("constant")` by its translation, and with named values by a formatting of it."""

    def __init__(self, language: str, escaping: bool) -> None:
        self.catalogue = translations(language)
        self.escaping = escaping

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - Jinja's name
        call = self.generic_visit(node)
        assert isinstance(call, nodes.Call)
        if not _is_constant_message(call):
            return call
        text = self.catalogue.gettext(call.args[0].as_const())
        words: nodes.Expr = nodes.Const(text, lineno=call.lineno)
        if self.escaping:
            words = nodes.MarkSafe(nodes.Const(str(escape(text)), lineno=call.lineno), lineno=call.lineno)
        if not call.kwargs:
            return words
        values = [nodes.Pair(nodes.Const(pair.key), pair.value, lineno=call.lineno) for pair in call.kwargs]
        return nodes.Mod(words, nodes.Dict(values, lineno=call.lineno), lineno=call.lineno)


def _is_constant_message(call: nodes.Call) -> bool:
    return (
        isinstance(call.node, nodes.Name)
        and call.node.name == "_"
        and len(call.args) == 1
        and isinstance(call.args[0], nodes.Const)
        and call.dyn_args is None
        and call.dyn_kwargs is None
    )


def _fill(context: EvalContext, text: str, values: dict[str, Any]) -> str:
    words = escape(text) if context.autoescape else text
    return words % values if values else words


def _translator(language: str) -> Callable[..., str]:
    catalogue = translations(language)

    @pass_eval_context
    def translate(context: EvalContext, message: str, **values: Any) -> str:
        return _fill(context, catalogue.gettext(str(message)), values)

    return translate


def _plural_translator(language: str) -> Callable[..., str]:
    catalogue, habits = translations(language), formatter(language)

    @pass_eval_context
    def translate(context: EvalContext, singular: str, plural: str, num: int, **values: Any) -> str:
        values.setdefault("num", habits.number(num))
        return _fill(context, catalogue.ngettext(singular, plural, num), values)

    return translate


def _request_words() -> dict[str, Any]:
    """Return what every template knows of the request at hand; letters are written without one."""
    if not has_request_context():
        return {}
    return {
        "viewer": viewer(),
        "theme": _kept_choice("theme", THEMES),
        "font": _kept_choice("font", FONTS),
    }


def _kept_choice(cookie: str, known: tuple[str, ...]) -> str:
    chosen = request.cookies.get(cookie, "")
    return chosen if chosen in known else ""


def register(app: CrowdLearn) -> None:
    """Set strict templates, and the words that all of them know."""
    app.jinja_environment = FoldingEnvironment
    app.jinja_options = {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    app.template_context_processors[None].append(_request_words)
    app.jinja_env.globals.update(
        brand=app.config["BRAND_NAME"],
        brand_logo=app.config["BRAND_LOGO"],
        host=Host(app),
        other_language_url=other_language_url,
        friendly=friendly,
        outside=partial(_outside, app.config["PUBLIC_URL"]),
    )


def _outside(public_url: str, path: str) -> str:
    """Return the whole address of a path, as people outside reach it."""
    return public_url.rstrip("/") + path


class Host:
    """Who runs this installation, as templates show it: name, legal text, and who may join and read."""

    def __init__(self, app: Flask) -> None:
        self.name: str = app.config["HOST_NAME"]
        self.join: str = app.config["HOST_JOIN"]
        self.reading: str = app.config["HOST_READING"]
        self._legal: dict[str, str] = {"en": app.config["HOST_LEGAL_EN"], "fr": app.config["HOST_LEGAL_FR"]}

    @property
    def legal(self) -> str:
        """Return the host's legal text in the reader's language."""
        return self._legal[current_language()]
