"""The port: what settlement asks of whoever moves money. One adapter per provider, bound once by `connect`."""

from typing import Protocol


class Gateway(Protocol):
    """A way for money to come in and go back.

    `moves_money` tells whether the provider moves it when told; if not, a treasurer moves it and records what came
    and went. `account` is the account of the books where it arrives.
    """

    name: str
    moves_money: bool
    account: str


class _Bound:
    adapter: Gateway


_bound = _Bound()


def connect(adapter: Gateway) -> None:
    """Bind this process to its payment provider."""
    _bound.adapter = adapter


def gateway() -> Gateway:
    """Return the provider of this process."""
    return _bound.adapter
