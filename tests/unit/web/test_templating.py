"""Words are translated when a template is compiled, and escaped wherever they stand."""

from typing import Any

import pytest
from jinja2 import DictLoader, StrictUndefined, UndefinedError
from markupsafe import Markup

from crowdlearn.web.templating import CrowdLearn, FoldingEnvironment

MESSAGES = {"Hello": "Allô & <bonjour>", "Hello %(name)s": "Bonjour %(name)s ! 100 %%"}


class _Words:
    def gettext(self, text: str) -> str:
        return MESSAGES.get(text, text)

    def ngettext(self, one: str, many: str, n: int) -> str:
        return one if n < 2 else many


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> FoldingEnvironment:
    monkeypatch.setattr("crowdlearn.web.templating.translations", lambda _language: _Words())
    app = CrowdLearn("test")
    app.jinja_environment = FoldingEnvironment
    return app.environment("fr")  # type: ignore[return-value]


def drawn(environment: FoldingEnvironment, source: str, name: str = "page.html", **values: Any) -> str:
    environment.loader = DictLoader({name: source})
    return environment.get_template(name).render(**values)


def test_a_constant_is_part_of_the_compiled_template(environment: FoldingEnvironment) -> None:
    code = environment.compile('<p title="{{ _("Hello") }}">', "page.html", "page.html", raw=True)
    assert "Allô &amp; &lt;bonjour&gt;" in code
    assert "'_'" not in code


def test_named_values_are_filled_in_and_escaped(environment: FoldingEnvironment) -> None:
    assert drawn(environment, '{{ _("Hello %(name)s", name=who) }}', who="<b>") == "Bonjour &lt;b&gt; ! 100 %"
    assert drawn(environment, '{{ _("Hello %(name)s", name=who) }}', who=Markup("<b>")) == "Bonjour <b> ! 100 %"


def test_plain_text_is_not_escaped(environment: FoldingEnvironment) -> None:
    assert drawn(environment, '{{ _("Hello") }}', "mail.txt") == "Allô & <bonjour>"
    assert drawn(environment, "{{ _(x) }}", "mail.txt", x="Hello") == "Allô & <bonjour>"


def test_words_that_are_not_constant_are_translated_when_drawn(environment: FoldingEnvironment) -> None:
    assert drawn(environment, "{{ _(x) }}", x="Hello") == "Allô &amp; &lt;bonjour&gt;"
    assert drawn(environment, '{{ ngettext("%(num)s thing", "%(num)s things", n) }}', n=1234) == "1\xa0234 things"


def test_an_unknown_name_is_an_error(environment: FoldingEnvironment) -> None:
    environment.undefined = StrictUndefined
    with pytest.raises(UndefinedError):
        drawn(environment, "{{ nobody }}")
