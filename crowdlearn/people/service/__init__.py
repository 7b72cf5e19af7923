"""Use-cases and steps of people."""
