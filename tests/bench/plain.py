"""What everything is measured against: our own templates, drawn by plain Flask and Jinja from constant data.

Each page is asked for once from the real program; what its templates were given is kept, and what they asked the
program for while drawing (addresses, links, icons) becomes a table. Then Flask alone draws them, again and again:
no database, no session, no gate, no headers, nothing cached. So the ceiling moves with the design.
"""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any

from flask import Flask, template_rendered
from jinja2 import Template
from markupsafe import Markup

from config import Config
from crowdlearn.app import create_app
from crowdlearn.db.session import database
from crowdlearn.pages.views.discover import cards
from crowdlearn.pages.views.pitch import drawn
from crowdlearn.web import catalogue
from crowdlearn.web.viewer import cookie_name

from .pages import NAMED

OWN_WORDS = ("_", "ngettext")  # folded into the templates, or as plain as gettext itself


@dataclass
class Remembered:
    """A function of the templates that answers from a table once it was asked."""

    real: Callable[..., Any]
    answers: dict[Any, Any] = field(default_factory=dict)

    def __call__(self, *words: Any, **named: Any) -> Any:
        """Return what the real function returned the first time."""
        asked = (words, tuple(named.items())) if named else words
        try:
            return self.answers[asked]
        except KeyError:
            found = self.answers[asked] = self.real(*words, **named)
            return found
        except TypeError:  # of something that is no key
            return self.real(*words, **named)


@dataclass
class Drawing:
    """One page: its template with what it was given, and the cards that were drawn for it."""

    template: Template
    given: dict[str, Any]
    parts: list[tuple[Template, dict[str, Any]]]

    def draw(self) -> str:
        """Draw the page, each card in its turn."""
        if not self.parts:
            return self.template.render(self.given)
        parts = [Markup(template.render(given)) for template, given in self.parts]
        return self.template.render({**self.given, "cards": parts})


def watch(program: Flask, path: str, token: str) -> Drawing:
    """Ask the program for a page, and return what it drew."""
    cards.clear()
    drawn.clear()
    seen: list[tuple[Template, dict[str, Any]]] = []
    client = program.test_client()
    if token:
        client.set_cookie(cookie_name(program), token)

    def note(_program: Flask, template: Template, context: dict[str, Any], **_: Any) -> None:
        seen.append((template, context))

    with template_rendered.connected_to(note, program):
        answer = client.get(path)
    if answer.status_code != 200 or not seen:
        raise SystemExit(f"{path} answered {answer.status_code}")
    return Drawing(*seen[-1], seen[:-1])


def remember_answers(program: Any) -> None:
    """Put a table before every function that templates may ask."""
    words = program.environment("en").globals
    for name, value in words.items():
        if isinstance(value, FunctionType | MethodType | BuiltinFunctionType) and name not in OWN_WORDS:
            words[name] = Remembered(value)


def make() -> Flask:
    """Return the plain application with a page for each of those named."""
    settings = Config.from_env()
    database.connect(settings.database_url)
    program = create_app(settings.mapping())
    remember_answers(program)
    plain = Flask("plain", static_folder=None)
    catalogue.register(plain)
    for number, (path, token) in enumerate(json.loads(os.environ[NAMED])):
        plain.add_url_rule(f"/plain/{number}", str(number), partial(Drawing.draw, watch(program, path, token)))
    plain.add_url_rule("/hello", "hello", lambda: "hello")
    plain.add_url_rule("/nothing", "nothing", lambda: ("", 204), methods=["POST"])
    database.engine.dispose()
    return plain


app = make()
