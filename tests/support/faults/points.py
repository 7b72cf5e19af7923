"""Which of all points a campaign breaks: a sample, all of them, or one part of all, so that hours can be split."""

import os
import random
from collections.abc import Sequence
from typing import TypeVar

P = TypeVar("P")
SEED = 20261123
PART = os.environ.get("FAULTS_PART", "1/1")  # "2/3": the second third of a whole campaign


def some(points: Sequence[P], most: int | None) -> Sequence[P]:
    """Return `most` of the points, the same ones in every run; None stands for all, or for the part that is wanted."""
    if most is not None:
        return points if most >= len(points) else random.Random(SEED).sample(points, most)
    number, of = map(int, PART.split("/"))
    return points[len(points) * (number - 1) // of : len(points) * number // of]
