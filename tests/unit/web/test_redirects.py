"""After sign-in, only pages of our own."""

import itertools

import pytest

from crowdlearn.web.redirects import is_own_address

PREFIXES = ("", "/", "//", "///", "\\", "/\\", "\\\\", "/\t/", "/\n/", "/\r/", "/ /", "/%09/", " /", "\x00/", "/\x0b/")
TARGETS = ("evil.example", "/evil.example", "http://evil.example", "https:evil.example", "evil.example\\@ours.example")
SCHEMES = (
    "javascript:alert(1)",
    "data:text/html,x",
    "http://evil.example",
    "//evil.example/%2f..",
    "https:///evil.example",
)
HOSTILE = [prefix + target for prefix, target in itertools.product(PREFIXES, TARGETS)] + [
    *SCHEMES,
    *(f"{blank}{scheme}" for blank in ("\t", "\n", " ", "\u00a0", "\x01") for scheme in SCHEMES),
    *("/\u00a0/evil.example", "/a\nLocation: x", "/a\\b", "", "?next=x", "en/", "/" + "a" * 1600),
]
# a path on our own site, however odd
HARMLESS = {"/evil.example", "/http://evil.example", "/https:evil.example", "/%09/evil.example", "/%09//evil.example"}
HARMLESS |= {"/%09/http://evil.example", "/%09/https:evil.example"}


@pytest.mark.parametrize("target", [target for target in HOSTILE if target not in HARMLESS], ids=repr)
def test_no_other_place(target: str) -> None:
    assert not is_own_address(target)


@pytest.mark.parametrize("target", ["/", "/en/", "/fr/pitches?topic=data&q=%C3%A9#needs", "/en/lab?kept=A.b", "/é"])
def test_own_pages(target: str) -> None:
    assert is_own_address(target)
