"""Accounts, profiles, reporting lines, organisations and roles, as pages."""

from . import account, administration, following, joining, signing, team
from .blueprint import blueprint

__all__ = ["account", "administration", "blueprint", "following", "joining", "signing", "team"]
