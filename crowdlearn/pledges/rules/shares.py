"""Dividing an amount among pledges, to the cent (money.md, section 2)."""

from collections.abc import Sequence


def split(total: int, weights: Sequence[int]) -> list[int]:
    """Divide `total` cents in proportion to `weights` by largest remainder; the earlier weight wins a tie.

    The parts add up to `total` exactly. With no weight at all every part is zero.
    """
    whole = sum(weights)
    if whole == 0 or total == 0:
        return [0] * len(weights)
    parts = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for i in by_remainder[: total - sum(parts)]:
        parts[i] += 1
    return parts
