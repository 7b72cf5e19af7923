"""Addresses of conversations."""

from . import comments, encouragements, moderation, talks
from .base import blueprint

__all__ = ["blueprint", "comments", "encouragements", "moderation", "talks"]
