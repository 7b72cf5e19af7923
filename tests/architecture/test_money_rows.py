"""The tables of the money rule are tests: every row that needs no card stands in the name or the id of one."""

import re
from pathlib import Path

TESTS = Path(__file__).parents[1]
BASE_AND_GOAL = {str(number) for number in range(1, 20)}
SETTLEMENT = {str(number) for number in range(20, 35)} | {"31b"}
LIFE = {str(number) for number in (*range(35, 41), *range(44, 59), 61, 62, 64, 65, 66, 68)}
_NAMED = re.compile(r"(?:def test_row_|\"row-)(\d+b?)(?=[_\" -])")


def test_every_row_is_a_test() -> None:
    files = [path for path in TESTS.rglob("test_*.py") if path != Path(__file__)]
    named = {number for path in files for number in _NAMED.findall(path.read_text("utf-8"))}
    assert (BASE_AND_GOAL | SETTLEMENT | LIFE) - named == set()
