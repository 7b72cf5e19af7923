"""Text brought onto one line."""

import pytest

from crowdlearn.kernel.lines import one_line


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  two\r\n\tlines \u2028 more ", "two lines more"),
        ("Pourquoi\u00a0? «\u00a0Oui\u00a0»", "Pourquoi\u00a0? «\u00a0Oui\u00a0»"),
        ("12\u202f000\u00a0$\n", "12\u202f000\u00a0$"),
        (" \n ", ""),
    ],
)
def test_a_line_keeps_the_spaces_that_must_not_break(typed, kept):
    assert one_line(typed) == kept
