"""Jobs that go over many rows: one fault holds up nobody, and is seen."""

import pytest

from crowdlearn.db.rounds import for_each


def test_what_each_returned_is_summed() -> None:
    assert for_each([1, 2, 3], lambda number: number * 10) == 60
    assert for_each([], int) == 0


def test_one_that_fails_holds_up_nobody_and_is_seen_at_the_end() -> None:
    done: list[int] = []

    def act(number: int) -> int:
        if number in (2, 3):
            raise ValueError(number)
        done.append(number)
        return 1

    with pytest.raises(ValueError, match="2"):
        for_each([1, 2, 3, 4], act)
    assert done == [1, 4]
