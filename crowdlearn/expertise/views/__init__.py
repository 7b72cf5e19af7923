"""Addresses of offers without a need, and of openings."""

from . import openings, standing
from .blueprint import blueprint

__all__ = ["blueprint", "openings", "standing"]
