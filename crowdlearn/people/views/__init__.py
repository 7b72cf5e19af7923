"""Accounts, profiles, reporting lines, organisations and roles, as pages."""

from . import signing
from .blueprint import blueprint

__all__ = ["blueprint", "signing"]
