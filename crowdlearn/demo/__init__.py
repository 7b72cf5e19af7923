"""A believable public service, written as a scenario and played through the real use-cases."""

from .play import SignIn, load, sign_ins

__all__ = ["SignIn", "load", "sign_ins"]
