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


class NoProviderError(RuntimeError):
    """This process was not told its payment provider: call connect() once at its start."""


class _Bound:
    adapter: Gateway | None = None


_bound = _Bound()


def connect(adapter: Gateway) -> None:
    """Bind this process to its payment provider."""
    _bound.adapter = adapter


def gateway() -> Gateway:
    """Return the provider of this process. Raises NoProviderError before connect()."""
    if _bound.adapter is None:
        raise NoProviderError
    return _bound.adapter
