"""Words are translated when a template is compiled, and escaped wherever they stand."""

from typing import Any

import pytest
from jinja2 import DictLoader, StrictUndefined, UndefinedError
from markupsafe import Markup

from crowdlearn.web.templating import CrowdLearn, FoldingEnvironment

SALT = "Salt & <pepper>"  # no message of ours, so it stays as it is


@pytest.fixture
def environment() -> FoldingEnvironment:
    app = CrowdLearn("test")
    app.jinja_environment = FoldingEnvironment
    return app.environment("fr")  # type: ignore[return-value]


def drawn(environment: FoldingEnvironment, source: str, name: str = "page.html", **values: Any) -> str:
    environment.loader = DictLoader({name: source})
    return environment.get_template(name).render(**values)


def test_a_constant_is_part_of_the_compiled_template(environment: FoldingEnvironment) -> None:
    code = environment.compile('<p title="{{ _("Sign in") }}">', "page.html", "page.html", raw=True)
    assert "Connexion" in code
    assert "'_'" not in code


def test_a_constant_is_escaped(environment: FoldingEnvironment) -> None:
    assert drawn(environment, f'{{{{ _("{SALT}") }}}}') == "Salt &amp; &lt;pepper&gt;"


def test_named_values_are_filled_in_and_escaped(environment: FoldingEnvironment) -> None:
    assert drawn(environment, '{{ _("Hello, %(name)s", name=who) }}', who="<b>") == "Bonjour, &lt;b&gt;"
    assert drawn(environment, '{{ _("Hello, %(name)s", name=who) }}', who=Markup("<b>")) == "Bonjour, <b>"


def test_plain_text_is_not_escaped(environment: FoldingEnvironment) -> None:
    assert drawn(environment, f'{{{{ _("{SALT}") }}}}', "mail.txt") == SALT
    assert drawn(environment, "{{ _(x) }}", "mail.txt", x=SALT) == SALT


def test_words_that_are_not_constant_are_translated_when_drawn(environment: FoldingEnvironment) -> None:
    assert drawn(environment, "{{ _(x) }}", x="Sign in") == "Connexion"
    assert drawn(environment, "{{ _(x) }}", x=SALT) == "Salt &amp; &lt;pepper&gt;"
    assert drawn(environment, '{{ ngettext("%(num)s backer", "%(num)s backers", n) }}', n=1234) == "1\xa0234 appuis"


def test_an_unknown_name_is_an_error(environment: FoldingEnvironment) -> None:
    environment.undefined = StrictUndefined
    with pytest.raises(UndefinedError):
        drawn(environment, "{{ nobody }}")
