"""Addresses of conversations."""

from . import appeals, comments, encouragements, moderation, talks
from .base import blueprint

__all__ = ["appeals", "blueprint", "comments", "encouragements", "moderation", "talks"]
