"""Accounts, organisations, roles, reporting lines, holds on new asks."""
